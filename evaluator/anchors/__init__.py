"""Passages of sources: an anchor is made where evidence cites one, and held against the file's bytes afterwards."""

from evaluator.anchors.anchor import Selection, anchor_of, check_anchor
from evaluator.model.anchor import Anchor

__all__ = ["Anchor", "Selection", "anchor_of", "check_anchor"]
