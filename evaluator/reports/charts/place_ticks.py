"""Many plans on two axes: a tick a plan where its place stands, for those who count least and most control."""

from __future__ import annotations

from evaluator.contrasts.place_block import PlaceRow, Places, places_title
from evaluator.model.sentence import say, series
from evaluator.reports.charts.bump import MOST_PLANS, colours
from evaluator.reports.charts.drawing import ACCENT, GREY, INK, Chart, Pen, with_narrow
from evaluator.reports.html.scales import AxisScale

SIZE = 9.0
ENDS = 4  # plans named at each end of an axis
ROW, AXIS, TICK = 11.0, 100.0, 9.0
STEP = 50  # places from one number of an axis to the next


@with_narrow
def place_ticks(pen: Pen, places: Places) -> Chart | None:
    """Return the places of more than forty plans under the first and the last column; None for fewer."""
    rows, columns = places.placed, places.shown
    if len(rows) <= MOST_PLANS or len(columns) < 2:  # noqa: PLR2004  (two ends)
        return None
    axis = AxisScale(1, len(rows), 6, pen.width - 6)
    strong = colours(places)
    tops = (ROW * (ENDS + 2) + 5, ROW * (ENDS + 2) + 5 + AXIS)
    for row in sorted(places.block.rows, key=lambda row: row.id in strong):
        with pen.row(row.id, row.state):
            if row.state == "placed":
                _draw_plan(pen, row, axis, tops, strong.get(row.id, ""))
    for row in rows:
        if row.id in strong:
            _name_mover(pen, row, axis, tops, strong[row.id])
    for place in (1, *range(STEP, len(rows) - STEP // 5, STEP)):
        for y in (tops[0] - 3, tops[1] + TICK + SIZE):
            pen.text((axis.at(place), y), str(place), size=SIZE, fill=GREY, anchor="middle")
    for end, top, way in ((0, tops[0], -1), (-1, tops[1] + ROW, 1)):
        _draw_ends(pen, places, (end, top, way), strong)
    unit = say(
        "A tick each. Above: places for %(one)s. Below: for %(other)s. Joined: who moves furthest",
        one=columns[0].who, other=columns[-1].who,
    )  # fmt: skip
    table = [["", columns[0].name, columns[-1].name], *([r.name, str(r.shown[0]), str(r.shown[-1])] for r in rows)]
    height = tops[1] + TICK + ROW * (ENDS + 2) + 14
    block = places.block.titled(lambda _: places_title(places))
    return pen.block_chart("place-ticks", block, series("; ", [unit]), height, table)


def _draw_plan(pen: Pen, row: PlaceRow, axis: AxisScale, tops: tuple[float, float], strong: str) -> None:
    ends = [(axis.at(row.shown[end]), top) for end, top in ((0, tops[0]), (-1, tops[1]))]
    if strong:
        pen.line((ends[0][0], ends[0][1] + TICK), (ends[1][0], ends[1][1]), strong, 1.6 if strong == ACCENT else 1)
    for x, top in ends:
        pen.line((x, top), (x, top + TICK), strong or GREY, 2 if strong else 0.8)


def _name_mover(pen: Pen, row: PlaceRow, axis: AxisScale, tops: tuple[float, float], colour: str) -> None:
    """Name a plan on its line, after all lines are drawn, so that none crosses a name."""
    middle = (axis.at(row.shown[0]) + axis.at(row.shown[-1])) / 2
    name = pen.letters.fitted(f"{row.name} {row.shown[0]} → {row.shown[-1]}", pen.width, SIZE, bold=True)
    width = pen.letters.width(name, SIZE, bold=True)
    left = min(max(middle - width / 2, 0), pen.width - width)
    between = (tops[0] + TICK + tops[1]) / 2
    at = between + _lane(pen, left, width, between)
    pen.box((left - 2, at - SIZE), (width + 4, SIZE + 4), "#ffffff")
    pen.text((left, at), name, size=SIZE, fill=INK if colour == INK else ACCENT, bold=True)


def _lane(pen: Pen, left: float, width: float, middle: float) -> float:
    """Return how far above or below the middle a label finds a place of its own."""
    for shift in (0.0, -12.5, 12.5, -25.0, 25.0, -37.5, 37.5):
        y = middle + shift
        if not any(
            b.left < left + width + 4 and left < b.right + 4 and b.top < y + 3 and y - SIZE < b.bottom
            for b in pen.boxes
        ):
            return shift
    return 0.0


def _draw_ends(pen: Pen, places: Places, line: tuple[int, float, int], strong: dict[str, str]) -> None:
    """Name the first and the last plans of an axis, above the upper one and below the lower one."""
    end, top, way = line
    order = sorted(places.placed, key=lambda row: (row.shown[end], row.name))
    column = places.shown[end]
    head = 9.0 if way < 0 else top + TICK + 12 + ROW * ENDS + 2
    room = pen.width * 0.3
    for named, anchor, x in ((order[:ENDS], "start", 0.0), (order[-ENDS:], "end", pen.width)):
        for k, row in enumerate(named):
            y = head + ROW * (k + 1) if way < 0 else top + TICK + 12 + ROW * k
            told = pen.letters.fitted(row.name, room, SIZE)
            text = f"{row.shown[end]} {told}" if anchor == "start" else f"{told} {row.shown[end]}"
            ink = GREY if row.id not in strong else INK if strong[row.id] == INK else ACCENT
            pen.text((x, y), text, size=SIZE, fill=ink, anchor=anchor)
    who = pen.letters.lines(column.who, pen.width * 0.34, SIZE, 2, bold=True)
    base = (ROW * 3 if way < 0 else top + TICK + 12 + ROW) + 4
    for k, text in enumerate(who):
        pen.text((pen.width / 2, base + k * ROW), text, size=SIZE, anchor="middle", bold=True)
    if column.control is not None:
        told = pen.lang.said(say("control: %(share)s", share=pen.share(column.control)))
        pen.text((pen.width / 2, base + len(who) * ROW), told, size=SIZE, fill=GREY, anchor="middle")
