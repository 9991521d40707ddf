"""Answers and passages are held to the tables and to the unit, with all faults at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import InvalidInputError
from evaluator.extensions.workbench.answers import passage_from, rating_from
from evaluator.model.plan import PlanLanguage

PASSAGE = {
    "evidence_id": "b-E1", "source_id": "S1", "locator": "p. 2", "object": "plan", "note": "its words", "quote": "",
    "quote_lang": "",
}  # fmt: skip


def keys(caught):
    return {problem.key for problem in caught.value.problems}


def test_an_answer_says_its_own_question_and_version_whatever_the_cells_say(place):
    criterion = place.unit.rubric.criteria[0]
    rating = rating_from(place.unit, criterion, {"status": "rated", "level": "3", "evidence_ids": "plan"}, ["plan"])
    assert (rating.criterion_id, rating.criterion_version, rating.level) == ("q1", 1, 3)
    assert rating_from(place.unit, criterion, {}, []).status == "not-assessed"


def test_a_level_beyond_the_scale_and_an_unknown_passage_are_told_together(place):
    with pytest.raises(InvalidInputError) as caught:
        rating_from(place.unit, place.unit.rubric.criteria[0], {"level": "9", "evidence_ids": "b-E7"}, ["plan"])
    assert keys(caught) == {"level", "evidence_ids"}


@pytest.mark.parametrize("level", ["0", "4"])
def test_at_least_needs_a_level_that_leaves_something_open(place, level):
    criterion = place.unit.rubric.criteria[0]
    assert rating_from(place.unit, criterion, {"status": "at-least", "level": "2"}, []).short == "2+"
    with pytest.raises(InvalidInputError) as caught:
        rating_from(place.unit, criterion, {"status": "at-least", "level": level}, [])
    assert keys(caught) == {"level"}


def test_a_passage_is_of_a_known_source_and_its_long_quotation_is_cut(place):
    assert passage_from(place.unit, PASSAGE).locator == "p. 2"
    long = {**PASSAGE, "quote": "word " * 26, "note": ""}
    with pytest.raises(InvalidInputError) as caught:
        passage_from(place.unit, {**long, "source_id": "S9"})
    assert keys(caught) == {"source_id", "quote_lang"}
    assert passage_from(place.unit, {**long, "quote_lang": "en"}).quote == "word " * 24 + "word…"


def test_a_source_without_a_language_has_the_plan_s_if_it_is_the_plan_s_text(place):
    unit, plan = place.unit, place.unit.assessment.plan
    spoken = plan.model_copy(update={"languages": (PlanLanguage(lang="sq"),)})
    sources = tuple(replace(source, kind="plan", lang=()) for source in unit.assessment.sources)
    told = replace(unit, assessment=replace(unit.assessment, plan=spoken, sources=sources))
    assert passage_from(told, {**PASSAGE, "quote": "fjala"}).quote_lang == "sq"
