"""`evaluator lens`: apply the rules of other rating systems to plans, and show those systems' own record."""

from __future__ import annotations

import dataclasses

import click

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.layout import blocks_text, columns, labelled, share_text, wrapped
from evaluator.cli.shared.options import FULL, NAMES, formats
from evaluator.cli.shared.out import as_json, rows_text, show_screen
from evaluator.cli.shared.session import Session, with_session
from evaluator.cli.shared.standing import end_marked
from evaluator.cli.show.entry import english
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.lens import Lens, LensReading, LensRow
from evaluator.model.lens_unit import LensContext
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.read.rubric import with_added_lenses
from evaluator.scoring.lens.look import lens_rows, look_through

HEADING = "Contrast"


@click.command("lens")
@NAMES
@click.option("--lens", "-l", "lenses", multiple=True, metavar="NAME", help="Lens; repeatable. Without it, all lenses.")
@click.option("--earlier", metavar="PLAN", help="Plan to compare with. Else the newest rated plan that began earlier.")
@formats("table", "csv", "json")
@FULL()
@with_choice
@with_session
def command(
    session: Session,
    choice: PlanChoice,
    names: tuple[str, ...],
    lenses: tuple[str, ...],
    earlier: str | None,
    form: str,
    *,
    full: bool,
) -> None:
    r"""Look through the rules of other systems: TIP tier, 3P, letters.

    Weightings do not enter: each lens has its own rule. If coverage is low, a lens
    gives a range and no outcome. `evaluator show LENS` lists which parts of a lens
    are reproduced, which are modelled and which are recalled.

    \b
    Examples:
      evaluator lens ALB
      evaluator lens ALB --lens tip-tier --lens three-p
      evaluator lens ALB --lens greta-verbs --format csv
    """
    if choice.weightings:
        raise click.UsageError("A lens has a rule of its own; --weighting has no effect.")
    rubric = with_added_lenses(session.library.rubric(choice.rubric))
    wanted = lenses_of(rubric, lenses)
    cards = choice.cards(session, names)
    readings = [reading for card in cards for reading in _readings_of(session, card, wanted, choice, earlier)]
    show_screen(session, readings_text(readings, rubric, form), full=full or form != "table")
    end_marked(session, readings, choice.rubric)


def lenses_of(rubric: Rubric, names: tuple[str, ...]) -> list[Lens]:
    """Return the lenses named, each once, or all lenses of the rubric if `names` is empty.

    Raises
    ------
    EvaluatorError
        The rubric lacks one of the lenses, or has none.
    """
    if not rubric.lenses:
        raise EvaluatorError(f"the rubric {rubric.id} has no lenses")
    for name in names:
        if name not in rubric.lenses:
            raise UnknownNameError("lens", name, rubric.lenses)
    return [rubric.lenses[name] for name in dict.fromkeys(names or rubric.lenses)]


def _readings_of(
    session: Session, card: Scorecard, wanted: list[Lens], choice: PlanChoice, earlier: str | None
) -> list[LensReading]:
    library = session.library
    name = earlier or library.earlier_plan(card.assessment.plan.id, card.rubric.id)
    before = evaluate(library.assessment(name, card.rubric), card.rubric, assessor=choice.coder) if name else None
    context = LensContext(library.standards, library.shared_facts, before)
    return [look_through(lens, card, context) for lens in wanted]


def readings_text(readings: list[LensReading], rubric: Rubric, form: str) -> str:
    """Return readings as text in the format `form`: table, csv or json."""
    if form == "csv":
        return rows_text(lens_rows(readings), LensRow)
    if form == "json":
        return as_json([{**dataclasses.asdict(r), "lens": r.lens.id} for r in readings])
    return blocks_text(block for reading in readings for block in _reading_blocks(reading, rubric))


def _reading_blocks(reading: LensReading, rubric: Rubric) -> list[list[str]]:
    lens = reading.lens
    title = f"{reading.plan_id}{' DRAFT' if reading.is_draft else ''}  {english(lens.titles, lens.id)} ({lens.id})"
    pairs = [
        ("outcome", _outcome_text(reading)),
        ("coverage", f"{share_text(reading.coverage, [lens.least_coverage.share])} of what the lens looks at"),
        ("lowered by", ", ".join(reading.capped_by)),
        ("compared with", reading.earlier_plan_id),
    ]
    return [[title], labelled(pairs), _part_lines(reading), _criterion_lines(reading, rubric), _year_lines(reading)]


def _outcome_text(reading: LensReading) -> str:
    span = reading.lowest if reading.lowest == reading.highest else f"{reading.lowest} to {reading.highest}"
    if reading.outcome:
        return reading.outcome if not span or span == reading.outcome else f"{reading.outcome}; possible {span}"
    why = f"none: {reading.why}" if reading.why else ""
    return "; ".join(text for text in (why, f"possible {span}" if span else "") if text)


def _part_lines(reading: LensReading) -> list[str]:
    text = (
        "part={id}|>number={value:.2f}|possible={low:.2f} to {high:.2f}|>coverage={coverage:share}"
        "|lowered by={capped_by:text}"
    )
    return columns(text, reading.numbers, edges={"share": [reading.lens.least_coverage.share]})


def _criterion_lines(reading: LensReading, rubric: Rubric) -> list[str]:
    return columns(
        "={outcome:text}|criterion={criterion_id}|={title}|rated={rated:text}|={before:text}",
        reading.lines,
        lambda line: {
            "outcome": line.outcome or f"{line.lowest} to {line.highest}",
            "title": rubric.title(line.criterion_id),
            "rated": line.status if line.level is None or line.status != "rated" else f"level {line.level}",
            "before": line.ladder if line.earlier_level is None else f"level {line.earlier_level} before",
        },
    )


def _year_lines(reading: LensReading) -> list[str]:
    lines = columns(
        "year={year}|recorded by the system itself={record}|known from={evidence:text}"
        + ("|ours after the clock={ours}" if reading.lens.clock else ""),
        reading.years,
        lambda year: {
            "record": [word if name == "outcome" else f"{name} {word}" for name, word in year.recorded] or "no record",
            "ours": _after_clock_text(year.listed_before, year.lowest, year.highest),
        },
    )
    notes = (f"{year.year}: {year.note}" for year in reading.years if year.note)
    return [*lines, *wrapped(*notes, first="  ", later="    ")]


def _after_clock_text(before: int | None, lowest: str, highest: str) -> str:
    span = lowest if lowest == highest else f"{lowest} to {highest}"
    years = "years before not all recorded" if before is None else f"{before} listed before" if before else ""
    return f"{span} ({years})" if years else span
