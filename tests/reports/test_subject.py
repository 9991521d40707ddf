from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from evaluator.model.base import Slug
from evaluator.pipeline import evaluate
from evaluator.reports.subject import date_of, document_id, document_name, passage

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
