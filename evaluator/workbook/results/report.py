"""A report's results as a workbook, for one plan or for several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.base import column
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.scorecard import Scorecard
from evaluator.read.child import WORKBOOK, in_child
from evaluator.reports.context.several import SeveralContext, refuse_unlike
from evaluator.reports.kinds import COMPARATIVE
from evaluator.reports.region import region_name
from evaluator.reports.subject import date_of, document_id
from evaluator.workbook.results import grounds
from evaluator.workbook.results.figures import figure_sheets
from evaluator.workbook.results.plain import SHARES, About, PlainSheet, plain_xlsx, sheet_of, sheet_of_table
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


def country_xlsx(library: Library, card: Scorecard, lang: str = "en") -> bytes:
    """Return the results of one plan as a workbook; the same data and versions give the same bytes.

    Raises
    ------
    EvaluatorError
        A text is longer than a cell can hold.
    MissingDependencyError
        XlsxWriter is not installed.
    """
    return plain_xlsx(report_sheets(library, [card], lang), _about([card], document_id(card, lang)))


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
    return plain_xlsx(report_sheets(library, cards, lang, kind), _about(cards, region_name(cards, kind, lang)))


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

    `kind` is the kind of report: only a comparative report has good practice and common gaps.
    """
    several = SeveralContext(tuple(cards), lang)
    sheets = [*_scores(several), *_over_plans(cards, lang, kind)]
    sheets += [*figure_sheets(library, cards, lang), *_grounds(library, cards, lang)]
    compared = several.study.warnings if len(cards) > 1 else ()
    warnings = tuple(grounds.warning_lines(cards, compared))
    if warnings:
        sheets.insert(1, sheet_of("Warnings", grounds.WarningLine, warnings))
    return (*sheets, _columns(sheets))


def _scores(several: SeveralContext) -> Iterator[PlainSheet]:
    cards, lang, study = several.cards, several.lang, [several.study]
    yield sheet_of_table("Summary", SUMMARY, cards, shares=SHARES, lang=lang)
    yield sheet_of_table("Paradigms and stances", NODE_SHEET, cards, shares=SHARES, kept=3, lang=lang)
    yield sheet_of_table("Criteria", CRITERION_SHEET, cards, shares=SHARES, kept=4, lang=lang)
    if any(card.gates for card in cards):
        yield sheet_of_table("Safeguards", GATE_SHEET, cards, kept=4, lang=lang)
    yield sheet_of_table("Frames", WEIGHTING_SHEET, study, shares=SHARES, kept=2, lang=lang)
    yield sheet_of_table("What the TIP Report looks at", BLIND_SPOT_SHEET, study, shares=SHARES, lang=lang)


def _over_plans(cards: Sequence[Scorecard], lang: str, kind: str) -> Iterator[PlainSheet]:
    if len(cards) > 1:
        yield grounds.heat_sheet("Heat map", cards, lang)
    if kind == COMPARATIVE.kind:
        yield sheet_of("Good practice", grounds.PracticeLine, grounds.practice_lines(cards, lang))
        yield sheet_of("Common gaps", grounds.GapLine, grounds.gap_lines(cards, lang))


def _grounds(library: Library, cards: Sequence[Scorecard], lang: str) -> Iterator[PlainSheet]:
    read = sheet_of_table("Instruments", instruments(library), cards, kept=2, lang=lang)
    if read.rows:
        yield read
    for title, row in (("Recommendations", Recommendation), ("Replies", Reply)):
        recorded = grounds.recorded_sheet(title, row, cards)
        if recorded:
            yield recorded
    yield sheet_of_table("Evidence", EVIDENCE_SHEET, cards, kept=2, lang=lang)
    yield sheet_of("Method", grounds.MethodLine, grounds.method_lines(cards, lang), kept=3)


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """The meaning of one column of one sheet."""

    sheet: str = column("text", "sheet")
    name: str = column("text", "column", header="column")
    kind: str = column("text", "kind of value")
    meaning: str = column("text", "what it holds")


def _columns(sheets: Sequence[PlainSheet]) -> PlainSheet:
    """Return a sheet with the meaning of every column of the sheets; all plans of a heat map share one line."""
    lines = [
        ColumnLine(sheet.title, column.label, SHARED if column.name in shares else column.kind, column.doc)
        for sheet in sheets
        for shares in ({c.name for c in sheet.columns if c.kind == "number"} & sheet.shares,)
        for column in sheet.columns
    ]
    return sheet_of("Columns", ColumnLine, dict.fromkeys(lines), kept=2)


def _about(cards: Sequence[Scorecard], document: str) -> About:
    title = f"Results: {', '.join(card.assessment.plan.id for card in cards)}"
    date = max(date_of(card.assessment) for card in cards)
    return About(document, title, date)
