"""Where the score of one plan can end up, on the bands of the grades."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, INK, PALE, Chart, Pen, with_narrow
from evaluator.reports.charts.grade_dots import Band, band_signs
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.rounding import score_figure

TOP, TALL, RADIUS = 20.0, 30.0, 6.0


@with_narrow
def grade_strip(
    pen: Pen, bands: Sequence[Band], ends: tuple[float, float], score: float | None, frames: Sequence[float] = ()
) -> Chart:
    """Return the strip: the range as a bar, the score as a dot if there is one, a tick for each other frame.

    Where both ends are the score, nothing is open, and the title says the score alone.
    """
    axis = AxisScale(0, 1, RADIUS, pen.width - RADIUS)
    pen.box((0, TOP), (pen.width, TALL), PALE)
    edges = [(band.name, axis.at(band.start), axis.at(band.end)) for band in bands]
    for left, sign in band_signs(pen, edges, 12, 2):
        pen.text((left, 14), sign, size=12, bold=True)
    for band in bands:
        if band.start > 0:
            pen.line((axis.at(band.start), TOP), (axis.at(band.start), TOP + TALL), "#ffffff", 1.6)
    for other in frames:
        pen.line((axis.at(other), TOP + 3), (axis.at(other), TOP + 10), INK, 1.1)
    low, high = ends
    middle = TOP + TALL / 2 + 2
    pen.box((axis.at(low), middle - 4), (max(axis.at(high) - axis.at(low), 1.5), 8), ACCENT)
    if score is not None:
        pen.dot((axis.at(score), middle), RADIUS, ACCENT, "#ffffff")
    _draw_ends(pen, axis, ends, middle)
    unit = say("Bar: where the score can end up once the rest is answered")
    if frames:
        unit = say("Bar: where the score can end up once the rest is answered; ticks: under other frames")
    if score is not None and low == high:
        unit = say("Ticks: under other frames") if frames else say("Nothing is open")
        title = say("The score is %(score)s", score=score_figure(score))
        return pen.chart("strip", title, unit, TOP + TALL + 2, [["", ""], [pen.score(low), pen.score(high)]])
    title = say("The score will lie between %(low)s and %(high)s", low=score_figure(low), high=score_figure(high))
    return pen.chart("strip", title, unit, TOP + TALL + 2, [["", ""], [pen.score(low), pen.score(high)]])


def _draw_ends(pen: Pen, axis: AxisScale, ends: tuple[float, float], middle: float) -> None:
    """Write both ends beside the bar, inside it at the edge of the strip; a score that nothing can move once."""
    low, high = ends
    if low == high:
        way = 1 if axis.at(high) < pen.width / 2 else -1
        anchor = "start" if way > 0 else "end"
        pen.text(
            (axis.at(high) + way * 9, middle + 3.6), pen.score(high), size=10, fill=ACCENT, anchor=anchor, bold=True
        )
        return
    for end, way in zip(ends, (-1, 1), strict=True):
        told = pen.score(end)
        wide = pen.letters.width(told, 10, bold=True)
        x = axis.at(end) + way * 7
        outside = 0 <= x + (wide * way if way > 0 else -wide) <= pen.width
        anchor = ("start" if way > 0 else "end") if outside else ("end" if way > 0 else "start")
        x = x if outside else axis.at(end) - way * 4
        pen.text((x, middle + 3.6), told, size=10, fill=ACCENT if outside else "#ffffff", anchor=anchor, bold=True)
