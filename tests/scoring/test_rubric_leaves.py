"""Differences are told at the innermost place."""

from __future__ import annotations

import pytest

from evaluator.model.rubric import GradeBand
from evaluator.model.weighting import Override, WeightEntry
from evaluator.scoring.rubric_leaves import leaves, text_of


def entry(share, ground=""):
    return WeightEntry(share=share, origin="modelled", ground=ground)


def told(before, after):
    return [(leaf.field, leaf.old, leaf.new, leaf.is_wording) for leaf in leaves("f", before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1, 1, []),
        ("a", "b", [("f", "a", "b", False)]),
        (None, "b", [("f", "", "b", False)]),
        ({"a": {"x": entry(0.2)}}, {"a": {"x": entry(0.3)}}, [("f.a.x.share", "0.2", "0.3", False)]),
        ({"a": entry(0.2)}, {"a": entry(0.2, "why")}, [("f.a.ground", "", "why", True)]),
        (("a", "b"), ("b", "a"), [("f", "a; b", "b; a", False)]),
    ],
)
def test_only_what_differs_is_told(before, after, expected):
    assert told(before, after) == expected


def test_members_of_a_list_go_by_what_names_them():
    raids = Override(criterion="raids", times=2, origin="modelled")
    jobs = Override(criterion="jobs", times=3, origin="modelled")
    twice = Override(criterion="raids", times=4, origin="modelled")
    assert told((raids, jobs), (jobs, twice))[0] == ("f.raids.times", "2.0", "4.0", False)
    assert told((raids,), (raids, jobs)) == [("f.jobs", "", "criterion: jobs, times: 3.0, origin: modelled", False)]


def test_an_order_that_changes_is_a_change():
    bands = [GradeBand.model_validate({"grade": g, "from": at}) for g, at in (("A", 0.5), ("B", 0.0))]
    assert told(tuple(bands), tuple(reversed(bands))) == [("f (order)", "A, B", "B, A", False)]


def test_text_is_one_line_without_brackets():
    assert text_of({"a": (1, 2), "b": None}) == "a: 1; 2; b: "
