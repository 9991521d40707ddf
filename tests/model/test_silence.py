"""Shares of chapters, where there are none too."""

from __future__ import annotations

from evaluator.model.silence import SilenceByTier, SilenceByYear


def test_shares_are_of_all_chapters_and_nothing_without_any():
    assert SilenceByYear("punishment", 2001, 4, 3, 1, 0, 0).silent_share == 0.75
    assert SilenceByYear("punishment", 2001, 0, 0, 0, 0, 0).silent_share == 0.0
    assert SilenceByTier("punishment", "1", 4, 1, 2, 0, 1).yes_share == 0.5
    assert SilenceByTier("punishment", "1", 0, 0, 0, 0, 0).yes_share == 0.0
