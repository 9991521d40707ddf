"""Spreadsheets: score sheets out and back in, results, requests and replies."""
