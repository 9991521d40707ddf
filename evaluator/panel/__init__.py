"""Several coders make one set of ratings, by rules the rubric declares."""
