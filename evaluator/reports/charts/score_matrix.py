"""All scores of some plans, a row a frame; frames that prevailed and the others apart, each with its mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, INK, LABEL, WIDTH, Chart, Pen
from evaluator.scoring.rounding import score_figure

MOST_PLANS, MOST_WIDE = 14, 30  # across a page, and across a page on its side
LANDSCAPE = 740.0
STAGGERED = 28.0  # the width of a cell under which differences take two lines
CLIMB = 104.0  # the length of a head that climbs
ROW, LOW_ROW, HEAD, LEAST_CELL = 15.4, 13.2, 16.0, 22.0  # rows are lower across a page on its side
STEPS = ("#ffffff", "#e3e8ec", "#bcc7d0", "#647484", "#26323d")
DIFFERENCE = say("Difference of the means")
Place = tuple[float, float, float]  # the left edge of the cells, their width and their height
DARK = ("#647484", "#26323d")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A frame and the score it gives each plan, None where a plan has none."""

    frame: str
    scores: tuple[float | None, ...]
    used: bool = False


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """Some frames under a heading; `mean` names the row of their means, empty for none."""

    title: str
    rows: tuple[MatrixRow, ...]
    mean: str = ""

    def means(self) -> tuple[float | None, ...]:
        """Return the mean score of each plan over the frames that score it."""
        columns = ([s for s in column if s is not None] for column in zip(*(r.scores for r in self.rows), strict=True))
        return tuple(sum(column) / len(column) if column else None for column in columns)


def score_matrix(
    pen: Pen, plans: Sequence[str], parts: Sequence[MatrixPart], compared: tuple[int, int] | None
) -> Chart | None:
    """Return the matrix of at most thirty plans (on a page on its side from fifteen); None for more or for none.

    `compared` are the places of two parts whose means are subtracted in the last row.
    """
    parts = [part for part in parts if part.rows]
    if not 0 < len(plans) <= MOST_WIDE or not parts:
        return None
    width = WIDTH if len(plans) <= MOST_PLANS else LANDSCAPE
    last = pen.lang.said(DIFFERENCE) if compared else ""
    names = [row.frame for part in parts for row in part.rows] + [part.mean for part in parts] + [last]
    widest = max(pen.letters.width(name, LABEL, bold=True) for name in names) + 8
    side = min(widest, width * 0.34, width - LEAST_CELL * len(plans) - 2)
    cell = max(min((width - side - 2 - beyond_heads(pen, plans)) / len(plans), 46.0), LEAST_CELL)
    y = column_heads(pen, plans, side, cell)
    low, high = _lowest_and_highest(parts)
    for part in parts:
        y = _draw_part(pen, part, (side, cell, ROW if width == WIDTH else LOW_ROW), y, (low, high))
    gaps = _gaps_of_means(parts, compared)
    if gaps:
        y = _draw_difference(pen, gaps, (side, cell), y)
    table = [["", *plans], *([r.frame, *(_score_text(pen, s) for s in r.scores)] for part in parts for r in part.rows)]
    unit = say("Score, 0 to 1; the stronger the shade, the higher. Rows by share of control")
    return pen.chart("matrix", _title(parts, compared, len(plans)), unit, y + 2, table, width)


def _score_text(pen: Pen, score: float | None) -> str:
    return "–" if score is None else pen.score(score)


def _lowest_and_highest(parts: Sequence[MatrixPart]) -> tuple[float, float]:
    scores = [score for part in parts for row in part.rows for score in row.scores if score is not None] or [0.0]
    return min(scores), max(scores)


def _gaps_of_means(parts: Sequence[MatrixPart], compared: tuple[int, int] | None) -> list[float | None]:
    if compared is None or max(compared) >= len(parts):
        return []
    one, other = (parts[k].means() for k in compared)
    return [None if a is None or b is None else a - b for a, b in zip(one, other, strict=True)]


def _title(parts: Sequence[MatrixPart], compared: tuple[int, int] | None, plans: int) -> str:
    gaps = [gap for gap in _gaps_of_means(parts, compared) if gap is not None]
    if not gaps or compared is None:
        low, high = _lowest_and_highest(parts)
        frames = sum(len(part.rows) for part in parts)
        return say(
            "Scores of %(plans)s under %(frames)s frames, from %(low)s to %(high)s",
            plans=plans,
            frames=frames,
            low=score_figure(low),
            high=score_figure(high),
        )
    ups, downs = (sum(way * gap >= 0.005 for gap in gaps) for way in (1, -1))  # noqa: PLR2004  (prints as zero)
    both = [[m for m in parts[k].means() if m is not None] for k in compared]
    one, other = (score_figure(sum(means) / len(means)) for means in both)
    return say(
        "Mean score %(one)s under the frames that prevailed, %(other)s under the others; "
        "%(ups)s of %(all)s look better to the first, %(downs)s worse",
        one=one,
        other=other,
        ups=ups,
        all=plans,
        downs=downs,
    )


def beyond_heads(pen: Pen, plans: Sequence[str]) -> float:
    """Return how far a climbing head of the last columns reaches to the right of them."""
    ends = (min(pen.letters.width(plan, LABEL), CLIMB) / 2 - 30 * back for back, plan in enumerate(plans[::-1][:3]))
    return max(0.0, *ends) - LEAST_CELL / 2


def column_heads(pen: Pen, plans: Sequence[str], side: float, cell: float) -> float:
    """Write the plans as heads, upright where they fit and climbing where they do not; return where the rows begin."""
    if all(pen.letters.width(plan, LABEL) <= cell - 2 for plan in plans):
        for k, plan in enumerate(plans):
            pen.text((side + cell * (k + 0.5), 10), plan, anchor="middle")
        return 14.0
    names = [pen.letters.fitted(plan, CLIMB, LABEL) for plan in plans]
    deep = max(pen.letters.width(name, LABEL) for name in names) * 0.87 + 8
    for k, name in enumerate(names):
        pen.turned((side + cell * (k + 0.5), deep - 2), name)
    return deep


def _draw_part(pen: Pen, part: MatrixPart, place: Place, y: float, extent: tuple[float, float]) -> float:
    if part.title:
        y += 7
        pen.text((0, y + 9), part.title, size=9, bold=True)
        pen.line((0, y + 13), (place[0] + place[1] * len(part.rows[0].scores), y + 13), INK, 0.8)
        y += HEAD
    for row in part.rows:
        _draw_row(pen, row, place, y, extent)
        y += place[2]
    if part.mean:
        _draw_row(pen, MatrixRow(part.mean, part.means()), place, y, extent, bold=True)
        y += place[2]
    return y


def _draw_row(
    pen: Pen, row: MatrixRow, place: Place, y: float, extent: tuple[float, float], *, bold: bool = False
) -> None:
    side, cell, tall = place
    low, high = extent
    strong = bold or row.used
    name = pen.letters.fitted(row.frame, side - 6, LABEL, bold=strong)
    pen.text((side - 6, y + tall * 0.69), name, fill=ACCENT if row.used else INK, anchor="end", bold=strong)
    for k, score in enumerate(row.scores):
        place_in = 0.0 if score is None or high == low else (score - low) / (high - low)
        shade = STEPS[min(int(place_in * len(STEPS)), len(STEPS) - 1)]
        edge = "" if shade in DARK else "#d5dbe1"
        pen.box((side + cell * k + 0.5, y + 0.5), (cell - 1, tall - 1), shade, edge, dashed=score is None)
        ink = "#ffffff" if shade in DARK else INK
        at = (side + cell * (k + 0.5), y + tall * 0.69)
        pen.text(at, _score_text(pen, score), size=8.4, fill=ink, anchor="middle", bold=bold)


def _draw_difference(pen: Pen, gaps: Sequence[float | None], place: tuple[float, float], y: float) -> float:
    side, cell = place
    name = pen.letters.fitted(pen.lang.said(DIFFERENCE), side - 6, LABEL, bold=True)
    pen.text((side - 6, y + 18), name, anchor="end", bold=True)
    for k, gap in enumerate(gaps):
        if gap is not None:
            lower = 11 if k % 2 and cell < STAGGERED else 0
            at, worse = (side + cell * (k + 0.5), y + 18 + lower), gap < -0.005  # noqa: PLR2004  (prints as zero)
            pen.text(at, pen.change(gap), fill=ACCENT if worse else INK, anchor="middle", bold=True, size=LABEL)
    return y + (35 if cell < STAGGERED else 24)
