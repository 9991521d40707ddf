"""Files on the disk: written whole, all or none, by one command at a time."""
