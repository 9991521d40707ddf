"""`evaluator passage`: link evidence to the passages of its source."""
