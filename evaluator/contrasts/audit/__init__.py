"""The audit of a rubric: its numbers one at a time, its statistics, other ways to normalise and rank."""
