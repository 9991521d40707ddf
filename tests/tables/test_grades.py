"""The table of grades: what limits each, by hand and on the shipped plans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator import Library, evaluate
from evaluator.tables.grades import GRADES, LIMITS, coders_of, limits_of


def _grade(card, **changes):
    return replace(card, grade=replace(card.grade, **changes))


def test_a_plan_of_one_coder_has_no_known_agreement(card):
    assert (coders_of(card), limits_of(card)) == (("a",), ("one-coder",))


def test_a_tripped_gate_caps_and_an_open_one_still_may(card):
    assert limits_of(_grade(card, cause="gates", tripped=("raids",))) == ("gates", "one-coder")
    assert limits_of(_grade(card, unassessed=("raids",), gates_cap=True)) == ("open-gates", "one-coder")


def test_an_open_gate_that_the_weighting_looks_past_limits_nothing(card):
    assert limits_of(_grade(card, unassessed=("raids",), gates_cap=False)) == ("one-coder",)


def test_a_gate_in_dispute_is_a_dispute_and_no_open_gate(card):
    assert limits_of(_grade(card, unassessed=("raids",), disputed=("raids",), gates_cap=True)) == ("one-coder",)


def test_too_little_coverage_is_named_first(card):
    less = _grade(card, cause="coverage", grade=None, unassessed=("raids",), gates_cap=True)
    assert limits_of(less) == ("coverage", "open-gates", "one-coder")


def test_agreements_that_ratings_have_overtaken_are_named(card):
    assert limits_of(replace(card, overtaken=("raids",))) == ("overtaken", "one-coder")


def test_a_draft_is_one_only_where_nothing_is_final(card):
    codings = card.assessment.codings
    assert [coding.header.state for coding in codings] == ["final", "draft"]
    drafts = replace(card, assessment=replace(card.assessment, codings=codings[1:]))
    assert limits_of(drafts) == ("draft", "one-coder")
    unrated = replace(card, assessment=replace(card.assessment, codings=()))
    assert limits_of(unrated) == ("one-coder",)


def test_two_coders_in_dispute_are_named_and_are_not_one(card):
    criteria = tuple(
        replace(one, outcome=replace(one.outcome, inputs=(("b", "1"), ("a", "3")), status="disputed"))
        for one in card.criteria
    )
    both = replace(card, criteria=criteria)
    assert coders_of(both) == ("a", "b")
    assert limits_of(both) == ("disputes",)


def test_limits_are_choices_in_their_order(card):
    (row,) = GRADES.records(card)
    assert [limit for limit in LIMITS if limit in row["limits"]] == list(row["limits"])
    assert row["plan_id"] == "XXS-2020-2022"
    assert len(GRADES.frame(card)) == 1


@pytest.fixture(scope="module")
def serbian():
    """Return the card of a period whose rubric grades paradigms."""
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    return evaluate(library.assessment("SRB-2021-2023", rubric), rubric)


def test_paradigms_are_graded_apart_and_what_rests_on_one_report_stands_beside(serbian):
    (row,) = GRADES.records(serbian)
    assert row["paradigms"] == ("migration:D", "law-enforcement:C", "human-rights:D", "economic:D")
    assert row["tip_alone"] == serbian.tip_alone.share
    assert GRADES.csv(serbian).splitlines()[1].count("law-enforcement:C;human-rights:D") == 1
