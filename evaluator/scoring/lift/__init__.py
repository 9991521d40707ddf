"""What would lift the grade: the steps of each rating, and the fewest of them that reach the next grade."""
