"""Reports of every kind, as pages that can be read: their sentences and their tables, by a parser of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

import tinyhtml5

from evaluator.cli.todo import request_view
from evaluator.library import Library
from evaluator.model.defaults import DEFAULT_RUBRIC
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import CONTRAST, contrast_view
from evaluator.reports.country import COUNTRY, report_view
from evaluator.reports.kinds import REPORTS
from evaluator.reports.output import page_html
from evaluator.reports.region import region_view
from evaluator.reports.request import REQUEST, open_tasks

UNSEEN = {"style", "script", "title", "svg", "head"}
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "caption", "dd", "dt", "div", "figcaption", "summary"}


@dataclass(frozen=True)
class Table:
    """A table of a page: its caption, the words of its head, and those of each row below."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """A printed page: of which kind, by which rubric, on which plan (empty for several), and its HTML."""

    kind: str
    rubric: str
    plan: str
    html: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.rubric, self.plan)))

    @cached_property
    def root(self) -> Element:
        return tinyhtml5.parse(self.html, namespace_html_elements=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text of each block in the order of the page, without what drawings and styles hold."""
        return tuple(filter(None, (" ".join(words.split()) for words in _blocks(self.root, []))))

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(_table(found) for found in self.root.iter("table"))

    def but(self, old: str, new: str) -> Paper:
        """Return the page with other words in one place, to see that a check notices."""
        assert old in self.html, f"{self} does not say {old!r}"
        return Paper(self.kind, self.rubric, self.plan, self.html.replace(old, new))


def words_of(element: Element) -> str:
    """Return the text of an element, without what drawings hold."""
    return " ".join("".join(_inline(element)).split())


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]  # a drawing has its own namespace


def _inline(element: Element) -> Iterator[str]:
    if _tag(element) not in UNSEEN:
        yield element.text or ""
        for child in element:
            yield from _inline(child)
            yield " " if _tag(child) in ("br", "svg", *BLOCKS) else ""
            yield child.tail or ""


def _blocks(element: Element, open_: list[str]) -> Iterator[str]:
    """Yield the text of each block; the text around a block inside another one is joined."""
    if _tag(element) in UNSEEN:
        return
    open_.append(element.text or "")
    for child in element:
        if child.tag in BLOCKS:
            yield "".join(open_)
            open_.clear()
        yield from _blocks(child, open_)
        if child.tag in BLOCKS:
            yield "".join(open_)
            open_.clear()
        elif _tag(child) in ("br", "svg"):
            open_.append(" ")
        open_.append(child.tail or "")
    if element.tag == "html":
        yield "".join(open_)


def _cells(row: Element) -> Iterator[str]:
    """Yield the words of each cell; those of a cell over several columns stand in each."""
    for cell in row:
        if cell.tag in ("th", "td"):
            yield from [words_of(cell)] * int(cell.get("colspan", "1"))


def _table(found: Element) -> Table:
    caption = found.find("caption")
    rows = [tuple(_cells(row)) for row in found.iter("tr")]
    heads = [row for head in found.iter("thead") for row in head.iter("tr")]
    return Table("" if caption is None else words_of(caption), rows[0] if heads else (), tuple(rows[len(heads) :]))


def country_paper(library: Library, card: Scorecard) -> Paper:
    page = page_html(library, COUNTRY, report_view(library, card, annex=True))
    return Paper("country", card.rubric.id, card.assessment.plan.id, page)


def request_paper(library: Library, card: Scorecard) -> Paper:
    page = page_html(library, REQUEST, request_view(card, open_tasks(card)))
    return Paper("request", card.rubric.id, card.assessment.plan.id, page)


def several_papers(library: Library, cards: list[Scorecard], *kinds: str) -> Iterator[Paper]:
    """Yield a report of each kind on several plans together."""
    for kind in kinds:
        (report,) = (one for one in REPORTS if one.kind == kind)
        view = (
            contrast_view(contrasted_cards(library, cards), annex=True)
            if report is CONTRAST
            else region_view(cards, kind)
        )
        yield Paper(kind, cards[0].rubric.id, "", page_html(library, report, view))


def card_of(library: Library, plan: str, rubric: str = DEFAULT_RUBRIC, assessor: str = "") -> Scorecard:
    chosen = library.rubric(rubric)
    return evaluate(library.assessment(plan, chosen), chosen, assessor=assessor or None)
