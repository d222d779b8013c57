"""The desks listeners sit at, one folder each."""
