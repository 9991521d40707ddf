"""The audit of a rubric as a Markdown page of the guide."""
