"""A printed page as its reader has it: sections with their sentences, tables and figures, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from evaluator.reports.page_reader.drawing import Drawing, drawing_of
from evaluator.reports.page_reader.tree import BLOCKS, UNSEEN, Node, tree_of

HEADINGS = ("h1", "h2")


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one block of text, with its tag and classes."""

    text: str
    tag: str = "p"
    classes: frozenset[str] = frozenset()

    @property
    def is_title(self) -> bool:
        """Return whether the words stand over something."""
        return self.tag in ("h1", "h2", "h3", "h4", "caption") or "figtitle" in self.classes


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, the words of its head, and those of each row below."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A figure: the titles over it, its unit, its alternative text, the drawing, and its rows where it carries them."""

    titles: tuple[str, ...]
    unit: str
    drawing: Drawing
    record: dict[str, Any] | None = None
    told: tuple[tuple[str, str], ...] = ()  # of the alternative text: each name with what it has


@dataclass
class Section:
    """What stands under one heading; `sheet` counts the sheets of paper from 1."""

    heading: str = ""
    sheet: int = 0
    id: str = ""
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Return how a person finds the section."""
        return f"sheet {self.sheet}" + (f", “{self.heading}”" if self.heading else "")

    @property
    def words(self) -> str:
        """Return every sentence, unit and caption of the section."""
        return "\n".join([*(line.text for line in self.lines), *(figure.unit for figure in self.figures)])


@dataclass(frozen=True)
class Page:
    """A report or a page of the site, read."""

    lang: str
    sections: tuple[Section, ...]
    running: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return every block of text in the order of the page."""
        return tuple(line.text for section in self.sections for line in section.lines)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Return every table in the order of the page."""
        return tuple(table for section in self.sections for table in section.tables)

    @cached_property
    def figures(self) -> tuple[tuple[Section, Figure], ...]:
        """Return every figure with its section."""
        return tuple((section, figure) for section in self.sections for figure in section.figures)

    @cached_property
    def text(self) -> str:
        """Return all sentences."""
        return "\n".join(self.lines)

    @property
    def heading(self) -> str:
        """Return the first heading of the page."""
        return next((section.heading for section in self.sections if section.heading), "")

    @property
    def headings(self) -> str:
        """Return all headings of sections, a line each."""
        return "\n".join(section.heading for section in self.sections)


def read_page(html: str) -> Page:
    """Return a page of HTML as sections of sentences, tables and figures.

    Examples
    --------
    >>> page = read_page("<html lang=en><body><h2>Two of three</h2><p>A sentence.</p></body></html>")
    >>> page.sections[-1].heading, page.lines
    ('Two of three', ('Two of three', 'A sentence.'))
    """
    root = tree_of(html)
    lang = next((node.attributes.get("lang", "") for node in root.every("html")), "")
    reader = _Reader()
    reader.walk(root)
    reader.flush()
    running = " ".join(node.attributes["data-note"] for node in root.every("main", "div", "body")
                       if "data-note" in node.attributes)  # fmt: skip
    return Page(lang, tuple(section for section in reader.sections if section.lines or section.figures), running)


class _Reader:
    """Walks a page once; `unit` and `title` wait for the drawing that follows."""

    def __init__(self) -> None:
        self.sections = [Section()]
        self.sheet = 0
        self.open: list[str] = []
        self.title = self.unit = ""
        self.record: dict[str, Any] | None = None
        self.cells = 0

    @property
    def now(self) -> Section:
        return self.sections[-1]

    def flush(self, tag: str = "p", classes: frozenset[str] = frozenset()) -> None:
        words = " ".join("".join(self.open).split())
        self.open.clear()
        if words:
            self.now.lines.append(Line(words, tag, classes))

    def walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.open.append(child)
            elif child.tag in UNSEEN:
                continue
            elif child.tag == "script":
                self._record(child)
            elif child.tag == "svg":
                self._figure(child)
            elif child.tag in BLOCKS:
                self._block(child)
            else:
                self.walk(child)
                if child.tag == "br":
                    self.open.append(" ")

    def _block(self, node: Node) -> None:
        self.flush()
        if node.tag == "section" and "sheet" in node.classes:
            self.sheet += 1
        if node.tag in HEADINGS and "minor" not in node.classes:  # a minor one heads a part of its section
            self.sections.append(Section(node.text, self.sheet, node.attributes.get("id", "")))
            self.title = self.unit = ""
        if node.tag == "table":
            self.now.tables.append(_table(node))
        self.cells += node.tag in ("td", "th")
        self.walk(node)
        self.cells -= node.tag in ("td", "th")
        if "figtitle" in node.classes:
            self.title = node.text
        if "figunit" in node.classes:
            self.unit = node.text
        self.flush(node.tag, node.classes)

    def _figure(self, svg: Node) -> None:
        alt = next((title.text for title in svg.every("title")), "").removesuffix(".")
        self.open.append(" ")
        if not alt or self.cells:  # a bar beside the number that it shows
            return
        titles = tuple(dict.fromkeys(filter(None, (self.title or self.now.heading.removesuffix("."), alt))))
        record = next((_json(script) for script in svg.every("script")), None) or self.record
        told = next((desc.text for desc in svg.every("desc")), "")
        self.now.figures.append(Figure(titles, self.unit, drawing_of(svg), record, _told(told)))
        self.title = self.unit = ""
        self.record = None

    def _record(self, script: Node) -> None:
        found = _json(script)
        if found is None:
            return
        last = self.now.figures[-1] if self.now.figures else None
        if last is not None and last.record is None:
            self.now.figures[-1] = replace(last, record=found)
        else:
            self.record = found


def _told(text: str) -> tuple[tuple[str, str], ...]:
    """Return the entries of an alternative text: `A: 0.41, D; B: 0.37`, after a sentence on what they are."""
    parts = [part.rpartition(". ")[2].partition(": ") for part in text.split("; ")]
    return tuple((name.strip(), value.strip()) for name, colon, value in parts if colon)


def _json(script: Node) -> dict[str, Any] | None:
    if script.attributes.get("type") != "application/json" or "block" not in script.classes:
        return None
    found = json.loads("".join(child for child in script.children if isinstance(child, str)))
    return found if isinstance(found, dict) else None


def _cells(row: Node) -> Iterator[str]:
    """Yield the words of each cell; those of a cell over several columns stand in each."""
    for cell in row.nodes():
        if cell.tag in ("th", "td"):
            yield from [cell.text] * int(cell.attributes.get("colspan") or 1)


def _table(node: Node) -> Table:
    caption = next((found.text for found in node.every("caption")), "")
    rows = [tuple(_cells(row)) for row in node.every("tr")]
    heads = [row for head in node.every("thead") for row in head.every("tr")]
    return Table(caption, rows[0] if heads and rows else (), tuple(rows[len(heads) :]))
