"""From a figure to points by numbers of the rubric alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator import evaluate
from evaluator.model.assessment import Assessment
from evaluator.model.country import Country, Fact
from evaluator.model.criterion import Normalise
from evaluator.scoring.explain import explain
from evaluator.scoring.lift import lift
from evaluator.scoring.normalise import described, linear, point_of, points_of
from tests.marking import Marked, unsaid
from tests.scoring.small import PLAN, rubric_of, weighting_of

KNOTS = [{"at": 0.2, "points": 0.1}, {"at": 0.5, "points": 0.4}, {"at": 0.9, "points": 1.0}]
FALLING = [{"at": 10, "points": 1.0}, {"at": 20, "points": 0.5}, {"at": 40, "points": 0.25}]
METHODS = [
    {"method": "thresholds", "knots": KNOTS},
    {"method": "thresholds", "knots": FALLING, "direction": "lower"},
    {"method": "piecewise", "knots": KNOTS},
    {"method": "piecewise", "knots": FALLING, "direction": "lower"},
    {"method": "goalposts", "low": -1.0, "high": 3.0},
    {"method": "goalposts", "low": -1.0, "high": 3.0, "direction": "lower"},
    {"method": "target", "worst": 0.0, "target": 0.8},
    {"method": "target", "worst": 50.0, "target": 5.0, "direction": "lower"},
]


def how_of(keys):
    return Normalise.model_validate({"origin": "modelled", **keys})


@pytest.mark.parametrize(
    ("keys", "figures", "points"),
    [
        (METHODS[0], [0.0, 0.2, 0.49, 0.5, 0.95], [0.0, 0.1, 0.1, 0.4, 1.0]),
        (METHODS[1], [5, 10, 10.1, 20, 40, 41], [1.0, 1.0, 0.5, 0.5, 0.25, 0.0]),
        (METHODS[2], [0.0, 0.35, 0.7, 2.0], [0.1, 0.25, 0.7, 1.0]),
        (METHODS[3], [0, 15, 30, 99], [1.0, 0.75, 0.375, 0.25]),
        (METHODS[4], [-5, -1, 1, 3, 9], [0.0, 0.0, 0.5, 1.0, 1.0]),
        (METHODS[5], [-5, -1, 0, 3, 9], [1.0, 1.0, 0.75, 0.0, 0.0]),
        (METHODS[6], [-1, 0.2, 0.8, 1], [0.0, 0.25, 1.0, 1.0]),
        (METHODS[7], [60, 50, 14, 5, 1], [0.0, 0.0, 0.8, 1.0, 1.0]),
    ],
)
def test_points_of_figures(keys, figures, points):
    assert points_of(how_of(keys), np.array(figures)).tolist() == pytest.approx(points, abs=1e-12)


@pytest.mark.parametrize("keys", METHODS)
@given(a=st.floats(-100, 100), b=st.floats(-100, 100))
def test_points_lie_in_0_to_1_never_fall_towards_the_better_side_and_missing_stays_missing(keys, a, b):
    how = how_of(keys)
    worse, better = sorted((a, b), reverse=how.direction == "lower")
    low, high, missing = points_of(how, np.array([worse, better, np.nan]))
    assert 0 <= low <= high <= 1
    assert np.isnan(missing)


def test_a_threshold_missed_by_binary_noise_only_is_reached():
    assert points_of(how_of(METHODS[0]), np.array([0.1 + 0.4 - 1e-16])).tolist() == [0.4]


def test_without_a_cut_a_line_runs_on_and_equal_ends_are_refused():
    assert linear(np.array([12.0, -2.0]), 0, 10, cut=False).tolist() == [1.2, -0.2]
    with pytest.raises(ValueError, match="the same"):
        linear(np.array([1.0]), 3, 3)


def test_each_rule_is_told_in_words():
    assert described(how_of(METHODS[1])) == "by steps: 10 gives 1, 20 gives 0.5, 40 gives 0.25, lower is better"
    assert described(how_of(METHODS[7])) == "from 50 to the target 5, lower is better"


def rubric_with(normalise, **keys):
    own = {
        "parent": "left",
        "kind": "indicator",
        "object": "practice",
        "normalise": {"origin": "modelled", **normalise},
    }
    return rubric_of({"left": {}}, {"a": {**own, "inputs": ["x"], **keys}, "b": "left"})


def assessment_with(**figures):
    facts = tuple(Fact(f"{name}-1", name, "2021", value=value) for name, value in figures.items())
    return Assessment(Country(iso3="XXA", names={"en": "Xan"}), PLAN, "small", facts=facts)


def test_a_plan_is_scored_by_points_in_place_of_levels():
    rubric = rubric_with({"method": "goalposts", "low": 0.0, "high": 40.0})
    card = evaluate(assessment_with(x=26.0), rubric, weighting_of())
    scored = card.criterion("a")
    assert (card.score, scored.points, scored.outcome.level) == (0.65, 0.65, 2)
    assert card.bounds == (0.325, 0.825)
    assert scored.outcome.note == "x 26; goalposts 0 to 40, higher is better"
    assert "rated, figure 26 = 0.6500 points" in explain(card, "a").lines()[1]


def test_a_rate_over_few_cases_has_the_points_of_its_interval_as_bounds():
    ratios = {"rate": {"of": "k", "over": "n"}}
    rubric = rubric_with({"method": "piecewise", "knots": KNOTS}, inputs=["k", "n"], ratios=ratios)
    card = evaluate(assessment_with(k=5.0, n=10.0), rubric, weighting_of(overrides={"b": 0.0}))
    low, high = points_of(rubric.by_id["a"].normalise, np.array([0.236593, 0.763407]))
    assert card.score == 0.4
    assert card.bounds == pytest.approx((low, high), abs=1e-6)


def test_a_missing_figure_is_open_from_0_to_1():
    card = evaluate(assessment_with(), rubric_with({"method": "target", "worst": 0.0, "target": 1.0}), weighting_of())
    assert card.criterion("a").outcome.status == "not-assessed"
    assert card.bounds == (0.0, 1.0)


def test_a_normalised_figure_has_no_steps_to_climb():
    rubric = rubric_with({"method": "goalposts", "low": 0.0, "high": 40.0})
    card = evaluate(assessment_with(x=20.0), rubric, weighting_of(overrides={"b": 0.0}))
    assert (card.grade.grade, lift(card).reachable) == ("C", False)


def test_removing_a_country_changes_no_other_score():
    rubric = rubric_with({"method": "goalposts", "low": 0.0, "high": 40.0})
    scores = {x: evaluate(assessment_with(x=x), rubric, weighting_of()).score for x in (0.0, 10.0, 40.0, 80.0)}
    assert scores == {0.0: 0.0, 10.0: 0.25, 40.0: 1.0, 80.0: 1.0}


@pytest.mark.parametrize("method", METHODS)
def test_each_rule_can_be_said_in_another_language_whole(method):
    assert unsaid(described(how_of(method))) == ""


def test_the_note_of_a_normalised_figure_can_be_said_again():
    rubric = rubric_with({"method": "goalposts", "low": 0.0, "high": 40.0})
    note = evaluate(assessment_with(x=26.0), rubric, weighting_of()).criterion("a").outcome.note
    assert note.said(Marked()) == "x #; [goalposts ]#[ to ]#[], [higher is better]"


LOGS = {"method": "goalposts", "low": 100, "high": 10_000, "transform": "log", "origin": "sourced"}


def test_goalposts_and_a_target_may_stand_on_logarithms():
    values = np.array([100.0, 1000.0, 10_000.0, 50.0, 0.0, -5.0, 1e6, np.nan])
    found = points_of(Normalise.model_validate(LOGS), values)
    assert found[:-1].tolist() == pytest.approx([0, 0.5, 1, 0, 0, 0, 1])
    assert np.isnan(found[-1])
    lower = points_of(Normalise.model_validate({**LOGS, "direction": "lower"}), values)
    assert lower[:-1].tolist() == pytest.approx([1, 0.5, 0, 1, 1, 1, 0])
    target = {"method": "target", "worst": 1, "target": 1000, "transform": "log", "origin": "sourced"}
    assert points_of(Normalise.model_validate(target), np.array([10.0]))[0] == pytest.approx(1 / 3)


def test_logarithms_are_told_and_need_ends_over_zero():
    assert str(described(Normalise.model_validate(LOGS))) == "goalposts 100 to 10000, on logarithms, higher is better"
    knots = [{"at": 1, "points": 0}, {"at": 2, "points": 1}]
    for wrong in ({**LOGS, "low": 0}, {"method": "piecewise", "knots": knots, "transform": "log", "origin": "sourced"}):
        with pytest.raises(ValueError, match="with ends over 0"):
            Normalise.model_validate(wrong)


@pytest.mark.parametrize("keys", METHODS, ids=lambda keys: f"{keys['method']}-{keys.get('direction', 'higher')}")
@given(figure=st.floats(-1e6, 1e6))
def test_the_points_of_one_figure_are_those_of_an_array_of_it(keys, figure):
    how = Normalise.model_validate({**keys, "origin": "modelled"})
    assert point_of(how, figure) == points_of(how, np.array([figure]))[0]


def test_equal_ends_are_refused_for_one_figure_too():
    how = Normalise.model_construct(method="goalposts", low=1.0, high=1.0, direction="higher", transform="none")
    with pytest.raises(ValueError, match="the same"):
        point_of(how, 3.0)
