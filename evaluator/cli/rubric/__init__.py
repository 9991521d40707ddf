"""`evaluator rubric`: read, lint, compare and audit a rubric."""
