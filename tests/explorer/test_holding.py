"""What the page's arithmetic takes: points and ends as scoring lays them out, frames as their files state them."""

from __future__ import annotations

from typing import get_args

import pytest

from evaluator.errors import InvalidInputError
from evaluator.explorer.holding import (
    KINDS,
    POLICIES,
    arithmetic_held,
    frame_held,
    gates_held,
    rows_held,
    weighed_held,
)
from evaluator.library import Library
from evaluator.model.rubric import Aggregation, Missing, MissingPolicy
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.pipeline import enter


@pytest.fixture(scope="module")
def rubric():
    return Library.open().rubric()


def outcomes(rubric, status="not-assessed", level=None, confidence=""):
    top = 4
    low, high = (0, top) if level is None else (level, level)
    return [
        Outcome(c.id, status, level, low, high, low, high, covered=level is not None, confidence=confidence)
        for c in rubric.criteria
    ]


def test_what_is_not_assessed_has_no_value_and_runs_over_the_whole_scale(rubric):
    (row,) = rows_held(rubric, [outcomes(rubric)])
    assert set(row["values"]) == {None}
    assert (set(row["low"]), set(row["high"])) == ({0.0}, {1.0})
    assert set(row["covered"]) == {0}
    assert set(row["applicable"]) == {1}


def test_what_does_not_apply_is_told_apart_from_what_is_not_assessed(rubric):
    (row,) = rows_held(rubric, [outcomes(rubric, "not-applicable")])
    assert set(row["applicable"]) == {0}


def test_gates_are_counted_by_what_the_ratings_say_of_them(rubric):
    gates = len(rubric.grading.gates)
    assert gates_held(rubric, outcomes(rubric)) == {"tripped": 0, "open": gates, "doubtful": 0}
    assert gates_held(rubric, outcomes(rubric, "disputed"))["open"] == gates
    assert gates_held(rubric, outcomes(rubric, "contrary", 0, "low")) == {
        "tripped": gates,
        "open": 0,
        "doubtful": gates,
    }
    assert gates_held(rubric, outcomes(rubric, "contrary", 0, "high"))["doubtful"] == 0
    assert gates_held(rubric, outcomes(rubric, "rated", 3)) == {"tripped": 0, "open": 0, "doubtful": 0}


def test_a_frame_states_the_numbers_of_its_file_and_several_overrides_of_a_criterion_multiply():
    sourced = {"origin": "modelled"}
    made = frame_held(
        Weighting.model_validate(
            {
                "id": "own", "rubric": "r", "titles": {"en": "Own"}, "actor": "nobody", "gates": "ignore",
                "weights": {
                    "total": {"a": {"share": 0.5, **sourced}, "b": {"count": 3, **sourced}}, "a": "by-criteria",
                },
                "factors": [{"where": {"yardstick": True}, "times": 0, **sourced}],
                "overrides": [{"criterion": "x", "times": 2, **sourced}, {"criterion": "x", "times": 3, **sourced}],
            }
        )
    )  # fmt: skip
    assert made["weights"] == {"total": {"a": 0.5, "b": 3}, "a": "by-criteria"}
    assert made["factors"] == [{"where": {"yardstick": True}, "times": 0}]
    assert (made["overrides"], made["gates"]) == ({"x": 6}, "ignore")


def test_a_criterion_without_a_coding_has_no_trait_that_a_factor_could_match(rubric):
    traits = [weighed_held(rubric, criterion)["traits"] for criterion in rubric.criteria]
    assert all(None not in of.values() for of in traits)
    for criterion, of in zip(rubric.criteria, traits, strict=True):
        assert of.get("tip_practice") == criterion.coding("tip_practice")


def test_every_policy_and_aggregation_that_a_rubric_may_name_is_known_to_the_script():
    assert set(POLICIES) == set(get_args(MissingPolicy))
    assert set(KINDS) == set(get_args(Aggregation.model_fields["kind"].annotation))


def test_one_row_and_one_frame_are_held_for_each_that_is_given(rubric):
    library = Library.open()
    entrants = [enter(library.assessment(name, rubric), rubric) for name in ("ALB-2005-2007", "SRB-2017-2018")]
    held = arithmetic_held(rubric, [rubric.weighting("equal")], entrants)
    assert (len(held["rows"]), [frame["id"] for frame in held["frames"]]) == (2, ["equal"])
    assert held["least"] == 0


@pytest.mark.parametrize(
    ("changed", "place", "known"),
    [
        ({"missing": Missing.model_construct(policy="guess")}, "total: missing.policy: 'guess'", POLICIES),
        (
            {"aggregation": Aggregation.model_construct(kind="median", steps=())},
            "total: aggregation.kind: 'median'",
            KINDS,
        ),
    ],
)
def test_a_rule_that_the_script_does_not_know_is_refused_before_a_page_is_made(rubric, changed, place, known):
    other = rubric.model_copy(update=changed)
    with pytest.raises(InvalidInputError) as refused:
        arithmetic_held(other, [], [])
    said = str(refused.value)
    assert said.startswith(f"rubrics/{rubric.id}/rubric.yaml: {place}; expected one that the explorer computes: ")
    assert ", ".join(known) in said
