"""`evaluator contrast`: compare the scores of plans under several weightings, in the terminal."""
