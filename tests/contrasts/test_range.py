"""Of a plan whose rated answers give a mean outside of its range there is no score, place, turn or flip."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluator import contrast, evaluate
from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import layout_of, whole_tree_of
from evaluator.contrasts.draws.scene import NONE, Scenarios, scene_of, scores_under
from evaluator.contrasts.draws.weights import draw, space_of
from evaluator.contrasts.flips.smallest import flip
from evaluator.contrasts.headline.one import headline_of
from evaluator.contrasts.leave_out import leave_out_criteria
from evaluator.contrasts.moves import moves
from evaluator.contrasts.turns import turns_between
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.scores import within
from tests.contrasts.synthetic import ALIKE, choices, toy_assessment, toy_rubric

OUT, IN = "OUT-2010-2012", "INN-2010-2012"
GRADING = {
    "least_coverage": 0.3,
    "bands": [{"grade": "A", "from": 0.8}, {"grade": "C", "from": 0.5}, {"grade": "E", "from": 0.0}],
    "gates": [],
    "origin": "modelled",
}
KINDS = [{"kind": "arithmetic"}, {"kind": "geometric"}, {"kind": "harmonic"}, {"kind": "minimum"}, {"kind": "net-sum"}]


def plans():
    """OUT is silent on half of law enforcement, at 3 of 4 at least on the rest; half of its human rights is open."""
    law = {"law-enforcement.control": "3+", "law-enforcement.protection": 0, "human-rights.structural": None}
    own = {"law-enforcement.control": 1, "law-enforcement.protection": 1}
    return [toy_assessment(OUT, {**ALIKE, **law}), toy_assessment(IN, {**ALIKE, **own})]


@pytest.fixture
def rubric():
    return toy_rubric(grading=GRADING)


@pytest.fixture
def study(rubric):
    return contrast(plans(), rubric, ["rights", "police"])


def test_it_has_a_range_and_its_grades_and_neither_score_nor_place(study):
    """Under police 0.8 x (0.375 to 0.5) + 0.2 x 0.5 = 0.4 to 0.5, and 0.1 where what is rated stands alone."""
    found = study.verdict(OUT, "police")
    assert (found.score, found.grade.grade, found.cause, found.rank) == (None, None, "range", None)
    assert found.bounds == (0.4, 0.5)
    assert (found.grade.lowest, found.grade.highest) == ("E", "C")
    assert study.verdict(OUT, "rights").score is not None
    assert [str(warning) for warning in study.warnings if "outside of the range" in str(warning)]
    assert found.grade == evaluate(study.entrants[0].assessment, study.rubric, "police").grade


def test_nobody_passes_it_and_it_opens_no_report(study):
    assert study.verdict(OUT, "rights").rank is not None
    assert turns_between(study, "rights", "police") == ()
    first, _ = moves(study, "rights", "police")
    assert (first.change, first.criteria, first.overtakes, first.overtaken_by) == (None, (), (), ())
    assert headline_of(contrast(plans()[:1], study.rubric, ["police", "rights"])).rule == "range"


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["kind"])
def test_a_draw_that_puts_it_outside_gives_no_score(kind, nested):
    """Under rights it lies within its range, and is drawn; where a draw weighs law enforcement more, it leaves it."""
    study = contrast(plans(), toy_rubric(grading=GRADING, aggregation=kind), ["rights"], rank_all=True)
    layout = layout_of(study, study.weightings[0], nested=nested, everyone=True)
    space = space_of(layout, choices().hit_and_run, nested=nested)
    weights, _ = draw(space, layout.base, 60, np.random.SeedSequence(1))
    wanted = within(
        *(
            Matrix(layout.tree, x, layout.applicable).run(weights).total
            for x in (layout.values, layout.low, layout.high)
        )
    )
    found = engine_of(layout).scores(weights)
    assert found == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    if nested:
        assert study.scores.totals(weights) == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    assert kind["kind"] != "arithmetic" or 0 < np.isnan(found[:, 0]).sum() < len(found)
    assert not np.isnan(found[:, 1]).any()


def test_scenarios_of_weights_alone_leave_it_without_a_score(study):
    layout = whole_tree_of(study, study.weighting("rights"))
    scene = scene_of(study, layout, space_of(layout, choices().hit_and_run), choices())
    rest = np.full(2, NONE)
    local = study.scores.local
    scores = scores_under(scene, Scenarios(local, {}, rest, rest))
    assert scores == pytest.approx(study.scores.told[0], abs=1e-9, nan_ok=True)
    assert np.isnan(scores[1, 0])


def test_a_flip_weighs_no_part_that_lies_outside_of_its_range(study):
    layout = layout_of(study, study.weighting("rights"))
    unit = layout.tree.criteria.index("law-enforcement.control")
    apart = replace(layout, low=layout.low.copy(), high=layout.high.copy())
    apart.low[0, unit] = apart.high[0, unit] = 0.75
    values = layout.values.copy()
    values[:, unit] = [1.0, 0.25]
    found = flip(replace(apart, values=values), OUT, IN)
    assert "law-enforcement.control" in found.dropped
    assert "law-enforcement.control" not in {shift.unit for shift in found.shifts}


def test_what_is_left_out_may_take_the_score_away_but_makes_no_place_of_it(rubric):
    """Without human rights all weight is on law enforcement, where what is rated lies outside of the range."""
    study = contrast(plans(), rubric, ["rights"])
    found = {one.id: one.movers for one in leave_out_criteria(study, "rights")}
    (own,) = (mover for mover in found["human-rights"] if mover.plan_id == OUT)
    assert (own.score_after, own.rank_after) == (None, None)
