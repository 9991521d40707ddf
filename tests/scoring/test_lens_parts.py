"""Parts and totals of a lens."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.model.lens import Lens, LensPart
from evaluator.scoring.lens.parts import _sum, contrary_among, coverage_of, lens_cells, numbers, part_weights
from tests.scoring.small import card_of, rubric_of

PART = {"id": "p", "criteria": ["x", "y"], "lowest": 1.0, "highest": 5.0, "origin": "modelled"}
CODED = {
    "x": {"parent": "a", "tip_practice": {"coding": "assessed"}},
    "y": {"parent": "a", "tip_practice": {"coding": "partly"}},
    "z": {"parent": "a", "tip_practice": {"coding": "ignored"}},
}


def lens_of(*parts, **more):
    base = {
        "id": "l",
        "rubric": "small",
        "titles": {},
        "unit": "plan",
        "reproduces": "",
        "modelled": "",
        "recalled": "",
    }
    base |= {"sources": [], "least_coverage": {"share": 0.5, "origin": "modelled"}}
    return Lens.model_validate({**base, "parts": list(parts), **more})


def seen(ratings, *parts, criteria=CODED, **more):
    card = card_of(rubric_of({"a": {}}, criteria), ratings)
    lens = lens_of(*(parts or (PART,)), **more)
    return {n.id: n for n in numbers(lens, card.rubric, lens_cells(card))}


def test_a_part_runs_between_its_ends_by_the_share_of_the_scale():
    assert [seen({"x": k, "y": k})["p"].value for k in (0, 1, 4)] == [1, 2, 5]


def test_a_criterion_on_a_scale_of_its_own_counts_by_its_share():
    criteria = {**CODED, "y": {"parent": "a", "scale": {"levels": 11}}}
    assert seen({"x": 4, "y": 5}, criteria=criteria)["p"].value == 4


def test_missing_criteria_leave_the_number_and_open_its_ends():
    number = seen({"x": 4})["p"]
    assert (number.value, number.low, number.high, number.coverage) == (5, 3, 5, 0.5)


def test_a_part_without_any_rating_has_no_number():
    number = seen({})["p"]
    assert (number.value, number.low, number.high) == (None, 1, 5)


def test_a_part_of_which_nothing_applies_has_no_number_and_all_its_range():
    number = seen({"x": "-", "y": "-"})["p"]
    assert (number.value, number.low, number.high, number.coverage) == (None, 1, 5, 0)


def test_a_tip_basis_gives_half_weight_to_what_it_sees_in_part():
    rubric = rubric_of({"a": {}}, CODED)
    part = LensPart.model_validate({
        "id": "p", "where_tip": "tip_practice", "partly_weight": 0.5,
        "lowest": 0.0, "highest": 4.0, "origin": "modelled",
    })  # fmt: skip
    assert part_weights(part, rubric) == {"x": 1.0, "y": 0.5}


def test_the_lowest_of_several_caps_holds_and_names_who_tripped_it():
    caps = [
        {"contrary": ["x"], "at_most": 3.0, "origin": "modelled"},
        {"contrary": ["y"], "at_most": 2.0, "origin": "modelled"},
    ]
    part = {**PART, "criteria": ["z"], "caps": caps}
    number = seen({"x": "contrary", "y": "contrary", "z": 4}, part)["p"]
    assert (number.value, number.capped_by) == (2, ("x", "y"))


def test_a_sum_has_no_number_while_one_part_has_none():
    other = {**PART, "id": "q", "criteria": ["z"]}
    found = seen({"x": 4, "y": 4}, PART, other, total={"kind": "sum", "origin": "modelled"})
    assert (found["total"].value, found["total"].low, found["total"].high) == (None, 6, 10)


def test_negatives_take_off_what_one_criterion_gives():
    total = {"kind": "mean", "lowest": 0.0, "highest": 100.0, "negatives": ["z"], "origin": "modelled"}
    found = seen({"x": 4, "y": 4, "z": "contrary"}, PART, total=total)
    assert found["total"].value == 50
    assert seen({"x": 0, "y": 0, "z": "contrary"}, PART, total=total)["total"].value == -50


def test_coverage_counts_the_weight_that_is_assessed():
    card = card_of(rubric_of({"a": {}}, CODED), {"x": 1})
    assert coverage_of(lens_of(PART), card.rubric, lens_cells(card)) == 0.5


def test_contrary_is_a_status_and_not_a_level():
    cells = lens_cells(card_of(rubric_of({"a": {}}, CODED), {"x": 0, "y": "contrary", "z": "?"}))
    assert contrary_among(cells, ["x", "y", "z"], "given") == ("y",)
    assert contrary_among(cells, ["x", "y", "z"], "low") == ("y", "z")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"criteria": []}, "either `criteria` or `where_tip`"),
        ({"partly_weight": 0.5}, "`partly_weight` with `where_tip`"),
        ({"highest": 1.0}, "`highest` above `lowest`"),
    ],
)
def test_a_part_says_what_it_needs(change, words):
    with pytest.raises(ValueError, match=words):
        LensPart.model_validate({**PART, **change})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"unit": "criterion"}, "`parts` for unit plan"),
        ({"steps": [{"outcome": "a", "all": [{"risen": "p", "origin": "modelled"}]}]}, "a last step without any"),
        ({"caps": [{"contrary": ["x"], "at_most": "a", "origin": "modelled"}]}, "`steps` where there are `caps`"),
        ({"total": {"kind": "mean", "origin": "modelled"}}, "`lowest`, `highest` and `negatives` with kind mean"),
        ({"steps": [{"outcome": "a", "all": [{"part": "p", "origin": "modelled"}]}, {"outcome": "b"}]}, "`at_least`"),
    ],
)
def test_a_lens_says_what_it_needs(more, words):
    with pytest.raises(ValueError, match=words):
        lens_of(PART, **more)


def test_a_sum_of_parts_is_covered_as_far_as_the_least_covered_of_them():
    part = seen({"x": 4})["p"]
    whole = dataclasses.replace(part, coverage=1.0)
    assert (_sum([whole, part]).coverage, _sum([whole, whole]).coverage) == (0.5, 1.0)
    assert (_sum([whole, part]).value, _sum([]).coverage) == (10, 0.0)
