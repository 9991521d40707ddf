"""Names and dates that pages print; many plans with long names stand in rows by their codes."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from evaluator.model.schema import Slug
from evaluator.pipeline import evaluate
from evaluator.reports.subject import date_of, document_id, document_name, names_in_rows, passage

LANGS = ("en", "sr", "sr-Cyrl", "b")


@pytest.mark.parametrize(
    ("weighting", "lang", "name"),
    [
        ("equal", "en", "ALB-2005-2007"),
        ("us-tip", "en", "ALB-2005-2007.us-tip"),
        ("us-tip", "fr", "ALB-2005-2007.us-tip.fr"),
    ],
)
def test_a_report_is_named_by_its_plan_and_what_differs_from_the_default(albania, rubric, weighting, lang, name):
    assert document_id(evaluate(albania.assessment, rubric, weighting), lang) == name


def test_one_coder_s_report_never_has_the_name_of_the_panel_s(albania, rubric):
    alone = evaluate(albania.assessment, rubric, assessor="b")
    assert document_id(alone, "en") == "ALB-2005-2007.coder_b"
    names = [document_name("P", rubric, weighting, lang) for weighting in ("equal", "b", "coder-b") for lang in LANGS]
    assert document_name("P", rubric, "equal", "en", "b") not in names


@pytest.mark.parametrize("name", ["coder_b", "Coder", "a_b"])
def test_no_rubric_and_no_weighting_can_be_called_as_a_coder_s_part_of_a_name(name):
    with pytest.raises(ValidationError, match="joined by hyphens"):
        TypeAdapter(Slug).validate_python(name)


def test_the_date_is_the_last_day_of_work_on_the_data(albania, stress):
    assert date_of(stress.assessment) == "2031-02-03"
    days = [e.added_on for e in albania.assessment.evidence] + [c.header.finished for c in albania.assessment.codings]
    assert date_of(albania.assessment) == max(day for day in days if day)


def test_without_any_day_the_date_is_the_plan_s_start(empty):
    assert date_of(empty.assessment) == "2030"


def test_a_text_missing_in_the_language_is_shown_in_the_one_it_has():
    assert passage({"en": "A", "sr": "Б"}, "fr").lang == "en"
    assert passage({"sr": "Б"}, "fr") == passage({"sr": "Б"}, "de")
    assert passage({"sr": "Б"}, "fr").lang == "sr"
    assert passage({}, "fr").text == ""


LONG = "Confederation of Island Territories"


def heads(number, name):
    return {f"plan-{k}": (f"X{k}", name) for k in range(number)}


def test_a_long_name_among_more_than_four_is_its_code():
    assert set(names_in_rows(heads(4, LONG)).values()) == {LONG}
    assert list(names_in_rows(heads(5, LONG)).values()) == ["X0", "X1", "X2", "X3", "X4"]


def test_a_name_that_fits_two_lines_stays_a_name_among_any_number():
    assert names_in_rows(heads(12, "Bosnia and Herzegovina"))["plan-3"] == "Bosnia and Herzegovina"


def test_only_the_long_names_of_a_table_are_codes():
    mixed = {**heads(5, "Albania"), "other": ("XCI", LONG)}
    assert [names_in_rows(mixed)[plan] for plan in ("plan-0", "other")] == ["Albania", "XCI"]
