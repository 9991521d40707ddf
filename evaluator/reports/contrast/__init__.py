"""The contrast as a page."""
