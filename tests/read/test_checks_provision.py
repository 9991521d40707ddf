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
    "article": "Code, art. 1", "version": "Gazette 1/2019", "since": "2019", "text_of": "2020", "extent": "whole",
}  # fmt: skip


def faults(given, *, criterion=LAW, dated="2019", status="rated", level=3, address="https://example.org/code"):
    sources = {"S1": Source("S1", "Code", kind="law", date=dated, url=address)}
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
        ({"since": "2022-03", "text_of": "2022"}, "since", "after the first day of 2021"),
        ({"since": "2024", "text_of": "2024"}, "since", "from a wording of 2024, after the end of 2023"),
        ({"since": "", "text_of": "2026-02"}, "text_of", "from a copy of 2026-02, after the end of 2023"),
        ({"since": "", "text_of": ""}, "text_of", "from a text of which no day is told"),
        ({"since": "2021", "text_of": "2019"}, "since", "copies of 2019 and before, older than the wording of 2021"),
        ({"since": "2020", "text_of": ""}, "since", "copies of 2019 and before, older than the wording of 2020"),
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
    assert faults({**SOUND, "since": "2022", "text_of": "2022"}, level=1) == []


def test_a_level_of_one_from_a_wording_after_the_period_is_a_fault_all_the_same():
    ((field, found),) = faults({**SOUND, "since": "2024", "text_of": "2024"}, level=1)
    assert (field, "after the end of 2023" in found) == ("since", True)


@pytest.mark.parametrize("since", ["2019", ""])
def test_a_copy_of_a_later_day_is_sound_where_it_dates_the_article_or_states_no_level(since):
    later = {**SOUND, "since": since, "text_of": "2026"}
    assert faults(later, **({} if since else {"status": "not-assessed", "level": None})) == []


def test_a_print_of_the_year_in_which_an_act_enters_into_force_is_a_copy_of_it():
    assert faults({**SOUND, "since": "2019-04-14", "text_of": "2019-01-14"}) == []


@pytest.mark.parametrize("status", ["rated", "not-assessed"])
def test_an_article_that_was_read_has_a_copy_that_can_be_opened(status):
    ((field, found),) = faults(SOUND, status=status, level=3 if status == "rated" else None, address="")
    assert (field, "no cited source can be opened" in found) == ("article", True)
    assert faults({**SOUND, "extent": "account"}, address="") == []
    assert faults({**SOUND, "extent": "account", "since": "", "text_of": ""}) == []


def test_a_question_of_practice_names_no_provision():
    ((field, found),) = faults(SOUND, criterion=PRACTICE, level=2)
    assert (field, found) == ("article", "article beside a question of practice")
