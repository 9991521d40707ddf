"""`evaluator explain`: show how a number was computed."""
