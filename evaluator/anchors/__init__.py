"""Passages of sources: an anchor is created where evidence cites one, and checked against the file's bytes later."""

from evaluator.anchors.anchor import Selection, anchor_of, check_anchor
from evaluator.model.anchor import Anchor

__all__ = ["Anchor", "Selection", "anchor_of", "check_anchor"]
