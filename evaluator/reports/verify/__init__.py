"""A report checked against itself: opened, scored and printed again, compared."""
