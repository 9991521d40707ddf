"""A country in time: two verdicts on its public record, its tier, whether victims were punished, and its plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluator.model.sentence import Sentence, Series, say, series
from evaluator.reports.charts.drawing import (
    ACCENT,
    CONTEXT,
    GREY,
    INK,
    NAME,
    PALE,
    RULE,
    SHADES,
    Chart,
    Pen,
    with_narrow,
)
from evaluator.reports.charts.small_multiples import Panel
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.rounding import score_figure

LEAST_YEARS, NAMED = 4, 3
PLANS = say("National plans")
DEEP, BOX, STEP, NAMES, WIDEST = 190.0, 14.0, 32.0, 144.0, 30.0  # NAMES: room for the two names at the right
NARROW_LEFT, NARROW_RIGHT = 16.0, 10.0  # in a narrow drawing, whose scores stand over their last dots


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


@with_narrow
def country_years(
    pen: Pen, frames: tuple[str, str], record: Panel, strips: Sequence[Strip], plans: Sequence[Span], least: float = 0.0
) -> Chart | None:
    """Return the country in time; None with under four years under both frames.

    The scores change places where they lie at least `least` apart before and after. On the page of a plan the title
    speaks of the years of that plan.
    """
    if len(record.years) < LEAST_YEARS:
        return None
    side = (
        min(
            max(pen.letters.width(strip.name, NAME) for strip in (*strips, Strip(pen.lang.said(PLANS), {}))),
            pen.width * 0.25,
        )
        + 14
    )
    first, last = record.years[0], max(record.years[-1], record.years[0] + LEAST_YEARS)
    x = AxisScale(first, last, side + WIDEST / 2, pen.width - NAMES)
    if pen.is_narrow:
        side, half = 0.0, min((pen.width - NARROW_LEFT) / (last - first + 1), WIDEST) / 2
        x = AxisScale(first, last, NARROW_LEFT + half, pen.width - max(half, NARROW_RIGHT))
    y = AxisScale(0, 1, DEEP, 14)
    _draw_verdicts(pen, frames, record, x, y)
    top = DEEP + 22
    for strip in strips:
        top = _draw_strip(pen, strip, x, top, side)
    plans = [plan for plan in plans if plan.here or (plan.start <= last and plan.end >= first)]
    if plans:
        top = _draw_plans(pen, plans, x, top, side)
    _draw_years(pen, x, top + 8)
    return pen.chart(
        "country-years",
        _title(frames, record, least, next((plan for plan in plans if plan.here), None)),
        _unit_words(frames, record, strips, range(first, last + 1)),
        top + 14,
        _table(pen, frames, record),
    )


def _title(frames: tuple[str, str], record: Panel, least: float, here: Span | None) -> Sentence:
    """Return the years in which the two scores changed places, else the year in which they lie furthest apart.

    Years of which too little was assessed turn nothing. With a plan of this page only its own years are told, and
    where the record has none of them, that.
    """
    firm = [year for year in record.years if record.one[year].is_firm and record.other[year].is_firm]
    apart = [year for year in firm if abs(record.gap(year)) >= least]
    own = [year for year in record.years if here is None or here.start <= year <= here.end]
    if not own:
        ends = {"first": str(record.years[0]), "last": str(record.years[-1])}
        return say("The public record, %(first)s to %(last)s, has no year of this plan", **ends)
    turns = [(a, b) for a, b in pairwise(apart) if record.gap(a) * record.gap(b) < 0 and b in own]
    if turns:
        return _turned(turns, frames)
    year = max(own, key=lambda year: abs(record.gap(year)))
    one, other = (score_figure(scores[year].score) for scores in (record.one, record.other))
    return say(
        "Furthest apart in %(year)s: %(one)s under “%(frame)s”, %(other)s under “%(rival)s”",
        year=str(year), one=one, other=other, frame=frames[0], rival=frames[1],
    )  # fmt: skip


def _turned(turns: Sequence[tuple[int, int]], frames: tuple[str, str]) -> Sentence:
    """Return when the two scores changed places, at most three by name: in a year, or since the last that tells."""
    given = {"frame": frames[0], "rival": frames[1]}
    if len(turns) > NAMED:
        return say("“%(frame)s” and “%(rival)s” changed places %(number)s times", number=len(turns), **given)
    *before, last = [str(b) if b - a == 1 else f"{a}–{b}" for a, b in turns]
    years = say("%(years)s and %(last)s", years=series(", ", before), last=last) if before else last
    return say("“%(frame)s” and “%(rival)s” changed places in %(years)s", years=years, **given)


def _unit_words(frames: tuple[str, str], record: Panel, strips: Sequence[Strip], years: range) -> Series:
    """Return what is drawn, and what the marks mean that are drawn."""
    marks = {mark for strip in strips for year, mark in strip.marks.items() if year in years}
    whole = all(strip.marks.keys() >= set(years) for strip in strips)
    drawn = say(
        "Score of the public record, 0 to 1; colour: “%(one)s”; black: “%(other)s”", one=frames[0], other=frames[1]
    )
    found = (
        (any(not cell.is_firm for own in (record.one, record.other) for cell in own.values()),
         say("hollow: too little assessed")),
        ("W" in marks, say("W: Tier 2 Watch List")),
        ("" in marks, say("dashed: a chapter that says nothing of it")),
        (not whole, say("no box: no data")),
    )  # fmt: skip
    return series("; ", [drawn, *(said for is_drawn, said in found if is_drawn)])


def _draw_verdicts(pen: Pen, frames: tuple[str, str], record: Panel, x: AxisScale, y: AxisScale) -> None:
    last = record.years[-1]
    for tick in (0, 0.5, 1):
        pen.line((x.start, y.at(tick)), (x.at(last), y.at(tick)), RULE)
        pen.text((x.start - 8, y.at(tick) + 3), pen.lang.decimal(f"{tick:g}"), size=NAME, fill=GREY, anchor="end")
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
    if pen.is_narrow:
        _draw_last_scores(pen, record, (x.at(last), y))
        return
    room = pen.width - x.at(last) - 10
    for name, scores, height, colour in zip(frames, (record.one, record.other), heights, (ACCENT, INK), strict=True):
        told = f"{pen.score(scores[last].score)}  {name}"
        if room > 40:  # noqa: PLR2004  (room for a word)
            at = (x.at(last) + 9, height + 3)
            pen.text(at, pen.letters.fitted(told, room, NAME, bold=True), size=NAME, fill=colour, bold=True)


def _draw_last_scores(pen: Pen, record: Panel, place: tuple[float, AxisScale]) -> None:
    """Write the scores of the last year at their dots, the higher one above and the lower one below."""
    (x, y), last = place, record.years[-1]
    ends = sorted(((record.one, ACCENT), (record.other, INK)), key=lambda end: -end[0][last].score)
    for (scores, colour), way in zip(ends, (-6.0, 13.0), strict=True):
        at = (min(x + 9, pen.width), y.at(scores[last].score) + way)
        pen.text(at, pen.score(scores[last].score), size=NAME, fill=colour, anchor="end", bold=True)


def _width_of_year(x: AxisScale) -> float:
    return min((x.stop - x.start) / (x.high - x.low) - 2, WIDEST)


def _name_row(pen: Pen, name: str, top: float, side: float) -> float:
    """Name a row of years: beside it, or in a narrow drawing above it; return where its boxes begin."""
    if pen.is_narrow:
        pen.text((0, top + 2), name, size=NAME)
        return top + 8
    pen.text((side - 8, top + 10), pen.letters.fitted(name, side - 8, NAME), size=NAME, anchor="end")
    return top


def _draw_strip(pen: Pen, strip: Strip, x: AxisScale, top: float, side: float) -> float:
    """Draw a row of marks by year; return where the next row begins."""
    wide = _width_of_year(x)
    top = _name_row(pen, strip.name, top, side)
    for year, mark in sorted(strip.marks.items()):
        if not x.low <= year <= x.high:
            continue
        hot = mark in strip.alarming
        fill, edge = (ACCENT, ACCENT) if hot else (SHADES[1], "") if mark else ("#ffffff", CONTEXT)
        pen.box((x.at(year) - wide / 2, top), (wide, BOX), fill, edge, dashed=not mark)
        told = mark if pen.letters.width(mark, NAME, bold=hot) <= wide + 1 else mark[:1]
        if mark:
            ink = "#ffffff" if hot else INK
            pen.text((x.at(year), top + 10.2), told, size=NAME, fill=ink, anchor="middle", bold=hot)
    return top + STEP


def _draw_plans(pen: Pen, plans: Sequence[Span], x: AxisScale, top: float, side: float) -> float:
    """Draw the plans on the years of the record, this one told at their end; return where the years are written."""
    wide, head = _width_of_year(x), top
    top = _name_row(pen, pen.lang.said(PLANS), top, side)
    for plan in sorted(plans, key=lambda plan: plan.here):
        start, end = max(plan.start, int(x.low)), min(plan.end, int(x.high))
        years = {"start": str(plan.start), "end": str(plan.end)}
        is_beyond = start > end and not any(other.start <= x.high and other.end >= x.low for other in plans)
        told = say("this plan: %(start)s to %(end)s", **years)
        if is_beyond and plan.start > x.high:
            told = say("this plan: %(start)s to %(end)s, after these years", **years)
        elif is_beyond:
            told = say("this plan: %(start)s to %(end)s, before these years", **years)
        if plan.here:
            beside = (x.start if is_beyond else x.stop + 14, top + 10.2)
            at, anchor = ((pen.width, head + 2), "end") if pen.is_narrow else (beside, "start")
            pen.text(at, pen.lang.said(told), size=NAME, fill=ACCENT, anchor=anchor, bold=True)
        if start > end:
            continue
        fill = ACCENT if plan.here else SHADES[1] if plan.read else "#ffffff"
        left = x.at(start) - wide / 2
        pen.box((left, top), (x.at(end) - x.at(start) + wide, BOX), fill, ACCENT if plan.here else INK)
    return top + STEP


def _draw_years(pen: Pen, x: AxisScale, y: float) -> None:
    for year in sorted({int(x.low), int(x.high), *range(int(x.low) + 5, int(x.high) - 3, 5)}):
        pen.text((x.at(year), y), str(year), size=NAME, fill=GREY, anchor="middle")


def _table(pen: Pen, frames: tuple[str, str], record: Panel) -> list[list[str]]:
    rows = [[str(k), pen.score(record.one[k].score), pen.score(record.other[k].score)] for k in record.years]
    return [["", *frames], *rows]
