"""Promise, law, practice: boxes by paradigm and object, and nothing where only one of them is assessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.country import country_view
from evaluator.reports.sections.scores import PromiseRow, promise_view


@pytest.fixture(scope="module")
def groups(albania):
    return country_view(albania).groups


def _levels(group, **by_object):
    """Return the group with criteria of the objects named, each with its levels."""
    one = (*group.rated, *group.open)[0]
    made = [_at(one, kind, level) for kind, levels in by_object.items() for level in levels]
    return replace(
        group,
        rated=tuple(c for c in made if c.outcome.level is not None),
        open=tuple(c for c in made if c.outcome.level is None),
    )


def _at(one, kind, level):
    scored = replace(one.scored, outcome=replace(one.outcome, level=level))
    return replace(one, criterion=one.criterion.model_copy(update={"object": kind}), scored=scored, top=4)


def _without_weight(one):
    return replace(one, scored=replace(one.scored, stated=0))


def test_boxes_stand_from_the_highest_level_and_what_is_not_assessed_last(groups):
    group = _levels(groups[0], plan=[1, 3, None], law=[0])
    view = promise_view([group], 3)
    assert [(row.group, row.object, row.levels) for row in view.rows] == [
        (group.title, "plan", (3, 1, None)),
        (group.title, "law", (0,)),
    ]
    assert [(row.object, row.rated, row.reached) for row in view.sums] == [("plan", 2, 1), ("law", 1, 0)]


def test_assessed_criteria_without_weight_are_counted_beside_the_boxes(groups):
    """Of four criteria two have no weight; one of these is assessed."""
    group = _levels(groups[0], plan=[1, None, None], law=[0])
    aside = _without_weight(group.rated[0]), *group.rated[1:]
    group = replace(group, rated=aside, open=(_without_weight(group.open[0]), *group.open[1:]))
    assert promise_view([group], 3).weightless == 1


def test_one_object_alone_sets_nothing_beside_anything(groups):
    assert promise_view([_levels(groups[0], plan=[1, 2])], 3) is None
    assert promise_view([_levels(groups[0], plan=[1, 2], law=[None])], 3) is None
    assert promise_view([_levels(groups[0])], 3) is None
    assert promise_view([], 3) is None


def test_without_a_norm_level_none_is_counted_as_reached(groups):
    view = promise_view([_levels(groups[0], plan=[4], practice=[4])], None)
    assert {row.reached for row in view.rows} == {0}


def test_shades_run_to_the_darkest_on_any_scale():
    assert PromiseRow("x", "plan", (2, 1, 0, None), 2, None).shades == (4, 2, 0, None)


def test_every_criterion_that_applies_is_one_box(library):
    conduct = library.rubric("law-and-practice")
    shown = country_view(evaluate(library.assessment("SRB-2021-2023", conduct), conduct))
    view, groups = shown.promise, shown.groups
    boxes = sum(len(row.levels) for row in view.rows)
    assert boxes == sum(len(group.rated) + len(group.open) for group in groups)
    assert boxes == sum(len(row.levels) for row in view.sums)
