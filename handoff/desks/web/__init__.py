"""The web desk: server-rendered pages for listeners and supervisors."""
