"""Random draws of weightings, ratings and models, and the scores of all plans under them."""
