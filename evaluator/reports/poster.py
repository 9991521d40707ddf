"""The poster of one plan: one finding, one count, one picture and three requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Spoken
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
from evaluator.reports.sections.charts import charts_view
from evaluator.reports.sections.opening import CountView, opening_view
from evaluator.scoring.rounding import share_figure


@dataclass(frozen=True, slots=True)
class PosterView:
    """What a poster shows large: its finding as a sentence, the count that is its figure, and the picture."""

    hero: CountView | None
    sentence: Spoken
    more: tuple[Spoken, ...]
    picture: Chart | None


def _poster(context: CountryContext, page: CountryView) -> PosterView:
    """Return a harm or breach as the hero, else the first count of the first page; never a score."""
    opening, charts = opening_view(context, page), charts_view(context, page)
    hero = None if page.finding.grave else opening.hero
    return PosterView(
        hero,
        opening.said,
        (*opening.more, *([opening.reached] if opening.reached else ())),
        charts.strip or charts.dots if charts else None,
    )


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
        There are several plans, or too little of the plan is assessed for a grade.
    """
    if len(cards) != 1:
        raise EvaluatorError(f"A poster is of one plan, and {len(cards)} are named: name one.")
    (card,) = cards
    if card.state != "graded":
        share, least = share_figure(card.coverage), share_figure(card.rubric.grading.least_coverage)
        raise EvaluatorError(
            f"A poster states a finding, and of {card.assessment.plan.id} too little is known for one: {share} of what "
            f"counts is assessed, and {least} is needed. Print the report, which says what is missing."
        )
    return card
