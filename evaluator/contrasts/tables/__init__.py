"""The tables of a contrast, each declared once."""
