"""Every criterion by plan: the level in each cell, rows by mean level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.model.block import Block
from evaluator.model.sentence import say, series
from evaluator.reports.blocks.levels import CellRow, LevelRow, levels_title
from evaluator.reports.charts.drawing import (
    ACCENT,
    EDGE,
    GREY,
    INK,
    LABEL,
    LEAST,
    RULE,
    SHADES,
    Chart,
    Pen,
    with_narrow,
)
from evaluator.reports.charts.level_shares import level_shares
from evaluator.reports.charts.score_matrix import beyond_heads, column_heads, fitting_cell

ROW, LEAST_ROW, DEPTH = 26.0, 11.0, 484.0
MOST = int(DEPTH // LEAST_ROW)  # criteria on a page
CELL, LEAST_CELL, MEAN = 34.0, 14.0, 26.0
PLANS = 24  # columns on a page
LANES, BETWEEN, LANED = 2, 16.0, 3  # of up to three plans, side by side
CODE = 24.0  # a head of no more points stands upright over its column
HALF = 0.5
SIGNS = {  # what the caption says of cells, where there are such
    ("not-assessed", "silent"): say("dotted and empty: not assessed, which never counts as 0"),
    ("at-least",): say("“2+”: that level or more"),
    ("estimated",): say("“~”: from a part of the rows"),
    ("disputed",): say("“?”: coders disagree"),
    ("not-applicable", "no-occasion"): say("“–”: does not apply"),
    ("contrary",): say("colour: the opposite is done, or a harm (‡) documented"),
}
NAMES, LANE_NAMES = 0.55, 0.76  # the share of the width that names may take, and in a lane
NAME_LINE, LOW_CELL, APART, AGAIN = 12.0, 13.0, 5.0, 14  # where names stand over their cells; rows under one head


def level_matrix(pen: Pen, block: Block[LevelRow], depth: float = DEPTH) -> tuple[Chart, ...]:
    """Return the criteria by plan, the highest mean level first, on as many drawings as they need; none without any.

    A drawing is at most `depth` points deep, unless its rows would become too low to read. Up to three plans stand in
    two lanes side by side; of more than two pages of plans, one drawing counts how many stand at each level.
    """
    rows = block.rows
    if not rows or not rows[0].cells:
        return ()
    plans, block = len(rows[0].cells), block.titled(levels_title)
    if plans > 2 * PLANS:
        return (level_shares(pen, block),)
    lanes = LANES if plans <= LANED and len(rows) * LEAST_ROW > depth / LANES else 1
    deep = -(-len(rows) // -(-len(rows) // (MOST * lanes)))
    wide = -(-plans // -(-plans // PLANS))
    return tuple(
        _matrix_page(
            pen.fresh(),
            block.part([replace(row, cells=row.cells[left : left + wide]) for row in rows[first : first + deep]]),
            depth,
            lanes,
        )
        for left in range(0, plans, wide)
        for first in range(0, len(rows), deep)
    )


@with_narrow
def _matrix_page(pen: Pen, block: Block[LevelRow], depth: float, lanes: int) -> Chart:
    rows, shown = block.rows, [cell.name for cell in block.rows[0].cells]
    length, width = -(-len(rows) // lanes), (pen.width + BETWEEN) / lanes - BETWEEN
    step = max(LEAST_ROW, min(ROW, depth / length))
    foot = _draw_stacked(pen, rows, shown) if pen.is_narrow else 0.0
    for lane in range(0 if pen.is_narrow else lanes):
        part = rows[lane * length : (lane + 1) * length]
        foot = max(foot, _draw_lane(pen, part, shown, (lane * (width + BETWEEN), width), step))
    drawn = {cell.state for row in rows for cell in row.cells}
    signs = [said for states, said in SIGNS.items() if not drawn.isdisjoint(states)]
    signs += [say("right: mean level")] if any(row.told for row in rows) else []
    unit = series("; ", [say("Level reached"), *signs])
    mean = pen.lang.said(say("mean level"))
    table = [["", *shown, mean], *([row.name, *(cell.told for cell in row.cells), row.told] for row in rows)]
    return pen.block_chart("levels", block, unit, foot + 2, table)


def _draw_stacked(pen: Pen, rows: Sequence[LevelRow], shown: Sequence[str]) -> float:
    """Draw rows in a narrow column, each name over its cells, with the heads again and again; return where they end."""
    cell, y = min(fitting_cell(pen, shown, pen.width - 3), (pen.width - MEAN) / len(shown), CELL), 0.0
    again = -(-len(rows) // -(-len(rows) // AGAIN))
    for k, row in enumerate(rows):
        if k % again == 0:
            y = column_heads(pen, shown, 0, cell, y)
        pen.text((0, y + NAME_LINE - 3), pen.letters.fitted(row.name, pen.width, LABEL))
        y += NAME_LINE
        for at, one in enumerate(row.cells):
            with pen.row(one.id, one.state):
                _draw_cell(pen, one, (cell * at + 0.5, y), (cell - 1, LOW_CELL))
        if row.told:
            pen.text((cell * len(shown) + 5, y + LOW_CELL / 2 + 3), pen.lang.decimal(row.told), fill=GREY)
        y += LOW_CELL + APART
    return y


def _draw_lane(
    pen: Pen, rows: Sequence[LevelRow], shown: Sequence[str], place: tuple[float, float], step: float
) -> float:
    """Draw some rows under heads of their own, from the left edge of `place` in its width; return where they end."""
    left, width = place
    widest = max(pen.letters.width(row.name, LABEL) for row in rows) + 8
    is_whole = width == pen.width
    beside = MEAN if is_whole or len(shown) == LANED else 0.0
    room = width - max(beside, beyond_heads(pen, shown))
    upright = max(pen.letters.width(plan, LABEL) for plan in shown) + 3
    least = upright if upright <= CODE else LEAST_CELL
    wanted = width * (NAMES if is_whole else LANE_NAMES)
    side = min(widest, wanted, max(room - least * len(shown), width * 0.25))
    cell = min((room - side) / len(shown), CELL)
    y = column_heads(pen, shown, left + side, cell)
    for row in rows:
        name = pen.letters.fitted(row.name, side - 6, LABEL)
        pen.text((left + side - 6, y + step / 2 + 3), name, anchor="end")
        for k, one in enumerate(row.cells):
            with pen.row(one.id, one.state):
                _draw_cell(pen, one, (left + side + cell * k + 0.5, y + 0.5), (cell - 1, step - 1))
        if row.told:
            told = pen.lang.decimal(row.told)
            pen.text((left + side + cell * len(shown) + 5, y + step / 2 + 3), told, fill=GREY)
        y += step
    return y


def _draw_cell(pen: Pen, cell: CellRow, at: tuple[float, float], size: tuple[float, float]) -> None:
    share = None if cell.value is None else cell.value / max(cell.top, 1)
    is_contrary = cell.state == "contrary"
    shade = "#ffffff" if share is None else SHADES[round(share * (len(SHADES) - 1))]
    if is_contrary:
        shade = ACCENT
    edge = RULE if share is None else EDGE if shade == SHADES[0] else shade
    pen.box(at, size, shade, edge, dashed=share is None)
    ink = "#ffffff" if is_contrary or (share is not None and share >= HALF) else INK
    if cell.told:
        pen.text((at[0] + size[0] / 2, at[1] + size[1] / 2 + 2.9), cell.told, size=LEAST, fill=ink, anchor="middle")
