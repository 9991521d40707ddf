"""Scores: in their range, none where too little is read, and no number in a title that the figure does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from evaluator.reports.page_reader.claim import Finding, near, rule
from evaluator.reports.page_reader.drawing import Drawing, Mark, Row, value_of
from evaluator.reports.page_reader.grammar import NUM, Grammar, count, number
from evaluator.reports.page_reader.page import Figure, Page, Section, Table

POINTS = 1.0  # by which a drawn end may be off
BAR = 14.0  # a box that is higher is no range
MOST_PAIRED = 4  # dots of one row for which every way to pair them with bars is tried


@rule
def a_score_lies_in_its_range(page: Page, words: Grammar) -> Iterator[Finding]:
    """A score lies between the ends printed or drawn beside it, or a word says that it does not."""
    for section in page.sections:
        told = words.found("range.word", section.words) is not None
        for table in section.tables:
            yield from _table_ranges(section, table, words, told=told)
        for figure in section.figures:
            if words.found("range.unit", figure.unit):
                yield from _drawn_ranges(section, figure, told=told)


def _table_ranges(section: Section, table: Table, words: Grammar, *, told: bool) -> Iterator[Finding]:
    at = {name: k for k, head in enumerate(table.head) for name in ("table.score", "table.range")
          if words.found(name, head)}  # fmt: skip
    for row in table.rows if len(at) == 2 else ():  # noqa: PLR2004  (a score and its range)
        if len(row) <= max(at.values()):
            continue
        score, ends = value_of(row[at["table.score"]]), [number(n) for n in re.findall(NUM, row[at["table.range"]])]
        if score is not None and len(ends) == 2:  # noqa: PLR2004
            holds = told or ends[0] - 0.0051 <= score <= ends[1] + 0.0051
            yield Finding(section.place, f"{row[0]}: {score:.2f}", f"its range, {ends[0]} to {ends[1]}", holds)


def _drawn_ranges(section: Section, figure: Figure, *, told: bool) -> Iterator[Finding]:
    for row in figure.drawing.rows():
        bars = sorted((m for m in row.bars() if 0 < m.bottom - m.top < BAR and m.width > 0), key=lambda m: m.left)
        dots = sorted(row.dots(), key=lambda mark: mark.x)
        if not dots or len(dots) != len(bars):
            continue
        for dot, bar in _paired(dots, bars):
            holds = told or _within(dot, bar)
            yield Finding(section.place, _named(row, dot, figure.drawing), _ends(bar, figure.drawing), holds)


def _within(dot: Mark, bar: Mark) -> bool:
    return bar.left - POINTS <= dot.x <= bar.right + POINTS


def _paired(dots: list[Mark], bars: list[Mark]) -> list[tuple[Mark, Mark]]:
    """Return each dot with a bar: with one that it lies in, as far as there is any such way to pair them."""
    ways = permutations(bars) if len(bars) <= MOST_PAIRED else [tuple(bars)]
    return max(
        (list(zip(dots, way, strict=True)) for way in ways),
        key=lambda pairs: sum(_within(dot, bar) for dot, bar in pairs),
    )


def _named(row: Row, dot: Mark, drawing: Drawing) -> str:
    value = drawing.scale.at(dot.x) if drawing.scale else -1.0
    return f"{row.name}: {value:.2f}" if 0 <= value <= 1 else row.name


def _ends(bar: Mark, drawing: Drawing) -> str:
    ends = [drawing.scale.at(x) for x in (bar.left, bar.right)] if drawing.scale else [-1.0]
    return (
        f"its bar, {ends[0]:.2f} to {ends[-1]:.2f}"
        if min(ends) >= 0 and max(ends) <= 1
        else "a bar that does not reach it"
    )


@rule
def no_number_where_too_little_is_read(page: Page, words: Grammar) -> Iterator[Finding]:
    """A page that scores nothing prints no score; in a table of several none with less read has one."""
    told = next((line for line in page.lines if words.found("nothing.scored", line)), "")
    if told:
        scores = re.findall(r"(?<![\d.,])[01][.,]\d\d\d?(?![\d.,]*\d)", page.text)
        yield Finding(page.sections[-1].place, told, f"the scores {', '.join(scores)}", not scores)
    for section in page.sections:
        for table in section.tables:
            yield from _unread_rows(section, table, words)


def _unread_rows(section: Section, table: Table, words: Grammar) -> Iterator[Finding]:
    at = {name: k for k, head in enumerate(table.head) for name in ("table.score", "table.coverage", "table.country")
          if words.found(name, head)}  # fmt: skip
    if len(at) < 3:  # noqa: PLR2004
        return
    rows = [(row[0], row[at["table.score"]], float(row[at["table.coverage"]].rstrip("%").replace(",", ".")))
            for row in table.rows if re.fullmatch(r"[\d.,]+%", row[at["table.coverage"]])]  # fmt: skip
    unread = [share for _, score, share in rows if words.found("unread", score)]
    for name, score, share in rows:
        if unread and value_of(score) is not None:
            shown = f"{share:g}% assessed; of another with {max(unread):g}% too little is read"
            yield Finding(section.place, f"{name}: {score}", shown, share > max(unread))


@rule
def a_score_in_a_title_stands_below_it(page: Page, words: Grammar) -> Iterator[Finding]:
    """A score in the title of a figure is printed in the figure or its section, or is the value of a mark."""
    for section, figure in page.figures:
        drawn = {value_of(m) for text in figure.drawing.texts for m in re.findall(NUM, text.words)}
        beside = {number(m) for line in section.lines if not line.is_title for m in re.findall(NUM, line.text)}
        beside |= {number(m) for table in section.tables for row in table.rows for c in row for m in re.findall(NUM, c)}
        marks = set(_values(figure.drawing))
        curves = any(mark.shape == "polyline" for mark in figure.drawing.marks)
        if curves and figure.drawing.height is None:  # the values of its curves cannot be read
            continue
        for title in figure.titles:
            for said in re.findall(rf"(?<![\d.,–]){NUM}(?![\d.,]*\d|–)", title):
                value = number(said)
                near_by = (one for one in drawn | beside if one is not None)
                holds = any(near(one, value) for one in near_by) or any(near(one, value, 0.011) for one in marks)
                if words.found("mean.unit", figure.unit) is None:
                    yield Finding(section.place, title, f"{said} nowhere", holds)


def _values(drawing: Drawing) -> Iterator[float]:
    dots = [mark for mark in drawing.marks if mark.shape in ("circle", "polyline")]
    for dot in dots:
        if drawing.scale:
            yield drawing.scale.at(dot.x)
        if drawing.height:
            yield from (drawing.height.at(-y) for _, y in (dot.points or ((dot.x, dot.y),)))


ONE = ("one.coverage", "one.texts", "one.passages", "one.measures")


@rule
def one_thing_has_one_number(page: Page, words: Grammar) -> Iterator[Finding]:
    """Coverage, sources, passages and measures have the same number on every page of a report on one plan."""
    if words.found("units.many", page.headings):
        return
    for kind in ONE:
        first: tuple[str, int] | None = None
        for section in page.sections:
            for line in section.lines:
                for told in words.every(kind, line.text):
                    first = first or (section.place, count(told))
                    yield Finding(section.place, line.text, f"{first[1]} on {first[0]}", count(told) == first[1])
