"""Every criterion by plan: the level in each cell, rows by mean level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import Sentence, say
from evaluator.reports.charts.drawing import ACCENT, EDGE, GREY, INK, LABEL, LEAST, RULE, SHADES, WIDTH, Chart, Pen
from evaluator.reports.charts.score_matrix import beyond_heads, column_heads

ROW, LEAST_ROW, DEPTH = 24.0, 11.0, 500.0
MOST = int(DEPTH // LEAST_ROW)  # criteria on a page
CELL, LEAST_CELL, MEAN = 34.0, 14.0, 26.0
PLANS = 22  # columns on a page
CODE = 24.0  # a head of no more points stands upright over its column
ENOUGH = 2  # plans in which a criterion is rated before the title names it
HALF = 0.5


@dataclass(frozen=True, slots=True)
class LevelCell:
    """What is shown of a criterion in one plan: its words, its level (None: none) and whether the opposite is done."""

    shown: str
    level: int | None
    top: int
    is_contrary: bool = False


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A criterion with a cell for each plan."""

    title: str
    cells: tuple[LevelCell, ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """Return the levels reached, without the plans that have none."""
        return tuple(cell.level for cell in self.cells if cell.level is not None)

    @property
    def mean(self) -> float | None:
        """Return the mean level of the plans that have one; None without any."""
        return sum(self.levels) / len(self.levels) if self.levels else None


def level_matrix(pen: Pen, plans: Sequence[str], rows: Sequence[LevelRow], depth: float = DEPTH) -> tuple[Chart, ...]:
    """Return the criteria by plan, the highest mean level first, on as many drawings as they need; none without any.

    A drawing is at most `depth` points deep, unless its rows would become too low to read.
    """
    listed = sorted(rows, key=lambda row: (-1.0 if row.mean is None else -row.mean - 1, row.title))
    listed = sorted(listed, key=lambda row: row.mean is None)
    if not listed or not plans:
        return ()
    pages = -(-len(listed) // MOST)
    deep = -(-len(listed) // pages)
    wide = -(-len(plans) // -(-len(plans) // PLANS))
    title = _title(pen, listed)
    return tuple(
        _matrix_page(
            Pen(pen.lang, pen.letters), plans, listed[first : first + deep], title, slice(left, left + wide), depth
        )
        for left in range(0, len(plans), wide)
        for first in range(0, len(listed), deep)
    )


def _title(pen: Pen, rows: Sequence[LevelRow]) -> Sentence:
    known = [row for row in rows if len(row.levels) >= min(ENOUGH, len(row.cells))]
    if not known:
        return say("No criterion is rated twice")
    best, worst = known[0], known[-1]
    return say(
        "Highest on average: %(best)s (%(high)s); lowest: %(worst)s (%(low)s)",
        best=best.title,
        high=pen.lang.decimal(f"{best.mean:.1f}"),
        worst=worst.title,
        low=pen.lang.decimal(f"{worst.mean:.1f}"),
    )


def _matrix_page(
    pen: Pen, plans: Sequence[str], rows: Sequence[LevelRow], title: Sentence, part: slice, depth: float
) -> Chart:
    shown = plans[part]
    step = max(LEAST_ROW, min(ROW, depth / len(rows)))
    widest = max(pen.letters.width(row.title, LABEL) for row in rows) + 8
    room = WIDTH - max(MEAN, beyond_heads(pen, shown))
    upright = max(pen.letters.width(plan, LABEL) for plan in shown) + 3
    least = upright if upright <= CODE else LEAST_CELL
    side = min(widest, WIDTH * 0.55, max(room - least * len(shown), WIDTH * 0.25))
    cell = min((room - side) / len(shown), CELL)
    y = column_heads(pen, shown, side, cell)
    for row in rows:
        name = pen.letters.fitted(row.title, side - 6, LABEL)
        pen.text((side - 6, y + step / 2 + 3), name, anchor="end")
        for k, one in enumerate(row.cells[part]):
            _draw_cell(pen, one, (side + cell * k + 0.5, y + 0.5), (cell - 1, step - 1))
        if row.mean is not None:
            told = pen.lang.decimal(f"{row.mean:.1f}")
            pen.text((side + cell * len(shown) + 5, y + step / 2 + 3), told, fill=GREY)
        y += step
    unit = say(
        "Level reached; dotted: not assessed, which never counts as 0; “2+”: that level or more; “~”: from a part of "
        "the rows; “?”: coders disagree; “–”: does not apply; colour: the opposite is done. Right: mean level"
    )
    table = [["", *plans], *([row.title, *(cell.shown for cell in row.cells)] for row in rows)]
    return pen.chart("levels", title, unit, y + 2, table)


def _draw_cell(pen: Pen, cell: LevelCell, at: tuple[float, float], size: tuple[float, float]) -> None:
    share = None if cell.level is None else cell.level / max(cell.top, 1)
    shade = "#ffffff" if share is None else SHADES[round(share * (len(SHADES) - 1))]
    if cell.is_contrary:
        shade = ACCENT
    edge = RULE if share is None else EDGE if shade == SHADES[0] else shade
    pen.box(at, size, shade, edge, dashed=share is None)
    ink = "#ffffff" if cell.is_contrary or (share is not None and share >= HALF) else INK
    if cell.shown:
        pen.text((at[0] + size[0] / 2, at[1] + size[1] / 2 + 2.9), cell.shown, size=LEAST, fill=ink, anchor="middle")
