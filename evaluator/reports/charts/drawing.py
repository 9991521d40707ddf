"""A drawing: marks in points, one accent over greys, direct labels whose boxes are known, and the chart that results.

One accent at most has a meaning in a chart, and never alone: it comes with bold type, a thicker line or a label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from html import escape
from itertools import chain
from math import cos, radians, sin
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from markupsafe import Markup

from evaluator.model.block import Block, R
from evaluator.model.sentence import Figure, Foreign, series
from evaluator.reports.charts.letters import Letters
from evaluator.reports.html.scales import AxisScale, ticks
from evaluator.reports.language import Language
from evaluator.scoring.rounding import score_figure, share_figure

WIDTH = 493.0  # points between the margins of the page
NARROW = 264.0  # points of the column of a phone
OUTSIDE = 0.5  # points by which a mark may leave a drawing unseen
HELD = 24.0  # points from which on a label of words keeps its width in whatever letters a screen has
CLIMB = radians(60)
INK, GREY, CONTEXT, RULE = "#17212b", "#55606b", "#8a95a0", "#cfd6dc"
PALE, BAND, REACH = "#eef1f4", "#e0e6eb", "#bcc7d0"
ACCENT, ACCENT_PALE = "#b3401f", "#f0d3c9"
SHADES = ("#ffffff", "#c9d1d8", "#647484", "#3d4b58", "#17212b")  # from the lowest level to the highest
EDGE = "#7d8893"  # around a box that is nearly white
DASHES = "1.6 1.4"
LEAST = LABEL = NAME = FRONT = 9.0  # sizes of type: nothing on a page is smaller
TICK = 26.0  # points from one number of an axis to the next, at least
MOST_SPOKEN = 4_000  # letters of the data that an alternative text carries
ASCENT, DESCENT = 0.78, 0.22  # of the size of type, around the base line
SECOND = '<svg class="chart narrow" aria-hidden="true"'
FOR_SCREENS = re.compile(r'<svg class="chart narrow"(?:[^<]|<(?!/?svg\b))*+</svg>| textLength="[\d.]+"')


@dataclass(frozen=True, slots=True)
class Box:
    """Where a label stands: its left, top, right and bottom edge, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its finding, what is measured, its drawing and the table behind it, whose first row is the head.

    `svg` is an element of its own that scales with its width; `boxes` are the labels drawn. `narrow` is the same chart
    for a phone, which a browser shows instead and nobody hears twice; None where it does not fit.
    """

    kind: str
    title: str
    unit: str
    svg: Markup
    size: tuple[float, float]
    boxes: tuple[Box, ...]
    table: tuple[tuple[str, ...], ...]
    block: Block[Any] | None = None
    narrow: Chart | None = None


@dataclass(slots=True)
class Pen:
    """Draws marks and labels into a width, and keeps both in the order in which they were drawn.

    `is_second` is the pen of a drawing that stands beside another one of the same chart, which is the one that speaks.
    """

    lang: Language
    letters: Letters
    parts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    width: float = WIDTH
    is_second: bool = False
    left: float = 0.0
    right: float = 0.0

    def fresh(self, width: float | None = None) -> Pen:
        """Return a pen like this one that has drawn nothing; `width` is its own, if it is given."""
        return Pen(self.lang, self.letters, width=width or self.width, is_second=self.is_second)

    @property
    def is_narrow(self) -> bool:
        """Return whether the drawing is for a phone."""
        return self.width <= NARROW

    @property
    def holds(self) -> bool:
        """Return whether everything that was drawn stands within the width."""
        return self.left >= -OUTSIDE and self.right <= self.width + OUTSIDE

    def _cover(self, left: float, right: float) -> None:
        self.left, self.right = min(self.left, left), max(self.right, right)

    @contextmanager
    def row(self, row_id: str, state: str) -> Iterator[None]:
        """Mark everything drawn inside as the mark of a row in a state; a row without a mark is an empty group."""
        self.drawn.append(row_id)
        if self.is_second:
            yield
            return
        self.parts.append(f'<g data-row="{escape(row_id)}" data-state="{escape(state)}">')
        yield
        self.parts.append("</g>")

    def block_chart(
        self,
        kind: str,
        block: Block[R],
        unit: str,
        height: float,
        table: Sequence[Sequence[str]],
        width: float | None = None,
    ) -> Chart:
        """Return the chart of a block: its title, its note below the unit. Refused where a row has not been drawn."""
        rows = chain.from_iterable(row.marks for row in block.rows)
        if sorted(self.drawn) != sorted(row.id for row in rows) or block.title is None:
            raise ValueError(f"{block.name}: rows and marks differ, or there is no title")
        told = series("; ", [unit, block.note]) if block.note else unit
        return replace(self.chart(kind, block.title.said, told, height, table, width), block=block)

    def score(self, number: float, edges: Sequence[float] = ()) -> str:
        """Return a score with two decimals in the language; with more where rounding would cross an edge."""
        return self.lang.figure(score_figure(number, edges))

    def share(self, number: float) -> str:
        """Return a share as whole per cent in the language."""
        return self.lang.figure(share_figure(number))

    def change(self, number: float) -> str:
        """Return a difference of scores with its sign; a difference that prints as zero has none."""
        told = str(Figure(number, "+.2f"))
        return self.lang.decimal("0.00" if told in {"+0.00", "-0.00"} else told)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        size: float = LABEL,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Draw a label on its base line; `anchor` is `start`, `middle` or `end`."""
        x, y = at
        width = self.letters.width(text, size, bold=bold)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.boxes.append(Box(left, y - size * ASCENT, left + width, y + size * DESCENT, text))
        self._cover(left, left + width)
        weight = (' font-weight="700"' if bold else "") + (f' lang="{text.lang}"' if isinstance(text, Foreign) else "")
        held = self._held(text, width)
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{weight}{held}>'
            f"{escape(text)}</text>"
        )

    def _held(self, text: str, width: float) -> str:
        """Return the width of a label for screens, which may have other letters than those that were measured."""
        is_held = width >= HELD and self.letters.has(text) and any(map(str.isalpha, text))
        return f' textLength="{width:.1f}"' if is_held else ""

    def turned(self, at: tuple[float, float], text: str, *, size: float = LABEL, bold: bool = False) -> None:
        """Draw a label that climbs to the right, as the head of a narrow column."""
        weight, width = ' font-weight="700"' if bold else "", self.letters.width(text, size, bold=bold)
        self._cover(at[0] - size * ASCENT * sin(CLIMB), at[0] + width * cos(CLIMB))
        self.parts.append(
            f'<text transform="translate({at[0]:.1f},{at[1]:.1f}) rotate(-60)" font-size="{size:g}" fill="{INK}"'
            f"{weight}{self._held(text, width)}>{escape(text)}</text>"
        )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], stroke: str = RULE, width: float = 0.7
    ) -> None:
        """Draw a straight line."""
        self._cover(min(start[0], end[0]), max(start[0], end[0]))
        self.parts.append(
            f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{stroke}"'
            f' stroke-width="{width:g}"/>'
        )

    def path(self, points: Sequence[tuple[float, float]], stroke: str, width: float) -> None:
        """Draw a line through points."""
        self._cover(min(x for x, _ in points), max(x for x, _ in points))
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(
            f'<polyline points="{way}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"/>'
        )

    def area(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        """Fill the area between points."""
        self._cover(min(x for x, _ in points), max(x for x, _ in points))
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polygon points="{way}" fill="{fill}"/>')

    def box(
        self, at: tuple[float, float], size: tuple[float, float], fill: str, edge: str = "", *, dashed: bool = False
    ) -> None:
        """Draw a rectangle from its upper left corner; `edge` is the colour of its outline."""
        self._cover(at[0], at[0] + max(size[0], 0))
        outline = f' stroke="{edge}" stroke-width="0.7"' if edge else ""
        dashes = f' stroke-dasharray="{DASHES}"' if dashed else ""
        self.parts.append(
            f'<rect x="{at[0]:.1f}" y="{at[1]:.1f}" width="{max(size[0], 0):.1f}" height="{size[1]:.1f}" fill="{fill}"'
            f"{outline}{dashes}/>"
        )

    def dot(self, at: tuple[float, float], radius: float, fill: str, edge: str = "") -> None:
        """Draw a dot; with an edge and white inside it is hollow."""
        self._cover(at[0] - radius, at[0] + radius)
        outline = f' stroke="{edge}" stroke-width="1.2"' if edge else ""
        self.parts.append(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}"{outline}/>')

    def level(self, at: tuple[float, float], side: float, shown: str, share: float | None) -> None:
        """Draw a box for a criterion with its level in it, darker with `share` of the top level.

        None is not assessed: a dashed box; what is known of it (`2+`) still stands inside.
        """
        shade = None if share is None else SHADES[round(share * (len(SHADES) - 1))]
        light = shade is None or share is None or share < 0.5  # noqa: PLR2004  (half of the top level)
        edge = CONTEXT if shade is None else EDGE if shade == SHADES[0] else shade
        self.box(at, (side, side), shade or "#ffffff", edge, dashed=shade is None)
        if shown:
            ink = INK if light else "#ffffff"
            size = min(LEAST, side) if len(shown) == 1 else LEAST
            self.text((at[0] + side / 2, at[1] + side / 2 + size * 0.36), shown, size=size, fill=ink, anchor="middle")

    def chart(
        self,
        kind: str,
        title: str,
        unit: str,
        height: float,
        table: Sequence[Sequence[str]],
        width: float | None = None,
    ) -> Chart:
        """Return the chart of everything drawn; a screen reader says its title and the data of its table."""
        told, measured, width = self.lang.said(title), self.lang.said(unit), width or self.width
        rows = tuple(tuple(cells) for cells in table)
        spoken = f"<title>{escape(told.rstrip('.'))}.</title><desc>{escape(data_in_words(rows))}</desc>"
        marks = "".join(self.parts).replace('.0"', '"').replace(' text-anchor="start"', "")
        head = '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
        if self.is_second:
            head, marks, spoken = f'{SECOND} fill="{INK}"', marks.replace(f' fill="{INK}"', ""), ""
        svg = (
            f'{head} width="{width:g}pt" height="{height:.0f}pt" viewBox="0 0 {width:g} {height:.0f}"'
            ' font-family="Report, ReportGeorgian, ReportArmenian, ReportMath, ReportSymbols, Noto Sans, sans-serif">'
            f"{spoken}{marks}</svg>"
        )
        drawn = Markup(svg)  # noqa: S704  (every text in it is escaped)
        return Chart(kind, told, measured, drawn, (width, round(height)), tuple(self.boxes), rows)


P = ParamSpec("P")
Drawn = TypeVar("Drawn", bound=Chart | None)


def with_narrow(draw: Callable[Concatenate[Pen, P], Drawn]) -> Callable[Concatenate[Pen, P], Drawn]:
    """Return a function that draws a chart twice: into the width of its pen, and beside it into that of a phone.

    The pen must be fresh. The narrow drawing is left out where something in it would leave the phone's column.
    """

    @wraps(draw)
    def both(pen: Pen, /, *args: P.args, **kwargs: P.kwargs) -> Drawn:
        chart = draw(pen, *args, **kwargs)
        if chart is None or pen.is_narrow:
            return chart
        second = replace(pen.fresh(NARROW), is_second=True)
        narrow = draw(second, *args, **kwargs)
        return cast("Drawn", replace(chart, narrow=narrow if second.holds else None))

    return both


def for_print(page: str) -> str:
    """Return a page without what its drawings have for screens alone: narrow drawings, and the widths of labels.

    Examples
    --------
    >>> for_print('<svg class="chart"><text textLength="9.1">a</text></svg><svg class="chart narrow">a</svg>.')
    '<svg class="chart"><text>a</text></svg>.'
    """
    return FOR_SCREENS.sub("", page)


def data_in_words(table: Sequence[Sequence[str]]) -> str:
    """Return the table behind a chart in one line: the heads, then each row; whole rows, as far as a line may be long.

    Examples
    --------
    >>> data_in_words([["", "Help", "Police"], ["Croatia", "1", "10"], ["Serbia", "10", "8"]])
    'Help, Police. Croatia: 1, 10; Serbia: 10, 8'
    >>> data_in_words([["", ""], ["a", "1"], ["b", ""]])
    'a: 1; b'
    """
    if not table:
        return ""
    head = ", ".join(cell for cell in table[0] if cell)
    rows, length = list[str](), 0
    for cells in table[1:]:
        values = ", ".join(cell for cell in cells[1:] if cell)
        rows.append(f"{cells[0]}: {values}" if values else cells[0])
        length += len(rows[-1]) + 2
        if length > MOST_SPOKEN:
            break
    more = len(table) - 1 - len(rows)
    return (f"{head}. " if head else "") + "; ".join(rows) + (f"; +{more}" if more else "")


def tenths(axis: AxisScale) -> tuple[float, ...]:
    """Return the ticks of a scale of scores, a tenth or more apart, so that one decimal and a gap tell them apart.

    Examples
    --------
    >>> tenths(AxisScale(0.1, 0.4, 0, 100))
    (0.1, 0.2, 0.3, 0.4)
    """
    room = int((axis.stop - axis.start) / TICK)
    return ticks(axis.low, axis.high, max(1, min(6, round((axis.high - axis.low) * 10), room)))


@dataclass(frozen=True, slots=True)
class Reach:
    """A score with the ends of its range once the rest is answered."""

    score: float
    low: float
    high: float

    def is_wide(self, least: float = 0.004) -> bool:
        """Return whether the range is wide enough to be seen."""
        return self.high - self.low > least
