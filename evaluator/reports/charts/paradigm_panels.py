"""Plans by paradigm: a row a plan where they are few, else a small panel each with its worst gap in a line."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.block import Block
from evaluator.model.sentence import Foreign, Sentence, foreign, say, series
from evaluator.reports.blocks.plans import PanelRow, PartRow, panels_title
from evaluator.reports.charts.drawing import (
    ACCENT,
    CONTEXT,
    FRONT,
    GREY,
    INK,
    LEAST,
    REACH,
    RULE,
    Chart,
    Pen,
    with_narrow,
)
from evaluator.reports.html.scales import AxisScale

ACROSS, MOST = 3, 15  # panels in a row and on a page
NARROW_ACROSS = 1
MOST_PLANS = 45  # of more, three pages would be a catalogue
GAP_X, GAP_Y = 21.5, 5.0
HEAD, ROW, LINE, LINES = 16.0, 12.4, 10.6, 2
SIDE = 0.62  # the share of a panel that names may take
FEW = range(2, 6)  # plans that stand as rows, with a column for each paradigm
ROW_OF_PLAN, ROOMY, COLUMN_GAP = 19.0, 560.0, 14.0  # two plans stand far apart, as their page holds little else


def paradigm_panels(pen: Pen, block: Block[PanelRow]) -> tuple[Chart, ...]:
    """Return every plan with its score in each paradigm, at most fifteen a drawing; none without a score.

    More than `MOST_PLANS` have no panels: their scores stand in the sheets.
    """
    drawn = block.in_state("named", "unnamed")
    if len(drawn) > MOST_PLANS or not drawn:
        return ()
    block = block.titled(panels_title)
    if len(block.rows) in FEW:
        return (_draw_rows(pen, block),)
    parts = [drawn[first : first + MOST] for first in range(0, len(drawn), MOST)]
    parts[-1] = (*parts[-1], *block.in_state("unread"))
    draw = with_narrow(_draw_panels)
    return tuple(draw(pen.fresh(), block.part(part)) for part in parts)


def _draw_panels(pen: Pen, block: Block[PanelRow]) -> Chart:
    """Return a small panel for each plan, three across, or as many as a phone has room for."""
    panels = block.in_state("named", "unnamed")
    across = NARROW_ACROSS if pen.is_narrow else ACROSS
    wide = (pen.width + GAP_X) / across - GAP_X
    height = 2 - GAP_Y
    for first in range(0, len(panels), across):
        row, top = panels[first : first + across], height + GAP_Y - 2
        for k, panel in enumerate(row):
            _draw_panel(pen, panel, (k * (wide + GAP_X), top), wide)
        deep = (HEAD + ROW * len(panel.cells) + 12 + LINE * len(_gap_lines(pen, panel, wide)) for panel in row)
        height += max(deep) + GAP_Y
    said = say(
        "Score in each part of the rubric; bar: where it can end up once the rest is answered; colour: the lowest; "
        "below: what costs most of the score"
    )
    unit = series("; ", [said, *_signs(panels)])
    table = [
        ["", "", ""],
        *(
            [panel.name, row.name, "–" if row.value is None else pen.score(row.value)]
            for panel in panels
            for row in panel.cells
        ),
    ]
    return pen.block_chart("panels", block, unit, height, table)


@with_narrow
def _draw_rows(pen: Pen, block: Block[PanelRow]) -> Chart:
    """Return the plans as rows and the paradigms as columns, on one scale of each; on a phone a panel each."""
    if pen.is_narrow:
        return _draw_panels(pen, block)
    panels = block.in_state("named", "unnamed")
    side = min(max(pen.letters.width(panel.name, FRONT, bold=True) for panel in panels), pen.width * 0.3) + 8
    names = [cell.name for cell in panels[0].cells]
    wide = (pen.width - side) / len(names)
    axes = [AxisScale(0, 1, side + wide * k + 5, side + wide * (k + 1) - COLUMN_GAP) for k in range(len(names))]
    step = max(ROW_OF_PLAN, ROOMY / max(len(panels), 2) ** 3)
    heads = [pen.letters.lines(name, wide - 4, FRONT, LINES) for name in names]
    top = HEAD + LINE * (max(map(len, heads)) - 1)
    base = top + step * len(panels)
    for lines, axis in zip(heads, axes, strict=True):
        for k, line in enumerate(lines):
            pen.text((axis.at(0) - 4, top - HEAD + 9 - LINE * (len(lines) - 1 - k)), line, size=FRONT, fill=GREY)
        for tick in (0, 0.5, 1):
            pen.line((axis.at(tick), top), (axis.at(tick), base), RULE)
            pen.text((axis.at(tick), base + 8.5), pen.lang.decimal(f"{tick:g}"), size=FRONT, fill=GREY, anchor="middle")
    for k, panel in enumerate(panels):
        y = top + step * (k + 0.5)
        pen.text((side - 8, y + 3), pen.letters.fitted(panel.name, side - 8, FRONT, bold=True), size=FRONT, bold=True,
                 anchor="end")  # fmt: skip
        for cell, axis in zip(panel.cells, axes, strict=True):
            with pen.row(cell.id, cell.state):
                _draw_score(pen, cell, axis, y, is_weakest=cell.name == panel.weakest)
    said = say(
        "Score in each part of the rubric; bar: where it can end up once the rest is answered; colour: the lowest"
    )
    unit = series("; ", [said, *_signs(panels)])
    rows = ([panel.name, *("–" if c.value is None else pen.score(c.value) for c in panel.cells)] for panel in panels)
    return pen.block_chart("panels", block, unit, base + 12, [["", *names], *rows])


def _signs(panels: Sequence[PanelRow]) -> list[Sentence]:
    """Return what else is drawn means, where it is."""
    drawn = {cell.state for panel in panels for cell in panel.cells}
    found = {
        "ungraded": say("hollow: too little assessed"),
        "range": say("a bar without a dot: only a range is known"),
        "unread": say("–: no score"),
    }
    return [said for state, said in found.items() if state in drawn]


def _draw_panel(pen: Pen, panel: PanelRow, corner: tuple[float, float], wide: float) -> None:
    left, y = corner
    names = max(pen.letters.width(row.name, LEAST, bold=row.name == panel.weakest) for row in panel.cells) + 7
    side = min(names, wide * SIDE)
    axis = AxisScale(0, 1, left + side, left + wide - 5)
    told = pen.letters.fitted(panel.told, wide * 0.45, LEAST)
    room = wide - pen.letters.width(told, LEAST) - 6
    pen.text((left, y + 9), pen.letters.fitted(panel.name, room, 10, bold=True), size=10, bold=True)
    pen.text((left + wide, y + 9), told, size=LEAST, fill=GREY, anchor="end")
    y += HEAD
    base = y + ROW * len(panel.cells)
    for tick in (0, 0.5, 1):
        pen.line((axis.at(tick), y), (axis.at(tick), base), RULE)
        pen.text((axis.at(tick), base + 8.5), pen.lang.decimal(f"{tick:g}"), size=LEAST, fill=GREY, anchor="middle")
    for row in panel.cells:
        with pen.row(row.id, row.state):
            _draw_row(pen, row, axis, (left, side), y + ROW / 2, is_weakest=row.name == panel.weakest)
        y += ROW
    _draw_gap(pen, panel, (left, base + 19), wide)


def _gap_lines(pen: Pen, panel: PanelRow, wide: float) -> Sequence[str]:
    at = f": {pen.lang.said(panel.gap_at)}" if panel.gap_at else ""
    return pen.letters.lines(f"{panel.gap}{at}", wide, LEAST, LINES + 2)


def _draw_gap(pen: Pen, panel: PanelRow, corner: tuple[float, float], wide: float) -> None:
    """Write the worst gap, with its level after its name, which may be in another language than the level."""
    at = f": {pen.lang.said(panel.gap_at)}" if panel.gap_at else ""
    for k, line in enumerate(_gap_lines(pen, panel, wide)):
        place, is_last = corner[1] + LINE * k, bool(at) and line.endswith(at)
        name = line.removesuffix(at) if is_last else line
        pen.text(
            (corner[0], place),
            foreign(name, panel.gap.lang, "") if isinstance(panel.gap, Foreign) else name,
            size=LEAST,
        )
        if is_last:
            pen.text((corner[0] + pen.letters.width(name, LEAST), place), at, size=LEAST)


def _draw_row(
    pen: Pen, row: PartRow, axis: AxisScale, place: tuple[float, float], y: float, *, is_weakest: bool
) -> None:
    colour, (left, side) = ACCENT if is_weakest else INK, place
    name = pen.letters.fitted(row.name, side - 7, LEAST, bold=is_weakest)
    pen.text((left, y + 2.9), name, size=LEAST, fill=colour, bold=is_weakest)
    _draw_score(pen, row, axis, y, is_weakest=is_weakest)


def _draw_score(pen: Pen, row: PartRow, axis: AxisScale, y: float, *, is_weakest: bool) -> None:
    colour = ACCENT if is_weakest else INK
    if row.low is None or row.high is None:
        pen.text((axis.at(0.5), y + 2.9), "–", size=LEAST, fill=GREY, anchor="middle")
        return
    low, high, is_graded = axis.at(row.low), axis.at(row.high), row.state == "graded"
    pen.box((low, y - 1.8), (max(high - low, 1.0), 3.6), REACH if is_graded else CONTEXT)
    if row.value is not None:
        pen.dot((axis.at(row.value), y), 3.2, colour if is_graded else "#ffffff", colour)
