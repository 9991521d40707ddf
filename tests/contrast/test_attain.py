"""Best and worst attainable ranks."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrast.attain import attainable_ranks
from evaluator.contrast.layout import layout_of
from evaluator.contrast.places import places
from evaluator.contrast.region import region_of
from evaluator.contrast.rules import parse_rules
from evaluator.errors import EvaluatorError
from tests.contrast.synthetic import ALIKE, LEAVES, three_plans, toy_assessment, toy_rubric


def _layout(plans, weighting="rights"):
    rubric = toy_rubric()
    return layout_of(contrast(plans, rubric, rank_all=True), rubric.weighting(weighting))


def test_a_case_worked_by_hand():
    """C is level with both in migration, and last where law enforcement and rights both count."""
    found = {a.plan_id[:3]: a for a in attainable_ranks(_layout(three_plans()))}
    assert {name: (a.best.rank, a.worst.rank) for name, a in found.items()} == {
        "AAA": (1, 3),
        "BBB": (1, 3),
        "CCC": (1, 3),
    }
    assert all(a.best.proved and a.worst.proved for a in found.values())


def test_the_weights_given_give_the_rank():
    layout = _layout(three_plans())
    region = region_of(layout, [0, 1, 2])
    for k, found in enumerate(attainable_ranks(layout)):
        for end in (found.best, found.worst):
            scores = layout.values[:, list(region.positions)] @ np.array(end.weights)
            assert places(scores[None, :])[0, k] == end.rank
            assert sum(end.weights) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
def test_no_draw_goes_beyond_and_the_ends_are_reached(seed):
    rng = np.random.default_rng(seed)
    plans = [toy_assessment(f"{n}AA-2010-2012", {leaf: int(rng.integers(0, 5)) for leaf in LEAVES}) for n in "ABCDEFG"]
    layout = _layout(plans)
    region = region_of(layout, range(7))
    weights = np.vstack([rng.dirichlet(np.full(len(region.units), a), 20_000) for a in (0.2, 1.0)])
    ranks = places(weights @ layout.values[:, list(region.positions)].T)
    for k, found in enumerate(attainable_ranks(layout)):
        assert found.best.rank <= ranks[:, k].min()
        assert found.worst.rank >= ranks[:, k].max()
        assert found.best.rank >= ranks[:, k].min() - 1, "a draw comes near"


def test_rules_and_bounds_narrow_the_ranks():
    (found,) = attainable_ranks(_layout(three_plans()), ["AAA-2010-2012"], rules=parse_rules(["human-rights>=0.7"]))
    assert (found.best.rank, found.worst.rank) == (2, 3)
    (found,) = attainable_ranks(_layout(three_plans()), ["AAA-2010-2012"], within=0.01)
    assert (found.best.rank, found.worst.rank) == (3, 3)


def test_identical_plans_share_the_better_rank():
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", ALIKE)]
    assert {(a.best.rank, a.worst.rank) for a in attainable_ranks(_layout(plans))} == {(1, 1)}


def test_units_that_some_plan_lacks_are_named():
    plans = [*three_plans(), toy_assessment("DDD-2010-2012", {**ALIKE, "migration.control": None})]
    assert attainable_ranks(_layout(plans))[0].dropped == ("migration.control",)


def test_what_cannot_be_told_is_said():
    plans = [
        toy_assessment("AAA-2010-2012", {"migration.control": 1}),
        toy_assessment("BBB-2010-2012", {"law-enforcement.control": 1}),
    ]
    with pytest.raises(EvaluatorError, match="is rated in every plan"):
        attainable_ranks(_layout(plans))
    one = [toy_assessment(f"{n}-2010-2012", {"migration.control": 1, "plan-quality": 2}) for n in ("AAA", "BBB")]
    with pytest.raises(
        EvaluatorError, match=r"only migration\.control, plan-quality are rated in every plan, so nothing"
    ):
        attainable_ranks(_layout(one, "equal"))
    with pytest.raises(EvaluatorError, match="no admissible weighting keeps the rules"):
        attainable_ranks(_layout(three_plans()), rules=parse_rules(["human-rights>=0.6", "migration>=0.6"]))
