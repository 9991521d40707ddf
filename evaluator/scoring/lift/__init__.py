"""What would raise the grade: the possible steps of each rating, and the fewest steps to the next grade."""
