"""`evaluator report`: write reports on one plan and on several plans."""
