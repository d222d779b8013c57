"""The web chat: a page, a stream down, posts up."""
