"""The audit of a rubric as a page of the guide."""
