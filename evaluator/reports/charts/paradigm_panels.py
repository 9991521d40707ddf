"""One small panel a country: its score in each paradigm with its range, and its worst gap in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import Sentence, say
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, LEAST, REACH, RULE, Chart, Pen, Reach
from evaluator.reports.html.scales import AxisScale

ACROSS, MOST = 3, 15  # panels in a row and on a page
PANEL, GAP_X, GAP_Y = 150.0, 21.5, 13.0
HEAD, ROW, LINE, LINES = 16.0, 12.4, 10.6, 2
SIDE = 73.0


@dataclass(frozen=True, slots=True)
class ParadigmScore:
    """A paradigm with the score of a country (None without one) and whether enough was assessed."""

    title: str
    reach: Reach | None
    is_firm: bool


@dataclass(frozen=True, slots=True)
class ParadigmPanel:
    """A country: its name, its verdict in a word or two, its paradigms, and its worst gap."""

    name: str
    told: str
    rows: tuple[ParadigmScore, ...]
    gap: str

    @property
    def weakest(self) -> str:
        """Return the paradigm with the lowest score of those with enough assessed; empty with fewer than two."""
        firm = [(row.reach.score, row.title) for row in self.rows if row.reach and row.is_firm]
        return min(firm)[1] if len(firm) > 1 else ""


def paradigm_panels(pen: Pen, panels: Sequence[ParadigmPanel]) -> tuple[Chart, ...]:
    """Return the countries that have a score in a paradigm, at most fifteen a drawing; none without one."""
    panels = [panel for panel in panels if any(row.reach for row in panel.rows)]
    if not panels:
        return ()
    title = _title(panels)
    parts = [panels[first : first + MOST] for first in range(0, len(panels), MOST)]
    return tuple(_draw_page(Pen(pen.lang, pen.letters), part, title) for part in parts)


def _title(panels: Sequence[ParadigmPanel]) -> Sentence:
    weakest = Counter(panel.weakest for panel in panels if panel.weakest)
    if not weakest:
        return say("Each country by paradigm: in none is enough assessed to name a weakest")
    most = max(weakest.values())
    name = min(name for name, count in weakest.items() if count == most)
    return say("Weakest most often: %(name)s (%(most)s of %(all)s)", name=name, most=most, all=sum(weakest.values()))


def _draw_page(pen: Pen, panels: Sequence[ParadigmPanel], title: Sentence) -> Chart:
    deep = max(HEAD + ROW * len(panel.rows) + 12 + LINE * LINES for panel in panels)
    for k, panel in enumerate(panels):
        _draw_panel(pen, panel, (k % ACROSS * (PANEL + GAP_X), k // ACROSS * (deep + GAP_Y)))
    height = -(-len(panels) // ACROSS) * (deep + GAP_Y) - GAP_Y + 2
    unit = say(
        "Score in each paradigm; bar: where it can end up once the rest is read; hollow: too little assessed; "
        "below: the worst gap"
    )
    table = [
        ["", "", ""],
        *(
            [panel.name, row.title, "–" if row.reach is None else pen.score(row.reach.score)]
            for panel in panels
            for row in panel.rows
        ),
    ]
    return pen.chart("panels", title, unit, height, table)


def _draw_panel(pen: Pen, panel: ParadigmPanel, corner: tuple[float, float]) -> None:
    left, y = corner
    axis = AxisScale(0, 1, left + SIDE, left + PANEL - 5)
    told = pen.letters.fitted(panel.told, PANEL * 0.45, LEAST)
    room = PANEL - pen.letters.width(told, LEAST) - 6
    pen.text((left, y + 9), pen.letters.fitted(panel.name, room, 10, bold=True), size=10, bold=True)
    pen.text((left + PANEL, y + 9), told, size=LEAST, fill=GREY, anchor="end")
    y += HEAD
    base = y + ROW * len(panel.rows)
    for tick in (0, 0.5, 1):
        pen.line((axis.at(tick), y), (axis.at(tick), base), RULE)
        pen.text((axis.at(tick), base + 8.5), pen.lang.decimal(f"{tick:g}"), size=LEAST, fill=GREY, anchor="middle")
    for row in panel.rows:
        _draw_row(pen, row, axis, left, y + ROW / 2, is_weakest=row.title == panel.weakest)
        y += ROW
    for k, line in enumerate(pen.letters.lines(panel.gap, PANEL, LEAST, LINES)):
        pen.text((left, base + 19 + LINE * k), line, size=LEAST)


def _draw_row(pen: Pen, row: ParadigmScore, axis: AxisScale, left: float, y: float, *, is_weakest: bool) -> None:
    colour = ACCENT if is_weakest else INK
    name = pen.letters.fitted(row.title, SIDE - 7, LEAST, bold=is_weakest)
    pen.text((left, y + 2.9), name, size=LEAST, fill=colour, bold=is_weakest)
    if row.reach is None:
        pen.text((axis.at(0.5), y + 2.9), "–", size=LEAST, fill=GREY, anchor="middle")
        return
    low, high = axis.at(row.reach.low), axis.at(row.reach.high)
    pen.box((low, y - 1.8), (max(high - low, 1.0), 3.6), REACH if row.is_firm else CONTEXT)
    pen.dot((axis.at(row.reach.score), y), 3.2, colour if row.is_firm else "#ffffff", colour)
