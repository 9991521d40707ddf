"""Invented plans as pages: paragraphs and tables, in looks that are kind to a reader and in looks that are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import yaml

from evaluator.intake.formats.cells import one_line
from evaluator.model.script import serbian_latin

WORDS = Path(__file__).with_name("plan_corpus.yaml")
ROWS, PER_OBJECTIVE = 24, 3
FIELDS = ("number", "objective", "activity", "body", "time", "indicator", "money")
WIDTHS = {
    "number": 6,
    "objective": 15,
    "activity": 29,
    "body": 16,
    "lead": 12,
    "partners": 12,
    "time": 12,
    "indicator": 13,
    "money": 10,
}
Rules = Literal["all", "level", "book"]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table: its text, a line for each item of a list, and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the widths of its columns, rows of cells (a merged one in its first row), and how it is ruled."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Box, ...], ...]
    head_rows: int = 1
    rules: Rules = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one orientation: paragraphs, tables, and tables that stand side by side."""

    blocks: tuple[str | Sheet | tuple[Sheet, Sheet], ...]
    is_wide: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plan as it should come out: texts by what they are; an empty one is not compared."""

    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """An invented plan: its pages, and what they hold."""

    lang: str
    look: str
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    headings: tuple[str, ...]
    turn: Literal["", "turned", "sideways"] = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """Heads, and lines that are a heading or the texts of a row, before they are set."""

    lang: str
    words: dict[str, Any]
    heads: dict[str, str]
    lines: tuple[str | dict[str, str], ...]


def plans(seed: int = 7) -> list[Plan]:
    """Return the plans: each language in the plain looks, and two languages in each of the others."""
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    words["sr-Latn"] = _latin(words["sr-Cyrl"])
    languages = list(words)
    found: list[Plan] = []
    for at, (look, make) in enumerate(LOOKS.items()):
        chosen = languages if look in PLAIN else [languages[(2 * at + step) % len(languages)] for step in range(2)]
        for lang in chosen:
            # Latin is the same plan as Cyrillic, in the other script.
            key = "sr-Cyrl" if lang == "sr-Latn" else lang
            draft = _draft(lang, words[lang], random.Random(f"{seed}{key}{look}"))  # noqa: S311
            found.append(replace(make(draft), lang=lang, look=look))
    return found


def _latin(words: Any) -> Any:  # noqa: ANN401
    if isinstance(words, str):
        return serbian_latin(words)
    if isinstance(words, dict):
        return {key: _latin(own) for key, own in words.items()}
    return [_latin(own) for own in words] if isinstance(words, list) else words


def _draft(lang: str, words: dict[str, Any], draw: random.Random) -> _Draft:
    lines: list[str | dict[str, str]] = []
    for band, heading in enumerate(words["bands"]):
        lines.append(heading)
        for number in range(ROWS // len(words["bands"])):
            tasks = draw.choice([1, 1, 2, 3, 5])
            each = [f"{draw.choice(words['verbs'])} {draw.choice(words['things'])}" for _ in range(tasks)]
            text = "\n".join(f"{chr(97 + at)}) {one}" for at, one in enumerate(each)) if tasks > 1 else each[0]
            is_above = number > 0 and draw.random() < 0.15  # noqa: PLR2004
            body = str(words["above"] if is_above else draw.choice(words["bodies"]))
            objective = f"{words['objectives'][band]} – {number // PER_OBJECTIVE + 1}"
            rest = {name: str(draw.choice(words[key])) for name, key in REST.items()}
            row = {"number": f"{band + 1}.{number + 1}", "objective": objective, "activity": text, "body": body}
            lines.append({**row, **rest})
    return _Draft(lang, words, dict(zip(FIELDS, map(str, words["heads"]), strict=True)), tuple(lines))


REST = {"time": "times", "indicator": "indicators", "money": "money"}


def _truth(draft: _Draft, fields: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows as they should come out: "as above" undone, lines of a cell put together."""
    rows: list[Row] = []
    before: dict[str, str] = {}
    for line in draft.lines:
        if isinstance(line, dict):
            before = {name: before[name] if line[name] == draft.words["above"] else line[name] for name in fields}
            rows.append(Row({name: one_line(text) for name, text in before.items()}))
    return tuple(rows)


def _headings(draft: _Draft) -> tuple[str, ...]:
    return tuple(line for line in draft.lines if isinstance(line, str))


def _cells(draft: _Draft, fields: Sequence[str], *, is_merged: bool = True) -> list[tuple[Box, ...]]:
    """Return the lines as rows of cells; an objective is one cell over its rows, else it stands in the first."""
    keys = [line["objective"] if isinstance(line, dict) else None for line in draft.lines]
    spans: list[int] = []
    for _, group in groupby(keys):
        size = len(list(group))
        spans += [size, *[0] * (size - 1)]
    rows: list[tuple[Box, ...]] = []
    for line, span in zip(draft.lines, spans, strict=True):
        if isinstance(line, str):
            rows.append((Box(line, columns=len(fields)),))
            continue
        cells = []
        for name in fields:
            if name != "objective":
                cells.append(Box(line[name]))
            elif not is_merged:
                cells.append(Box(line[name] if span else ""))
            elif span:
                cells.append(Box(line[name], rows=span))
        rows.append(tuple(cells))
    return rows


def _sheet(draft: _Draft, fields: Sequence[str], rules: Rules = "all", *, is_merged: bool = True) -> Sheet:
    head = tuple(Box(draft.heads[name]) for name in fields)
    widths = tuple(WIDTHS[name] for name in fields)
    return Sheet(widths, (head, *_cells(draft, fields, is_merged=is_merged)), 1, rules)


WITHOUT_OBJECTIVE = tuple(name for name in FIELDS if name != "objective")


def _ruled(draft: _Draft) -> Plan:
    part = Part(("2025-2027", _sheet(draft, FIELDS)))
    return Plan("", "", (part,), _truth(draft, FIELDS), _headings(draft))


def _narrow(draft: _Draft) -> Plan:
    plan = _ruled(draft)
    return replace(plan, parts=(replace(plan.parts[0], is_wide=False),))


def _level(draft: _Draft) -> Plan:
    part = Part(("2025-2027", _sheet(draft, WITHOUT_OBJECTIVE, "level")))
    return Plan("", "", (part,), _truth(draft, WITHOUT_OBJECTIVE), _headings(draft))


def _book(draft: _Draft) -> Plan:
    """Set three lines alone, as books do: above the head, below it, and at the end."""
    part = Part(("2025-2027", _sheet(draft, WITHOUT_OBJECTIVE, "book")))
    return Plan("", "", (part,), _truth(draft, WITHOUT_OBJECTIVE), _headings(draft))


def _double(draft: _Draft) -> Plan:
    """Divide the head of bodies into lead and partners, and number the columns below."""
    fields = ("number", "objective", "activity", "lead", "partners", "time", "indicator", "money")
    words = draft.words
    split = {"lead": words["lead"], "partners": words["partners"]}
    top = tuple(
        Box(draft.heads["body"], columns=2) if name == "lead" else Box(draft.heads[name], rows=2)
        for name in fields
        if name != "partners"
    )
    lower = tuple(Box(str(split[name])) for name in ("lead", "partners"))
    count = tuple(Box(str(at)) for at in range(1, len(fields) + 1))
    lines = tuple(line if isinstance(line, str) else _divided(line, words) for line in draft.lines)
    own = replace(draft, lines=lines)
    widths = tuple(WIDTHS[name] for name in fields)
    sheet = Sheet(widths, (top, lower, count, *_cells(own, fields)), 3)
    bodies = tuple(
        {**line, "body": f"{line['lead']}; {line['partners']}"} if isinstance(line, dict) else line for line in lines
    )
    truth = _truth(replace(draft, lines=bodies), FIELDS)
    return Plan("", "", (Part(("2025-2027", sheet)),), truth, _headings(draft))


def _divided(line: dict[str, str], words: dict[str, Any]) -> dict[str, str]:
    body = line["body"] if line["body"] != words["above"] else str(words["bodies"][0])
    lead, _, partners = body.replace(";", ",").partition(",")
    return {**line, "lead": lead.strip(), "partners": partners.strip() or str(words["bodies"][2])}


def _lists(draft: _Draft) -> Plan:
    """Put lists with marks and notes at the foot into cells; the note stands in a row over all columns at the end."""
    lines: list[str | dict[str, str]] = []
    for line in draft.lines:
        is_list = isinstance(line, dict) and "\n" in line["activity"]
        lines.append(_without_letters(line) if is_list and isinstance(line, dict) else line)
    own = replace(draft, lines=tuple(lines))
    rows = [tuple(replace(cell, is_list="\n" in cell.text) for cell in row) for row in _cells(own, WITHOUT_OBJECTIVE)]
    note = (Box(f"* {draft.words['note']}", columns=len(WITHOUT_OBJECTIVE)),)
    rows[1] = (*rows[1][:-1], Box(rows[1][-1].text, is_list=False))
    head = tuple(Box(draft.heads[name]) for name in WITHOUT_OBJECTIVE)
    sheet = Sheet(tuple(WIDTHS[name] for name in WITHOUT_OBJECTIVE), (head, *rows, note))
    part = Part(("2025-2027", sheet, f"¹ {draft.words['note']}"))
    return Plan("", "", (part,), _truth(own, WITHOUT_OBJECTIVE), _headings(draft))


def _without_letters(line: dict[str, str]) -> dict[str, str]:
    return {**line, "activity": "\n".join(item[3:] for item in line["activity"].split("\n"))}


def _parts(draft: _Draft) -> Plan:
    """Set a table for each heading, which stands above it, on wide and upright pages in turn; no row has a number."""
    fields = ("activity", "body", "time", "indicator", "money")
    parts: list[Part] = []
    groups = [list(group) for _, group in groupby(draft.lines, key=lambda line: isinstance(line, str))]
    for at, (heading, rows) in enumerate(zip(groups[::2], groups[1::2], strict=True)):
        own = replace(draft, lines=tuple(rows))
        parts.append(Part((str(heading[0]), _sheet(own, fields)), is_wide=bool(at % 2)))
    return Plan("", "", tuple(parts), _truth(draft, fields), _headings(draft))


def _turned(draft: _Draft) -> Plan:
    return replace(_ruled(draft), turn="turned")


def _sideways(draft: _Draft) -> Plan:
    return replace(_ruled(draft), turn="sideways")


def _beside(draft: _Draft) -> Plan:
    """Set a list of abbreviations beside the table of the plan, which has two heads in other words."""
    fields = ("number", "activity", "body", "time")
    other = replace(draft, heads={**draft.heads, **draft.words["other_heads"]})
    legend = Sheet((8, 20), tuple((Box(a), Box(b)) for a, b in draft.words["legend"]))
    part = Part(("2025-2027", (_sheet(other, fields), legend)))
    return Plan("", "", (part,), _truth(draft, fields), _headings(draft))


PLAIN = ("ruled", "narrow", "level")
LOOKS: dict[str, Callable[[_Draft], Plan]] = {
    "ruled": _ruled, "narrow": _narrow, "level": _level, "book": _book, "double": _double, "lists": _lists,
    "parts": _parts, "turned": _turned, "sideways": _sideways, "beside": _beside,
}  # fmt: skip
