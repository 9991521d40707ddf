"""Migrations of a desk's tables, in order; `evaluator.extensions.workbench.database` applies them."""
