"""Score national action plans against human trafficking by rubric files, and print country reports."""
