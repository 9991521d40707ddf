"""What the measures of a plan name: a lead, a date, an amount, an indicator; the rows, their drawing, their title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.block import Block, Row, Title, Where, count, least
from evaluator.model.sentence import Sentence, Spoken, say, say_n, series
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, INK, Chart, Pen, with_narrow

MOST_SHARE = 0.8  # above it boxes say nothing: one bar each, with its number
ROW, STEP, LEAST_STEP, TALL = 15.0, 9.0, 3.2, 8.0
NAME_SIZE = 9.0
NUMBER, STACKED = 30.0, 27.0  # room for a number; a row of a narrow drawing, its name over its boxes
HALF = 0.5  # a share below it is worth a headline
NAMES: Mapping[str, Sentence] = {
    "lead_ids": say("name one lead body"),
    "own-date": say("set a date before the plan’s end"),
    "amount": say("state an amount"),
    "indicator": say("give an indicator"),
}
STATED: Mapping[str, Sentence] = {
    "lead_ids": say("one lead body"),
    "own-date": say("a date before the plan’s end"),
    "amount": say("an amount"),
    "indicator": say("an indicator"),
}
STATES: Mapping[str, Sentence | None] = {
    "known": None,
    "unknown": say_n(
        "left out: %(number)s thing that could not be read", "left out: %(number)s things that could not be read", 2
    ),
}


@dataclass(frozen=True, slots=True)
class NamedRow(Row):
    """What a measure may name: `value` counts the measures that name it, `share` is their part of all `measures`."""

    measures: int = 0
    share: float | None = None


NamedBlock = Block[NamedRow]


def named_block(counts: Mapping[str, int | None], measures: int) -> NamedBlock:
    """Return a row for everything that a measure may name; a count is None where it is unknown of some measure."""
    rows = [
        NamedRow(
            name, str(NAMES[name]), "unknown" if counts[name] is None else "known", counts[name],
            told="" if counts[name] is None else str(counts[name]),
            measures=measures,
            share=None if counts[name] is None or not measures else (counts[name] or 0) / measures,
        )
        for name in NAMES
    ]  # fmt: skip
    return Block.of("named", STATES, rows, asked=NAMES)


@dataclass(frozen=True, slots=True)
class Measures:
    """How many measures a plan has, what it calls them, and whether all of them are here."""

    number: int
    noun: Spoken | str
    whole: bool = True


def named_title(block: NamedBlock, measures: Measures) -> Title | None:
    """Return what no measure states, or what the fewest state; None where nothing is known or half state it all."""
    none = count(block, Where("value", "<=", 0), "known")
    given = {"noun": measures.noun, "all": measures.number}
    if none.number:
        plan = say("The plan sets %(all)s %(noun)s.", **given)
        if not measures.whole:
            plan = say("%(all)s %(noun)s of the plan were read.", **given)
        said = say_n(
            "%(plan)s It does not state %(things)s.", "%(plan)s None states %(things)s.", measures.number,
            plan=plan, things=_alternatives([STATED[name] for name in none.ids]),
        )  # fmt: skip
        return Title(said, (none,))
    fewest = least(block, "share", "known")
    if not fewest.ids or (block.row(fewest.ids[0]).share or 0.0) >= HALF:
        return None
    said = say_n(
        "Of %(all)s %(noun)s %(number)s states %(thing)s.", "Of %(all)s %(noun)s %(number)s state %(thing)s.",
        int(block.row(fewest.ids[0]).value or 0), thing=_alternatives([STATED[name] for name in fewest.ids]), **given,
    )  # fmt: skip
    return Title(said, (fewest,))


def _alternatives(things: Sequence[Spoken]) -> Spoken:
    if len(things) == 1:
        return things[0]
    return say("%(first)s, or %(last)s", first=series(", ", things[:-1]), last=things[-1])


def fewest_first(block: NamedBlock, most: int) -> tuple[NamedRow, ...]:
    """Return at most so many of the rows that are known: those with the smallest counts, in their usual order."""
    known = block.in_state("known")
    kept = {row.id for row in sorted(known, key=lambda row: row.value or 0)[:most]}
    return tuple(row for row in known if row.id in kept)


@with_narrow
def measures_named(pen: Pen, block: NamedBlock, measures: Measures) -> Chart | None:
    """Return the boxes of the measures; bars where the rows are not the whole plan or a share is over 80 %.

    None without a measure or without a count.
    """
    known = block.in_state("known")
    if not measures.number or not known:
        return None
    for row in block.in_state("unknown"):
        with pen.row(row.id, row.state):
            pass
    names = [pen.lang.said(NAMES[row.id]) for row in known]
    side = min(max(pen.letters.width(name, NAME_SIZE) for name in names), pen.width * 0.35) + 8
    row_height, above = ROW, 0.0
    if pen.is_narrow:
        side, row_height, above = 0.0, STACKED, NAME_SIZE + 4
    step = (pen.width - side - NUMBER) / measures.number
    boxes = measures.whole and step >= LEAST_STEP and all((row.share or 0.0) <= MOST_SHARE for row in known)
    for k, (row, name) in enumerate(zip(known, names, strict=True)):
        with pen.row(row.id, row.state):
            y, number = 4 + k * row_height, int(row.value or 0)
            if pen.is_narrow:
                pen.text((0, y + 7.4), name, size=NAME_SIZE)
            else:
                told = pen.letters.fitted(name, side - 6, NAME_SIZE)
                pen.text((side - 6, y + 7.4), told, size=NAME_SIZE, anchor="end")
            y += above
            _draw_count(pen, number, measures.number, (side, y), step if boxes else 0.0)
            pen.text((pen.width, y + 8), row.told, size=11, fill=INK if number else ACCENT, anchor="end", bold=True)
    title = named_title(block, measures) or Title(say("What the measures say"))
    unit = say("Of %(number)s %(noun)s", number=measures.number, noun=measures.noun)
    table = [["", ""], *([name, row.told] for name, row in zip(names, known, strict=True))]
    return pen.block_chart("measures", block.titled(lambda _: title), unit, 4 + row_height * len(known), table)


def _draw_count(pen: Pen, number: int, measures: int, at: tuple[float, float], step: float) -> None:
    """Draw a box for each measure, `step` points apart; one bar without a step."""
    if not step:
        room = pen.width - at[0] - NUMBER
        pen.box(at, (room, TALL), "#ffffff", CONTEXT)
        pen.box(at, (room * number / measures, TALL), INK)
        return
    wide = min(step, STEP)
    for j in range(measures):
        pen.box((at[0] + j * wide, at[1]), (wide * 0.7, TALL), INK if j < number else "#ffffff", CONTEXT)
