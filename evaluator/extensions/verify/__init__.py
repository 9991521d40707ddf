"""Verify a report's PDF: rebuild the report from the files it carries, and compare the two PDFs."""
