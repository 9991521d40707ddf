"""Recommendations from the next level, the largest gap first; and what became of earlier ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.model.plan import Recommendation
from evaluator.plans.recommend import Advice, draft, follow_up
from evaluator.read.assessment import PlanFolder, read_assessment
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"


@pytest.fixture(scope="module")
def card():
    rubric = read_rubric(EXAMPLES / "rubrics" / "four-paradigms")
    country = Layers((EXAMPLES / "countries" / "XXA",))
    plan = country.below("plans").below("XXA-2020-2023")
    return evaluate(read_assessment(PlanFolder(country, plan, "XXA-2020-2023"), rubric), rubric, "equal")


def test_a_tripped_gate_comes_first_then_the_largest_gap(card):
    found = draft(card, Advice("2026"))
    assert [row.criterion_id for row in found][:2] == ["unconditional-assistance", "witness-protection"]
    assert [row.rec_id for row in found][:2] == ["R001", "R002"]
    assert "education-prevention" not in [row.criterion_id for row in found]  # at the top
    assert "operations-and-convictions" not in [row.criterion_id for row in found]  # a yardstick


def test_the_text_is_the_next_levels_descriptor(card):
    row = next(row for row in draft(card, Advice("2026")) if row.criterion_id == "witness-protection")
    assert (row.from_level, row.to_level) == (1, 2)
    assert row.text == card.rubric.by_id["witness-protection"].levels[2]
    assert (row.origin, row.edition, row.outcome) == ("rubric", "2026", "open")


def test_what_is_there_is_not_drafted_again_and_ids_go_on(card):
    first = draft(card, Advice("2026", most=1))
    assert len(first) == 1
    again = draft(card, Advice("2026"), first)
    assert "unconditional-assistance" not in [row.criterion_id for row in again]
    assert again[0].rec_id == "R002"
    assert draft(card, Advice("2028"), first)[0].criterion_id == "unconditional-assistance"


def test_light_criteria_can_be_left_out_but_not_a_tripped_gate(card):
    found = draft(card, Advice("2026", least_weight=0.9))
    assert [row.criterion_id for row in found] == ["unconditional-assistance"]


@pytest.mark.parametrize(
    ("row", "outcome", "is_new"),
    [
        (
            Recommendation("R1", "witness-protection", "t", from_level=0, to_level=1, outcome="open"),
            "implemented",
            True,
        ),
        (Recommendation("R1", "witness-protection", "t", from_level=0, to_level=3), "partly", True),
        (Recommendation("R1", "witness-protection", "t", from_level=1, to_level=2), "not", True),
        (Recommendation("R1", "witness-protection", "t", from_level=0, to_level=1, outcome="not"), "not", False),
        (Recommendation("R1", "no-summary-deportation", "t", from_level=0, to_level=1, outcome="open"), "open", False),
        (Recommendation("R1", "", "t", outcome="open"), "open", False),
    ],
)
def test_outcomes_follow_from_the_levels_now(card, row, outcome, is_new):
    (found,) = follow_up(card, [row], "2026-01-02")
    assert (found.row.outcome, found.is_new) == (outcome, is_new)
    assert (found.row.outcome_on == "2026-01-02") == is_new
