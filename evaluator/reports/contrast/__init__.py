"""The contrast of several plans under several weightings, as HTML and PDF."""
