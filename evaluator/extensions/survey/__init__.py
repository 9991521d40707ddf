"""Surveys of weights: the form as a page, and the command that reads the answers."""
