"""What the measures of a plan name: one box a measure, filled where it names a body, a date, money, an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say_n, series
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, INK, WIDTH, Chart, Pen

MOST_SHARE = 0.8  # above it boxes say nothing: one bar each, with its number
ROW, STEP, LEAST_STEP, TALL = 15.0, 9.0, 3.2, 8.0
NAME_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class NamedCount:
    """What a measure may name, and how many measures name it."""

    what: str
    count: int


def measures_named(pen: Pen, counts: Sequence[NamedCount], measures: int, *, whole: bool) -> Chart | None:
    """Return the boxes of the measures; bars where the rows are not the `whole` plan or a share is over 80 %.

    None without a measure or without a count.
    """
    if not measures or not counts:
        return None
    side = min(max(pen.letters.width(item.what, NAME_SIZE) for item in counts), WIDTH * 0.35) + 8
    step = (WIDTH - side - 30) / measures
    boxes = whole and step >= LEAST_STEP and all(item.count <= MOST_SHARE * measures for item in counts)
    for k, item in enumerate(counts):
        y = 4 + k * ROW
        pen.text((side - 6, y + 7.4), pen.letters.fitted(item.what, side - 6, NAME_SIZE), size=NAME_SIZE, anchor="end")
        if boxes:
            wide = min(step, STEP)
            for j in range(measures):
                pen.box((side + j * wide, y), (wide * 0.7, TALL), INK if j < item.count else "#ffffff", CONTEXT)
        else:
            room = WIDTH - side - 30
            pen.box((side, y), (room, TALL), "#ffffff", CONTEXT)
            pen.box((side, y), (room * item.count / measures, TALL), INK)
        pen.text((WIDTH, y + 8), str(item.count), size=11, fill=INK if item.count else ACCENT, anchor="end", bold=True)
    unit = say_n("Of %(number)s measure", "Of %(number)s measures", measures)
    table = [["", ""], *([item.what, str(item.count)] for item in counts)]
    return pen.chart("measures", _title(counts, measures), unit, 4 + ROW * len(counts), table)


def _title(counts: Sequence[NamedCount], measures: int) -> str:
    empty = [item.what for item in counts if not item.count]
    if empty:
        return say_n(
            "The plan’s %(number)s measure does not name: %(things)s",
            "None of the plan’s %(number)s measures names: %(things)s",
            measures,
            things=series(", ", empty),
        )
    least = min(counts, key=lambda item: (item.count, item.what))
    return say_n(
        "%(count)s of the plan’s %(number)s measure names: %(thing)s",
        "%(count)s of the plan’s %(number)s measures name: %(thing)s",
        measures,
        count=least.count,
        thing=least.what,
    )
