"""Rows on which a report's scores rest (method, warnings, follow-up), and tables of criteria by plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluator.model.base import Column, column, columns_of
from evaluator.model.plan import Recommendation
from evaluator.model.scorecard import Scorecard
from evaluator.reports.sections.heat import common_gaps, heat_groups, practices
from evaluator.reports.sections.method import MethodView, method_view
from evaluator.workbook.results.plain import Cell, Look, Place, PlainSheet, cell_of

PLAN = Column("plan_id", "id", "plan")
# A silent or contrary level is the number 0; only its number format adds the letter.
MARKS = {"silent": '0"s"', "contrary": '0"c"', "estimated": '"~"0'}
SHADES = ("#F4F7F9", "#C9D9E3", "#93B3C6", "#44708A", "#1F3A4D")
DARK = 0.6  # share of the scale from which on the text is white


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
    """The highest level reached on a criterion, and a plan that reaches it."""

    plan_id: str = column("id", "plan that reaches it")
    paradigm: str = column("text", "paradigm, or group beside them")
    title: str = column("text", "criterion")
    level: int | None = column("integer", "level reached")
    top: int | None = column("integer", "highest level of its scale")
    standing: str = column("text", "good practice at or above the rubric's norm level, else furthest so far")
    done: str = column("text", "what was done, in the evaluators' words")
    places: str = column("text", "places of the evidence")


@dataclass(frozen=True, slots=True)
class GapLine:
    """A criterion on which every rated plan is weak."""

    paradigm: str = column("text", "paradigm, or group beside them")
    title: str = column("text", "criterion")
    rated: int | None = column("integer", "plans rated")
    best: int | None = column("integer", "best level among them")
    top: int | None = column("integer", "highest level of its scale")


def method_lines(cards: Sequence[Scorecard], lang: str = "en") -> Iterator[MethodLine]:
    """Yield the versions and choices that all plans share, then each plan's coders and files."""
    views = [(card, method_view(card, lang)) for card in cards]
    yield from _shared(cards[0], views[0][1])
    for card, view in views:
        plan_id = card.assessment.plan.id
        for coder in view.coders:
            told = f"{coder.capacity}, {coder.state}; text read: {coder.extent} {coder.pages}".strip()
            yield MethodLine(plan_id, "coder", coder.coder, told, "", str(coder.notes))
        for name, fingerprint in view.files:
            yield MethodLine(plan_id, "file", name, fingerprint)


def _shared(card: Scorecard, view: MethodView) -> Iterator[MethodLine]:
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
    for group in heat_groups(cards, lang):
        for row in group.rows:
            top = cards[0].rubric.scale_of(row.id).top
            for at, cell in enumerate(row.cells, start=4):
                if cell.level is not None:
                    looks[len(rows), at] = _shade(cell.level, cell.status, top)
            levels = tuple(cell.status if cell.level is None else cell.level for cell in row.cells)
            rows.append((row.id, row.title, group.id, "yes" if row.is_gate else "no", *levels))
    return PlainSheet(title, columns, tuple(rows), looks=looks, kept=2)


def _shade(level: int, status: str, top: int) -> Look:
    share = level / top
    shade = SHADES[round(share * (len(SHADES) - 1))]
    return Look(MARKS.get(status, "0"), shade, "#FFFFFF" if share >= DARK else "#000000")


def practice_lines(cards: Sequence[Scorecard], lang: str = "en") -> Iterator[PracticeLine]:
    """Yield each plan with the highest level on a criterion, if it reaches the rubric's minimum share."""
    found = practices(cards, lang)
    for row in (*found.good, *found.furthest) if found else ():
        said = "good practice" if row.is_good else "furthest so far"
        for plan in row.plans:
            yield PracticeLine(
                plan.plan_id, row.group, row.title, row.level, row.top, said, str(plan.done), str(plan.places)
            )


def gap_lines(cards: Sequence[Scorecard], lang: str = "en") -> Iterator[GapLine]:
    """Yield the criteria on which all rated plans are weak."""
    found = common_gaps(cards, lang)
    for row in found.rows if found else ():
        yield GapLine(row.group, row.title, row.rated, row.best, row.top)
