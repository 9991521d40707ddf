"""The rules by which pages are read, one function each; importing this package adds all of them."""

from evaluator.reports.page_reader.rules import blocks, contrast, frames, levels, plan, scores, several

__all__ = ["blocks", "contrast", "frames", "levels", "plan", "scores", "several"]
