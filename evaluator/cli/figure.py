"""`evaluator figure`: one chart by itself, as SVG or PNG."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
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
from evaluator.model.words import text_for
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.context.country import country_context
from evaluator.reports.context.several import context_of, contrasted
from evaluator.reports.contrast.charts import ContrastCharts
from evaluator.reports.contrast.report import contrast_view
from evaluator.reports.country import country_page
from evaluator.reports.figure import figure_of, figure_png, pen_of
from evaluator.reports.outline import Page
from evaluator.reports.region import labels_of
from evaluator.reports.sections.charts import CountryCharts
from evaluator.reports.sections.standing import standings_view

ONE: dict[str, Callable[[CountryCharts, Pen], Chart | None]] = {
    "measures": CountryCharts.measures,
    "frames": CountryCharts.dots,
    "control": CountryCharts.control,
    "weight": CountryCharts.weight,
    "criteria": lambda charts, pen: next(iter(charts.criteria(pen)), None),
    "boxes": CountryCharts.boxes,
    "strip": CountryCharts.strip,
}
# The sections of a contrast that a chart of several plans needs.
SEVERAL = {
    "bump": ("scores",),
    "dumbbell": ("scores",),
    "matrix": ("scores",),
    "order": ("scores", "robustness", "levels"),
    "ranks": ("scores", "flips", "robustness"),
}
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
@click.argument("kind", type=click.Choice([*ONE, *SEVERAL]), metavar="KIND")
@click.argument("names", nargs=-1, metavar="[ISO3|PLAN]...")
@handing(Output)
@with_choice
@with_session
def command(session: Session, choice: PlanChoice, output: Output, kind: str, names: tuple[str, ...]) -> None:
    r"""Draw one chart of a report by itself, with its finding, frame, data and sources.

    \b
    Of one plan: measures, frames, control, weight, criteria, boxes, strip.
    Of several: bump, dumbbell, matrix, order, ranks.

    Without names a chart of several plans shows every assessed one. The chart is the one
    that the report prints. The status is 1 if a plan is a draft.

    \b
    Examples:
      evaluator figure frames BRA
      evaluator figure bump --rubric public-record --year 2011 --format png
      evaluator figure dumbbell ALB SRB --rubric law-and-practice -o two.svg
    """
    make = _of_one if kind in ONE else _of_several
    made = make(session, choice, kind, names, output.lang)
    if made.chart is None:
        raise EvaluatorError(
            f"{kind} has nothing to show for these plans: too few of them, or of their frames, differ."
        )
    path = output.out or Path(f"{made.name}.{output.form}")
    refuse_standing(path, session.library, force=output.force, remedy=ANOTHER_NAME)
    figure = figure_of(session.library, made.chart, made.page, made.rubric, made.sources, made.notes)
    write_out(path, figure_png(session.library, figure) if output.form == "png" else figure.svg.encode())
    show(f"{path}\n")
    leave_open(made.is_draft)


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


def _of_one(session: Session, choice: PlanChoice, kind: str, names: tuple[str, ...], lang: str) -> Made:
    if len(names) != 1:
        raise click.UsageError(f"{kind} is drawn of one plan: name one country or plan.")
    (card,) = choice.cards(session, names)[:1]
    context = country_context(session.library, card, lang)
    page = country_page(context)
    chart = ONE[kind](CountryCharts(context, page, standings_view(context)), pen_of(session.library, page))
    named = f"{page.rubric.text} {card.rubric.version}, {page.weighting.text}"
    name = f"{kind}-{card.assessment.plan.id}-{card.weighting.id}"
    notes = (page.footnote,) if page.footnote else ()
    return Made(page, chart, named, _sources([card]), notes, name, card.is_draft)


def _of_several(session: Session, choice: PlanChoice, kind: str, names: tuple[str, ...], lang: str) -> Made:
    library = session.library
    rubric = library.rubric(choice.rubric)
    options = ContrastOptions(sections=SEVERAL[kind], weightings=choice.weightings).settled(rubric)
    plans = choice.assessments(session, rubric, names or choice.every(session))
    made = contrasted(rubric, plans, options, context_of(library, options.sections), choice.assessor)
    view = contrast_view(made, lang)
    charts = ContrastCharts(made.found, labels_of(made.found.study, lang), lang)
    chart = charts.draws()[kind](pen_of(library, view))
    named = f"{view.rubric}, {len(made.found.study.weightings)} frames"
    name = f"{kind}-{len(plans)}-plans-{made.found.base.id}"
    notes = tuple(f"{plan.label}: {plan.footnote}" for plan in view.plans if plan.footnote)
    return Made(view, chart, named, _sources(made.cards), notes, name, view.is_draft)


def _sources(cards: list[Scorecard] | tuple[Scorecard, ...]) -> tuple[str, ...]:
    """Return the titles of what the ratings cite most, at most three."""
    counts: dict[str, int] = {}
    for card in cards:
        for source in card.assessment.sources:
            title = text_for({"en": source.title}, "en")
            counts[title] = counts.get(title, 0) + 1
    named = sorted(counts, key=lambda title: (-counts[title], title))[:3]
    return tuple(textwrap.shorten(title, WIDEST, placeholder=" …") for title in named)
