"""Scenarios: what varies varies, what rests stays as it was scored."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from evaluator import evaluate
from evaluator.contrasts.draws.scenarios import drawn_scenarios, levels_under, scores_under, with_quality
from tests.contrasts.synthetic import three_plans, toy_rubric, toy_scene

SEED = np.random.SeedSequence(4)


@pytest.mark.parametrize("policy", ["renormalise", "zero"])
def test_at_rest_scores_are_those_of_the_study(policy):
    scene, study = toy_scene(missing={"policy": policy})
    some, _ = drawn_scenarios(scene, (), 3, SEED)
    wanted = [study.verdict(plan, "equal").score for plan in scene.layout.plan_ids]
    assert scores_under(scene, some) == pytest.approx(np.array([wanted] * 3), abs=1e-9)


def test_each_doubt_moves_its_own_cells_alone():
    scene, _ = toy_scene()
    names = list(scene.layout.tree.criteria)
    for doubt, name in (("coders", "migration.control-1"), ("unrated", "plan-quality-1")):
        some, _ = drawn_scenarios(scene, (doubt,), 200, SEED)
        levels = levels_under(scene, some)
        moved = {(p, c) for p, c in np.argwhere((levels != levels[:1]).any(axis=0))}
        assert {(int(p), names[c]) for p, c in moved} <= {(3, name), (3, "migration.control-1")}
        assert (3, names.index(name)) in moved


def test_low_confidence_moves_a_step_within_the_scale():
    scene, _ = toy_scene()
    some, _ = drawn_scenarios(scene, ("confidence",), 4000, SEED)
    levels = levels_under(scene, some)[:, 3]
    names = scene.layout.tree.criteria
    middle, top = (levels[:, names.index(n)] for n in ("migration.protection-1", "law-enforcement.control-1"))
    assert np.bincount(middle, minlength=5)[1:4] / 4000 == pytest.approx([0.25, 0.5, 0.25], abs=0.03)
    assert set(top.tolist()) == {3, 4}


def test_the_level_of_a_coder_is_drawn_in_equal_parts():
    scene, _ = toy_scene()
    some, _ = drawn_scenarios(scene, ("coders",), 4000, SEED)
    assert np.mean(some.coders == 4) == pytest.approx(0.5, abs=0.03)


def test_streams_are_independent_of_each_other():
    scene, _ = toy_scene()
    one, _ = drawn_scenarios(scene, ("coders",), 50, np.random.SeedSequence(9))
    more, _ = drawn_scenarios(scene, ("coders", "confidence", "weights"), 50, np.random.SeedSequence(9))
    assert np.array_equal(one.coders, more.coders)


def test_a_model_choice_gives_the_score_of_a_rubric_that_makes_it():
    scene, _ = toy_scene(three_plans())
    some, _ = drawn_scenarios(scene, ("value-function", "aggregation"), 60, SEED)
    scores = scores_under(scene, some)
    ways = [{"kind": "arithmetic"}, {"kind": "geometric", "least": 0.01}]
    values = [[0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.1, 0.3, 0.6, 1.0]]
    for d in range(12):
        between = {"aggregation": ways[some.trees[d]]}
        nodes = [
            {**node.model_dump(exclude_none=True), **(between if node.id == "paradigms" else {})}
            for node in toy_rubric().tree
        ]
        scale = {"levels": 5, "value": dict(enumerate(values[some.values[d]]))}
        other = toy_rubric(tree=nodes, scale=scale)
        assert scores[d] == pytest.approx([evaluate(plan, other, "equal").score for plan in three_plans()], abs=1e-9)


def test_quality_runs_over_its_range():
    scene, _ = toy_scene()
    some, _ = drawn_scenarios(scene, ("quality",), 2000, SEED)
    at = scene.layout.tree.position("plan-quality")
    shares = some.weights.nodes[:, at]
    assert 0 <= shares.min() < 0.01
    assert 0.29 < shares.max() <= 0.3
    assert some.weights.nodes[:, [at, scene.layout.tree.position("paradigms")]].sum(axis=1) == pytest.approx(1)


def test_without_a_node_beside_the_paradigms_quality_rests():
    scene, _ = toy_scene()
    bare = dataclasses.replace(scene, quality=None)
    assert with_quality(bare, scene.layout.base, np.ones(1)) is scene.layout.base
