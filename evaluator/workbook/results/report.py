"""A report's results as a workbook, for one plan or for several: scores, what they rest on, and data behind figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.schema import Column, column, columns_of
from evaluator.model.scorecard import Scorecard
from evaluator.read.child import WORKBOOK, in_child
from evaluator.reports.context.several import SeveralContext, refuse_unlike
from evaluator.reports.country import report_view
from evaluator.reports.country_view import CountryView, MethodView
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.region import COMPARATIVE, LAW, region_name
from evaluator.reports.sections.blind_spot import SILENCE
from evaluator.reports.sections.figures import FIGURES_SHOWN
from evaluator.reports.sections.gaps import common_gaps
from evaluator.reports.sections.heat import heat_groups
from evaluator.reports.sections.method import method_view
from evaluator.reports.sections.practices import practices
from evaluator.reports.sections.trend import TREND_SHOWN
from evaluator.reports.sections.weightings import FRAMED
from evaluator.reports.subject import date_of, document_id
from evaluator.tables.law import LAW_SHEET, names_provisions
from evaluator.workbook.results.plain import (
    SHARES,
    About,
    Cell,
    Look,
    Place,
    PlainSheet,
    cell_of,
    plain_xlsx,
    sheet_of,
    sheet_of_table,
)
from evaluator.workbook.results.tables import (
    BLIND_SPOT_SHEET,
    CRITERION_SHEET,
    EVIDENCE_SHEET,
    GATE_SHEET,
    NODE_SHEET,
    SUMMARY,
    WEIGHTING_SHEET,
    instruments,
)
from evaluator.workbook.sheet.read import document_directly

SUFFIX, SHARED = ".xlsx", "share, shown in per cent"
PLAN = Column("plan_id", "id", "plan")
# A silent or contrary level is the number 0; only its number format adds the letter.
MARKS = {"silent": '0"s"', "contrary": '0"c"', "estimated": '"~"0'}
SHADES = ("#F4F7F9", "#C9D9E3", "#93B3C6", "#44708A", "#1F3A4D")
DARK = 0.6  # share of the scale from which on the text is white


def country_xlsx(library: Library, card: Scorecard, lang: str = "en") -> bytes:
    """Return the results of one plan as a workbook; the same data and versions give the same bytes.

    Raises
    ------
    EvaluatorError
        A text is longer than a cell can hold.
    MissingDependencyError
        XlsxWriter is not installed.
    """
    return plain_xlsx(report_sheets(library, [card], lang), _about_report([card], document_id(card, lang)))


def region_xlsx(library: Library, cards: Sequence[Scorecard], kind: str, lang: str = "en") -> bytes:
    """Return the results of several plans as a workbook with a `plan_id` column in every table.

    Raises
    ------
    EvaluatorError
        No plan is given, a plan is given twice, plans are scored by different rubrics or
        weightings, or a text is longer than a cell can hold.
    MissingDependencyError
        XlsxWriter is not installed.
    """
    refuse_unlike(cards)
    return plain_xlsx(report_sheets(library, cards, lang, kind), _about_report(cards, region_name(cards, kind, lang)))


def document_of(path: Path) -> str:
    """Return the name of the report in a result workbook, or an empty text if it is no result workbook."""
    try:
        return in_child(WORKBOOK, path, document_directly, path)
    except InvalidInputError:
        return ""


def report_sheets(
    library: Library, cards: Sequence[Scorecard], lang: str = "en", kind: str = "country"
) -> tuple[PlainSheet, ...]:
    """Return the tables of a report, the explanation of all columns last; tables without rows are left out.

    `kind` is the kind of report: only a comparative report has good practice and common gaps, and a law table has no
    other sheet.
    """
    if kind == LAW.kind:
        return (law := sheet_of_table("Law", LAW_SHEET, cards, kept=4, lang=lang), _column_sheet([law]))
    several = SeveralContext(tuple(cards), lang)
    sheets = [*_score_sheets(several), *_comparison_sheets(cards, lang, kind)]
    sheets += [*figure_sheets(library, cards, lang), *_ground_sheets(library, cards, lang)]
    compared = several.study.warnings if len(cards) > 1 else ()
    warnings = tuple(warning_lines(cards, compared))
    if warnings:
        sheets.insert(1, sheet_of("Warnings", WarningLine, warnings))
    return (*sheets, _column_sheet(sheets))


def _score_sheets(several: SeveralContext) -> Iterator[PlainSheet]:
    cards, lang, study = several.cards, several.lang, [several.study]
    yield sheet_of_table("Summary", SUMMARY, cards, shares=SHARES, lang=lang)
    yield sheet_of_table("Paradigms and stances", NODE_SHEET, cards, shares=SHARES, kept=3, lang=lang)
    yield sheet_of_table("Criteria", CRITERION_SHEET, cards, shares=SHARES, kept=4, lang=lang)
    if any(card.gates for card in cards):
        yield sheet_of_table("Safeguards", GATE_SHEET, cards, kept=4, lang=lang)
    yield sheet_of_table("Frames", WEIGHTING_SHEET, study, shares=SHARES, kept=2, lang=lang)
    yield sheet_of_table("What the TIP Report looks at", BLIND_SPOT_SHEET, study, shares=SHARES, lang=lang)


def _comparison_sheets(cards: Sequence[Scorecard], lang: str, kind: str) -> Iterator[PlainSheet]:
    if len(cards) > 1:
        yield heat_sheet("Heat map", cards, lang)
    if kind == COMPARATIVE.kind:
        if names_provisions(cards):
            yield sheet_of_table("Law", LAW_SHEET, cards, kept=4, lang=lang)
        yield sheet_of("Good practice", PracticeLine, practice_lines(cards, lang))
        yield sheet_of("Common gaps", GapLine, gap_lines(cards, lang))


def _ground_sheets(library: Library, cards: Sequence[Scorecard], lang: str) -> Iterator[PlainSheet]:
    read = sheet_of_table("Instruments", instruments(library), cards, kept=2, lang=lang)
    if read.rows:
        yield read
    for title, row in (("Recommendations", Recommendation), ("Replies", Reply)):
        recorded = recorded_sheet(title, row, cards)
        if recorded:
            yield recorded
    yield sheet_of_table("Evidence", EVIDENCE_SHEET, cards, kept=2, lang=lang)
    yield sheet_of("Method", MethodLine, method_lines(cards, lang), kept=3)


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """The meaning of one column of one sheet."""

    sheet: str = column("text", "sheet")
    name: str = column("text", "column", header="column")
    kind: str = column("text", "kind of value")
    meaning: str = column("text", "what it holds")


def _column_sheet(sheets: Sequence[PlainSheet]) -> PlainSheet:
    """Return a sheet with the meaning of every column of the sheets; all plans of a heat map share one line."""
    lines = [
        ColumnLine(sheet.title, column.label, SHARED if column.name in shares else column.kind, column.doc)
        for sheet in sheets
        for shares in ({c.name for c in sheet.columns if c.kind == "number"} & sheet.shares,)
        for column in sheet.columns
    ]
    return sheet_of("Columns", ColumnLine, dict.fromkeys(lines), kept=2)


def _about_report(cards: Sequence[Scorecard], document: str) -> About:
    title = f"Results: {', '.join(card.assessment.plan.id for card in cards)}"
    date = max(date_of(card.assessment) for card in cards)
    return About(document, title, date)


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One fact about the method: a version, a coder, a choice with its origin, or a file with its fingerprint."""

    plan_id: str = column("id", "plan; empty for what holds for all")
    part: str = column("text", "version, rule, weight, factor, override, weighting, coder or file")
    name: str = column("text", "what it is")
    value: str = column("text", "its value")
    origin: str = column("text", "sourced, counted or modelled, for what can be disputed")
    ground: str = column("text", "why it is so")


@dataclass(frozen=True, slots=True)
class WarningLine:
    """One warning to read before using the numbers."""

    plan_id: str = column("id", "plan; empty where it concerns several")
    warning: str = column("text", "in words")


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """The highest level reached on a criterion from the norm on, and a plan that reaches it."""

    plan_id: str = column("id", "plan that reaches it")
    paradigm: str = column("text", "paradigm, or group beside them")
    title: str = column("text", "criterion")
    level: int | None = column("integer", "level reached")
    top: int | None = column("integer", "highest level of its scale")
    standing: str = column("text", "substance, or form: how the plan is written, and not what it does")
    done: str = column("text", "what was done, in the evaluators' words")
    places: str = column("text", "places of the evidence")


@dataclass(frozen=True, slots=True)
class GapLine:
    """A criterion on which several plans are weak."""

    paradigm: str = column("text", "paradigm, or group beside them")
    title: str = column("text", "criterion")
    rated: int | None = column("integer", "plans rated")
    low: int | None = column("integer", "plans among them at the level of a gap")
    top: int | None = column("integer", "highest level of its scale")


def method_lines(cards: Sequence[Scorecard], lang: str = "en") -> Iterator[MethodLine]:
    """Yield the versions and choices that all plans share, then each plan's coders and files."""
    views = [(card, method_view(card, PageLanguage.of(card, lang))) for card in cards]
    yield from _shared_method(cards[0], views[0][1])
    for card, view in views:
        plan_id = card.assessment.plan.id
        for coder in view.coders:
            read = f"measures read: {coder.measures_read}, text read: {coder.text_read}"
            told = "; ".join(
                filter(None, (f"{coder.capacity}, {coder.state}", read, coder.pages, str(coder.read_note)))
            )
            yield MethodLine(plan_id, "coder", coder.coder, told, "", str(coder.notes))
        for name, fingerprint in view.files:
            yield MethodLine(plan_id, "file", name, fingerprint)


def _shared_method(card: Scorecard, view: MethodView) -> Iterator[MethodLine]:
    yield MethodLine("", "version", "nap-evaluator", view.tool_version)
    yield MethodLine("", "version", "rubric", f"{view.rubric_id} {view.rubric_version} ({view.rubric_licence})")
    yield MethodLine("", "version", "rubric_sha256", view.rubric_sha256)
    yield MethodLine("", "weighting", "id", card.weighting.id)
    for name in ("actor", "period", "portrait", "limits"):
        yield MethodLine("", "weighting", name, str(getattr(view, name)))
    for source in view.weighting_sources:
        yield MethodLine("", "weighting", "source", str(source))
    for choice in view.choices:
        where = ", ".join(f"{key} {value}" for key, value in choice.where)
        yield MethodLine(
            "", choice.kind, str(choice.name) or where, str(choice.value), choice.origin, str(choice.ground)
        )


def recorded_sheet(title: str, row: type, cards: Sequence[Scorecard]) -> PlainSheet | None:
    """Return the recommendations or replies of all plans as a sheet, or None if there are none."""
    name = "recommendations" if row is Recommendation else "replies"
    columns = columns_of(row)
    recorded = [(card.assessment.plan.id, one) for card in cards for one in getattr(card.assessment, name)]
    rows = tuple((plan_id, *(cell_of(getattr(one, column.name)) for column in columns)) for plan_id, one in recorded)
    return PlainSheet(title, (PLAN, *columns), rows, kept=2) if rows else None


def warning_lines(cards: Sequence[Scorecard], several: Iterable[str] = ()) -> Iterator[WarningLine]:
    """Yield the warnings against comparing the plans, then the warnings on single plans."""
    yield from (WarningLine("", str(warning)) for warning in several)
    for card in cards:
        yield from (WarningLine(card.assessment.plan.id, str(warning)) for warning in card.warnings)


def heat_sheet(title: str, cards: Sequence[Scorecard], lang: str = "en") -> PlainSheet:
    """Return a sheet of criteria by plan: the level as a shaded number, or the status if there is no level."""
    columns = (
        Column("criterion_id", "id", "criterion"),
        Column("title", "text", "title"),
        Column("paradigm", "id", "paradigm, or group beside them"),
        Column("gate", "flag", "whether it is a gate"),
        *(Column(c.assessment.plan.id, "text", "level; the status where there is none") for c in cards),
    )
    rows: list[tuple[Cell, ...]] = []
    looks: dict[Place, Look] = {}
    for group in heat_groups(cards, PageLanguage.of(cards[0], lang)):
        for row in group.rows:
            top = cards[0].rubric.scale_of(row.id).top
            for at, cell in enumerate(row.cells, start=4):
                if cell.level is not None:
                    looks[len(rows), at] = _shade_of_level(cell.level, cell.status, top)
            levels = tuple(cell.status if cell.level is None else cell.level for cell in row.cells)
            rows.append((row.id, row.title, group.id, "yes" if row.is_gate else "no", *levels))
    return PlainSheet(title, columns, tuple(rows), looks=looks, kept=2)


def _shade_of_level(level: int, status: str, top: int) -> Look:
    share = level / top
    shade = SHADES[round(share * (len(SHADES) - 1))]
    return Look(MARKS.get(status, "0"), shade, "#FFFFFF" if share >= DARK else "#000000")


def practice_lines(cards: Sequence[Scorecard], lang: str = "en") -> Iterator[PracticeLine]:
    """Yield each plan with the highest level on a criterion, if it meets the rubric's norm."""
    found = practices(cards, PageLanguage.of(cards[0], lang))
    for row in found.block.in_state("told", "untold", "form") if found else ():
        said = "form" if row.state == "form" else "substance"
        for plan in row.who:
            yield PracticeLine(plan.plan_id, row.group, row.name, row.level, row.top, said, plan.done, plan.places)


def gap_lines(cards: Sequence[Scorecard], lang: str = "en") -> Iterator[GapLine]:
    """Yield the criteria on which several plans are weak."""
    found = common_gaps(cards, PageLanguage.of(cards[0], lang))
    for row in found.rows if found else ():
        yield GapLine(row.group, row.title, row.rated, row.low, row.top)


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
        ("To assess", ToAssessLine, _open_criteria, SHARES),
        ("Pulls", PullLine, _pull_lines, ()),
        ("Figures by year", YearLine, _year_lines, ()),
        ("Tiers", TierLine, _tier_lines, ()),
        ("Chapters", ChapterLine, _chapter_lines, ()),
    ):
        found = tuple(dict.fromkeys(line for view in views for line in lines(view)))
        if found:
            yield sheet_of(title, row, found, shares=shares, kept=2)


def _open_criteria(view: CountryView) -> Iterator[ToAssessLine]:
    for group in view.groups:
        for one in group.open:
            yield ToAssessLine(
                view.plan.id, one.id, str(one.title), str(group.title), one.status, bool(one.gate),
                float(one.weights.stated) / 100, str(one.evidence_needed), str(one.missing_hint), str(one.note),
            )  # fmt: skip


def _pull_lines(view: CountryView) -> Iterator[PullLine]:
    ledger = FRAMED.of(view).ledger
    if ledger:
        ends = (view.plan.id, ledger.lowest.id, ledger.highest.id)
        for line in ledger.lines:
            yield PullLine(*ends, str(line.title), line.level, line.top, line.pull)
        if ledger.others:
            yield PullLine(*ends, "", None, None, ledger.rest)


def _year_lines(view: CountryView) -> Iterator[YearLine]:
    figures = FIGURES_SHOWN.of(view)
    if figures:
        titles = {source.number: str(source.title) for source in figures.sources}
        for one in figures.series:
            sources = "; ".join(titles[number] for number in one.sources if number in titles)
            for point in one.points:
                yield YearLine(
                    view.plan.id, one.variable, one.part, one.unit, point.year, point.low, point.high, sources
                )


def _tier_lines(view: CountryView) -> Iterator[TierLine]:
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


def _chapter_lines(view: CountryView) -> Iterator[ChapterLine]:
    silence = SILENCE.of(view)
    if silence:
        for year, chapters, silent in silence.years:
            yield ChapterLine("", year, chapters, silent, "", "")
        for year, tier, said in silence.own:
            yield ChapterLine(view.plan.id, year, None, None, tier, said)
