"""The law table, worked by hand on an invented period: marks, levels, readers, and what a text of another day gives."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from evaluator.library import Library
from evaluator.model.assessment import Rating
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.tables.law import LAW_SHEET, LawCell, law_cells, law_count, names_provisions

QUESTION = "offence-law"


@cache
def a_card(plan: str) -> Scorecard:
    """Return the card of a shipped period."""
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    return evaluate(library.assessment(plan, rubric), rubric)


def shipped() -> Scorecard:
    """Return the card of a shipped period, whose ratings the tests replace."""
    return a_card("SVN-2021-2022")


def rated(*rows: tuple[str, int | None, dict[str, str]], is_blind: bool = False) -> Scorecard:
    """Return the card with these ratings of one question, a coder each: status, level, what is said of the law."""
    base = shipped().assessment
    known = next(row for row in base.codings[0].ratings if row.criterion_id == QUESTION)
    cited = {"rated": known.evidence_ids, "at-least": known.evidence_ids}
    codings = tuple(
        replace(
            base.codings[0],
            header=base.codings[0].header.model_copy(update={"coder": "abc"[at], "blind": is_blind}),
            ratings=(Rating(QUESTION, 2, status, level, "high", cited.get(status, ()), reason="r", **said),),
        )
        for at, (status, level, said) in enumerate(rows)
    )
    return evaluate(replace(base, codings=codings, agreed=()), shipped().rubric)


def cell(*rows: tuple[str, int | None, dict[str, str]], is_blind: bool = False) -> LawCell:
    """Return the cell of that question."""
    return next(one for one in law_cells(rated(*rows, is_blind=is_blind)) if one.criterion.id == QUESTION)


READ = {
    "article": "Code, arts 1 and 2; Act, art. 9",
    "version": "1/2019",
    "since": "2019",
    "text_of": "2020",
    "extent": "whole",
}
OTHER = {"article": "Code, art. 1", "version": "1/2026", "extent": "whole"}


@pytest.mark.parametrize(
    ("rows", "mark", "level", "readers"),
    [
        ([("rated", 3, READ)], "read", 3, 1),
        ([("rated", 3, READ), ("rated", 3, READ)], "read", 3, 2),
        ([("at-least", 2, {"extent": "account"})], "at-least", 2, 0),
        ([("at-least", 2, READ)], "at-least", 2, 1),
        ([("not-assessed", None, OTHER)], "other-day", None, 0),
        ([("not-assessed", None, {"extent": "heading"})], "not-looked-for", None, 0),
        ([("not-assessed", None, {"searched": "the code"})], "not-found", None, 0),
        ([("not-assessed", None, {})], "not-looked-for", None, 0),
    ],
)
def test_the_mark_follows_from_status_and_extent(rows, mark, level, readers):
    found = cell(*rows)
    assert (found.mark, found.level, found.readers) == (mark, level, readers)


@pytest.mark.parametrize(("is_blind", "mark", "level"), [(False, "read", 2), (True, "other-day", None)])
def test_a_text_of_another_day_beside_a_level_is_shown_gives_no_reader_and_blocks_the_level_if_read_blind(
    is_blind, mark, level
):
    found = cell(("rated", 2, {"extent": "account"}), ("not-assessed", None, OTHER), is_blind=is_blind)
    assert (found.mark, found.level, found.readers, found.is_other_day) == (mark, level, 0, True)
    assert found.article == "Code, art. 1"


def test_the_cell_shows_the_numbers_of_the_first_act():
    assert cell(("rated", 3, READ)).numbers == "1 and 2"


def test_the_two_days_of_a_cell_are_those_of_the_row_that_it_shows():
    found = cell(("rated", 3, READ), ("at-least", 2, {"extent": "account", "since": "1999"}))
    assert (found.since, found.text_of) == ("2019", "2020")


def test_the_law_of_2022_in_slovenia_gives_no_level_for_the_first_day_of_2021():
    found = {one.criterion.id: one for one in law_cells(shipped())}
    assert {name: found[name].mark for name in ("offence-law", "penalties-law", "knowing-use-law")} == {
        "offence-law": "at-least", "penalties-law": "at-least", "knowing-use-law": "at-least",
    }  # fmt: skip
    assert "(6)" not in found["penalties-law"].article
    assert found["penalties-law"].text_of == "2022"


def test_counts_are_of_marks_and_of_provisions_that_were_opened():
    one, two = cell(("rated", 3, READ), ("rated", 3, READ)), cell(("at-least", 2, {"extent": "account"}))
    count = law_count([one, two])
    assert (count.cells, count.marks["read"], count.marks["at-least"], count.opened, count.twice) == (2, 1, 1, 1, 1)


def test_a_card_without_what_was_read_has_no_law_table():
    assert not names_provisions([rated(("rated", 3, {}))])
    assert names_provisions([rated(("rated", 3, READ))])


def test_the_sheet_has_a_row_for_every_question_of_law():
    rows = LAW_SHEET.records(rated(("rated", 3, READ)))
    assert len(rows) == 12
    assert {row["mark"] for row in rows} == {"read", "not-looked-for"}


THREE = {"LVA-2025-2027": 9, "COL-2007-2012": 7, "BRA-2018-2022": 8}


@pytest.mark.parametrize(("plan", "stated"), THREE.items())
def test_three_states_have_twelve_cells_each_with_the_least_level_or_what_was_searched(plan, stated):
    found = list(law_cells(a_card(plan)))
    least = [one for one in found if one.mark == "at-least"]
    assert (len(found), len(least)) == (12, stated)
    assert all(one.article and one.version and one.extent and one.sources for one in least)
    assert all(one.mark == "not-found" and one.searched for one in found if one not in least)


def test_each_level_of_the_three_states_is_stated_by_two_who_opened_the_provision_or_each_tell_an_account():
    """What rests on another's account, or on a copy that others must date, counts as opened by nobody."""
    stated = {plan: [one for one in law_cells(a_card(plan)) if one.mark == "at-least"] for plan in THREE}
    assert {plan: sum(one.readers > 1 for one in found) for plan, found in stated.items()} == {
        "LVA-2025-2027": 4, "COL-2007-2012": 7, "BRA-2018-2022": 8,
    }  # fmt: skip
    for plan, found in stated.items():
        codings = a_card(plan).assessment.codings
        for one in found:
            rows = [row for coding in codings for row in coding.ratings if row.criterion_id == one.criterion.id]
            assert sum(row.status == "at-least" and bool(row.evidence_ids) for row in rows) == 2, one.criterion.id
    accounts = {one.criterion.id for one in stated["LVA-2025-2027"] if one.extent == "account"}
    assert accounts == {
        "knowing-use-law", "compensation-law", "reflection-period-law", "sex-work-law", "statelessness-law",
    }  # fmt: skip
    assert all(one.readers == 0 and not one.text_of for one in stated["LVA-2025-2027"] if one.criterion.id in accounts)


def test_a_copy_that_dates_each_wording_bears_its_own_day():
    """The copy of Colombia's law is of 2026; that the wording held on the first day is told by its own days."""
    found = [one for one in law_cells(a_card("COL-2007-2012")) if one.mark == "at-least"]
    assert {one.text_of for one in found} == {"2026-04-23"}
    assert all(one.since and one.since < one.first for one in found)


def test_a_question_that_is_not_asked_of_a_country_keeps_what_its_law_was_found_to_say():
    found = {one.criterion.id: one for one in law_cells(a_card("COL-2007-2012"))}["migrant-workers-claims-law"]
    assert (found.mark, found.level, found.is_other_day) == ("at-least", 1, False)
