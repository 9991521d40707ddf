"""Checks of the columns on a provision, each fault at its cell."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.assessment import Rating
from evaluator.model.country import Source
from evaluator.model.plan import Evidence, PlanFile
from evaluator.read.checks.provision import provision_faults

LAW = Library.open().rubric("law-and-practice").by_id["offence-law"]
PRACTICE = Library.open().rubric("law-and-practice").by_id["convictions-sentences"]
PLAN = PlanFile.model_construct(start="2021", end="2023", rated_years=None)
EVIDENCE = {"E1": Evidence("E1", "S1", "art. 1", object="law", note="x")}
SOUND = {
    "article": "Code, art. 1", "version": "Gazette 1/2019", "in_force": "2019", "extent": "whole",
}  # fmt: skip


def faults(given, *, criterion=LAW, dated="2019", status="rated", level=3):
    sources = {"S1": Source("S1", "Code", kind="law", date=dated)}
    rating = Rating(criterion.id, 2, status, level, evidence_ids=("E1",), **given)
    return [(fault.field, fault.found) for fault in provision_faults(rating, criterion, PLAN, EVIDENCE, sources)]


def test_a_provision_that_was_read_on_the_day_has_no_fault():
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"version": ""}, "version", "without the version"),
        ({"article": "", "version": ""}, "article", "without its article"),
        ({"extent": "heading"}, "extent", "level 3 from a heading"),
        ({"in_force": "2022-03", "dated": "2022"}, "in_force", "after the first day of 2021"),
        ({"in_force": "2020"}, "in_force", "texts of 2019 and before, older than the act in force since 2020"),
    ],
)
def test_each_fault_stands_at_its_cell(changed, field, words):
    changed = dict(changed)
    dated = changed.pop("dated", "2019")
    ((found_at, found),) = faults({**SOUND, **changed}, dated=dated)
    assert found_at == field
    assert words in found


def test_a_heading_may_stand_beside_no_level_and_a_later_act_beside_level_one():
    assert faults({**SOUND, "extent": "heading"}, status="not-assessed", level=None) == []
    assert faults({**SOUND, "in_force": "2022"}, dated="2022", level=1) == []


def test_a_question_of_practice_names_no_provision():
    ((field, found),) = faults(SOUND, criterion=PRACTICE, level=2)
    assert (field, found) == ("article", "article beside a question of practice")
