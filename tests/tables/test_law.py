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
def shipped() -> Scorecard:
    """Return the card of a shipped period, whose ratings the tests replace."""
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    return evaluate(library.assessment("SVN-2021-2022", rubric), rubric)


def rated(*rows: tuple[str, int | None, dict[str, str]]) -> Scorecard:
    """Return the card with these ratings of one question, a coder each: status, level, what is said of the law."""
    base = shipped().assessment
    known = next(row for row in base.codings[0].ratings if row.criterion_id == QUESTION)
    cited = {"rated": known.evidence_ids, "at-least": known.evidence_ids}
    codings = tuple(
        replace(
            base.codings[0],
            header=base.codings[0].header.model_copy(update={"coder": "abc"[at]}),
            ratings=(Rating(QUESTION, 2, status, level, "high", cited.get(status, ()), reason="r", **said),),
        )
        for at, (status, level, said) in enumerate(rows)
    )
    return evaluate(replace(base, codings=codings, agreed=()), shipped().rubric)


def cell(*rows: tuple[str, int | None, dict[str, str]]) -> LawCell:
    """Return the cell of that question."""
    return next(one for one in law_cells(rated(*rows)) if one.criterion.id == QUESTION)


READ = {"article": "Code, arts 1 and 2; Act, art. 9", "version": "1/2019", "in_force": "2019", "extent": "whole"}
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


def test_a_text_of_another_day_beside_a_level_is_shown_and_gives_no_reader():
    found = cell(("rated", 2, {"extent": "account"}), ("not-assessed", None, OTHER))
    assert (found.mark, found.level, found.readers, found.is_other_day) == ("read", 2, 0, True)
    assert found.article == "Code, art. 1"


def test_the_cell_shows_the_numbers_of_the_first_act():
    assert cell(("rated", 3, READ)).numbers == "1 and 2"


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
