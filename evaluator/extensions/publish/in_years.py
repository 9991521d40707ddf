"""Countries by year in the width that they have: paths in per cent, whose names and numbers are text of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from evaluator.reports.charts.small_multiples import Panel, YearScore


@dataclass(frozen=True, slots=True)
class YearStrip:
    """A country: its line under each of two frames, as a path in per cent, and the year of the widest gap.

    `open` are the places in per cent, from the left and from above, of years of which too little was assessed.
    """

    code: str
    name: str
    widest: int
    scores: tuple[float, float]
    lines: tuple[str, str]
    open: tuple[tuple[float, float], ...]


def year_strips(panels: Iterable[tuple[str, Panel]], span: tuple[int, int]) -> tuple[YearStrip, ...]:
    """Return a strip for each country with its code, over the years from the first to the last of `span`.

    Examples
    --------
    >>> one = {2000: YearScore(0.5, True), 2001: YearScore(1.0, True), 2004: YearScore(0.25, False)}
    >>> other = {2000: YearScore(0.5, True), 2001: YearScore(0.0, True), 2004: YearScore(0.25, False)}
    >>> strip, = year_strips([("XXA", Panel("A", one, other))], (2000, 2004))
    >>> strip.lines
    ('M0 50L25 0M100 75', 'M0 50L25 100M100 75')
    >>> strip.widest, strip.scores, strip.open
    (2001, (1.0, 0.0), ((100.0, 75.0), (100.0, 75.0)))
    """
    return tuple(
        YearStrip(
            code,
            panel.name,
            panel.widest,
            (panel.one[panel.widest].score, panel.other[panel.widest].score),
            (_path(panel.one, span), _path(panel.other, span)),
            tuple(
                _place(year, scores[year].score, span)
                for scores in (panel.one, panel.other)
                for year in sorted(scores)
                if not scores[year].is_firm
            ),
        )
        for code, panel in panels
    )


def _place(year: int, score: float, span: tuple[int, int]) -> tuple[float, float]:
    first, last = span
    return round(100 * (year - first) / ((last - first) or 1), 1), round(100 * (1 - score), 1)


def _path(scores: Mapping[int, YearScore], span: tuple[int, int]) -> str:
    """Return a line through the scores, broken where a year is missing."""
    years = sorted(scores)
    steps = ["M", *("L" if b - a == 1 else "M" for a, b in pairwise(years))]
    places = (_place(year, scores[year].score, span) for year in years)
    return "".join(f"{step}{x:g} {y:g}" for step, (x, y) in zip(steps, places, strict=True))
