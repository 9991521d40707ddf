"""Migrations of the desk's tables, one module for each version."""
