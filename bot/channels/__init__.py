"""The doors correspondents come in by, one folder or file a messenger."""
