"""Every criterion over many plans: which share of them stands at each level, as one bar a criterion."""

from __future__ import annotations

from evaluator.model.block import Block
from evaluator.model.sentence import say
from evaluator.reports.blocks.levels import LevelRow, SharesRow, shares_block
from evaluator.reports.charts.drawing import EDGE, GREY, INK, LABEL, LEAST, RULE, SHADES, Chart, Pen, with_narrow

ROW, LEAST_ROW, DEPTH, TOP = 26.0, 11.0, 500.0, 16.0
COUNT = 54.0  # of the number at the right
NAME_LINE, LOW_BAR = 12.0, 17.0  # where names stand over their bars
HALF = 0.5


@with_narrow
def level_shares(pen: Pen, levels: Block[LevelRow]) -> Chart:
    """Return one bar for each criterion: from the highest level, dark, to level 0, white, then what is not known."""
    block = shares_block(levels)
    step = max(LEAST_ROW, min(ROW, DEPTH / len(block.rows)))
    side = min(max(pen.letters.width(row.name, LABEL) for row in block.rows) + 8, pen.width * 0.45)
    above = NAME_LINE if pen.is_narrow else 0.0
    if pen.is_narrow:
        side, step = 0.0, NAME_LINE + LOW_BAR
    pen.text((pen.width, 9), pen.lang.said(say("at level 0")), size=LEAST, fill=GREY, anchor="end")
    for k, row in enumerate(block.rows):
        y = TOP + step * k
        middle, told = y + (step + above) / 2 + 3, f"{row.at_zero}/{row.decided}" if row.decided else "–"
        if pen.is_narrow:
            pen.text((0, y + NAME_LINE - 2), pen.letters.fitted(row.name, pen.width, LABEL))
        else:
            pen.text((side - 6, middle), pen.letters.fitted(row.name, side - 6, LABEL), anchor="end")
        with pen.row(row.id, row.state):
            _draw_bar(pen, row, (side, y + above + 1), (pen.width - COUNT - side, step - above - 3))
        pen.text((pen.width, middle), told, size=LABEL, anchor="end")
    table = [
        ["", *map(str, range(len(block.rows[0].counts))), "?"],
        *([row.name, *map(str, row.counts), str(row.open)] for row in block.rows),
    ]
    unit = say("Countries by level: dark the highest, white level 0, broken edge what is not known or known in part")
    return pen.block_chart("shares", block, unit, TOP + step * len(block.rows) + 2, table)


def _draw_bar(pen: Pen, row: SharesRow, at: tuple[float, float], size: tuple[float, float]) -> None:
    whole, x, top = sum(row.counts) + row.open, at[0], max(len(row.counts) - 1, 1)
    for level in range(len(row.counts) - 1, -1, -1):
        wide = size[0] * row.counts[level] / whole
        if not row.counts[level]:
            continue
        shade = SHADES[round(level / top * (len(SHADES) - 1))]
        pen.box((x, at[1]), (wide, size[1]), shade, EDGE if shade == SHADES[0] else shade)
        told = str(row.counts[level])
        if pen.letters.width(told, LEAST) + 4 < wide and size[1] >= LEAST:
            ink = "#ffffff" if level / top >= HALF else INK
            pen.text((x + wide / 2, at[1] + size[1] / 2 + 2.9), told, size=LEAST, fill=ink, anchor="middle")
        x += wide
    if row.open:
        pen.box((x, at[1]), (size[0] * row.open / whole, size[1]), "#ffffff", RULE, dashed=True)
