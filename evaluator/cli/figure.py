"""`evaluator figure`: one chart by itself, as SVG or PNG."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.options import FORCE, LANG, OUT, handing, option
from evaluator.cli.shared.out import ANOTHER_NAME, refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.contrasts.options import ContrastOptions
from evaluator.errors import EvaluatorError
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import say, text_for
from evaluator.reports.charts.door import FIGURES, drawn
from evaluator.reports.charts.door import Figure as DoorFigure
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.punished_beside import punished_chart
from evaluator.reports.context.alongside import records_of
from evaluator.reports.context.country import country_context
from evaluator.reports.context.several import context_of, contrasted
from evaluator.reports.contrast.charts import ContrastCharts
from evaluator.reports.contrast.report import contrast_view
from evaluator.reports.country import country_page
from evaluator.reports.figure import Figure, figure_of, figure_of_facts, figure_png, pen_of
from evaluator.reports.language import language
from evaluator.reports.outline import Page
from evaluator.reports.region import CHARTS, labels_of, region_view
from evaluator.reports.sections.charts import CountryCharts
from evaluator.reports.years import years_view
from evaluator.scoring.consequences import punished_beside

BY_YEAR = "multiples"
FACTS = ("punished",)  # of public data alone
FACTS_FOOT = say(
    "Human Trafficking Indicators (Frank 2013), reports of 2001 to 2011; 3P index (Cho, Dreher and Neumayer). What "
    "coders read in the Trafficking in Persons Reports; a silent chapter says nothing of what happened."
)
Drawing = tuple[str, DoorFigure]
WIDEST = 80  # letters of a source's title


@dataclass(frozen=True, slots=True)
class Output:
    """Where the figure goes, and how."""

    out: Path | None = OUT.field("File to write; else named by kind, plans and frame.")
    form: str = option(
        "--format", type=click.Choice(["svg", "png"]), default="svg", show_default=True, help="Form of the file."
    )
    lang: str = LANG.field("Language of the figure.")
    force: bool = FORCE.field()


@click.command("figure")
@click.argument("kind", type=click.Choice([*FIGURES.names(), BY_YEAR, *FACTS]), metavar="KIND")
@click.argument("names", nargs=-1, metavar="[COUNTRY|PLAN]...")
@handing(Output)
@with_choice
@with_session
def command(session: Session, choice: PlanChoice, output: Output, kind: str, names: tuple[str, ...]) -> None:
    r"""Draw one chart of a report by itself, with its sources.

    \b
    Of one plan: measures, frames, control, weight, criteria, boxes, strip, years.
    Of several, under many frames: bump, dumbbell, matrix, order, ranks.
    Of several, under one frame: map, ranges, levels, panels, sides, common.
    Of several, by year: multiples.
    Of public data, without names: punished.

    Without names a chart of several plans shows every assessed one. The chart is the one
    that the report prints. The status is 1 if a plan is a draft.

    \b
    Examples:
      evaluator figure frames BRA
      evaluator figure bump --rubric public-record --year 2011 --format png
      evaluator figure dumbbell ALB SRB --rubric law-and-practice -o two.svg
    """
    if kind in FACTS:
        _draw_facts(session, output, kind, names)
        return
    named = FIGURES.get(kind)
    if named is None and kind != BY_YEAR:
        raise EvaluatorError(f"{kind} cannot be drawn: its extension is left out.")
    made = _made(session, choice, (kind, named), names, output.lang)
    if made.chart is None:
        raise EvaluatorError(
            f"{kind} has nothing to show for these plans: too few of them, or of their frames, differ."
        )
    figure = figure_of(session.library, made.chart, made.page, made.rubric, made.sources, made.notes)
    _write_figure(session, output, made.name, figure)
    leave_open(made.is_draft)


def _write_figure(session: Session, output: Output, name: str, figure: Figure) -> None:
    path = output.out or Path(f"{name}.{output.form}")
    refuse_standing(path, session.library, force=output.force, remedy=ANOTHER_NAME)
    write_out(path, figure_png(session.library, figure) if output.form == "png" else figure.svg.encode())
    show(f"{path}\n")


def _draw_facts(session: Session, output: Output, kind: str, names: tuple[str, ...]) -> None:
    if names:
        raise click.UsageError(f"{kind} is drawn of all chapters of public data: leave the names out.")
    library = session.library
    lang = language(library.templates, output.lang)
    facts = library.shared_facts
    chart = punished_chart(
        Pen(lang, letters_of(library.templates)), punished_beside(facts.chapters, facts.three_p_index)
    )
    if chart is None:
        raise EvaluatorError("The library holds too few chapters for this figure.")
    _write_figure(session, output, kind, figure_of_facts(library, chart, lang.said(FACTS_FOOT)))


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


def _made(
    session: Session, choice: PlanChoice, named: tuple[str, DoorFigure | None], names: tuple[str, ...], lang: str
) -> Made:
    """Return the chart of a figure with its page, by what the figure is drawn of."""
    kind, figure = named
    if figure is None:
        return _chart_by_year(session, choice, kind, names, lang)
    make = {"plan": _chart_of_one, "contrast": _chart_of_several, "plans": _chart_side_by_side}[figure.of]
    return make(session, choice, (kind, figure), names, lang)


def _chart_of_one(session: Session, choice: PlanChoice, drawing: Drawing, names: tuple[str, ...], lang: str) -> Made:
    kind, figure = drawing
    if len(names) != 1:
        raise click.UsageError(f"{kind} is drawn of one plan: name one country or plan.")
    (card,) = choice.cards(session, names)[:1]
    context = country_context(session.library, card, lang)
    page = country_page(context)
    chart = drawn(kind, figure, CountryCharts(context, page), pen_of(session.library, page))
    named = f"{page.rubric.text} {card.rubric.version}, {page.weighting.text}"
    name = f"{kind}-{card.assessment.plan.id}-{card.weighting.id}"
    notes = page.footnotes
    return Made(page, chart, named, _sources_cited_most([card]), notes, name, card.is_draft)


def _chart_of_several(
    session: Session, choice: PlanChoice, drawing: Drawing, names: tuple[str, ...], lang: str
) -> Made:
    library, (kind, figure) = session.library, drawing
    rubric = library.rubric(choice.rubric)
    options = ContrastOptions(sections=figure.sections or ("scores",), weightings=choice.weightings).settled(rubric)
    plans = choice.assessments(session, rubric, names or choice.every(session))
    made = contrasted(rubric, plans, options, context_of(library, options.sections), choice.coder)
    view = contrast_view(made, lang)
    charts = ContrastCharts(made.found, labels_of(made.found.study, lang), lang)
    chart = drawn(kind, figure, charts, pen_of(library, view))
    named = f"{view.rubric}, {len(made.found.study.weightings)} frames"
    name = f"{kind}-{len(plans)}-plans-{made.found.base.id}"
    return Made(view, chart, named, _sources_cited_most(made.cards), view.footnotes, name, view.is_draft)


def _chart_by_year(session: Session, choice: PlanChoice, kind: str, names: tuple[str, ...], lang: str) -> Made:
    library = session.library
    cards = choice.cards(session, names or choice.every(session))
    name = f"{kind}-{len(cards)}-plans-{cards[0].weighting.id}"
    years = years_view(library, cards, records_of(library, [card.assessment.country.iso3 for card in cards]), lang)
    return Made(years, years.chart, years.rubric, _sources_cited_most(cards), years.footnotes, name, is_draft=False)


def _chart_side_by_side(
    session: Session, choice: PlanChoice, drawing: Drawing, names: tuple[str, ...], lang: str
) -> Made:
    library, (kind, figure) = session.library, drawing
    cards = choice.cards(session, names or choice.every(session))
    name = f"{kind}-{len(cards)}-plans-{cards[0].weighting.id}"
    view = region_view(cards, "comparative", lang, library.templates)
    chart = drawn(kind, figure, CHARTS.of(view), pen_of(library, view))
    named = f"{view.rubric.text} {cards[0].rubric.version}, {view.weighting.text}"
    return Made(view, chart, named, _sources_cited_most(cards), view.footnotes, name, view.is_draft)


def _sources_cited_most(cards: list[Scorecard] | tuple[Scorecard, ...]) -> tuple[str, ...]:
    """Return the titles of what the ratings cite most, at most three."""
    counts = Counter(text_for({"en": source.title}, "en") for card in cards for source in card.assessment.sources)
    named = sorted(counts, key=lambda title: (-counts[title], title))[:3]
    return tuple(textwrap.shorten(title, WIDEST, placeholder=" …") for title in named)
