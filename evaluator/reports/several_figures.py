"""One chart of several plans by itself, by its name: for `evaluator figure` and for a study in a notebook."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import text_for
from evaluator.reports.charts.door import FIGURES, drawn
from evaluator.reports.charts.door import Figure as DoorFigure
from evaluator.reports.charts.drawing import Chart
from evaluator.reports.context.alongside import records_of
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.charts import ContrastCharts
from evaluator.reports.contrast.report import contrast_view
from evaluator.reports.figure import Figure, figure_of, pen_of
from evaluator.reports.outline import Page
from evaluator.reports.region import CHARTS, labels_of, region_view
from evaluator.reports.years import years_view

BY_YEAR = "multiples"
WIDEST = 80  # letters of a source's title


@dataclass(frozen=True, slots=True)
class Made:
    """A chart, the page that it is of, and what the lines below it name."""

    page: Page
    chart: Chart | None
    rubric: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    name: str
    is_draft: bool

    def titled(self, library: Library, kind: str) -> Figure:
        """Return the figure with its title, its unit and the lines below it.

        Raises
        ------
        EvaluatorError
            The plans have nothing to show in such a chart.
        """
        if self.chart is None:
            raise EvaluatorError(
                f"{kind} has nothing to show for these plans: too few of them, or of their frames, differ."
            )
        return figure_of(library, self.chart, self.page, self.rubric, self.sources, self.notes)


def figure_named(kind: str) -> DoorFigure:
    """Return a figure by its name.

    Raises
    ------
    EvaluatorError
        The extension that draws it is left out.
    """
    named = FIGURES.get(kind)
    if named is None:
        raise EvaluatorError(f"{kind} cannot be drawn: its extension is left out.")
    return named


def made_of_contrast(library: Library, kind: str, made: Contrasted, lang: str) -> Made:
    """Return a chart of plans under many frames."""
    view = contrast_view(made, lang)
    charts = ContrastCharts(made.found, labels_of(made.found.study, lang), lang)
    chart = drawn(kind, figure_named(kind), charts, pen_of(library, view))
    named = f"{view.rubric}, {len(made.found.study.weightings)} frames"
    name = f"{kind}-{len(made.cards)}-plans-{made.found.base.id}"
    return Made(view, chart, named, sources_cited_most(made.cards), view.footnotes, name, view.is_draft)


def made_of_plans(library: Library, kind: str, cards: Sequence[Scorecard], lang: str) -> Made:
    """Return a chart of plans under one frame."""
    name = f"{kind}-{len(cards)}-plans-{cards[0].weighting.id}"
    view = region_view(cards, "comparative", lang, library.templates)
    chart = drawn(kind, figure_named(kind), CHARTS.of(view), pen_of(library, view))
    named = f"{view.rubric.text} {cards[0].rubric.version}, {view.weighting.text}"
    return Made(view, chart, named, sources_cited_most(cards), view.footnotes, name, view.is_draft)


def made_by_year(library: Library, cards: Sequence[Scorecard], lang: str) -> Made:
    """Return the chart of plans by year, beside the public record."""
    name = f"{BY_YEAR}-{len(cards)}-plans-{cards[0].weighting.id}"
    years = years_view(library, cards, records_of(library, [card.assessment.country.iso3 for card in cards]), lang)
    return Made(years, years.chart, years.rubric, sources_cited_most(cards), years.footnotes, name, years.is_draft)


def sources_cited_most(cards: Sequence[Scorecard]) -> tuple[str, ...]:
    """Return the titles of what the ratings cite most, at most three."""
    counts = Counter(text_for({"en": source.title}, "en") for card in cards for source in card.assessment.sources)
    named = sorted(counts, key=lambda title: (-counts[title], title))[:3]
    return tuple(textwrap.shorten(title, WIDEST, placeholder=" …") for title in named)
