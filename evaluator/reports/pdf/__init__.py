"""A page becomes a tagged PDF, and what its tags and drawings are, read back."""
