"""Reports of every kind as pages that can be read, by the reader of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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
from evaluator.reports.page_reader.page import Page, Table, read_page
from evaluator.reports.poster import poster_html
from evaluator.reports.region import region_view
from evaluator.reports.request import REQUEST, open_tasks
from evaluator.reports.years import years_html


@dataclass(frozen=True)
class Paper:
    """A printed page: of which kind, by which rubric, on which plan (empty for several), and its HTML."""

    kind: str
    rubric: str
    plan: str
    html: str
    lang: str = "en"

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.rubric, self.plan, self.lang if self.lang != "en" else "")))

    @cached_property
    def page(self) -> Page:
        return read_page(self.html)

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.page.tables


def country_paper(library: Library, card: Scorecard, lang: str = "en") -> Paper:
    page = page_html(library, COUNTRY, report_view(library, card, lang, annex=True))
    return Paper("country", card.rubric.id, card.assessment.plan.id, page, lang)


def request_paper(library: Library, card: Scorecard) -> Paper:
    page = page_html(library, REQUEST, request_view(card, open_tasks(card)))
    return Paper("request", card.rubric.id, card.assessment.plan.id, page)


def poster_paper(library: Library, card: Scorecard, lang: str = "en") -> Paper:
    return Paper("poster", card.rubric.id, card.assessment.plan.id, poster_html(library, card, lang), lang)


def years_paper(library: Library, cards: Sequence[Scorecard], lang: str = "en") -> Paper:
    return Paper("years", cards[0].rubric.id, "", years_html(library, cards, lang), lang)


def several_papers(
    library: Library, cards: list[Scorecard], *kinds: str, lang: str = "en", of: str = ""
) -> Iterator[Paper]:
    """Yield a report of each kind on several plans together, which `of` names."""
    for kind in kinds:
        (report,) = (one for one in REPORTS if one.kind == kind)
        view = (
            contrast_view(contrasted_cards(library, cards), lang, annex=True)
            if report is CONTRAST
            else region_view(cards, kind, lang)
        )
        yield Paper(kind, cards[0].rubric.id, of, page_html(library, report, view), lang)


def card_of(library: Library, plan: str, rubric: str = DEFAULT_RUBRIC, assessor: str = "") -> Scorecard:
    chosen = library.rubric(rubric)
    return evaluate(library.assessment(plan, chosen), chosen, assessor=assessor or None)
