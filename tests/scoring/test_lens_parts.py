"""Parts and totals of a lens."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.library import Library
from evaluator.model.lens import Lens, LensPart
from evaluator.model.lens_unit import LensContext
from evaluator.scoring.lens.look import look_through
from evaluator.scoring.lens.parts import _sum_of_parts, contrary_among, coverage_of, lens_cells, numbers, part_weights
from tests.scoring.small import card_of, rubric_of

PART = {"id": "p", "criteria": ["x", "y"], "lowest": 1.0, "highest": 5.0, "origin": "modelled"}
CODED = {
    "x": {"parent": "a", "tip_practice": {"coding": "assessed"}},
    "y": {"parent": "a", "tip_practice": {"coding": "partly"}},
    "z": {"parent": "a", "tip_practice": {"coding": "ignored"}},
}
LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
LENS = RUBRIC.lenses["greta-verbs"]
ALL = [c.id for c in RUBRIC.criteria]


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
    assert (_sum_of_parts([whole, part]).coverage, _sum_of_parts([whole, whole]).coverage) == (0.5, 1.0)
    assert (_sum_of_parts([whole, part]).value, _sum_of_parts([]).coverage) == (10, 0.0)


def lines(ratings):
    return look_through(LENS, card_of(RUBRIC, ratings), LensContext(LIBRARY.standards)).lines


def line(criterion_id, rating):
    (found,) = [item for item in lines({criterion_id: rating}) if item.criterion_id == criterion_id]
    return found


def test_a_binding_duty_gets_the_stronger_verbs():
    assert [line("witness-protection", k).outcome for k in range(5)] == [
        "urges", "urges", "considers", "invites", "welcomes",
    ]  # fmt: skip


def test_a_duty_to_consider_gets_verbs_one_step_softer():
    found = [line("independent-monitoring", k) for k in range(5)]
    assert [item.outcome for item in found] == ["considers", "considers", "invites", "invites", "welcomes"]
    assert {item.ladder for item in found} == {"softer-duty"}


def test_the_choice_of_article_14_is_no_full_duty():
    found = line("residence-not-tied-to-testimony", "contrary")
    assert (found.ladder, found.outcome) == ("softer-duty", "considers")


def test_a_criterion_that_the_convention_only_touches_is_context():
    assert line("alternatives-to-shelters", 2).ladder == "context"
    assert line("alternatives-to-shelters", 2).outcome == "invites"


def test_a_tripped_gate_is_urged_even_as_context():
    assert line("no-detention-of-victims", "contrary").outcome == "urges"
    assert line("no-detention-of-victims", "contrary").ladder == "context"


def test_an_unassessed_criterion_has_a_range_and_no_verb():
    found = line("witness-protection", "?")
    assert (found.outcome, found.lowest, found.highest) == (None, "urges", "welcomes")


def test_what_may_be_contrary_reaches_down_to_the_verb_for_that():
    softer = line("no-detention-of-victims", 0).outcome
    assert softer != "urges"
    assert [line("no-detention-of-victims", said).lowest for said in ("?", "silent")] == ["urges", softer]


@pytest.mark.parametrize("name", ["border-control-capacity", "case-data-published", "sex-workers-no-harm"])
def test_yardsticks_and_what_the_convention_does_not_name_get_no_line(name):
    assert [item for item in lines({name: 0}) if item.criterion_id == name] == []


def test_the_least_coverage_is_enough_and_a_criterion_less_is_not():
    asked = [item.criterion_id for item in lines(dict.fromkeys(ALL, 3))]
    for known, enough in ((len(asked) // 2, True), (len(asked) // 2 - 1, False)):
        share = (len(asked) // 2) / len(asked)
        floor = LENS.least_coverage.model_copy(update={"share": round(share, 9)})
        lens = LENS.model_copy(update={"least_coverage": floor})
        card = card_of(RUBRIC, dict.fromkeys(asked[:known], 3))
        reading = look_through(lens, card, LensContext(LIBRARY.standards))
        assert (reading.why == "") == enough


def test_without_a_line_nothing_is_covered():
    reading = look_through(LENS, card_of(RUBRIC, dict.fromkeys(ALL, "-")), LensContext(LIBRARY.standards))
    assert (reading.lines, reading.coverage) == ((), 0.0)
    assert reading.why.startswith("0 of 0 criteria are assessed")


def test_what_does_not_apply_gets_no_line():
    assert [item for item in lines({"witness-protection": "-"}) if item.criterion_id == "witness-protection"] == []


def test_tripped_gates_come_first_and_what_is_open_last():
    ratings = dict.fromkeys(ALL, 3) | {
        "witness-protection": 0,
        "compensation-access": "contrary",
        "non-punishment": "contrary",
        "labour-inspection": "?",
    }
    found = [item.criterion_id for item in lines(ratings)]
    assert found[:3] == ["non-punishment", "compensation-access", "witness-protection"]
    assert found[-1] == "labour-inspection"


def test_few_assessed_criteria_are_said_to_be_few():
    reading = look_through(LENS, card_of(RUBRIC, {"witness-protection": 3}), LensContext(LIBRARY.standards))
    assert reading.why == f"1 of {len(reading.lines)} criteria are assessed, under 0.67"
    assert reading.counts()["invites"] == 1


def test_every_verb_that_the_lens_names_stands_in_the_index():
    verbs = {standard.verb_strength for standard in LIBRARY.standards.values()}
    named = {verb for ladder in LENS.ladders for verb in ladder.except_verbs}
    assert named - verbs == {"shall endeavour"} - verbs
