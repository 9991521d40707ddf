"""Where bands are words, every message that speaks of grades has another, with the same placeholders."""

from __future__ import annotations

import re

import pytest

from evaluator.library import Library
from evaluator.model.band_words import BANDS, wording_of
from evaluator.model.wording import PLAIN
from evaluator.reports.html.catalogue import placeholders
from tools.messages import collected

GRADE = re.compile(r"\b[Gg]rad(?:e|es|ed)\b(?!\)s)")
# What sets rubrics with words apart from those with grades.
APART = ("no scale of grades: does not compare with graded rubrics", "do not compare with the grades")
# Pages of the desk, and an audit of a rubric's numbers, speak to those who work on a rubric.
ELSEWHERE = ("workbench", "workbook", "audit", "band_words", "subject_words")


@pytest.fixture(scope="module")
def messages():
    """Return the files of each message, by its first form."""
    found = {}
    for message in collected():
        first = message.id if isinstance(message.id, str) else message.id[0]
        found[first] = [place for place, _ in message.locations]
    return found


def test_each_message_in_other_words_is_one_that_is_still_said(messages):
    assert [message for message in BANDS if message not in messages] == []


def test_every_message_of_a_page_that_speaks_of_grades_has_other_words(messages):
    pages = [m for m, files in messages.items() if not all(any(part in file for part in ELSEWHERE) for file in files)]
    told = [m for m in pages if GRADE.search(m) and not any(words in m for words in APART)]
    assert len(told) > 80
    assert [m for m in told if m not in BANDS] == []


@pytest.mark.parametrize("message", BANDS)
def test_other_words_speak_of_no_grade_and_have_the_same_placeholders(message):
    for form in filter(None, BANDS[message]):
        assert not GRADE.search(form)
        assert set(placeholders(form)) <= {*placeholders(message), "%(num)s", "%(number)s"}, form


def test_only_a_rubric_whose_bands_are_words_is_worded_otherwise():
    library = Library.open()
    assert wording_of(library.rubric()) is PLAIN
    record = wording_of(library.rubric("public-record"), "sr-Latn")
    assert record.bands["very low on record"] == "veoma nisko po zapisima"
    assert record.marks["very high on record"] == "++"
