"""Checks of the passages that the evaluators name in their own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from evaluator.errors import Problem
from evaluator.model.mention import named_in, ranges_in
from evaluator.read.text.table import ReadTable
from evaluator.read.text.yaml_file import Document

OTHERWISE = "Correct it. Write with a hyphen what is not a passage, such as road E-75."
APART = "Name each passage by itself: a page prints numbers for them, in another order."


def check_mentions(table: ReadTable[object], columns: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    """Yield a fault for each id in a text that no passage and no source has, and for each range of ids."""
    for at, row in enumerate(table.rows):
        for column in columns:
            for found, expected, mend in _faults(getattr(row, column), known):
                yield table.problem(at, column, found, expected, mend)


def check_noted(head: Document, notes: str, known: Collection[str]) -> Iterator[Problem]:
    """Yield the same faults for the notes in the header of a coder's file."""
    for found, expected, mend in _faults(notes, known):
        yield head.problem(("notes",), found, expected, mend)


def _faults(text: str, known: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for name in named_in(text):
        if name not in known:
            yield f"the passage {name!r}", "an id in evidence.csv", OTHERWISE
    for name in ranges_in(text):
        yield f"the range {name!r}", "single ids", APART
