"""What is in doubt about plans is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.draws.layout import whole_tree_of
from evaluator.contrasts.draws.scene import _table, scene_of
from evaluator.contrasts.draws.weights import space_of
from evaluator.errors import EvaluatorError
from evaluator.model.assessment import AgreedRating
from evaluator.model.criterion import Scale
from tests.contrasts.synthetic import ALIKE, choices, toy_assessment, toy_rubric


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
    assert [names[c] for c in scene.coders.criteria] == ["migration.control-1"]
    assert scene.coders.options.tolist() == [[0, 4]]
    assert [names[c] for c in scene.confidence.criteria] == ["migration.protection-1"], "a contrary does not move"
    assert scene.confidence.chances.tolist() == [[0.25, 0.5, 0.25]]
    assert {names[c] for c in scene.unrated.criteria} == {"migration.control-1", "plan-quality-1"}, (
        "disputed and unrated"
    )
    assert scene.unrated.chances[0] == pytest.approx([0.2] * 5)
    assert scene.doubts == ("weights", "coders", "confidence", "unrated", "aggregation", "value-function", "quality")


def test_what_is_known_at_least_is_drawn_from_its_level_up():
    """Of the chances 0.1, 0.2, 0.3, 0.2, 0.2 those of levels 2 to 4 stay: 0.3, 0.2, 0.2 of 0.7."""
    least = toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality-1": "2+"})
    assert _scene([PLAIN, least]).unrated.chances.tolist() == [pytest.approx([1 / 3] * 3)]
    own = choices()
    ratings = own.ratings.model_copy(update={"unrated": {0: 0.1, 1: 0.2, 2: 0.3, 3: 0.2, 4: 0.2}})
    scene = _scene([PLAIN, least], own.model_copy(update={"ratings": ratings}))
    assert scene.unrated.options.tolist() == [[2, 3, 4]]
    assert scene.unrated.chances.tolist() == [pytest.approx([3 / 7, 2 / 7, 2 / 7])]


def test_where_nothing_is_in_doubt_only_the_model_is():
    assert _scene([PLAIN]).doubts == ("weights", "aggregation", "value-function", "quality")


def test_a_declared_distribution_is_used_for_the_scale_it_fits():
    own = choices()
    ratings = own.ratings.model_copy(update={"unrated": {0: 0.6, 1: 0.4, 2: 0.0, 3: 0.0, 4: 0.0}})
    scene = _scene([PLAIN, DOUBTED], own.model_copy(update={"ratings": ratings}))
    assert scene.unrated.chances[0].tolist() == [0.6, 0.4, 0, 0, 0]


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
    assert _scene([PLAIN, plan]).coders.criteria.size == 1
    scene = _scene([PLAIN, replace(plan, agreed=(decided,))])
    assert scene.coders.criteria.size == scene.unrated.criteria.size == 0
    assert "coders" not in scene.doubts


def test_a_criterion_of_a_shorter_scale_keeps_its_own_points_beside_the_longest():
    rubric = toy_rubric()
    short = rubric.criteria[0].model_copy(update={"scale": Scale(levels=3)})
    mixed = rubric.model_copy(update={"criteria": (short, *rubric.criteria[1:])})
    table = _table(mixed, (0.0, 0.1, 0.3, 0.6, 1.0))
    assert table[0].tolist() == [0, 0.5, 1, 0, 0]
    assert table[1].tolist() == [0, 0.1, 0.3, 0.6, 1]
