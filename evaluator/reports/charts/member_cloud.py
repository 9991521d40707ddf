"""The scores that the members of each group give a plan, as a cloud on the bands of the grades."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.block import Block, Row
from evaluator.model.sentence import Sentence, say, say_alike
from evaluator.reports.charts.drawing import ACCENT, GREY, INK, REACH, RULE, Chart, Pen, tenths, with_narrow
from evaluator.reports.charts.grade_dots import Band
from evaluator.reports.charts.score_ranges import draw_bands
from evaluator.reports.html.scales import AxisScale

ROW, GAP, TOP, FOOT = 13.0, 5.0, 20.0, 16.0
NAME_SIZE, HALF, RADIUS, MOST = 8.8, 6.0, 3.2, 44  # most: rows on a page
NARROW_NAMES = 0.4  # the share of the width that names of groups may take
EDGE = 0.2  # of a tenth, kept free at both ends
Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class CloudRow(Row):
    """One plan in the eyes of one group: its mean is the value; its interval, middle half and nine tenths."""

    group: str = ""
    interval: Ends = (None, None)
    half: Ends = (None, None)
    tenths: Ends = (None, None)


STATES: Mapping[str, Sentence | None] = {
    "scored": None,
    "unscored": say_alike("not drawn: %(number)s without a score by the mean of a group", 2),
}


@with_narrow
def member_cloud(pen: Pen, bands: Sequence[Band], block: Block[CloudRow]) -> Chart | None:
    """Return the clouds, the groups of a plan under each other; None without a score or with too many rows."""
    drawn = block.in_state("scored")
    if not drawn or len(drawn) > MOST:
        return None
    plans = list(dict.fromkeys(cloud.name for cloud in drawn))
    side = min(max(pen.letters.width(plan, NAME_SIZE, bold=True) for plan in plans), pen.width * 0.24) + 12
    told = min(max(pen.letters.width(cloud.group, NAME_SIZE) for cloud in drawn), pen.width * 0.3) + 8
    below = 0.0
    if pen.is_narrow:
        side, below = 0.0, ROW
        told = min(max(pen.letters.width(cloud.group, NAME_SIZE) for cloud in drawn), pen.width * NARROW_NAMES) + 8
    low, high = _span_of_scale(drawn)
    axis = AxisScale(low, high, side + told, pen.width - 26)
    base = TOP + ROW * len(drawn) + (GAP + below) * len(plans)
    inside = [
        Band(one.name, max(one.start, low), min(one.end, high)) for one in bands if one.start < high and one.end > low
    ]
    draw_bands(pen, inside, axis, (TOP, base))
    y = TOP
    for plan in plans:
        own = [cloud for cloud in drawn if cloud.name == plan]
        y += GAP
        room = axis.start - 8 if pen.is_narrow else side - 12
        pen.text((0, y + ROW * 0.72), pen.letters.fitted(plan, room, NAME_SIZE, bold=True), size=NAME_SIZE, bold=True)
        y += below
        for cloud in own:
            with pen.row(cloud.id, cloud.state):
                _draw_cloud(pen, cloud, axis, y + ROW / 2)
            pen.text((side, y + ROW * 0.72), pen.letters.fitted(cloud.group, told - 8, NAME_SIZE), size=NAME_SIZE)
            pen.text((pen.width, y + ROW * 0.72), pen.score(cloud.value or 0.0), size=NAME_SIZE, anchor="end")
            y += ROW
        if plan != plans[-1]:
            pen.line((0, y + GAP / 2), (pen.width, y + GAP / 2), RULE, 0.4)
    for tick in tenths(axis):
        pen.text((axis.at(tick), base + 11), pen.lang.decimal(f"{tick:.1f}"), fill=GREY, anchor="middle")
    unit = say("Score. Dot: mean of the weights; dark: other samples; bar: half of the members; thin: nine tenths")
    table = [["", "", ""], *([cloud.name, cloud.group, pen.score(cloud.value or 0.0)] for cloud in drawn)]
    for cloud in block.in_state("unscored"):
        with pen.row(cloud.id, cloud.state):
            pass
    return pen.block_chart("members", block, unit, base + FOOT, table)


def _span_of_scale(clouds: Sequence[CloudRow]) -> tuple[float, float]:
    """Return the part of the scale that holds every cloud, to whole tenths."""
    ends = [end for one in clouds for end in (one.value, *one.interval, *one.half, *one.tenths) if end is not None]
    return max(0.0, math.floor(min(ends) * 10 - EDGE) / 10), min(1.0, math.ceil(max(ends) * 10 + EDGE) / 10)


def _draw_cloud(pen: Pen, cloud: CloudRow, axis: AxisScale, y: float) -> None:
    for ends, height, colour in ((cloud.tenths, 1.6, GREY), (cloud.half, HALF, REACH), (cloud.interval, 2.2, INK)):
        low, high = ends
        if low is not None and high is not None:
            left, right = axis.at(low), axis.at(high)
            pen.box((left, y - height / 2), (max(right - left, 1.0), height), colour)
    pen.dot((axis.at(cloud.value or 0.0), y), RADIUS, ACCENT, "#ffffff")
