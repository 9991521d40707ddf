"""Workbooks of results: reports and agreement."""
