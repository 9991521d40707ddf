"""A country's fact sheet, and a plan as a page."""

from __future__ import annotations

import re

import pytest

from evaluator.cli.show.country import country_page, plan_page, read_text_of
from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.plan import TextRead


@pytest.fixture(scope="module")
def albania() -> str:
    return country_page(Library.open(), "ALB").text


def test_it_tells_names_roles_memberships_and_plans(albania):
    assert albania.startswith("ALB  Albania (sq: Shqipëria)\n")
    assert "transit 2001 to 2006" in albania
    assert "OSCE from 1991 (not verified)" in albania
    assert "ALB-2005-2007           2005 to 2007  issued   here" in albania


def test_it_tells_what_other_systems_recorded_with_where_it_stands(albania):
    assert "by year of the report: 2001: 3; 2002: 2;" in albania
    assert "prosecution + protection + prevention: 2000: 5+3+1 = 9" in albania
    assert "cets197: signed 2005-12-22, ratified 2007-02-06, in force 2008-02-01" in albania
    assert "full since 2001" in albania
    assert "countries/facts/<set>.yaml" in albania


def test_quality_other_than_verified_stands_beside_the_figure(albania):
    line = " ".join(albania.split())
    assert "national_convictions [persons]: 2018: 5; 2019: 5; 2020: 0 (partly)" in line


def test_a_figure_that_is_missing_is_a_dash_and_the_sum_is_not_made_up(albania):
    assert "2001: 4+3+- = -" in albania


def test_placements_that_disagree_both_stand():
    text = " ".join(country_page(Library.open(), "BIH").text.split())
    assert "Bosnia and Herzegovina" in text
    sheet = country_page(Library.open(), "MNE").data
    assert isinstance(sheet, dict)
    assert set(sheet) == {"country", "plans", "facts"}


def test_a_note_on_the_name_comes_first():
    text = country_page(Library.open(), "XKX").text
    assert text.index("without prejudice to positions on status") < text.index("roles")


def test_an_invented_country_has_no_figures_and_its_plan_all_the_same(small):
    text = country_page(Library.open(small), "XXA").text
    assert "XXA-2020-2023" in text
    assert "countries/facts" not in text


def test_a_faulty_row_about_the_country_is_told(small):
    facts = small / "countries" / "facts"
    facts.mkdir()
    (facts / "economic.csv").write_text(
        "iso3,variable,year,value,source_id\nXXA,poverty_pct,then,12,s1\nALB,poverty_pct,then,12,s1\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInputError) as caught:
        country_page(Library.open(small), "XXA")
    assert [problem.line for problem in caught.value.problems if problem.path.endswith("economic.csv")] == [2]


@pytest.fixture(scope="module")
def plan() -> str:
    library = Library.open()
    return plan_page(library, "ALB-2005-2007", library.rubric()).text


def test_it_says_how_much_of_the_plan_is_here(plan):
    assert "rows            13 here (sample); in the plan: unknown" in plan
    assert "read            measures part, text part, pages 75, 78," in plan
    assert "worked example  yes: read by machine, checked by no person" in plan


def test_it_counts_tables_and_tags_and_says_which_are_proposed(plan):
    assert "\nevidence  " in plan
    assert "rows with proposed tags" in plan


def test_it_names_coders_and_coverage_with_its_weighting(plan):
    assert "a      assessor  final" in plan
    assert "of the weight of equal is assessed" in plan


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
    part = TextRead(measures="whole", text="part", chapters=("ch1", "ch2"), note="a copy")
    assert read_text_of(part) == "measures whole, text part, chapters ch1, ch2; a copy"
    assert read_text_of(TextRead(measures="whole", text="whole")) == "measures whole, text whole"


def test_the_years_of_law_and_practice_stand_beside_the_plans_where_they_are_fewer(plan):
    library = Library.open()
    text = plan_page(library, "MNE-2019-2024", library.rubric("law-and-practice")).text
    assert re.search(r"^period +2019 to 2024\nrated years +2021 to 2023 for law and practice$", text, re.MULTILINE)
    assert "rated years" not in plan
