"""`evaluator contrast`: the same plans under many weightings, in the terminal."""
