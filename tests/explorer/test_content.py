"""What the page carries: names, questions, reasons and passages, in one language."""

from __future__ import annotations

import pytest

from evaluator.explorer.content import page_held
from evaluator.library import Library
from evaluator.pipeline import enter


@pytest.fixture(scope="module")
def held():
    library = Library.open()
    rubric = library.rubric()
    entrant = enter(library.assessment("SRB-2017-2018", rubric), rubric)
    weightings = [rubric.weighting(name) for name in ("us-tip", "gaatw")]

    def of(lang: str):
        return page_held(rubric, weightings, [entrant], lang)

    return of


def test_a_unit_is_called_by_its_country_and_years_in_the_language_of_the_page(held):
    assert held("en")["units"][0]["name"] == "Serbia 2017–2018"
    assert held("sr-Latn")["units"][0]["name"] == "Srbija 2017–2018"


def test_two_plans_of_one_country_and_the_same_years_are_told_apart():
    library = Library.open()
    rubric = library.rubric("plan-quality")
    names = ("ALB-2005-2007", "ALB-2005-2007-children", "ALB-2021-2023")
    entrants = [enter(library.assessment(name, rubric), rubric) for name in names]
    units = page_held(rubric, list(rubric.weightings.values()), entrants, "en")["units"]
    assert [unit["name"] for unit in units] == [
        "Albania 2005–2007, ALB-2005-2007",
        "Albania 2005–2007, ALB-2005-2007-children",
        "Albania 2021–2023",
    ]


def test_without_the_reference_among_the_frames_the_first_one_is(held):
    assert held("en")["reference"] == "us-tip"


def test_groups_and_stances_point_at_their_nodes_of_the_tree(held):
    carried = held("en")
    branches = [branch["id"] for branch in carried["tree"]["branches"]]
    assert [branches[group["at"]] for group in carried["groups"]] == [group["id"] for group in carried["groups"]]
    assert len(carried["stanceOf"]) == len(carried["nodeTitles"]) == len(branches)
    assert carried["stanceOf"][branches.index("migration")] is None
    assert "control" in carried["stanceOf"]


def test_a_question_has_a_text_for_every_level_of_its_scale(held):
    for question in held("en")["questions"]:
        assert len(question["levels"]) >= 2
        assert question["title"]


def test_only_passages_that_a_rating_names_are_carried(held):
    unit = held("en")["units"][0]
    named = {name for cell in unit["cells"] for name in cell["evidence"]}
    assert set(unit["passages"]) == named
    assert all(passage["note"] for passage in unit["passages"].values())
