"""Sheets of declared columns: written with headings, pick lists and rules, read back with their marks."""
