"""Sheets of declared columns, and the score sheet made of them: headings, pick lists and rules; their reading."""
