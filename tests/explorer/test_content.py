"""What the page carries: names, questions, reasons and passages, in one language."""

from __future__ import annotations

from typing import get_args

import pytest

from evaluator.errors import InvalidInputError
from evaluator.extensions.explorer.content import (
    KINDS,
    POLICIES,
    arithmetic_data,
    frame_data,
    gates_data,
    page_data,
    rows_data,
    weighting_data,
)
from evaluator.library import Library
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Missing
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.pipeline import enter


@pytest.fixture(scope="module")
def held():
    library = Library.open()
    rubric = library.rubric()
    entrant = enter(library.assessment("SRB-2017-2018", rubric), rubric)
    weightings = [rubric.weighting(name) for name in ("us-tip", "gaatw")]

    def of(lang: str):
        return page_data(rubric, weightings, [entrant], lang)

    return of


def test_a_unit_is_called_by_its_country_and_years_in_the_language_of_the_page(held):
    assert held("en")["units"][0]["name"] == "Serbia 2017–2018"
    assert held("sr-Latn")["units"][0]["name"] == "Srbija 2017–2018"


def test_two_plans_of_one_country_and_the_same_years_are_told_apart():
    library = Library.open()
    rubric = library.rubric("plan-quality")
    names = ("ALB-2005-2007", "ALB-2005-2007-children", "ALB-2021-2023")
    entrants = [enter(library.assessment(name, rubric), rubric) for name in names]
    units = page_data(rubric, list(rubric.weightings.values()), entrants, "en")["units"]
    assert [unit["name"] for unit in units] == [
        "Albania 2005–2007, ALB-2005-2007",
        "Albania 2005–2007, ALB-2005-2007-children",
        "Albania 2021–2023",
    ]


def test_without_the_reference_among_the_frames_the_first_one_is(held):
    assert held("en")["reference"] == "us-tip"


def test_groups_and_stances_point_at_their_nodes_of_the_tree(held):
    carried = held("en")
    branches = [branch["id"] for branch in carried["tree"]["branches"]]
    assert [branches[group["at"]] for group in carried["groups"]] == [group["id"] for group in carried["groups"]]
    assert len(carried["stanceOf"]) == len(carried["nodeTitles"]) == len(branches)
    assert carried["stanceOf"][branches.index("migration")] is None
    assert "control" in carried["stanceOf"]


def test_a_question_has_a_text_for_every_level_of_its_scale(held):
    for question in held("en")["questions"]:
        assert len(question["levels"]) >= 2
        assert question["title"]


def test_only_passages_that_a_rating_names_are_carried(held):
    unit = held("en")["units"][0]
    named = {name for cell in unit["cells"] for name in cell["evidence"]}
    assert set(unit["passages"]) == named
    assert all(passage["note"] for passage in unit["passages"].values())


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
    (row,) = rows_data(rubric, [outcomes(rubric)])
    assert set(row["values"]) == {None}
    assert (set(row["low"]), set(row["high"])) == ({0.0}, {1.0})
    assert set(row["covered"]) == {0}
    assert set(row["applicable"]) == {1}


def test_what_does_not_apply_is_told_apart_from_what_is_not_assessed(rubric):
    (row,) = rows_data(rubric, [outcomes(rubric, "not-applicable")])
    assert set(row["applicable"]) == {0}


def test_gates_are_counted_by_what_the_ratings_say_of_them(rubric):
    gates = len(rubric.grading.gates)
    assert gates_data(rubric, outcomes(rubric)) == {"tripped": 0, "open": gates, "doubtful": 0}
    assert gates_data(rubric, outcomes(rubric, "disputed"))["open"] == gates
    assert gates_data(rubric, outcomes(rubric, "contrary", 0, "low")) == {
        "tripped": gates,
        "open": 0,
        "doubtful": gates,
    }
    assert gates_data(rubric, outcomes(rubric, "contrary", 0, "high"))["doubtful"] == 0
    assert gates_data(rubric, outcomes(rubric, "rated", 3)) == {"tripped": 0, "open": 0, "doubtful": 0}


def test_a_frame_states_the_numbers_of_its_file_and_several_overrides_of_a_criterion_multiply():
    sourced = {"origin": "modelled"}
    made = frame_data(
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
    traits = [weighting_data(rubric, criterion)["traits"] for criterion in rubric.criteria]
    assert all(None not in of.values() for of in traits)
    for criterion, of in zip(rubric.criteria, traits, strict=True):
        assert of.get("tip_practice") == criterion.coding("tip_practice")


def test_every_aggregation_that_a_rubric_may_name_is_known_to_the_script():
    assert set(KINDS) == set(get_args(Aggregation.model_fields["kind"].annotation))


def test_one_row_and_one_frame_are_held_for_each_that_is_given(rubric):
    library = Library.open()
    entrants = [enter(library.assessment(name, rubric), rubric) for name in ("ALB-2005-2007", "SRB-2017-2018")]
    held = arithmetic_data(rubric, [rubric.weighting("equal")], entrants)
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
        arithmetic_data(other, [], [])
    said = str(refused.value)
    assert said.startswith(f"rubrics/{rubric.id}/rubric.yaml: {place}. Give one that the explorer computes: ")
    assert ", ".join(known) in said
