"""P plans under S weightings as arrays; each plan is one row and touches no other."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.pipeline import evaluate_all
from evaluator.scoring.scores import alone, may_leave_range, score_plans, used_weights
from tests.lanes import one_in
from tests.scoring.small import outcomes_of, rubric_of, weighting_of
from tests.twin.engine import outcome_for, rubric_for
from tests.twin.spec import CellSpec, random_spec

SHORTS = [0, 1, 2, 3, 4, "2~", "silent", "contrary", "?", "-", "!"]
CRITERIA = {"a": "left", "b": "left", "c": "right"}
RUBRIC = rubric_of({"left": {}, "right": {}}, CRITERIA)
VIEWS = (weighting_of(), weighting_of({"total": {"left": 1, "right": 4}}), weighting_of(overrides={"c": 0.0}))
PLANS = [
    outcomes_of(RUBRIC, dict(zip(CRITERIA, row, strict=True)))
    for row in [(1, "?", 4), (4, 2, "-"), ("?", "?", "?"), ("2~", "silent", 3)]
]


def test_a_plan_scores_the_same_alone_and_among_others_under_one_and_several_weightings():
    whole = score_plans(RUBRIC, VIEWS, PLANS)
    for s, view in enumerate(VIEWS):
        for p, plan in enumerate(PLANS):
            own = score_plans(RUBRIC, (view,), [plan])
            assert own.score.nodes[:, 0, 0] == pytest.approx(whole.score.nodes[:, s, p], abs=0, nan_ok=True)
            assert own.coverage[:, 0, 0] == pytest.approx(whole.coverage[:, s, p], abs=1e-15, nan_ok=True)
            for mine, its in zip(own.ends, whole.ends, strict=True):
                assert mine.nodes[:, 0, 0] == pytest.approx(its.nodes[:, s, p], abs=1e-15, nan_ok=True)


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_used_weights_sum_to_one_where_there_is_a_score(seed):
    spec = random_spec(seed)
    rubric = rubric_for(spec)
    by_id = {cell.id: cell for cell in spec.cells}
    scores = score_plans(rubric, (weighting_of(),), [[outcome_for(rubric, by_id[c.id]) for c in rubric.criteria]])
    used = used_weights(scores)
    has_score = not np.isnan(scores.score.total[0, 0])
    assert used.nodes[0, 0, 0] == has_score
    assert used.criteria.sum() <= 1 + 1e-12
    if has_score and all(node.policy != "zero" for node in (spec.root, *spec.nodes)):
        assert used.criteria.sum() == pytest.approx(1)


def test_equal_intervals_are_run_once():
    scores = score_plans(RUBRIC, VIEWS, PLANS[:2])
    assert scores.ends[0] is scores.ends[2]
    assert {end.nodes.shape for end in scores.ends} == {scores.score.nodes.shape}
    assert score_plans(RUBRIC, VIEWS, PLANS).ends[0] is not score_plans(RUBRIC, VIEWS, PLANS).ends[2]


def test_no_plans_give_no_rows():
    assert score_plans(RUBRIC, VIEWS, []).score.total.shape == (3, 0)


def test_the_spec_of_an_estimated_cell_is_not_covered():
    cell = CellSpec("a", "left", "estimated", level=2, low=1, high=3)
    found = outcome_for(RUBRIC, cell)
    assert (found.level, found.low_level, found.high_level, found.covered) == (2, 1, 3, False)


def test_what_is_cut_out_for_one_plan_under_one_weighting_is_what_it_has_alone():
    whole = score_plans(RUBRIC, VIEWS, PLANS)
    used = used_weights(whole)
    for s, view in enumerate(VIEWS):
        for p, plan in enumerate(PLANS):
            cut, by_itself = whole.alone(s, p), score_plans(RUBRIC, (view,), [plan])
            assert_alike(cut, by_itself)
            assert_alike(alone(used, s, p), used_weights(by_itself))


def assert_alike(one, other):
    """Compare arrays field by field, in shape and in number."""
    for field in dataclasses.fields(one):
        mine, its = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            assert mine.shape == its.shape
            assert mine == pytest.approx(its, abs=1e-15, nan_ok=True)
        elif isinstance(mine, tuple):
            for a, b in zip(mine, its, strict=True):
                assert_alike(a, b) if dataclasses.is_dataclass(a) else np.testing.assert_allclose(a, b, atol=1e-15)
        elif field.name != "tree":
            assert_alike(mine, its)


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_scores_under_other_weights_are_those_of_a_run_of_its_own_within_the_range(seed):
    spec = random_spec(seed)
    rubric = rubric_for(spec)
    row = [outcome_for(rubric, cell) for cell in spec.cells]
    views = (weighting_of(), weighting_of(overrides={spec.cells[0].id: 5.0}))
    scores = score_plans(rubric, views, [row])
    assert scores.totals(scores.local) == pytest.approx(scores.told[0], abs=1e-9, nan_ok=True)
    leaves = ~np.isnan(scores.score.total) & np.isnan(scores.told[0])
    assert not leaves.any() or may_leave_range(scores.tree, scores.cells).all()


SHIPPED = ["first-look", "four-paradigms", "law-and-practice", "plan-quality"]


def shipped(name, year=""):
    """Return the scorecards of every shipped plan, or record of a year, under every frame of a rubric."""
    library = Library.open()
    rubric = library.rubric(name)
    records = [unit.unit_id for unit in library.units_of(name) if unit.unit_id.endswith(year)]
    plans = records or [
        plan
        for country in library.country_codes
        for plan in library.plan_ids(country)
        if library.is_assessed(plan, rubric)
    ]
    return evaluate_all([library.assessment(p, rubric) for p in plans], rubric, list(rubric.weightings.values()))


def outside(cards) -> list[str]:
    """Name what has a score outside of its range, at nine digits."""
    wholes = [(str(card), card.score, *card.bounds) for card in cards]
    parts = [(f"{card} {node.node_id}", node.score, node.low, node.high) for card in cards for node in card.nodes]
    return [name for name, score, low, high in (*wholes, *parts) if score is not None and not low <= score <= high]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_score_of_every_shipped_plan_frame_and_node_lies_in_its_range(name):
    assert outside(shipped(name)) == []


@pytest.mark.parametrize("year", one_in(5, map(str, range(2001, 2012))))
def test_every_score_of_every_record_lies_in_its_range(year):
    cards = shipped("public-record", year)
    assert cards
    assert outside(cards) == []
