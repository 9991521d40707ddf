"""Headings and explanations of the sheets' columns and entries, for people who never open the files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from evaluator.model.schema import Column, Shape, Truth
from evaluator.read.shipped import shipped_root
from evaluator.read.text_files.shape import build
from evaluator.read.text_files.yaml_file import read_yaml


class ColumnWords(Shape):
    """Heading of a column, and a sentence that explains it; empty for those that its name and its meaning give."""

    heading: str = ""
    sentence: str = ""


class Entry(Shape):
    """Label and meaning of one entry; a `must` entry is coloured, a `rare` one folded away."""

    label: str = ""
    meaning: str = ""
    must: Truth = False
    rare: Truth = False


class SheetWords(Shape):
    """The content of `templates/sheets.yaml`: every word of the sheets that is not a rubric's own."""

    columns: dict[str, ColumnWords]
    entries: dict[str, Entry]
    parts: dict[str, str]
    further: str
    steps: dict[str, str]
    forms: dict[str, str]
    labels: dict[str, str]
    choices: tuple[str, ...]
    status_help: dict[str, str]
    guide: tuple[str, ...]


NO_WORDS, NO_ENTRY = ColumnWords(), Entry()


@cache
def sheet_words() -> SheetWords:
    """Return the words of the sheets in English."""
    return build(SheetWords, read_yaml(shipped_root() / "templates" / "sheets.yaml"))


def heading_of(table: str, column: str) -> str:
    """Return the heading of a table's column.

    Examples
    --------
    >>> heading_of("measures", "lead_ids"), heading_of("other", "odd_name")
    ('Who leads', 'Odd name')
    """
    own, alone = _words_of(table, column)
    return own.heading or alone.heading or column.replace("_", " ").capitalize()


def _words_of(table: str, column: str) -> tuple[ColumnWords, ColumnWords]:
    """Return the words for a column of this table, and those for a column of this name."""
    known = sheet_words().columns
    return known.get(f"{table}.{column}", NO_WORDS), known.get(column, NO_WORDS)


def sentence_of(table: str, column: str, doc: str) -> str:
    """Return the sentence that explains a column, by default the column's own doc as a sentence."""
    own, alone = _words_of(table, column)
    return own.sentence or alone.sentence or (f"{doc[:1].upper()}{doc[1:]}." if doc else "")


def entry_heading(sheet: str, path: str, said: Callable[[str], str] = str) -> str:
    """Return the label of an entry: `Role in trafficking 1`, `Drafted by 2, source`, `Title (sq)`.

    `said` translates each part of it.

    Examples
    --------
    >>> [entry_heading("plan", path) for path in ("titles.sq", "drafted_by.2.source_id", "titles.+")]
    ['Title (sq)', 'Drafted by 2, source', 'Title in another language']
    """
    steps = path.split(".")
    number = next((step for step in steps if step.isdigit()), "")
    plain = [step for step in steps if not step.isdigit()]
    *_, before, own = (NO_ENTRY, *entries_above(sheet, path))
    if own.label:
        return f"{said(own.label)} {number}".strip()
    above = said(before.label or heading_of("", plain[0]))
    last = plain[-1]
    if last == "+":
        return said(sheet_words().further) % {"entry": above}
    part = sheet_words().parts.get(last)
    return f"{above} {number}, {said(part)}".replace(" ,", ",") if part else f"{above} ({last})"


def meaning_of(sheet: str, path: str) -> str:
    """Return the meaning of an entry, else that of the top-level entry above it; empty if neither has one.

    Examples
    --------
    >>> meaning_of("plan", "languages.2.script"), meaning_of("plan", "titles.sq"), meaning_of("plan", "nothing")
    ('its script, such as Latn or Cyrl', "the plan's title as printed, one row for each language", '')
    """
    said = entries_above(sheet, path)
    return said[-1].meaning or said[0].meaning


def entries_above(sheet: str, path: str) -> list[Entry]:
    """Return the declared entries on the way down a path, the top-level entry first."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    known = sheet_words().entries
    return [known.get(f"{sheet}.{'.'.join(steps[:at])}", NO_ENTRY) for at in range(1, len(steps) + 1)]


def form_of(declared: Column, said: Callable[[str], str] = str) -> str:
    """Return a description of the form that an entry must have, such as `one of: plan, law`; empty for plain text.

    `said` translates the description.

    Examples
    --------
    >>> form_of(Column("kind", "choice", "", choices=("plan", "law"))), form_of(Column("note", "text", ""))
    ('one of: plan, law', '')
    """
    kind = "choice" if declared.choices else "series" if declared.doc == "series" else declared.kind
    forms = sheet_words().forms
    return said(forms[kind]) % {"choices": ", ".join(declared.choices)} if kind in forms else ""
