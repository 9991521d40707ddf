"""The header of a plan."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.plan import PlanFile, RowCount, TextRead

HEAD = {
    "id": "XXA-2020-2023",
    "titles": {"en": "A plan"},
    "kind": "action-plan",
    "start": "2020",
    "end": "2023",
    "lead_rule": "none",
    "rows": {"basis": "whole", "here": 1, "in_plan": 1},
    "text_read": {"measures": "whole", "text": "whole"},
}


@pytest.mark.parametrize("plan_id", ["XXA-2020-2023", "XXA-2020", "XXA-2020-open", "XXA-2020-2023-children"])
def test_a_plan_is_named_by_country_and_years(plan_id):
    assert PlanFile.model_validate({**HEAD, "id": plan_id}).id == plan_id


@pytest.mark.parametrize("plan_id", ["xxa-2020", "XXA", "XXA-20", "XXA-2020-2023-Children", "../XXA-2020"])
def test_any_other_name_is_refused(plan_id):
    with pytest.raises(ValidationError):
        PlanFile.model_validate({**HEAD, "id": plan_id})


def test_rows_in_the_plan_may_be_unknown():
    assert RowCount(basis="sample", here=3, in_plan="unknown").total is None
    assert RowCount(basis="sample", here=3, in_plan=9).total == 9


def test_a_part_read_says_which():
    assert TextRead(measures="whole", text="part", pages="1-2").pages == "1-2"
    with pytest.raises(ValidationError, match="`pages` or `chapters`"):
        TextRead(measures="whole", text="part")


@pytest.mark.parametrize(
    ("years", "end"),
    [
        (("2021", "2022"), "2023"),
        (("2020", "2023"), "2023"),
        (("2020-03", "2023-12"), "2023"),
        (("2021", "2021"), "2023"),
        (("2021", "2031"), "open"),
    ],
)
def test_the_years_that_are_rated_lie_within_the_plans(years, end):
    start, close = years
    plan = PlanFile.model_validate({**HEAD, "end": end, "rated_years": {"start": start, "end": close}})
    assert plan.rated_years is not None
    assert (plan.rated_years.start, plan.rated_years.end) == years


@pytest.mark.parametrize(
    "years", [("2019", "2022"), ("2021", "2024"), ("2022", "2021"), ("2019-12", "2021"), ("2023", "2024-01")]
)
def test_years_outside_of_the_plans_or_backwards_are_refused(years):
    start, end = years
    with pytest.raises(ValidationError, match="within the plan's own"):
        PlanFile.model_validate({**HEAD, "rated_years": {"start": start, "end": end}})


def test_without_rated_years_the_plans_own_count():
    assert PlanFile.model_validate(HEAD).rated_years is None


@pytest.mark.parametrize(
    ("searched", "chapter", "holds"),
    [
        ("2: shelter", "2", True),
        ("2", "2", True),
        ("2.1: shelter", "2", False),
        ("2.1: shelter", "2.1", True),
        ("22: shelter", "2", False),
        ("2-3", "2", False),
        ("help; work", "help", True),
        ("helpers", "help", False),
        ("chapter help", "help", False),
        ("", "help", False),
    ],
)
def test_what_was_searched_begins_with_a_chapter_as_a_word(searched, chapter, holds):
    assert TextRead(measures="part", text="part", chapters=(chapter,)).holds(searched, "measure") is holds


def test_a_text_read_whole_holds_whatever_was_searched_and_pages_hold_nothing():
    assert TextRead(measures="whole", text="whole").holds("", "either")
    assert not TextRead(measures="part", text="part", pages="2").holds("2", "measure")
    assert not TextRead(measures="none", text="none").holds("2", "text")


@pytest.mark.parametrize(
    ("measures", "text", "held"),
    [
        ("whole", "whole", {"measure", "text", "either"}),
        ("whole", "part", {"measure"}),
        ("none", "whole", {"text"}),
        ("part", "none", set()),
    ],
)
def test_silence_is_known_where_what_would_answer_the_question_was_read_whole(measures, text, held):
    read = TextRead(measures=measures, text=text, pages="1")
    assert {answer for answer in ("measure", "text", "either") if read.holds("", answer)} == held
