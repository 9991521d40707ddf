"""Spreadsheets that people fill in: export of score sheets, results, requests and replies, and their import."""
