"""Checks of the files of a library; each yields faults, warnings and notes with their places."""
