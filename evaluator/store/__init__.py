"""Writing of files: each whole, several all or none, by one command at a time."""
