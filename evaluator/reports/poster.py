"""The poster of one plan: one number, one sentence, one picture, the grade strip, and three requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Figure, Spoken, say, series
from evaluator.plans.rows import counting_rows
from evaluator.reports.carried.attach import results_files
from evaluator.reports.carried.result import SeveralOrder, finding_of
from evaluator.reports.charts.drawing import Chart
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_page
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Report, Section
from evaluator.reports.output import page_html, page_pdf
from evaluator.reports.region import region_name
from evaluator.reports.retitle import finding_in_print
from evaluator.reports.sections.charts import CHARTS
from evaluator.scoring.rounding import score_figure, share_figure


@dataclass(frozen=True, slots=True)
class PosterView:
    """The number of a poster and what follows it in the line, the sentence that it begins, and the picture."""

    number: Figure
    of: Spoken
    sentence: Spoken
    picture: Chart | None


def _poster(context: CountryContext, page: CountryView) -> PosterView:
    """Return what no measure of the plan names; else its score, or how much of it is assessed."""
    charts, total, grading = CHARTS.of(page), page.total, context.card.rubric.grading
    named = charts.opening if charts and page.grade.grade else None
    if named is not None:
        things = series(", ", [what for what, count in named.table[1:] if count == "0"])
        measures = len(counting_rows(context.card.assessment).rows)
        return PosterView(
            Figure(0, ".0f"),
            say("of %(all)s", all=measures),
            say("measures name: %(things)s.", things=things),
            named,
        )
    if page.grade.grade and total.score is not None:
        edges = [band.lower for band in grading.bands]
        number = score_figure(total.score, edges)
        return PosterView(number, say("of 1"), page.finding.lead, charts.dots if charts else None)
    number = share_figure(total.coverage or 0.0, [grading.least_coverage])
    return PosterView(number, say("assessed"), page.finding.lead, charts.boxes if charts else None)


POSTER_SHOWN = Part("poster", _poster)
POSTER: Report[CountryContext, CountryView] = Report(
    "poster", [Section("poster", "poster/sheet.html", (POSTER_SHOWN,))], is_several=True
)


def poster_view(library: Library, card: Scorecard, lang: str = "en") -> CountryView:
    """Return the view of a poster; it rests on the scorecard alone."""
    context = CountryContext(card, lang, templates=library.templates)
    return POSTER.page(context, country_page(context))


def poster_order(card: Scorecard, lang: str = "en") -> SeveralOrder:
    """Return what result.json records of a poster."""
    finding = finding_in_print(finding_of(card), card.rubric)
    return SeveralOrder(POSTER.kind, region_name([card], POSTER.kind, lang), lang, finding=finding)


def poster_html(library: Library, card: Scorecard, lang: str = "en") -> str:
    """Return a poster as one HTML page; see `page_html`."""
    return page_html(library, POSTER, poster_view(library, card, lang), (), poster_order(card, lang).document)


def poster_pdf(library: Library, card: Scorecard, lang: str = "en") -> bytes:
    """Return a poster as PDF bytes, with the files it is made from; the same data and versions give the same bytes."""
    order = poster_order(card, lang)
    view = poster_view(library, card, lang)
    return page_pdf(library, POSTER, view, results_files(library, [card], order), order.document)


def only_card(cards: Sequence[Scorecard]) -> Scorecard:
    """Return the one plan of a poster.

    Raises
    ------
    EvaluatorError
        There are several plans.
    """
    if len(cards) != 1:
        raise EvaluatorError(f"A poster is of one plan, and {len(cards)} are named: name one.")
    return cards[0]
