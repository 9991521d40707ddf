"""`evaluator panel`: coders compared, differences settled."""
