"""The tables behind a report's figures, and data that its pages leave to the workbook, from the report's view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.library import Library
from evaluator.model.base import column
from evaluator.model.scorecard import Scorecard
from evaluator.reports.country import report_view
from evaluator.reports.sections.figures import FIGURES_SHOWN
from evaluator.reports.sections.silence import SILENCE
from evaluator.reports.sections.standing import STANDINGS_SHOWN
from evaluator.reports.sections.trend import TREND_SHOWN
from evaluator.reports.view import CountryView
from evaluator.workbook.results.plain import SHARES, PlainSheet, sheet_of


@dataclass(frozen=True, slots=True)
class ToAssessLine:
    """One criterion that applies and has no level, with the evidence it needs and who may have it."""

    plan_id: str = column("id", "plan")
    criterion_id: str = column("id", "criterion")
    title: str = column("text", "title")
    paradigm: str = column("text", "paradigm, or group beside them")
    status: str = column("text", "not assessed, or disputed between coders")
    gate: bool | None = column("flag", "whether it is a gate")
    stated: float | None = column("number", "its share of stated weight", least=0, most=1)
    evidence_needed: str = column("text", "evidence it would take")
    missing_hint: str = column("text", "who may have it")
    note: str = column("text", "what is known so far")


@dataclass(frozen=True, slots=True)
class PullLine:
    """One criterion's part in the difference between a plan's score in its lowest and in its highest frame."""

    plan_id: str = column("id", "plan")
    lowest: str = column("id", "frame with the lowest score")
    highest: str = column("id", "frame with the highest score")
    title: str = column("text", "criterion; empty for all others together")
    level: int | None = column("integer", "level")
    top: int | None = column("integer", "highest level of its scale")
    pull: float | None = column("number", "by how much it pulls the score up; below 0: down")


@dataclass(frozen=True, slots=True)
class YearLine:
    """One figure of a country for one year, as sources count it; it does not enter a score."""

    plan_id: str = column("id", "plan of the report")
    variable: str = column("id", "what is counted")
    part: str = column("text", "of what, where it is a part of a whole")
    unit: str = column("text", "unit, where it has one")
    year: int | None = column("integer", "year")
    low: float | None = column("number", "least that sources give")
    high: float | None = column("number", "most that sources give")
    sources: str = column("text", "titles of the sources, parted by ;")


@dataclass(frozen=True, slots=True)
class TierLine:
    """One run of consecutive years with the same tier in the Trafficking in Persons Reports."""

    plan_id: str = column("id", "plan of the report")
    first: int | None = column("integer", "first report")
    last: int | None = column("integer", "last report")
    tier: str = column("text", "tier; empty without data, or where sources disagree")
    others: str = column("text", "tiers that other sources give, parted by ;")
    act: str = column("text", "statute in force: the last act that amended it before the months looked at")
    since: str = column("date", "date of that act")
    known: str = column("text", "how the tier is known, with the years, parted by ;")
    sources: str = column("text", "titles of the sources, parted by ;")


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """One year of the Trafficking in Persons Reports: what its chapters state on the punishment of victims."""

    plan_id: str = column("id", "plan of the report; empty for the chapters of all countries")
    year: int | None = column("integer", "report")
    chapters: int | None = column("integer", "chapters of all countries")
    silent: int | None = column("integer", "of these, chapters that do not say whether victims were punished")
    tier: str = column("text", "tier that the country's chapter gives")
    said: str = column("text", "whether the country's chapter says that victims were punished")


def figure_sheets(library: Library, cards: Sequence[Scorecard], lang: str) -> Iterator[PlainSheet]:
    """Yield the tables behind the figures of reports on these plans; a table without rows is left out."""
    views = [report_view(library, card, lang) for card in cards]
    for title, row, lines, shares in (
        ("To assess", ToAssessLine, _to_assess, SHARES),
        ("Pulls", PullLine, _pulls, ()),
        ("Figures by year", YearLine, _years, ()),
        ("Tiers", TierLine, _tiers, ()),
        ("Chapters", ChapterLine, _chapters, ()),
    ):
        found = tuple(dict.fromkeys(line for view in views for line in lines(view)))
        if found:
            yield sheet_of(title, row, found, shares=shares, kept=2)


def _to_assess(view: CountryView) -> Iterator[ToAssessLine]:
    for group in view.groups:
        for one in group.open:
            yield ToAssessLine(
                view.plan.id, one.id, str(one.title), str(group.title), one.status, bool(one.gate),
                float(one.weights.stated) / 100, str(one.evidence_needed), str(one.missing_hint), str(one.note),
            )  # fmt: skip


def _pulls(view: CountryView) -> Iterator[PullLine]:
    standings = STANDINGS_SHOWN.of(view)
    for plan in standings.frames.plans if standings and standings.frames else ():
        if plan.ledger and plan.lowest and plan.highest:
            ends = (plan.plan_id, plan.lowest.frame.id, plan.highest.frame.id)
            for line in plan.ledger.lines:
                yield PullLine(*ends, str(line.title), line.level, line.top, line.pull)
            if plan.ledger.others:
                yield PullLine(*ends, "", None, None, plan.ledger.rest)


def _years(view: CountryView) -> Iterator[YearLine]:
    figures = FIGURES_SHOWN.of(view)
    if figures:
        titles = {source.number: str(source.title) for source in figures.sources}
        for one in figures.series:
            sources = "; ".join(titles[number] for number in one.sources if number in titles)
            for point in one.points:
                yield YearLine(
                    view.plan.id, one.variable, one.part, one.unit, point.year, point.low, point.high, sources
                )


def _tiers(view: CountryView) -> Iterator[TierLine]:
    trend = TREND_SHOWN.of(view)
    tiers = trend.tiers if trend else None
    if tiers:
        titles = {source.number: str(source.title) for source in tiers.sources}
        for run in tiers.runs:
            yield TierLine(
                view.plan.id, run.first, run.last, run.tier, "; ".join(run.others),
                run.edition.act, run.edition.in_force,
                "; ".join(f"{way} {years}" for way, years in run.known),
                "; ".join(titles[number] for number in run.sources),
            )  # fmt: skip


def _chapters(view: CountryView) -> Iterator[ChapterLine]:
    silence = SILENCE.of(view)
    if silence:
        for year, chapters, silent in silence.years:
            yield ChapterLine("", year, chapters, silent, "", "")
        for year, tier, said in silence.own:
            yield ChapterLine(view.plan.id, year, None, None, tier, said)
