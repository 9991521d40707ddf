"""The bump chart: the place of each plan under some frames, from least weight on control to most."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.contrasts.place_block import PREVAILED, Column, PlaceRow, Places, places_title
from evaluator.model.sentence import say, series
from evaluator.reports.charts.drawing import ACCENT, GREY, INK, PALE, RULE, WIDTH, Chart, Pen, with_narrow

LEAST_PLANS, MOST_PLANS = 5, 40  # below, the dumbbells say more; above, one axis of ticks
SIZE = 9.0
ROW, LEAST_ROW, DEPTH = 18.8, 10.6, 420.0
LINES = 2  # of a column's head
TIGHT, ROOM, WIDE_ROOM = 9.4, 84.0, WIDTH * 0.24  # between the lines of a name; the room for names
AIR, TOP = 9.0, 56.0  # between a label and its line; above the first place
CLIMB, NARROW_TOP, RIGHT = 104.0, 104.0, 44.0  # of a narrow drawing, whose heads climb and whose names stand left alone
QUIET, FALLING = "#9aa5af", "#d98a5f"
MOVED = 3  # plans of each direction in colour, those that the text below names


@with_narrow
def bump(pen: Pen, places: Places) -> Chart | None:
    """Return the bump chart; None with under five plans or over forty, under two columns, or where no place turns."""
    rows, columns = places.placed, places.shown
    if not LEAST_PLANS <= len(rows) <= MOST_PLANS or len(columns) < 2 or places.mover is None:  # noqa: PLR2004
        return None
    step = max(LEAST_ROW, min(ROW, DEPTH / (len(rows) - 1)))
    room, high = (ROOM, LINES) if step >= 2 * TIGHT else (WIDE_ROOM, 1)
    names = {row.id: pen.letters.lines(row.name, room, SIZE, high, bold=True) for row in rows}
    side = max(pen.letters.width(text, SIZE, bold=True) for lines in names.values() for text in lines) + AIR + 17
    right = RIGHT if pen.is_narrow else side
    xs = [side + (pen.width - side - right) * k / (len(columns) - 1) for k in range(len(columns))]
    foot = _top(pen) + step * (len(rows) - 1)
    _draw_columns(pen, columns, xs, foot + AIR)
    heights = [_heights(rows, k, (_top(pen), step)) for k in range(len(columns))]
    strong = colours(places)
    for row in sorted(places.block.rows, key=lambda row: (row.id in strong, row == places.mover)):
        with pen.row(row.id, row.state):
            if row.state == "placed":
                points = [(x, y[row.id]) for x, y in zip(xs, heights, strict=True)]
                _draw_plan(pen, row, points, strong.get(row.id, ""), names[row.id])
    frames = say("Place under %(drawn)s of %(all)s frames, 1 is best", drawn=len(columns), all=len(places.frames))
    if all(column.control is not None for column in columns):
        frames = say(
            "Place under %(drawn)s of %(all)s frames, 1 is best; from left to right more weight on police, borders and "
            "courts", drawn=len(columns), all=len(places.frames),
        )  # fmt: skip
    shaded = [say("shaded: views that prevailed")] if any(c.group == PREVAILED for c in columns) else []
    unit = series("; ", [frames, *shaded, *filter(None, (places.note(),))])
    table = [["", *(column.name for column in columns)], *([row.name, *map(str, row.shown)] for row in rows)]
    return pen.block_chart("bump", places.block.titled(lambda _: places_title(places)), unit, foot + 14, table)


def colours(places: Places) -> dict[str, str]:
    """Return the colour of the plan that moves most, of those that go its way, and of those that go against it."""
    mover = places.mover
    way = -1 if mover and (mover.fall or 0) < 0 else 1
    found = {row.id: FALLING for row in places.moved(way)[:MOVED]}
    found |= {row.id: INK for row in places.moved(-way)[:MOVED]}
    return found | ({mover.id: ACCENT} if mover else {})


def _top(pen: Pen) -> float:
    return NARROW_TOP if pen.is_narrow else TOP


def _heights(rows: Sequence[PlaceRow], k: int, scale: tuple[float, float]) -> dict[str, float]:
    """Return the height of each plan under a frame; those that share a place stand one below the other."""
    top, step = scale
    order = sorted(rows, key=lambda row: (row.shown[k], row.shown[:k][::-1], row.name))
    return {row.id: top + step * place for place, row in enumerate(order)}


def _draw_plan(
    pen: Pen, row: PlaceRow, points: Sequence[tuple[float, float]], strong: str, name: Sequence[str]
) -> None:
    colour, hot = strong or QUIET, strong == ACCENT
    pen.path(points, colour, 3.2 if hot else 2 if strong else 1.1)
    for point in points:
        pen.dot(point, 4 if hot else 3 if strong else 2.2, colour)
    ink = GREY if not strong else INK if strong == INK else ACCENT
    for (x, y), place, anchor, way in ((points[0], row.shown[0], "end", -1), (points[-1], row.shown[-1], "start", 1)):
        pen.text((x + way * AIR, y + 3.2), str(place), size=SIZE, fill=ink, anchor=anchor, bold=bool(strong))
        for k, text in enumerate(name if way < 0 or not pen.is_narrow else ()):
            at = (x + way * (AIR + 15), y + 3.2 + (k - (len(name) - 1) / 2) * TIGHT)
            pen.text(at, text, size=SIZE, fill=ink, anchor=anchor, bold=bool(strong))


def _draw_columns(pen: Pen, columns: Sequence[Column], xs: Sequence[float], foot: float) -> None:
    step = xs[1] - xs[0]
    for x, column in zip(xs, columns, strict=True):
        if column.group == PREVAILED:
            pen.box((x - step * 0.46, 0), (step * 0.92, foot), PALE)
    for x, column in zip(xs, columns, strict=True):
        pen.line((x, _top(pen) - 14), (x, foot), RULE)
        (_draw_climbing_head if pen.is_narrow else _draw_head)(pen, column, x, step)
    if all(column.control is not None for column in columns) and not pen.is_narrow:
        told, right = pen.lang.said(say("control:")), xs[0] - min(step * 0.46, 20.0) - 2
        if pen.letters.width(told, SIZE) <= right:
            pen.text((right, 36), told, size=SIZE, fill=GREY, anchor="end")


def _draw_head(pen: Pen, column: Column, x: float, step: float) -> None:
    bold = column.group == PREVAILED
    lines = pen.letters.lines(column.head, step - 2, SIZE, LINES, bold=bold)
    for k, text in enumerate(lines):
        pen.text((x, 10 + (k + LINES - len(lines)) * 11), text, size=SIZE, anchor="middle", bold=bold)
    if column.control is not None:
        pen.text((x, 36), pen.share(column.control), size=SIZE, fill=GREY, anchor="middle")


def _draw_climbing_head(pen: Pen, column: Column, x: float, _: float) -> None:
    """Write a head and its share of control over a narrow column."""
    bold, share = column.group == PREVAILED, "" if column.control is None else f" {pen.share(column.control)}"
    name = pen.letters.fitted(column.head, CLIMB - pen.letters.width(share, SIZE, bold=bold), SIZE, bold=bold)
    pen.turned((x + 3, NARROW_TOP - 15), name + share, size=SIZE, bold=bold)
