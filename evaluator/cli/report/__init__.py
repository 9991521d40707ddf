"""`evaluator report`: reports on one plan and on several."""
