"""A result becomes the file that the ending of its name asks for; what is refused is told in tests/test_api.py."""

from __future__ import annotations

import pytest

from evaluator import Library
from evaluator.contrasts.options import ContrastOptions
from evaluator.errors import EvaluatorError
from evaluator.pipeline import contrast, evaluate
from evaluator.workbook.results.report import region_xlsx
from evaluator.workbook.results.report_files import Several, country_bytes, several_bytes, write_report

PLANS = ("BRA-2018-2022", "USA-2021-2024")


@pytest.fixture(scope="module")
def made():
    library = Library.open()
    rubric = library.rubric()
    read = [library.assessment(plan, rubric) for plan in PLANS]
    return library, rubric, read, [evaluate(one, rubric, "equal") for one in read]


@pytest.mark.slow
def test_a_workbook_of_several_is_that_of_its_kind(made):
    library, _, _, cards = made
    assert several_bytes(library, cards, Several("comparative", "xlsx")) == region_xlsx(library, cards, "comparative")


@pytest.mark.slow
def test_a_page_is_in_the_language_asked_for(made):
    library, _, _, cards = made
    assert b'lang="sr-Latn"' in country_bytes(library, cards[0], "html", "sr-Latn")
    assert b'lang="en"' in country_bytes(library, cards[0], "html")


def test_a_page_of_several_leads_to_the_explorer_it_is_given(made):
    library, _, _, cards = made
    page = several_bytes(library, cards, Several("comparative", "html", explorer="x.explorer.html"))
    assert b"x.explorer.html" in page
    assert b"explorer.html" not in several_bytes(library, cards, Several("comparative", "html"))


def test_a_study_is_printed_under_its_own_weightings_the_first_as_base(made, tmp_path):
    library, rubric, read, _ = made
    out = write_report(library, contrast(read, rubric, ["us-tip", "equal"], rank_all=True), tmp_path / "c.html")
    page = out.read_text(encoding="utf-8")
    for name in ("us-tip", "equal"):
        assert rubric.weighting(name).names["en"] in page
    assert rubric.weighting("catw").names["en"] not in page


@pytest.mark.slow
def test_the_options_of_a_contrast_choose_what_a_study_s_page_has_and_go_with_a_study_alone(made, tmp_path):
    library, rubric, read, cards = made
    study = contrast(read, rubric, ["us-tip", "equal"], rank_all=True)
    options = ContrastOptions(weightings=("catw",), shares=("migration=0.9",), sections=("scores",))
    short = write_report(library, study, tmp_path / "short.html", options=options).read_text(encoding="utf-8")
    whole = write_report(library, study, tmp_path / "whole.html").read_text(encoding="utf-8")
    assert 'id="sheet-places"' not in short or short != whole
    assert 'id="moves"' not in short
    assert rubric.weighting("us-tip").names["en"] in short
    with pytest.raises(EvaluatorError, match="go with a study"):
        write_report(library, cards[0], tmp_path / "c.html", options=options)
