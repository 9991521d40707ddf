"""`evaluator workbench`: rate, cite and settle in the browser."""
