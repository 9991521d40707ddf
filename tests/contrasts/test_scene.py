"""What is in doubt about plans is found, and nothing else."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest

from evaluator import contrast, evaluate
from evaluator.contrasts.draws.layout import whole_tree_of
from evaluator.contrasts.draws.scene import (
    _levels_by_coders,
    _value_table,
    drawn_scenarios,
    levels_under,
    scene_of,
    scores_under,
    with_quality,
)
from evaluator.contrasts.draws.weights import space_of
from evaluator.errors import EvaluatorError
from evaluator.model.assessment import AgreedRating
from evaluator.model.criterion import Scale
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric, toy_scene
from tests.scoring.small import outcomes_of, rubric_of

SEED = np.random.SeedSequence(4)


def _scene(plans, the_choices=None, **more):
    rubric = toy_rubric(**more)
    study = contrast(plans, rubric, ["equal"])
    layout = whole_tree_of(study, rubric.weighting("equal"))
    own = the_choices or choices()
    return scene_of(study, layout, space_of(layout, own.hit_and_run), own)


PLAIN = toy_assessment("AAA-2010-2012", ALIKE)
DOUBTED = toy_assessment(
    "BBB-2010-2012",
    {**ALIKE, "migration.control-1": 0, "human-rights.protection-1": "contrary", "plan-quality-1": None},
    low=["migration.protection-1", "human-rights.protection-1"],
    others={"b": {**ALIKE, "migration.control-1": 4, "human-rights.protection-1": "contrary", "plan-quality-1": None}},
)


def test_only_stance_nodes_and_above_are_drawn():
    scene = _scene([PLAIN, DOUBTED])
    assert {part.id for part in scene.space.drawn} == {"paradigms", "migration", "law-enforcement", "human-rights"}


def test_coders_who_differ_low_confidence_and_gaps_are_found():
    scene = _scene([PLAIN, DOUBTED])
    names = scene.layout.tree.criteria
    assert [names[c] for c in scene.cells["coders"].criteria] == ["migration.control-1"]
    assert scene.cells["coders"].options.tolist() == [[0, 4]]
    assert [names[c] for c in scene.cells["confidence"].criteria] == ["migration.protection-1"], (
        "a contrary does not move"
    )
    assert scene.cells["confidence"].chances.tolist() == [[0.25, 0.5, 0.25]]
    assert {names[c] for c in scene.cells["unrated"].criteria} == {"migration.control-1", "plan-quality-1"}, (
        "disputed and unrated"
    )
    assert scene.cells["unrated"].chances[0] == pytest.approx([0.2] * 5)
    assert scene.doubts == ("weights", "coders", "confidence", "unrated", "aggregation", "value-function", "quality")


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        (("4", "1"), [(4, 0.5), (1, 0.5)]),
        (("contrary", "silent", "1", "2"), [(0, 0.25), (0, 0.25), (1, 0.25), (2, 0.25)]),
        (("contrary", "silent"), []),  # both level 0
        (("not-assessed", "3", "2"), [(3, 0.5), (2, 0.5)]),
        (("not-assessed", "3"), []),
    ],
)
def test_each_coder_who_gives_a_level_has_an_equal_chance(said, drawn):
    (outcome,) = outcomes_of(rubric_of({"n": {}}, {"a": "n"}), {"a": "!"})
    assert _levels_by_coders(replace(outcome, inputs=tuple(enumerate(said)))) == drawn


def test_what_is_known_at_least_is_drawn_from_its_level_up():
    """Of the chances 0.1, 0.2, 0.3, 0.2, 0.2 those of levels 2 to 4 stay: 0.3, 0.2, 0.2 of 0.7."""
    least = toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality-1": "2+"})
    assert _scene([PLAIN, least]).cells["unrated"].chances.tolist() == [pytest.approx([1 / 3] * 3)]
    own = choices()
    ratings = own.ratings.model_copy(update={"unrated": {0: 0.1, 1: 0.2, 2: 0.3, 3: 0.2, 4: 0.2}})
    scene = _scene([PLAIN, least], own.model_copy(update={"ratings": ratings}))
    assert scene.cells["unrated"].options.tolist() == [[2, 3, 4]]
    assert scene.cells["unrated"].chances.tolist() == [pytest.approx([3 / 7, 2 / 7, 2 / 7])]


def test_where_nothing_is_in_doubt_only_the_model_is():
    assert _scene([PLAIN]).doubts == ("weights", "aggregation", "value-function", "quality")


def test_a_declared_distribution_is_used_for_the_scale_it_fits():
    own = choices()
    ratings = own.ratings.model_copy(update={"unrated": {0: 0.6, 1: 0.4, 2: 0.0, 3: 0.0, 4: 0.0}})
    scene = _scene([PLAIN, DOUBTED], own.model_copy(update={"ratings": ratings}))
    assert scene.cells["unrated"].chances[0].tolist() == [0.6, 0.4, 0, 0, 0]


def test_alternatives_hold_between_the_paradigms_alone():
    scene = _scene([PLAIN])
    hows = {b.id: b.aggregation for b in scene.trees[1].branches}
    assert [name for name, how in hows.items() if how.kind != "arithmetic"] == ["paradigms"]
    assert hows["paradigms"].least == 0.01
    assert scene.tables[1, 0].tolist() == [0, 0.1, 0.3, 0.6, 1]


def test_without_alternatives_the_rubrics_own_stay():
    own = choices()
    bare = own.alternatives.model_copy(update={"aggregations": (), "value_functions": {}})
    scene = _scene([PLAIN], own.model_copy(update={"alternatives": bare}))
    assert scene.doubts == ("weights", "quality")
    assert np.array_equal(scene.tables[0], scene.own)


def test_a_value_function_of_another_length_is_refused():
    own = choices()
    odd = own.alternatives.model_copy(update={"value_functions": {"odd": (0.0, 1.0)}})
    with pytest.raises(EvaluatorError, match="gives 2 points for 5 levels"):
        _scene([PLAIN], own.model_copy(update={"alternatives": odd}))


def test_a_root_that_is_all_paradigms_has_no_quality_to_draw():
    tree = [{"id": "x", "parent": "total", "titles": {}}, {"id": "y", "parent": "total", "titles": {}}]
    criteria = [
        {**c.model_dump(exclude_none=True, by_alias=True), "parent": "xy"[k % 2]}
        for k, c in enumerate(toy_rubric().criteria)
    ]
    flat = {"id": "equal", "rubric": "toy", "titles": {"en": "E"}, "actor": "e", "gates": "cap"}
    scene = _scene([PLAIN], tree=tree, criteria=criteria, weightings={"equal": flat})
    assert scene.quality is None
    assert scene.doubts == ("weights", "aggregation", "value-function")


def test_coders_who_differ_are_no_doubt_where_the_panel_took_the_criterion_out():
    """One coder saw level 0, the other level 4, the lead no occasion: it weighs nothing, so nothing is drawn."""
    levels = {"a": {**ALIKE, "migration.control-1": 0}, "b": {**ALIKE, "migration.control-1": 4}}
    plan = toy_assessment("BBB-2010-2012", levels["a"], others={"b": levels["b"]})
    decided = AgreedRating(
        "migration.control-1", "no-occasion", None, "adjudicated", "lead", "2020-01-01", "none arose", "a:0;b:4"
    )
    assert _scene([PLAIN, plan]).cells["coders"].criteria.size == 1
    scene = _scene([PLAIN, replace(plan, agreed=(decided,))])
    assert scene.cells["coders"].criteria.size == scene.cells["unrated"].criteria.size == 0
    assert "coders" not in scene.doubts


def test_a_criterion_of_a_shorter_scale_keeps_its_own_points_beside_the_longest():
    rubric = toy_rubric()
    short = rubric.criteria[0].model_copy(update={"scale": Scale(levels=3)})
    mixed = rubric.model_copy(update={"criteria": (short, *rubric.criteria[1:])})
    table = _value_table(mixed, (0.0, 0.1, 0.3, 0.6, 1.0))
    assert table[0].tolist() == [0, 0.5, 1, 0, 0]
    assert table[1].tolist() == [0, 0.1, 0.3, 0.6, 1]


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
    assert np.mean(some.levels["coders"] == 4) == pytest.approx(0.5, abs=0.03)


def test_streams_are_independent_of_each_other():
    scene, _ = toy_scene()
    one, _ = drawn_scenarios(scene, ("coders",), 50, np.random.SeedSequence(9))
    more, _ = drawn_scenarios(scene, ("coders", "confidence", "weights"), 50, np.random.SeedSequence(9))
    assert np.array_equal(one.levels["coders"], more.levels["coders"])


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
