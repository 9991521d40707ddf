"""A plan as a page."""

from __future__ import annotations

import re

import pytest

from evaluator.cli.show.plan import plan_page, read_text_of
from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.plan import TextRead


@pytest.fixture(scope="module")
def albania() -> str:
    library = Library.open()
    return plan_page(library, "ALB-2005-2007", library.rubric()).text


def test_it_says_how_much_of_the_plan_is_here(albania):
    assert "rows            13 here (sample); in the plan: unknown" in albania
    assert "text read       part, pages 75, 78," in albania
    assert "worked example  yes: of the project, not an official evaluation" in albania


def test_it_counts_tables_and_tags_and_says_which_are_proposed(albania):
    assert "\nevidence  " in albania
    assert "rows with proposed tags" in albania


def test_it_names_coders_and_coverage_with_its_weighting(albania):
    assert "a      assessor  final" in albania
    assert "of the weight of equal is assessed" in albania


def test_a_plan_without_an_assessment_has_no_coverage(small):
    library = Library.open(small)
    text = plan_page(library, "XXA-2020-2023", library.rubric()).text
    assert "coverage" not in text


def test_faults_of_its_files_are_told(small):
    (small / "countries/XXA/plans/XXA-2020-2023/evidence.csv").write_text("colour\n", encoding="utf-8")
    library = Library.open(small)
    with pytest.raises(InvalidInputError, match="unknown column 'colour'"):
        plan_page(library, "XXA-2020-2023", library.rubric("small"))


def test_chapters_are_named_where_they_were_read():
    assert read_text_of(TextRead(extent="part", chapters=("ch1", "ch2"))) == "part, chapters ch1, ch2"
    assert read_text_of(TextRead(extent="whole")) == "whole"


def test_the_years_of_law_and_practice_stand_beside_the_plans_where_they_are_fewer(albania):
    library = Library.open()
    text = plan_page(library, "MNE-2019-2024", library.rubric("law-and-practice")).text
    assert re.search(r"^period +2019 to 2024\nrated years +2021 to 2023 for law and practice$", text, re.MULTILINE)
    assert "rated years" not in albania
