"""The screens of the workbench: one module for each group of addresses."""
