"""Headings are words, with a sentence each."""

from __future__ import annotations

import re

import pytest

from evaluator.model.schema import columns_of
from evaluator.workbook.sheet.file_sheets import FIXED, SHAPES
from evaluator.workbook.sheet.headings import (
    entries_above,
    entry_heading,
    heading_of,
    meaning_of,
    sentence_of,
    sheet_words,
)
from evaluator.workbook.sheet.pairs import leaves
from evaluator.workbook.sheet.score_sheet import Coder, score_book
from evaluator.workbook.sheet.table_forms import FORMS


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_column_has_a_heading_of_its_own_and_a_sentence(form):
    headings = [heading_of(form.name, column.name) for column in form.columns]
    assert len(set(headings)) == len(headings)
    assert not [word for word in headings if "_" in word or not word[0].isupper()]
    sentences = [sentence_of(form.name, column.name, column.doc) for column in form.columns]
    assert all(text.endswith(".") and (text[0].isupper() or text[0].isdigit()) for text in sentences)


def test_no_heading_is_of_a_column_that_no_table_has():
    known = {column.name for form in FORMS for column in columns_of(form.row)}
    known |= {f"{form.name}.{column.name}" for form in FORMS for column in columns_of(form.row)}
    known |= {f"{ref}.{key}" for form in FORMS for ref, _, key in form.shown}
    odd = {
        name
        for name in sheet_words().columns
        if name not in known and not name.startswith(("recommendations.", "check."))
    }
    assert odd <= {
        "criterion_id",
        "addressee_id",
        "deadline",
        "from_level",
        "to_level",
        "edition",
        "outcome",
        "outcome_on",
    }


@pytest.mark.parametrize("name", SHAPES)
def test_every_entry_of_a_header_has_words_and_no_two_have_the_same(name):
    found = [leaf for leaf in leaves({}, SHAPES[name]) if leaf.path not in FIXED[name]]
    words = [entry_heading(name, leaf.path) for leaf in found]
    assert not [word for word in words if "_" in word or "[" in word]
    assert len(set(words)) == len(words)


def test_what_must_be_filled_in_and_what_is_rare_are_entries_that_there_are():
    known = {f"{name}.{'.'.join(s for s in leaf.path.split('.') if not s.isdigit())}" for name in SHAPES
             for leaf in leaves({}, SHAPES[name])}  # fmt: skip
    for path, said in sheet_words().entries.items():
        assert any(entry == path or entry.startswith(f"{path}.") for entry in known), path
        assert not (said.must and said.rare)
    assert {name.partition(".")[0] for name in sheet_words().entries} == set(SHAPES)


def test_an_entry_is_known_by_what_is_above_it():
    assert any(one.rare for one in entries_above("plan", "drafted_by.2.note"))
    assert not any(one.rare for one in entries_above("plan", "drafted.2.note"))


def test_every_sheet_of_a_book_says_what_to_do_there(desk):
    assert all(
        f"{s.kind}.{s.name}" in sheet_words().steps or s.kind in sheet_words().steps for s in desk.book("b").sheets
    )


def test_every_entry_has_a_meaning_beside_its_form_and_no_meaning_is_of_nothing(shipped):
    rubric = shipped.rubric()
    book = score_book(shipped.assessment("ALB-2005-2007", rubric), rubric, Coder("a"), "9.9")
    pages = {sheet.name: sheet for sheet in book.sheets if sheet.kind == "pairs"}
    for name in ("plan", "coder", "country"):
        known = [path.removeprefix(f"{name}.") for path in sheet_words().entries if path.startswith(f"{name}.")]
        paths = [str(row[0]) for row in pages[name].rows]
        assert [path for path in paths if not meaning_of(name, path)] == []
        plain = {re.sub(r"\.[0-9]+(?=\.|$)", "", path) for path in paths}
        named = {path for path in known if path not in plain and not any(p.startswith(f"{path}.") for p in plain)}
        assert named == set()
    said = {row[0]: row[3] for row in pages["plan"].rows}
    assert said["lead_rule"] == (
        "how the plan shows who leads: the first body named, one that is marked, or not at all; "
        "one of: first-named, marked, none"
    )
    assert said["start"] == "when the plan begins; a date: 2005, 2005-03 or 2005-03-31"
    assert said["titles.sq"] == "the plan's title as printed, one row for each language"
