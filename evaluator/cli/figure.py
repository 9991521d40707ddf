"""`evaluator figure`: one chart by itself, as SVG or PNG."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.options import FORCE, LANG, OUT, handing, option
from evaluator.cli.shared.out import ANOTHER_NAME, refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.contrasts.options import ContrastOptions
from evaluator.errors import EvaluatorError
from evaluator.model.sentence import say
from evaluator.reports.charts.door import FIGURES, drawn
from evaluator.reports.charts.drawing import Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.punished_beside import punished_chart
from evaluator.reports.context.country import country_context
from evaluator.reports.context.several import context_of, contrasted
from evaluator.reports.country import country_page
from evaluator.reports.figure import Figure, figure_of_facts, figure_png, pen_of
from evaluator.reports.language import language
from evaluator.reports.sections.charts import CountryCharts
from evaluator.reports.several_figures import (
    BY_YEAR,
    Made,
    figure_named,
    made_by_year,
    made_of_contrast,
    made_of_plans,
    sources_cited_most,
)
from evaluator.scoring.consequences import punished_beside

FACTS = ("punished",)  # of public data alone
FACTS_FOOT = say(
    "Human Trafficking Indicators (Frank 2013), reports of 2001 to 2011; 3P index (Cho, Dreher and Neumayer). What "
    "coders read in the Trafficking in Persons Reports; a silent chapter says nothing of what happened."
)


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
    made = _made(session, choice, kind, names, output.lang)
    _write_figure(session, output, made.name, made.titled(session.library, kind))
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


def _made(session: Session, choice: PlanChoice, kind: str, names: tuple[str, ...], lang: str) -> Made:
    """Return the chart of a figure with its page, by what the figure is drawn of."""
    library = session.library
    figure = None if kind == BY_YEAR else figure_named(kind)
    if figure is not None and figure.of == "plan":
        return _made_of_one(session, choice, kind, names, lang)
    if figure is not None and figure.of == "contrast":
        rubric = library.rubric(choice.rubric)
        options = ContrastOptions(sections=figure.sections or ("scores",), weightings=choice.weightings).settled(rubric)
        plans = choice.assessments(session, rubric, names or choice.every(session))
        made = contrasted(rubric, plans, options, context_of(library, options.sections), choice.coder)
        return made_of_contrast(library, kind, made, lang)
    cards = choice.cards(session, names or choice.every(session))
    return made_by_year(library, cards, lang) if figure is None else made_of_plans(library, kind, cards, lang)


def _made_of_one(session: Session, choice: PlanChoice, kind: str, names: tuple[str, ...], lang: str) -> Made:
    if len(names) != 1:
        raise click.UsageError(f"{kind} is drawn of one plan: name one country or plan.")
    (card,) = choice.cards(session, names)[:1]
    context = country_context(session.library, card, lang)
    page = country_page(context)
    chart = drawn(kind, figure_named(kind), CountryCharts(context, page), pen_of(session.library, page))
    named = f"{page.rubric.text} {card.rubric.version}, {page.weighting.text}"
    name = f"{kind}-{card.assessment.plan.id}-{card.weighting.id}"
    return Made(page, chart, named, sources_cited_most([card]), page.footnotes, name, card.is_draft)
