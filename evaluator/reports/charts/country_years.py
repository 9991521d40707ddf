"""A country in time: two verdicts on its public record, its tier, whether victims were punished, and its plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluator.model.sentence import say, series
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, NAME, PALE, RULE, SHADES, WIDTH, Chart, Pen
from evaluator.reports.charts.small_multiples import Panel
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.rounding import score_figure

LEAST_YEARS = 4
PLANS = say("National plans")
DEEP, BOX, STEP = 190.0, 14.0, 32.0


@dataclass(frozen=True, slots=True)
class Span:
    """A plan of the country from its first year to its last; `here` is the plan of this report."""

    start: int
    end: int
    read: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of marks under the years: its name, a short mark by year, and the marks that are alarming."""

    name: str
    marks: Mapping[int, str]
    alarming: frozenset[str] = frozenset()


def country_years(
    pen: Pen, frames: tuple[str, str], record: Panel, strips: Sequence[Strip], plans: Sequence[Span], least: float = 0.0
) -> Chart | None:
    """Return the country in time; None with under four years under both frames.

    The scores change places where they lie at least `least` apart before and after.
    """
    if len(record.years) < LEAST_YEARS:
        return None
    years = [*record.years, *(y for s in strips for y in s.marks), *(y for p in plans for y in (p.start, p.end))]
    side = (
        min(
            max(pen.letters.width(strip.name, NAME) for strip in (*strips, Strip(pen.lang.said(PLANS), {}))),
            WIDTH * 0.25,
        )
        + 14
    )
    x = AxisScale(min(years), max(*years, min(years) + 8), side + 8, WIDTH - 12)
    y = AxisScale(0, 1, DEEP, 14)
    _draw_verdicts(pen, frames, record, x, y)
    top = DEEP + 22
    for strip in strips:
        _draw_strip(pen, strip, x, top, side)
        top += STEP
    if plans:
        _draw_plans(pen, plans, x, top, side)
        top += STEP
    _draw_years(pen, x, top + 8)
    return pen.chart(
        "country-years", _title(frames, record, least), _unit_words(frames), top + 14, _table(pen, frames, record)
    )


def _title(frames: tuple[str, str], record: Panel, least: float) -> str:
    """Return the years in which the two scores changed places, else the year in which they lie furthest apart."""
    apart = [year for year in record.years if abs(record.gap(year)) >= least]
    turns = [b for a, b in pairwise(apart) if record.gap(a) * record.gap(b) < 0]
    year = turns[-1] if turns else record.widest
    one, other = (score_figure(scores[year].score) for scores in (record.one, record.other))
    told: dict[str, object] = {"one": one, "other": other, "frame": frames[0], "rival": frames[1]}
    if turns:
        return say(
            "The two scores changed places in %(years)s, at last to %(one)s under “%(frame)s” and %(other)s under "
            "“%(rival)s”",
            years=series(", ", [str(turn) for turn in turns]),
            **told,
        )
    told["year"] = str(year)
    return say("Furthest apart in %(year)s: %(one)s under “%(frame)s”, %(other)s under “%(rival)s”", **told)


def _unit_words(frames: tuple[str, str]) -> str:
    return say(
        "Score of the public record, 0 to 1. Colour: “%(one)s”; black: “%(other)s”. Hollow: too little assessed",
        one=frames[0],
        other=frames[1],
    )


def _draw_verdicts(pen: Pen, frames: tuple[str, str], record: Panel, x: AxisScale, y: AxisScale) -> None:
    last = record.years[-1]
    for tick in (0, 0.5, 1):
        pen.line((x.start, y.at(tick)), (x.at(last), y.at(tick)), RULE)
        pen.text((x.start - 8, y.at(tick) + 3), pen.lang.decimal(f"{tick:g}"), size=8.5, fill=GREY, anchor="end")
    upper = [(x.at(k), y.at(record.one[k].score)) for k in record.years]
    lower = [(x.at(k), y.at(record.other[k].score)) for k in reversed(record.years)]
    pen.area([*upper, *lower], PALE)
    for scores, colour in ((record.one, ACCENT), (record.other, INK)):
        pen.path([(x.at(k), y.at(scores[k].score)) for k in sorted(scores)], colour, 1.8)
        for year in sorted(scores):
            fill = colour if scores[year].is_firm else "#ffffff"
            pen.dot((x.at(year), y.at(scores[year].score)), 2.6, fill, colour)
    heights = [y.at(scores[last].score) for scores in (record.one, record.other)]
    if abs(heights[0] - heights[1]) < 12:  # noqa: PLR2004  (a line of type)
        middle, way = sum(heights) / 2, 1 if heights[0] >= heights[1] else -1
        heights = [middle + 6 * way, middle - 6 * way]
    room = WIDTH - x.at(last) - 10
    for name, scores, height, colour in zip(frames, (record.one, record.other), heights, (ACCENT, INK), strict=True):
        told = f"{pen.score(scores[last].score)}  {name}"
        if room > 40:  # noqa: PLR2004  (room for a word)
            at = (x.at(last) + 9, height + 3)
            pen.text(at, pen.letters.fitted(told, room, NAME, bold=True), size=NAME, fill=colour, bold=True)


def _draw_strip(pen: Pen, strip: Strip, x: AxisScale, top: float, side: float) -> None:
    wide = (x.stop - x.start) / (x.high - x.low) - 2
    pen.text((side - 8, top + 10), pen.letters.fitted(strip.name, side - 8, NAME), size=NAME, anchor="end")
    for year, mark in sorted(strip.marks.items()):
        hot = mark in strip.alarming
        fill, edge = (ACCENT, ACCENT) if hot else (SHADES[1], "") if mark else ("#ffffff", CONTEXT)
        pen.box((x.at(year) - wide / 2, top), (wide, BOX), fill, edge, dashed=not mark)
        told = pen.letters.fitted(mark, wide, 8.0)
        if mark:
            ink = "#ffffff" if hot else INK
            pen.text((x.at(year), top + 10.2), told, size=8.0, fill=ink, anchor="middle", bold=hot)


def _draw_plans(pen: Pen, plans: Sequence[Span], x: AxisScale, top: float, side: float) -> None:
    wide = (x.stop - x.start) / (x.high - x.low) - 2
    pen.text((side - 8, top + 10), pen.lang.said(PLANS), size=NAME, anchor="end")
    for plan in sorted(plans, key=lambda plan: plan.here):
        fill = ACCENT if plan.here else SHADES[1] if plan.read else "#ffffff"
        left = x.at(plan.start) - wide / 2
        width = x.at(plan.end) - x.at(plan.start) + wide
        pen.box((left, top), (width, BOX), fill, ACCENT if plan.here else INK)
        told = pen.lang.said(say("this plan"))
        if plan.here and pen.letters.width(told, NAME, bold=True) < width - 2:
            at = (left + width / 2, top + 10.2)
            pen.text(at, told, size=NAME, fill="#ffffff", anchor="middle", bold=True)


def _draw_years(pen: Pen, x: AxisScale, y: float) -> None:
    for year in sorted({int(x.low), int(x.high), *range(int(x.low) + 5, int(x.high) - 3, 5)}):
        pen.text((x.at(year), y), str(year), size=8.5, fill=GREY, anchor="middle")


def _table(pen: Pen, frames: tuple[str, str], record: Panel) -> list[list[str]]:
    rows = [[str(k), pen.score(record.one[k].score), pen.score(record.other[k].score)] for k in record.years]
    return [["", *frames], *rows]
