"""The tables of a contrast and of an audit, each declared once."""
