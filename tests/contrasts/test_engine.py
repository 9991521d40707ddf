"""Every fast way gives what the scoring tree gives."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.draws.engine import engine_of, is_quick, scores_of_drawn
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.weights import draw, space_of
from evaluator.scoring.matrix import Matrix
from tests.contrasts.synthetic import CRITERIA, choices, toy_assessment, toy_rubric

KINDS = [
    {"kind": "arithmetic"},
    {"kind": "geometric"},
    {"kind": "geometric", "least": 0.3},
    {"kind": "harmonic"},
    {"kind": "power", "exponent": 2.0},
    {"kind": "power", "exponent": -2.0},
    {"kind": "power", "exponent": 0.0},
    {"kind": "minimum"},
    {"kind": "share-met", "met_from": 0.5},
    {"kind": "net-sum"},
    {"kind": "steps", "steps": [{"points": 0.5, "of": "any", "reach": 0.5}, {"points": 1.0, "of": 2, "reach": 0.5}]},
]


def _plans(gaps):
    rng = np.random.default_rng(5)
    plans = []
    for name in "ABCDEFGH":
        levels = {c: int(rng.integers(0, 5)) for c in CRITERIA if rng.random() >= gaps}
        plans.append(toy_assessment(f"{name}AA-2010-2012", levels))
    return plans


def _set_up(gaps, nested, plans=None, **more):
    study = contrast(plans or _plans(gaps), toy_rubric(**more), ["equal"])
    layout = layout_of(study, study.weightings[0], nested=nested)
    weights, _ = draw(
        space_of(layout, choices().hit_and_run, nested=nested), layout.base, 40, np.random.SeedSequence(1)
    )
    return layout, weights


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(map(str, kind.values())))
@pytest.mark.parametrize("missing", [0.0, 0.4])
@pytest.mark.parametrize("nested", [True, False])
def test_the_fast_way_is_the_tree(kind, missing, nested):
    layout, weights = _set_up(missing, nested, aggregation=kind)
    wanted = Matrix(layout.tree, layout.values, layout.applicable).run(weights).total
    assert engine_of(layout).scores(weights) == pytest.approx(wanted, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("policy", ["zero", "redistribute", "block"])
def test_other_policies_for_missing_data_go_through_the_tree(policy):
    layout, weights = _set_up(0.03, nested=False, missing={"policy": policy})
    wanted = Matrix(layout.tree, layout.values, layout.applicable).run(weights).total
    assert not is_quick(layout.tree)
    assert engine_of(layout).scores(weights) == pytest.approx(wanted, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("kind", ["arithmetic", "geometric", "minimum"])
def test_values_that_are_drawn_too_give_what_single_runs_give(kind):
    layout, weights = _set_up(0.3, nested=True, aggregation={"kind": kind})
    rng = np.random.default_rng(2)
    values = np.where(layout.have, rng.integers(0, 5, (40, *layout.values.shape)) / 4, np.nan)
    found = scores_of_drawn(layout.tree, values, layout.have, weights, layout.applicable)
    for d in range(40):
        one = type(weights)(weights.nodes[d : d + 1], weights.criteria[d : d + 1])
        wanted = Matrix(layout.tree, values[d], layout.applicable).run(one).total[0]
        assert found[d] == pytest.approx(wanted, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("drawn", [False, True])
def test_a_minimum_leaves_out_what_has_no_weight_in_a_draw(drawn):
    layout, weights = _set_up(0.4, nested=True, aggregation={"kind": "minimum"})
    rng = np.random.default_rng(3)
    nodes, criteria = (np.where(rng.random(w.shape) < 0.5, 0.0, w) for w in (weights.nodes, weights.criteria))
    some = type(weights)(nodes, criteria)
    wanted = Matrix(layout.tree, layout.values, layout.applicable).run(some).total
    assert np.isnan(wanted).any()
    assert len(np.unique(wanted[:, 0])) > 1
    values = np.broadcast_to(layout.values, (len(nodes), *layout.values.shape))
    found = (
        scores_of_drawn(layout.tree, values, layout.have, some, layout.applicable)
        if drawn
        else engine_of(layout).scores(some)
    )
    assert found == pytest.approx(wanted, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(map(str, kind.values())))
@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("nested", [True, False])
def test_nodes_that_shrink_with_what_does_not_apply_do_so_the_fast_way_too(kind, drawn, nested):
    rng = np.random.default_rng(4)
    rated = [
        {c: "not-applicable" if rng.random() < 0.2 else int(rng.integers(0, 5)) for c in CRITERIA} for _ in "ABCDEF"
    ]
    plans = [toy_assessment(f"{name}AA-2010-2012", levels) for name, levels in zip("ABCDEF", rated, strict=True)]
    layout, weights = _set_up(0.0, nested, plans, aggregation=kind, not_applicable={"weight": "shrinks"})
    wanted = Matrix(layout.tree, layout.values, layout.applicable).run(weights).total
    kept = _set_up(0.0, nested, plans, aggregation=kind)[0]
    assert layout.shrinks
    assert not kept.shrinks
    if drawn and is_quick(layout.tree):
        values = np.broadcast_to(layout.values, (len(wanted), *layout.values.shape))
        found = scores_of_drawn(layout.tree, values, layout.have, weights, layout.applicable)
    else:
        found = engine_of(layout).scores(weights)
    assert found == pytest.approx(wanted, abs=1e-12, nan_ok=True)


def test_a_plan_with_no_weight_on_what_it_has_gets_no_score():
    layout, weights = _set_up(0.0, nested=True)
    nothing = type(weights)(weights.nodes, np.zeros_like(weights.criteria))
    assert np.isnan(engine_of(layout).scores(nothing)).all()
