"""All scores of some plans, a row a frame; frames that prevailed and the others apart, each with its mean."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.contrasts.place_block import HEARD, OTHERS, PREVAILED, Places
from evaluator.contrasts.score_block import PRINTED, LineRow, group_means, line_block, lines_title
from evaluator.model.block import Block
from evaluator.model.sentence import say, series
from evaluator.reports.charts.drawing import ACCENT, INK, LABEL, Chart, Pen, with_narrow

MOST_PLANS, MOST_WIDE = 14, 30  # across a page, and across a page on its side
LANDSCAPE = 740.0
STAGGERED = 28.0  # the width of a cell under which differences take two lines
CLIMB = 104.0  # the length of a head that climbs
ROW, LOW_ROW, HEAD, LEAST_CELL = 14.2, 13.2, 16.0, 22.0  # rows are lower across a page on its side
NARROW_CELL, BEYOND, NAME_LINE, BETWEEN = 20.0, 43.0, 15.0, 18.0  # in a narrow drawing, whose plans stand in parts
WIDEST, MARGIN = 46.0, 3.0  # of a cell; beside the cells of a narrow drawing
STEPS = ("#ffffff", "#e3e8ec", "#bcc7d0", "#647484", "#26323d")
DIFFERENCE = say("Difference of the means")
TITLES = {
    PREVAILED: say("Views that prevailed"),
    HEARD: say("Views that did not"),
    OTHERS: say("Yardsticks and counts"),
}
Place = tuple[float, float, float]  # the left edge of the cells, their width and their height
DARK = ("#647484", "#26323d")


@with_narrow
def score_matrix(pen: Pen, places: Places) -> Chart | None:
    """Return the matrix of at most thirty plans (on a page on its side from fifteen); None for more or under two.

    Frames that prevailed and the others that were heard stand apart, each with its mean and below the difference.
    """
    plans, block = [row.name for row in places.placed], line_block(places).titled(lines_title)
    if not 1 < len(plans) <= MOST_WIDE:
        return None
    width = pen.width if len(plans) <= MOST_PLANS or pen.is_narrow else LANDSCAPE
    y = 0.0
    for first, last in _parts(pen, len(plans)):
        y = _draw_part(pen, block, plans, (first, last), (y + BETWEEN if first else y, width))
    table = [["", *plans], *([row.name, *(pen.score(cell.value or 0.0) for cell in row.cells)] for row in block.rows)]
    unit = say("Score, 0 to 1; the stronger the shade, the higher. Rows by share of control")
    out = [
        column.name
        for column in places.frames
        if column not in places.columns and any(places.cell(row, column).value is not None for row in places.placed)
    ]
    left = (
        [say("left out, as not all of these have a score there: %(frames)s", frames=series("; ", out))] if out else []
    )
    said = series("; ", [unit, *left, *([places.block.note] if places.block.note else [])])
    return pen.block_chart("matrix", block, said, y + 2, table, width)


def _parts(pen: Pen, plans: int) -> list[tuple[int, int]]:
    """Return from which plan to which a part of the drawing goes: all of them, or as many as fit a narrow one."""
    parts = -(-plans // int((pen.width - BEYOND) // NARROW_CELL)) if pen.is_narrow else 1
    return [(plans * k // parts, plans * (k + 1) // parts) for k in range(parts)]


def _draw_part(
    pen: Pen, block: Block[LineRow], plans: Sequence[str], part: tuple[int, int], room: tuple[float, float]
) -> float:
    """Draw every row of some of the plans from a height on, in a width; return where it ends."""
    (first, last), (y, width) = part, room
    shown = plans[first:last]
    means = {group: group_means(block, group) for group in (PREVAILED, HEARD)}
    compared = all(means.values())
    groups = [group for group in TITLES if any(row.group == group for row in block.rows)]
    place = _place(pen, block, shown, width, compared=compared)
    y = column_heads(pen, shown, place[0], place[1], y)
    scores = [cell.value or 0.0 for row in block.rows for cell in row.cells]
    extent = (min(scores), max(scores))
    for group in groups:
        own = [row for row in block.rows if row.group == group]
        if len(groups) > 1:
            y = _draw_head(pen, pen.lang.said(TITLES[group]), place, len(shown), y)
        for row in own:
            y = _draw_row(pen, row, (first, last), place, y, extent)
        if compared and group != OTHERS:
            whole = pen.score(sum(means[group]) / len(means[group]))
            mean = pen.lang.said(say("Mean of the %(frames)s: %(mean)s", frames=len(own), mean=whole))
            y = _draw_name(pen, mean, place, y, bold=True)
            for k, score in enumerate(means[group][first:last]):
                _draw_cell(pen, score, (place[0] + place[1] * k, y, place[1], place[2]), extent, bold=True)
            y += place[2]
    if not compared:
        return y
    gaps = [a - b for a, b in zip(means[PREVAILED], means[HEARD], strict=True)]
    return _draw_difference(pen, gaps[first:last], place, y)


def _place(pen: Pen, block: Block[LineRow], plans: Sequence[str], width: float, *, compared: bool) -> Place:
    """Return where the cells begin, and their width and height: right of the names, or in a narrow drawing below."""
    if pen.is_narrow:
        room = width - 2 * MARGIN
        return MARGIN, min(fitting_cell(pen, plans, room), room / len(plans), WIDEST), ROW
    names = [row.name for row in block.rows] + [pen.lang.said(DIFFERENCE)] * compared
    widest = max(pen.letters.width(name, LABEL, bold=True) for name in names) + 8
    side = min(widest, width * 0.34, width - LEAST_CELL * len(plans) - 2)
    cell = max(min((width - side - 2 - beyond_heads(pen, plans)) / len(plans), WIDEST), LEAST_CELL)
    return side, cell, ROW if width == pen.width else LOW_ROW


def beyond_heads(pen: Pen, plans: Sequence[str]) -> float:
    """Return how far a climbing head of the last columns reaches to the right of them."""
    ends = (min(pen.letters.width(plan, LABEL), CLIMB) / 2 - LEAST_CELL * back for back, plan in enumerate(plans[::-1]))
    return max(0.0, *ends) - LEAST_CELL / 2


def fitting_cell(pen: Pen, plans: Sequence[str], room: float) -> float:
    """Return the greatest width of a cell at which no climbing head leaves the room."""
    widths = [min(pen.letters.width(plan, LABEL), CLIMB) / 2 for plan in plans]
    return min((room - wide) / (place + 0.5) for place, wide in enumerate(widths))


def column_heads(pen: Pen, plans: Sequence[str], side: float, cell: float, top: float = 0.0) -> float:
    """Write the plans as heads, upright where they fit and climbing where they do not; return where the rows begin."""
    if all(pen.letters.width(plan, LABEL) <= cell - 2 for plan in plans):
        for k, plan in enumerate(plans):
            pen.text((side + cell * (k + 0.5), top + 10), plan, anchor="middle")
        return top + 14
    names = [pen.letters.fitted(plan, CLIMB, LABEL) for plan in plans]
    deep = top + max(pen.letters.width(name, LABEL) for name in names) * 0.87 + 8
    for k, name in enumerate(names):
        pen.turned((side + cell * (k + 0.5), deep - 2), name)
    return deep


def _draw_head(pen: Pen, title: str, place: Place, plans: int, y: float) -> float:
    pen.text((0, y + 16), title, size=9, bold=True)
    pen.line((0, y + 20), (place[0] + place[1] * plans, y + 20), INK, 0.8)
    return y + 7 + HEAD


def _draw_row(
    pen: Pen, row: LineRow, part: tuple[int, int], place: Place, y: float, extent: tuple[float, float]
) -> float:
    side, cell, tall = place
    y = _draw_name(pen, row.name, place, y, bold=row.used, fill=ACCENT if row.used else INK)
    for k, one in enumerate(row.cells[part[0] : part[1]]):
        with pen.row(one.id, one.state):
            _draw_cell(pen, one.value or 0.0, (side + cell * k, y, cell, tall), extent)
    return y + tall


def _draw_name(pen: Pen, name: str, place: Place, y: float, *, bold: bool, fill: str = INK) -> float:
    """Name a row beside its cells, or in a narrow drawing above them; return where the cells begin."""
    if pen.is_narrow:
        pen.text((0, y + NAME_LINE - 3), pen.letters.fitted(name, pen.width, LABEL, bold=bold), fill=fill, bold=bold)
        return y + NAME_LINE
    told = pen.letters.fitted(name, place[0] - 6, LABEL, bold=bold)
    pen.text((place[0] - 6, y + place[2] * 0.69), told, fill=fill, anchor="end", bold=bold)
    return y


def _draw_cell(
    pen: Pen, score: float, box: tuple[float, float, float, float], extent: tuple[float, float], *, bold: bool = False
) -> None:
    (left, y, wide, tall), (low, high) = box, extent
    at = 0.0 if high == low else (score - low) / (high - low)
    shade = STEPS[min(int(at * len(STEPS)), len(STEPS) - 1)]
    pen.box((left + 0.5, y + 0.5), (wide - 1, tall - 1), shade, "" if shade in DARK else "#d5dbe1")
    ink = "#ffffff" if shade in DARK else INK
    pen.text((left + wide / 2, y + tall * 0.69), pen.score(score), size=8.4, fill=ink, anchor="middle", bold=bold)


def _draw_difference(pen: Pen, gaps: Sequence[float], place: Place, y: float) -> float:
    side, cell, _ = place
    if pen.is_narrow:
        y = _draw_name(pen, pen.lang.said(DIFFERENCE), place, y + 4, bold=True) - 6
    else:
        name = pen.letters.fitted(pen.lang.said(DIFFERENCE), side - 6, LABEL, bold=True)
        pen.text((side - 6, y + 18), name, anchor="end", bold=True)
    for k, gap in enumerate(gaps):
        lower = 11 if k % 2 and cell < STAGGERED else 0
        at = (side + cell * (k + 0.5), y + 18 + lower)
        pen.text(at, pen.change(gap), fill=ACCENT if gap < -PRINTED else INK, anchor="middle", bold=True, size=LABEL)
    return y + (35 if cell < STAGGERED else 24)
