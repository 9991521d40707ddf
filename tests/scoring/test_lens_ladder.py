"""Verbs by level: which ladder a criterion is on, and in which order the lines stand."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.scoring.lens.look import LensContext, look_through
from tests.scoring.small import card_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
LENS = RUBRIC.lenses["greta-verbs"]
ALL = [c.id for c in RUBRIC.criteria]


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
