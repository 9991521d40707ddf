"""Stability intervals of single weights."""

from __future__ import annotations

import pytest

from evaluator import Library, contrast
from evaluator.contrasts.flips.stability import stability
from evaluator.contrasts.typed import typed_weighting
from tests.contrasts.synthetic import ALIKE, LEAVES, three_plans, toy_assessment, toy_rubric


def test_a_case_worked_by_hand():
    """A leads by 0.5 in law enforcement, B in rights, which have 8/9 of the rest: level at s = (1 - s) 8/9."""
    law = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 4}
    rights = {**ALIKE, "human-rights.protection": 4, "human-rights.structural": 4}
    study = contrast(
        [toy_assessment("AAA-2010-2012", law), toy_assessment("BBB-2010-2012", rights)], toy_rubric(), ["rights"]
    )
    by_id = {s.node_id: s for s in stability(study, "rights")}
    found = by_id["law-enforcement"]
    assert found.share == pytest.approx(0.1)
    assert (found.low, found.below) == (0.0, None)
    assert found.high == pytest.approx(8 / 17, abs=2e-6), "s = (1 - s) 8/9"
    assert found.above is not None
    assert (found.above.ahead, found.above.behind) == ("BBB-2010-2012", "AAA-2010-2012")
    assert found.complete
    assert by_id["human-rights"].low == pytest.approx(1 / 3, abs=2e-6)
    assert "plan-quality" in by_id, "at the root, against the paradigms"
    assert (by_id["plan-quality"].low, by_id["plan-quality"].high) == (0.0, 1.0)


def test_within_the_interval_the_order_holds_and_beyond_it_does_not():
    rubric = toy_rubric()
    study = contrast(three_plans(), rubric, ["equal"])
    order = [v.plan_id for v in study.ranking("equal")]
    for found in stability(study, "equal", ["law-enforcement", "human-rights", "migration"]):
        for share, same in (
            (found.low + 1e-5, True),
            (found.high - 1e-5, True),
            (found.low - 1e-5, False),
            (found.high + 1e-5, False),
        ):
            if 0 < share < 1:
                typed = typed_weighting(rubric, rubric.weighting("equal"), {found.node_id: share})
                assert ([v.plan_id for v in contrast(three_plans(), rubric, [typed]).ranking("typed")] == order) is same


def test_a_node_without_siblings_that_weigh_has_no_interval():
    study = contrast(three_plans(), toy_rubric(), ["police"])
    assert "plan-quality" in {s.node_id for s in stability(study, "police")}
    alone = toy_rubric()
    only = alone.weighting("police").model_copy(
        update={
            "weights": {
                "total": {},
                "paradigms": {
                    "law-enforcement": alone.weighting("police").weights["paradigms"]["law-enforcement"],
                    "migration": alone.weighting("police").weights["paradigms"]["human-rights"],
                    "human-rights": alone.weighting("police").weights["paradigms"]["human-rights"],
                },
            }
        }
    )
    study = contrast(three_plans(), alone, [only])
    assert "law-enforcement" not in {s.node_id for s in stability(study, "police")}


def test_a_weight_that_stands_on_a_crossing_has_no_room():
    equal = dict.fromkeys(LEAVES, 2)
    one = {**equal, "law-enforcement.control": 4, "law-enforcement.protection": 4}
    two = {**equal, "human-rights.protection": 4, "human-rights.structural": 4}
    study = contrast(
        [toy_assessment("AAA-2010-2012", one), toy_assessment("BBB-2010-2012", two)], toy_rubric(), ["equal"]
    )
    (found,) = stability(study, "equal", ["law-enforcement"])
    assert found.low == found.high == found.share
    assert found.below == found.above


def test_a_paradigm_without_criteria_has_no_row_and_takes_no_share_from_the_others():
    """The public record has no criterion on migration or economy: of the two paradigms left each has a half."""
    library = Library.open()
    rubric = library.rubric("public-record")
    plans = [library.assessment(name, rubric) for name in ("ALB-2011", "BGR-2011")]
    found = stability(contrast(plans, rubric, ["equal"]), "equal")
    assert {one.node_id: round(one.share, 9) for one in found} == {"law-enforcement": 0.5, "human-rights": 0.5}
    first, second = found
    assert first.low == pytest.approx(1 - second.high, abs=2e-6), "what one gains the other loses"
    assert first.high == pytest.approx(1 - second.low, abs=2e-6)
