"""The record of several countries by year: two frames in a small panel for each, the widest gap first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import PeersFile, Record, Scorecard
from evaluator.model.sentence import text_for
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.attach import results_files
from evaluator.reports.carried.beside import PEERS, peers_file
from evaluator.reports.carried.result import SeveralOrder
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.small_multiples import Panel, small_multiples
from evaluator.reports.context.alongside import RECORD, records_of
from evaluator.reports.language import language
from evaluator.reports.outline import Page, Report, Section, Tool
from evaluator.reports.output import page_html, page_pdf
from evaluator.reports.pdf.engines import TOOL, recorded_version
from evaluator.reports.region import region_name
from evaluator.reports.subject import Examples, country_name, date_of, examples_among, invented_among, rubric_name
from evaluator.reports.wording import wording_of


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsView(Page):
    """What the page shows: the panels, the number of countries, and the footnotes to their names."""

    chart: Chart
    countries: int
    rubric: str
    method: Tool
    examples: Examples
    invented: str
    footnotes: tuple[str, ...]
    is_draft: bool


YEARS: Report[None, YearsView] = Report("years", [Section("years", "years/sheet.html")], is_several=True)


def years_view(library: Library, cards: Sequence[Scorecard], records: dict[str, Record], lang: str) -> YearsView:
    """Return the view of the page, from the records by country.

    Raises
    ------
    EvaluatorError
        The rubric is not that of the public record, or no country has four years under both frames.
    """
    rubric = cards[0].rubric
    if rubric.id != RECORD:
        raise EvaluatorError(f"Years are those of the public record, not of {rubric.id}: add --rubric {RECORD}.")
    wording = wording_of(rubric, lang)
    pen = Pen(replace(language(library.templates, lang), wording=wording), letters_of(library.templates))
    known = {card.assessment.country.iso3: card.assessment.country for card in cards}
    names = {iso3: country_name(one.names, iso3, lang).text or iso3 for iso3, one in known.items()}
    panels = [Panel.of(name, records[iso3]) for iso3, name in names.items() if iso3 in records]
    frames = [tuple(pen.lang.said(text_for(names, lang)) for names in one.frames) for one in records.values()][:1]
    chart = small_multiples(pen, (frames[0][0], frames[0][1]), panels) if frames else None
    if chart is None:
        raise EvaluatorError("No country has a record of four years under both frames: name others.")
    shown = {row[0] for row in chart.table[1:]}
    notes = (text_for(one.footnote, lang) for iso3, one in known.items() if names[iso3] in shown)
    return YearsView(
        lang=lang,
        date=max(date_of(card.assessment) for card in cards),
        altered=altered_words(rubric, lang),
        wording=wording,
        chart=chart,
        countries=len(shown),
        rubric=rubric_name(rubric, lang),
        method=Tool(recorded_version(TOOL)),
        examples=examples_among((names[card.assessment.country.iso3], card.assessment) for card in cards),
        invented=invented_among(known.values()),
        footnotes=tuple(dict.fromkeys(filter(None, notes))),
        is_draft=any(card.is_draft for card in cards),
    )


def years_order(cards: Sequence[Scorecard], lang: str = "en") -> SeveralOrder:
    """Return what result.json records of the page."""
    return SeveralOrder(YEARS.kind, region_name(cards, YEARS.kind, lang), lang)


def years_html(library: Library, cards: Sequence[Scorecard], lang: str = "en") -> str:
    """Return the page as HTML; see `page_html`."""
    view = years_view(library, cards, _records(library, cards), lang)
    return page_html(library, YEARS, view, (), years_order(cards, lang).document)


def years_pdf(library: Library, cards: Sequence[Scorecard], lang: str = "en") -> bytes:
    """Return the page as PDF bytes, with the files it rests on; the same data and versions give the same bytes."""
    records = _records(library, cards)
    view, order = years_view(library, cards, records, lang), years_order(cards, lang)
    carried = results_files(library, cards, order, {PEERS: peers_file(PeersFile(records=records))})
    return page_pdf(library, YEARS, view, carried, order.document)


def _records(library: Library, cards: Sequence[Scorecard]) -> dict[str, Record]:
    return records_of(library, [card.assessment.country.iso3 for card in cards])
