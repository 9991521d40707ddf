"""What stands beside the core: each folder is an extension with its own command, and may be taken away whole."""
