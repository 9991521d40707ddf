"""One dot a frame over its share of control: each plan's score on what was read in all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluator.contrasts.common_scores import CommonRow, CommonScores, common_title
from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import (
    ACCENT,
    BAND,
    CONTEXT,
    FRONT,
    GREY,
    INK,
    RULE,
    Chart,
    Pen,
    with_narrow,
)
from evaluator.reports.html.scales import AxisScale

TOP, DEPTH, FOOT, SIZE, APART = 8.0, 96.0, 28.0, 9.2, 12.0
MOST = 5  # plans that can be told apart by their dots
# The fill and edge of each plan's dots, in the order of the plans.
DOTS = ((INK, INK), ("#ffffff", ACCENT), (CONTEXT, CONTEXT), ("#ffffff", INK), (ACCENT, ACCENT))


@with_narrow
def common_dots(pen: Pen, scores: CommonScores | None) -> Chart | None:
    """Return the plans' dots, means at each name, beside or below; None but of two to five."""
    if scores is None or not 1 < len(scores.block.rows) <= MOST:
        return None
    rows = scores.block.in_state("compared")
    told, is_beside = [_told(pen, row) for row in rows], not pen.is_narrow
    side = max(pen.letters.width(text, SIZE, bold=True) for text in (*told, *(row.name for row in rows))) + 26
    side = side if is_beside else 14
    across, base = AxisScale(0, 1, 24, pen.width - side), TOP + DEPTH
    top = max(math.ceil(max(score for row in rows for _, score in row.dots) * 10 + 1e-9) / 10, 0.2)
    up = AxisScale(0, top, base, TOP)
    pen.box((across.at(0.5), TOP), (across.at(1) - across.at(0.5), DEPTH), BAND)
    for tick in range(round(top * 10) + 1):
        pen.line((across.at(0), up.at(tick / 10)), (across.at(1), up.at(tick / 10)), RULE)
        pen.text(
            (across.at(0) - 5, up.at(tick / 10) + 3), pen.lang.decimal(f"{tick / 10:.1f}"), size=FRONT, fill=GREY,
            anchor="end",
        )  # fmt: skip
    for share in (0, 0.25, 0.5, 0.75, 1):
        pen.text((across.at(share), base + 12), pen.share(share), size=FRONT, fill=GREY, anchor="middle")
    middle = (across.at(0) + across.at(1)) / 2
    pen.text((middle, base + 23), pen.lang.said(say("share of the weight on control")), size=FRONT, anchor="middle")
    left = across.at(1) + 14 if is_beside else across.at(0) + 4
    places = _places(rows, up) if is_beside else [base + FOOT + 2.2 * APART * k + 10 for k in range(len(rows))]
    for k, (row, place, words) in enumerate(zip(rows, places, told, strict=True)):
        fill, edge = DOTS[k]
        with pen.row(row.id, row.state):
            for share, score in row.dots:
                pen.dot((across.at(share), up.at(score)), 3.0, fill, edge)
            pen.dot((left, place - 3), 3.0, fill, edge)
            pen.text((left + 8, place), row.name, size=SIZE, bold=True)
            pen.text((left + 8, place + APART), words, size=FRONT)
    for row in scores.block.in_state("apart"):
        with pen.row(row.id, row.state):
            pass
    unit = say(
        "Score on the %(criteria)s questions read in all, one dot a frame. Shaded: more than half of the "
        "weight on control, %(over)s frames; right: mean under the %(under)s others → under these",
        criteria=scores.criteria, over=scores.over, under=scores.under,
    )  # fmt: skip
    heads = [
        pen.lang.said(say("mean under the others")),
        pen.lang.said(say("mean under those who mostly count control")),
    ]
    table = [["", *heads], *([r.name, *_means(pen, r)] for r in rows)]
    depth = max(base + FOOT, max(places) + APART + 4)
    return pen.block_chart("common", scores.block.titled(common_title), unit, depth, table)


def _means(pen: Pen, row: CommonRow) -> tuple[str, str]:
    return pen.score(row.under or 0.0), pen.score(row.over or 0.0)


def _told(pen: Pen, row: CommonRow) -> str:
    return " → ".join(_means(pen, row))


def _places(rows: Sequence[CommonRow], up: AxisScale) -> list[float]:
    """Return the height of each plan's name, from the highest mean down, far enough apart to be read."""
    order = sorted(range(len(rows)), key=lambda k: -(rows[k].over or 0.0))
    found, last = [0.0] * len(rows), TOP - 2 * APART
    for k in order:
        found[k] = last = max(up.at(rows[k].over or 0.0) - 4, last + 2.2 * APART)
    return found
