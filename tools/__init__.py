"""Maintenance commands that are no part of the package."""
