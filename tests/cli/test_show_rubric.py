"""Pages of a rubric and its parts."""

from __future__ import annotations

import pytest

from evaluator.cli.show.rubric import criterion_page, lens_page, rubric_page, standard_page, weighting_page
from evaluator.errors import UnknownNameError
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from tests.scoring.small import rubric_of


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.open()


@pytest.fixture(scope="module")
def rubric(library) -> Rubric:
    return library.rubric()


def test_a_rubric_shows_scale_grades_gates_and_tree(rubric):
    text = rubric_page(rubric).text
    for part in (
        "0: 0, 1: 0.25, 2: 0.5, 3: 0.75, 4: 1 (modelled)",
        "A from 0.8, B from 0.65",
        "    migration.control",
        rubric.sha256,
    ):
        assert part in text
    assert "1 breached: at most D, 2 breached: at most E" in " ".join(text.split())


def test_a_rubric_without_gates_or_lenses_says_none(small):
    rubric = Library.open(small).rubric("small").model_copy(update={"lenses": {}})
    bare = rubric.model_copy(update={"grading": rubric.grading.model_copy(update={"gates": ()})})
    text = rubric_page(bare).text
    assert "safeguards        none" in text
    assert "lenses            none" in text


def test_a_criterion_shows_question_levels_codings_and_its_weight_everywhere(rubric):
    page = criterion_page(rubric, rubric.by_id["unconditional-assistance"])
    for part in (
        "Question:",
        "  - 3: A written rule",
        "floor (level 3)",
        "cets197-12-6",
        "answered by  measure",
        "marks        safeguard, victim-centred",
    ):
        assert part in page.text
    assert "tip practice" in page.text
    assert isinstance(page.data, dict)
    assert set(page.data["weights"]) == set(rubric.weightings)


def test_a_coding_that_is_missing_is_said(rubric):
    criterion = rubric.by_id["deadlines"].model_copy(update={"tip_statute_2000": None})
    assert "tip statute 2000 not coded" in " ".join(criterion_page(rubric, criterion).text.split())


def test_a_weighting_shows_numbers_with_origin_and_what_they_come_to(rubric):
    page = weighting_page(rubric, rubric.weightings["us-tip"])
    assert "law-enforcement                     4.5  counted" in page.text
    for part in (
        "tip_practice ignored      0",
        "Victim-centred",
        "An actor's yardstick",
        "by-criteria",
        "Portrait:",
        "Limits:",
    ):
        assert part in page.text
    effective = page.data["effective"]
    for kind in ("group", "stance", "criterion"):
        assert sum(effective[kind].values()) == pytest.approx(1)


def test_a_weighting_shows_its_overrides(rubric):
    override = {"criterion": "deadlines", "times": 2, "origin": "modelled", "ground": "a trial"}
    weighting = type(rubric.weightings["equal"]).model_validate(
        {**rubric.weightings["equal"].model_dump(), "overrides": [override]}
    )
    assert "deadlines" in weighting_page(rubric, weighting).text.partition("share of the whole")[0]


def test_a_lens_says_what_is_reproduced_modelled_and_recalled(rubric):
    text = lens_page(rubric, "tip-tier").text
    for part in ("Reproduces:", "Modelled:", "Recalled:"):
        assert part in text


def test_a_standard_names_the_criteria_that_rest_on_it(library, rubric):
    page = standard_page(library, rubric, "cets197-12-6")
    assert "floor of    unconditional-assistance" in page.text
    assert "verified    text read" in page.text


def test_a_standard_that_is_not_there_is_told(library, rubric):
    with pytest.raises(UnknownNameError, match="no standard is called 'cets197-12-99'"):
        standard_page(library, rubric, "cets197-12-99")


def test_nodes_that_shrink_with_what_does_not_apply_are_named(small):
    rubric = rubric_of({"left": {"not_applicable": {"weight": "shrinks"}}, "right": {}}, {"a": "left", "b": "right"})
    assert "weight of what applies  left" in rubric_page(rubric).text
    assert "shrinks" not in rubric_page(Library.open(small).rubric("small")).text
