"""From what a user types to a plan."""

from __future__ import annotations

import pytest

from evaluator.cli.shared.names import country_named, part_named, plans_named, suggestion
from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError
from evaluator.library import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.open()


def test_a_code_is_known_in_any_case(library):
    assert country_named(library, "alb") == "ALB"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Albania", "ALB (Albania)"),
        ("shqipëria", "ALB (Albania)"),
        ("Albanai", "ALB (Albania)"),
        ("Србија", "SRB (Serbia)"),
        ("ALBB", "ALB (Albania)"),
    ],
)
def test_a_name_or_code_that_is_nearly_right_is_answered_with_the_code(name, codes, library):
    assert suggestion(library, name).startswith(f"Did you mean {codes}")


@pytest.mark.parametrize("name", ["Albania", "shqipëria", "ALBANIA"])
def test_a_country_is_known_by_its_name_in_any_language(name, library):
    assert country_named(library, name) == "ALB"
    assert plans_named(library, [name], None, "four-paradigms") == ["ALB-2005-2007"]


def test_a_name_that_is_nearly_right_is_refused_with_the_right_one(library):
    with pytest.raises(EvaluatorError, match=r"no country has the code or name 'Albanai'. Did you mean ALB"):
        country_named(library, "Albanai")


def test_a_title_that_several_parts_share_names_none_of_them(library):
    rubric = library.rubric("four-paradigms")
    assert part_named(rubric, "Protection") == "Protection"
    assert part_named(rubric, "Заштита жртава и сведока") == "witness-protection"


def test_a_name_unlike_any_is_answered_with_the_codes(library):
    with pytest.raises(UnknownNameError, match="Known: ALB, ARG, AUS"):
        country_named(library, "Atlantis-on-Sea")


def test_a_country_stands_for_its_newest_assessed_plan_and_each_plan_comes_once(library):
    names = ["ALB", "ALB-2005-2007", "ALB-2005-2007-children"]
    assert plans_named(library, names, None, "four-paradigms") == ["ALB-2005-2007", "ALB-2005-2007-children"]


def test_an_option_names_the_plan_of_the_country(library):
    assert plans_named(library, ["ALB"], "ALB-2005-2007-children", "four-paradigms") == ["ALB-2005-2007-children"]
    with pytest.raises(EvaluatorError, match="is a plan of ALB, not of SRB"):
        plans_named(library, ["SRB"], "ALB-2005-2007", "four-paradigms")


def test_a_wrong_plan_suggests_the_right_one(library):
    with pytest.raises(UnknownNameError, match="Did you mean 'ALB-2005-2007'"):
        plans_named(library, ["ALB-2005-2008"], None, "four-paradigms")


def test_a_country_whose_header_is_at_fault_tells_the_faults_of_all_its_plans(small):
    plan = small / "countries/XXA/plans/XXA-2020-2023"
    (plan / "plan.yaml").write_text("id: XXA-2020-2023\n", encoding="utf-8")
    (plan / "measures.csv").write_text("measure_id,colour\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        plans_named(Library.open(small), ["XXA"], None, "small")
    said = str(caught.value)
    assert "key 'titles' is missing" in said
    assert "unknown column 'colour'" in said


def test_a_country_with_a_broken_file_does_not_stop_a_suggestion(small):
    (small / "countries/XXA/country.yaml").write_text("names: [\n", encoding="utf-8")
    assert "ALB" in suggestion(Library.open(small), "Albania")
