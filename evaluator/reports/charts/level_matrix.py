"""Every criterion by plan: the level in each cell, rows by mean level."""

from __future__ import annotations

from dataclasses import replace

from evaluator.model.block import Block
from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, EDGE, GREY, INK, LABEL, LEAST, RULE, SHADES, WIDTH, Chart, Pen
from evaluator.reports.charts.score_matrix import beyond_heads, column_heads
from evaluator.reports.sections.level_block import CellRow, LevelRow, levels_title

ROW, LEAST_ROW, DEPTH = 24.0, 11.0, 500.0
MOST = int(DEPTH // LEAST_ROW)  # criteria on a page
CELL, LEAST_CELL, MEAN = 34.0, 14.0, 26.0
PLANS = 22  # columns on a page
CODE = 24.0  # a head of no more points stands upright over its column
HALF = 0.5


def level_matrix(pen: Pen, block: Block[LevelRow], depth: float = DEPTH) -> tuple[Chart, ...]:
    """Return the criteria by plan, the highest mean level first, on as many drawings as they need; none without any.

    A drawing is at most `depth` points deep, unless its rows would become too low to read.
    """
    rows = block.rows
    if not rows or not rows[0].cells:
        return ()
    plans, block = len(rows[0].cells), block.titled(levels_title)
    pages = -(-len(rows) // MOST)
    deep = -(-len(rows) // pages)
    wide = -(-plans // -(-plans // PLANS))
    return tuple(
        _matrix_page(
            Pen(pen.lang, pen.letters),
            block.part([replace(row, cells=row.cells[left : left + wide]) for row in rows[first : first + deep]]),
            depth,
        )
        for left in range(0, plans, wide)
        for first in range(0, len(rows), deep)
    )


def _matrix_page(pen: Pen, block: Block[LevelRow], depth: float) -> Chart:
    rows, shown = block.rows, [cell.name for cell in block.rows[0].cells]
    step = max(LEAST_ROW, min(ROW, depth / len(rows)))
    widest = max(pen.letters.width(row.name, LABEL) for row in rows) + 8
    room = WIDTH - max(MEAN, beyond_heads(pen, shown))
    upright = max(pen.letters.width(plan, LABEL) for plan in shown) + 3
    least = upright if upright <= CODE else LEAST_CELL
    side = min(widest, WIDTH * 0.55, max(room - least * len(shown), WIDTH * 0.25))
    cell = min((room - side) / len(shown), CELL)
    y = column_heads(pen, shown, side, cell)
    for row in rows:
        name = pen.letters.fitted(row.name, side - 6, LABEL)
        pen.text((side - 6, y + step / 2 + 3), name, anchor="end")
        for k, one in enumerate(row.cells):
            with pen.row(one.id, one.state):
                _draw_cell(pen, one, (side + cell * k + 0.5, y + 0.5), (cell - 1, step - 1))
        if row.told:
            told = pen.lang.decimal(row.told)
            pen.text((side + cell * len(shown) + 5, y + step / 2 + 3), told, fill=GREY)
        y += step
    unit = say(
        "Level reached; dotted: not assessed, which never counts as 0; “2+”: that level or more; “~”: from a part of "
        "the rows; “?”: coders disagree; “–”: does not apply; colour: the opposite is done. Right: mean level"
    )
    table = [["", *shown, "mean"], *([row.name, *(cell.told for cell in row.cells), row.told] for row in rows)]
    return pen.block_chart("levels", block, unit, y + 2, table)


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
