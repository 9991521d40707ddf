"""The worked examples: every number that they must give."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.model.scorecard import Scorecard
from evaluator.read.assessment import PlanFolder, read_assessment
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
ROWS = list(csv.DictReader((EXAMPLES / "expected.csv").read_text(encoding="utf-8").splitlines()))
BOTH_GATES = ("no-summary-deportation", "unconditional-assistance")

TOTALS = [
    # plan, weighting, score, coverage, bounds, judgement interval
    ("ALB-2005-2007", "equal", 0.5, 0.31875, (0.159375, 0.840625), (0.10625, 0.89375)),
    ("XXA-2020-2023", "equal", 0.5, 0.85, (0.5, 0.5375), (0.464583333, 0.572916667)),
    ("ALB-2005-2007", "us-tip", 0.5, 0.272727273, (0.136363636, 0.863636364), (0.113636364, 0.886363636)),
    ("XXA-2020-2023", "us-tip", 0.113636364, 1.0, (0.113636364, 0.113636364), (0.068181818, 0.159090909)),
]
GRADES = [
    # plan, weighting, grade, cause, lowest and highest, the same if no unassessed gate trips, tripped, unassessed, cap
    ("ALB-2005-2007", "equal", None, "coverage", "EA", "EA", (), BOTH_GATES, True),
    ("XXA-2020-2023", "equal", "D", "gates", "DD", "DD", ("unconditional-assistance",), (), True),
    ("ALB-2005-2007", "us-tip", None, "coverage", "EA", "EA", (), BOTH_GATES, False),
    ("XXA-2020-2023", "us-tip", "E", "score", "EE", "EE", ("unconditional-assistance",), (), False),
]
STATUSES = {
    "ALB-2005-2007": {
        "deadlines": "not-assessed",
        "early-identification-referral": "rated",
        "education-prevention": "not-assessed",
        "no-summary-deportation": "not-assessed",
        "operations-and-convictions": "not-assessed",
        "unconditional-assistance": "not-assessed",
        "witness-protection": "rated",
    },
    "XXA-2020-2023": {
        "deadlines": "not-assessed",
        "early-identification-referral": "rated",
        "education-prevention": "rated",
        "no-summary-deportation": "not-applicable",
        "operations-and-convictions": "silent",
        "unconditional-assistance": "contrary",
        "witness-protection": "rated",
    },
}
NOTES = {
    "ALB-2005-2007": "3 of the 3 measures read; the plan’s total is not known; "
    "counted from the sheet Measures: 3 of 4 rows known; 1 row could not be read",
    "XXA-2020-2023": "3 of 4 known measures; counted from the sheet Measures: 4 of 5 rows known; "
    "1 row could not be read; the level is an estimate from these",
}


@pytest.fixture(scope="module")
def cards() -> dict[tuple[str, str], Scorecard]:
    rubric = read_rubric(EXAMPLES / "rubrics" / "four-paradigms")
    found = {}
    for plan_id in ("ALB-2005-2007", "XXA-2020-2023"):
        country = Layers((EXAMPLES / "countries" / plan_id[:3],))
        assessment = read_assessment(PlanFolder(country, country.below("plans").below(plan_id), plan_id), rubric)
        for name in ("equal", "us-tip"):
            found[plan_id, name] = evaluate(assessment, rubric, name)
    return found


@pytest.mark.parametrize(("plan", "weighting", "score", "coverage", "bounds", "interval"), TOTALS)
def test_score_coverage_and_intervals(cards, plan, weighting, score, coverage, bounds, interval):
    card = cards[plan, weighting]
    assert (card.score, card.coverage) == (score, coverage)
    assert card.bounds == bounds
    assert card.judgement_interval == interval


@pytest.mark.parametrize(
    ("plan", "weighting", "grade", "cause", "ends", "ends_if_none", "tripped", "unassessed", "cap"), GRADES
)
def test_grade_its_range_and_the_gates(
    cards, plan, weighting, grade, cause, ends, ends_if_none, tripped, unassessed, cap
):
    given = cards[plan, weighting].grade
    assert (given.grade, given.cause) == (grade, cause)
    assert given.lowest + given.highest == ends
    assert given.lowest_if_no_gate + given.highest_if_no_gate == ends_if_none
    assert (given.tripped, given.unassessed, given.gates_cap) == (tripped, unassessed, cap)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['plan']} {row['weighting']} {row['criterion']}")
def test_level_and_weights_of_each_criterion(cards, row):
    scored = cards[row["plan"], row["weighting"]].criterion(row["criterion"])
    assert scored.outcome.level == (int(row["level"]) if row["level"] else None)
    assert scored.outcome.status == STATUSES[row["plan"]][row["criterion"]]
    found = [f"{number:.4f}" for number in (scored.stated, scored.applicable, scored.used)]
    assert found == [row["stated"], row["applicable"], row["used"]]


@pytest.mark.parametrize("plan", NOTES)
def test_the_computed_criterion_says_how_its_level_came_about(cards, plan):
    assert cards[plan, "equal"].criterion("deadlines").outcome.note == NOTES[plan]


@pytest.mark.parametrize("kind", ["stated", "applicable", "used"])
def test_each_kind_of_weight_sums_to_one(cards, kind):
    for card in cards.values():
        assert sum(getattr(scored, kind) for scored in card.criteria) == pytest.approx(1, abs=1e-12)


def test_drafts_are_marked(cards):
    assert {key: card.is_draft for key, card in cards.items()} == {
        ("ALB-2005-2007", "equal"): True,
        ("ALB-2005-2007", "us-tip"): True,
        ("XXA-2020-2023", "equal"): False,
        ("XXA-2020-2023", "us-tip"): False,
    }


def test_the_tripped_gate_lowers_the_grade_and_is_named_with_the_grade_without_it(cards):
    given = cards["XXA-2020-2023", "equal"].grade
    assert (given.without_gates, given.grade) == ("C", "D")
