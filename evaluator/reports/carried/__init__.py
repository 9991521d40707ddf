"""The files inside a report's PDF: its result, and every file from which it was computed."""
