"""Migrations of a desk's tables, in order; `evaluator.workbench.database` applies them."""
