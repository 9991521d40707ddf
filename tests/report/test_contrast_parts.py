from __future__ import annotations

from evaluator.report.contrast_parts import Slope


def test_a_plan_without_a_rank_has_no_end_label():
    slope = Slope(("a", "b"), (("P", (1, None)), ("Q", (None, 1))))
    assert slope.first == ((1, "P"),)
    assert slope.last == ((1, "Q"),)
