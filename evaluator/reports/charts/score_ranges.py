"""The score of each plan as a dot with its range on the bands of the grades: all, or one for a table."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.block import Block, Row
from evaluator.model.scorecard import ReferenceValue
from evaluator.model.sentence import Sentence, say, series
from evaluator.reports.blocks.plans import SCORED, PlanRow, plans_title
from evaluator.reports.charts.drawing import (
    BAND,
    CONTEXT,
    GREY,
    INK,
    LABEL,
    PALE,
    REACH,
    Chart,
    Pen,
    tenths,
    with_narrow,
)
from evaluator.reports.charts.grade_dots import Band, band_signs, draw_references, reference_words
from evaluator.reports.html.scales import AxisScale

ROW, TALL_ROW, LEAST_ROW, DEPTH, TOP, FOOT = 19.0, 26.0, 11.5, 140.0, 20.0, 16.0
MOST = 40  # plans on a page
NAME_SIZE, SMALL_WIDTH, SMALL_TALL = 9.2, 176.0, 15.0
RADIUS, BAR = 4.2, 5.0
LINES, NARROW_LINES = 9, 18  # of plans without a score
NAMES, NARROW_NAMES = 0.3, 0.42  # the share of the width that names may take


@with_narrow
def score_ranges(
    pen: Pen, bands: Sequence[Band], block: Block[PlanRow], references: Sequence[ReferenceValue] = ()
) -> Chart | None:
    """Return the scores of at most forty plans, the highest first, and who has none; None for more or without any.

    `references` are ticks on the axis: the scores of what plans are read beside.
    """
    scored = block.in_state(*SCORED)
    if not scored or len(scored) > MOST:
        return None
    step = max(LEAST_ROW, min(TALL_ROW, DEPTH / len(scored)))
    side = (
        min(
            max(pen.letters.width(row.name, NAME_SIZE) for row in scored),
            pen.width * (NARROW_NAMES if pen.is_narrow else NAMES),
        )
        + 10
    )
    told = max(pen.letters.width(told_score(pen, row), NAME_SIZE, bold=True) for row in scored) + 8
    axis = AxisScale(0, 1, side, pen.width - told)
    base = TOP + step * len(scored)
    draw_bands(pen, bands, axis, (TOP, base))
    for k, row in enumerate(scored):
        y = TOP + step * (k + 0.5)
        name = pen.letters.fitted(row.name, side - 10, NAME_SIZE)
        with pen.row(row.id, row.state):
            pen.text((side - 8, y + 3.2), name, size=NAME_SIZE, anchor="end")
            _draw_score(pen, row, axis, y, min(1.0, step / ROW))
            is_graded = row.state == "graded"
            pen.text((pen.width, y + 3.2), told_score(pen, row), size=NAME_SIZE, anchor="end", bold=is_graded)
    for tick in tenths(axis):
        pen.text((axis.at(tick), base + 11), pen.lang.decimal(f"{tick:.1f}"), size=9, fill=GREY, anchor="middle")
    draw_references(pen, axis, base, references)
    foot = _draw_unscored(pen, [row for row in block.rows if row not in scored], base + FOOT)
    table = [["", "", ""], *([row.name, _reach_text(pen, row), pen.lang.band(row.told)] for row in block.rows)]
    unit = [say("Score, 0 to 1. Bar: where it can end up once the rest is answered"), *reference_words(pen, references)]
    return pen.block_chart("ranges", block.titled(plans_title), series("; ", unit), foot, table)


def _draw_unscored(pen: Pen, rows: Sequence[PlanRow], y: float) -> float:
    """Write below the axis who has no score; return where the drawing ends."""
    for row in rows:
        with pen.row(row.id, row.state):
            pass  # all of them stand in one line
    if not rows:
        return y
    told = f"{pen.lang.said(say('Too little was read for a score'))}: {', '.join(row.name for row in rows)}"
    for line in pen.letters.lines(told, pen.width, LABEL, NARROW_LINES if pen.is_narrow else LINES):
        y += LABEL * 1.35
        pen.text((0, y), line, fill=GREY)
    return y + 4


def score_line(pen: Pen, bands: Sequence[Band], row: PlanRow) -> Chart:
    """Return the score of one plan with its range as a strip for a row of a table."""
    axis = AxisScale(0, 1, 5, SMALL_WIDTH - 5)
    draw_bands(pen, bands, axis, (0, SMALL_TALL), named=False)
    _draw_score(pen, row, axis, SMALL_TALL / 2, 1.0)
    title = say("no score") if row.low is None else _reach_words(pen, row)
    return pen.chart("line", title, "", SMALL_TALL, [["", ""], [row.name, _reach_text(pen, row)]], SMALL_WIDTH)


def score_head(pen: Pen, bands: Sequence[Band]) -> Chart:
    """Return the head of the column of such strips: the bands by their sign."""
    axis = AxisScale(0, 1, 5, SMALL_WIDTH - 5)
    _draw_band_names(pen, bands, axis, 11, size=10)
    return pen.chart("head", say("0 to 1, with grade bands"), "", 13, [], SMALL_WIDTH)


def draw_bands(
    pen: Pen, bands: Sequence[Band], axis: AxisScale, depth: tuple[float, float], *, named: bool = True
) -> None:
    """Draw the bands of the grades behind a scale of scores, from the top to the base."""
    top, base = depth
    for k, band in enumerate(sorted(bands, key=lambda b: b.start)):
        left, right = axis.at(band.start), axis.at(band.end)
        pen.box((left, top), (right - left, base - top), BAND if k % 2 else PALE)
    if named:
        _draw_band_names(pen, bands, axis, top - 6)


def _draw_band_names(pen: Pen, bands: Sequence[Band], axis: AxisScale, y: float, size: float = 9) -> None:
    ends = [(band.name, axis.at(band.start), axis.at(band.end)) for band in sorted(bands, key=lambda b: b.start)]
    for left, sign in band_signs(pen, ends, size, 4):
        pen.text((left, y), sign, size=size, fill=GREY, bold=True)


def _draw_score(pen: Pen, row: PlanRow, axis: AxisScale, y: float, scale: float) -> None:
    if row.low is None or row.high is None:
        return
    is_graded, low, high = row.state == "graded", axis.at(row.low), axis.at(row.high)
    pen.box((low, y - BAR * scale / 2), (max(high - low, 1.0), BAR * scale), REACH if is_graded else CONTEXT)
    if row.value is not None:
        pen.dot((axis.at(row.value), y), RADIUS * scale, INK if is_graded else "#ffffff", INK)


def told_score(pen: Pen, row: PlanRow) -> str:
    """Return the sign of the grade with the score; in brackets where too little was assessed for a grade."""
    if row.value is None:
        return "–"
    score = pen.score(row.value)
    if row.state != "graded":
        return f"({score})"
    return f"{pen.lang.wording.mark(row.told)} {score}" if row.told else score


def _reach_text(pen: Pen, row: PlanRow) -> str:
    return "–" if row.low is None else pen.lang.said(_reach_words(pen, row))


def _reach_words(pen: Pen, row: Row) -> Sentence:
    given = {"low": pen.score(row.low or 0.0), "high": pen.score(row.high or 0.0)}
    if row.value is None:
        return say("%(low)s to %(high)s once the rest is answered", **given)
    return say("%(score)s; %(low)s to %(high)s once the rest is answered", score=pen.score(row.value), **given)
