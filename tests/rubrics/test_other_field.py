"""The language is general: a rubric of another field, scored by hand.

Four levels of tree, negative criteria under a net sum, a geometric root, a minimum,
scales of four, eleven and two levels, and criteria that apply only to a kind of plan,
to members of a body, or where a figure passes a threshold.
"""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.library import Library
from evaluator.model.country import Membership
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.rubric_lint import lint_rubric
from evaluator.read.whole import check_library
from evaluator.scoring.lens.look import look_through

FOLDER = Path(__file__).parents[1] / "data" / "other-field"
LIBRARY = Library(Layers((FOLDER,)))
RUBRIC = LIBRARY.rubric("coastal-adaptation")
PLAN = "XXS-2020-2029"


@pytest.fixture
def assessment():
    return LIBRARY.assessment(PLAN, RUBRIC)


def rerated(assessment, **levels):
    """Return the assessment with other levels or statuses of some criteria."""
    (coding,) = assessment.codings
    named = {name.replace("_", "-"): rating for name, rating in levels.items()}

    def other(rating):
        if rating.criterion_id not in named:
            return rating
        wanted = named[rating.criterion_id]
        level = wanted if isinstance(wanted, int) else None
        status = "rated" if level is not None else wanted
        evidence = ("E1",) if status in ("rated", "contrary") else ()
        return dataclasses.replace(rating, status=status, level=level, evidence_ids=evidence, confidence="high")

    ratings = tuple(other(rating) for rating in coding.ratings)
    return dataclasses.replace(assessment, codings=(dataclasses.replace(coding, ratings=ratings),))


def test_the_tree_has_four_levels_below_the_root():
    assert RUBRIC.ancestors("dyke-height") == ("dykes", "works", "shore")


def test_every_node_is_what_a_pencil_gives(assessment):
    card = evaluate(assessment, RUBRIC)
    dykes = (0.6 + 0.5) / 2
    works = (2 * dykes + 1) / 3 - 1 / 3
    warning = (0.6 + 0) / 2
    fairness = min(0.2, 1.0)
    people = (warning + fairness) / 2
    expected = {"dykes": dykes, "works": works, "shore": works, "warning": warning, "fairness": fairness}
    for node, value in {**expected, "people": people}.items():
        assert card.node(node).score == pytest.approx(value, abs=1e-9), node
    assert card.score == pytest.approx(math.exp(0.6 * math.log(works) + 0.4 * math.log(people)), abs=1e-9)
    assert card.grade.grade == "on the way"


def test_a_negative_criterion_lowers_and_its_absence_raises(assessment):
    card = evaluate(rerated(assessment, erosion_elsewhere=0), RUBRIC)
    assert card.node("works").score == pytest.approx(0.7, abs=1e-9)


def test_a_net_sum_is_never_under_nothing(assessment):
    card = evaluate(rerated(assessment, dyke_height=0, dyke_upkeep=0, wetlands=0), RUBRIC)
    assert (card.node("works").score, card.score, card.grade.grade) == (0.0, 0.0, "exposed")


def test_bounds_hold_what_is_open_and_the_negative_pulls_the_other_way(assessment):
    card = evaluate(rerated(assessment, erosion_elsewhere="not-assessed"), RUBRIC)
    works = card.node("works")
    assert (works.low, works.high) == (pytest.approx(0.7 - 1 / 3), pytest.approx(0.7))
    assert card.bounds[0] <= card.score <= card.bounds[1]


def test_a_figure_that_is_not_above_the_threshold_makes_a_criterion_not_apply(assessment):
    card = evaluate(assessment, RUBRIC)
    assert card.criterion("islands").outcome.status == "not-applicable"
    facts = tuple(dataclasses.replace(f, value=3.0) if f.fact_id == "F3" else f for f in assessment.facts)
    card = evaluate(dataclasses.replace(assessment, facts=facts), RUBRIC)
    assert card.criterion("islands").outcome.status == "not-assessed"


def test_a_criterion_for_members_does_not_apply_to_others(assessment):
    other = Membership.model_validate({"body": "UN", "from": "1990"})
    country = assessment.country.model_copy(update={"memberships": (other,)})
    card = evaluate(dataclasses.replace(assessment, country=country), RUBRIC)
    assert card.criterion("cross-border-sea").outcome.status == "not-applicable"
    assert card.node("fairness").score == 1.0


def test_a_criterion_for_action_plans_does_not_apply_to_a_strategy(assessment):
    plan = assessment.plan.model_copy(update={"kind": "strategy"})
    card = evaluate(dataclasses.replace(assessment, plan=plan), RUBRIC)
    assert card.criterion("evacuation-plan").outcome.status == "not-applicable"
    assert card.node("warning").score == pytest.approx(0.6)


def test_a_tripped_gate_caps_with_the_words_of_the_rubric(assessment):
    card = evaluate(rerated(assessment, relocation_consent="contrary"), RUBRIC)
    assert (card.grade.grade, card.grade.tripped) == ("exposed", ("relocation-consent",))


def test_a_lens_of_the_field_takes_each_criterion_by_its_own_scale(assessment):
    reading = look_through(RUBRIC.lenses["flag"], evaluate(assessment, RUBRIC))
    assert reading.number("safety").value == pytest.approx(10 * (2 / 3 + 5 / 10) / 2, abs=1e-8)
    assert (reading.outcome, reading.lowest, reading.highest) == ("yellow", "red", "green")


def test_the_rubric_is_well_written_and_no_word_of_another_field_is_asked_of_it():
    layers = Layers((FOLDER / "rubrics" / "coastal-adaptation",))
    assert [str(p) for p in lint_rubric(layers, read_rubric(layers)) if p.severity == "warning"] == []


def test_the_whole_folder_is_without_fault():
    found = [str(p) for p in check_library(LIBRARY) if p.severity == "fault"]
    assert [line for line in found if "variables" not in line] == []
