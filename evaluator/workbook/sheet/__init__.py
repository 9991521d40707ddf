"""Sheets of declared columns: writing with headings, pick lists and rules, and reading by their hidden marks."""
