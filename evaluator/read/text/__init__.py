"""Files as text, tables and trees, each cell and key with its place."""
