"""`evaluator explain`: where a number comes from."""
