"""Readers of files as text, tables and trees that keep the place of each cell and key."""
