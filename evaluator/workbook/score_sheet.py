"""What a coder's workbook holds: the questions, the coder's own ratings, the plan's tables. Nobody else's ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.model.assessment import CODER_STATUSES, Assessment, Coding, CodingFile, Rating
from evaluator.model.base import Column, Shape, columns_of
from evaluator.model.country import Institution, Source
from evaluator.model.plan import Evidence, Implementation, Measure, MoneyLine, PlanFile, PlanIndicator, TextRead
from evaluator.model.rubric import Criterion, Rubric
from evaluator.plans.applicability import applies
from evaluator.read.table import write_table
from evaluator.workbook.grid import Book, Sheet, SheetColumn, Value
from evaluator.workbook.labels import Labels
from evaluator.workbook.meanings import meaning_of
from evaluator.workbook.pairs import Leaf, leaves

FORM = "1"
# The tables a coder may add to, in the order of the sheets.
TABLES: dict[str, type] = {
    "evidence": Evidence,
    "sources": Source,
    "institutions": Institution,
    "measures": Measure,
    "indicators": PlanIndicator,
    "money": MoneyLine,
    "implementation": Implementation,
}
FIXED = ("assessment_id", "rubric", "rubric_version", "rubric_sha256", "coder", "id")
RATED = ("status", "level", "confidence", "evidence_ids", "reason", "missing_for_next", "searched")
ALARM_STATUSES = ("contrary", "not-assessed")  # documented, or not
WIDE = {"text": 40, "number": 12, "integer": 8, "date": 12, "choice": 14, "flag": 8, "url": 24}
NARROW = ("locator", "script", "currency", "unit", "plan_number", "sha256", "acronym", "tagged_by", "added_by")


@dataclass(frozen=True, slots=True)
class Coder:
    """For whom a workbook is made, and in which language."""

    name: str
    lang: str = "en"


def score_book(assessment: Assessment, rubric: Rubric, coder: Coder, tool_version: str) -> Book:
    """Return the workbook of one coder, with the ratings this coder gave so far.

    Only criteria that are rated by hand and apply in the plan's years have a row,
    and those that the coder rated all the same.
    """
    say = Labels(rubric, coder.lang)
    own = next((c for c in assessment.codings if c.header.coder == coder.name), None)
    coding = own or new_coding(assessment, rubric, coder.name)
    ratings = sheet_ratings(assessment, rubric, coding)
    sheets = (
        _pairs_sheet("coder", coding.header, say),
        *_rules_sheet(rubric, say),
        *_rating_sheets(rubric, ratings, say),
        *(table_sheet(name, row, getattr(assessment, name), say(f"sheet.{name}")) for name, row in TABLES.items()),
        _pairs_sheet("plan", assessment.plan, say),
        _narrative_sheet(assessment, say),
    )
    return Book(
        _meta(assessment, rubric, coder, tool_version), sheets, tuple(_base(assessment, coding, ratings)), coder.lang
    )


def _meta(assessment: Assessment, rubric: Rubric, coder: Coder, tool_version: str) -> tuple[tuple[str, str], ...]:
    return (
        ("form", FORM),
        ("plan", assessment.plan.id),
        ("rubric", rubric.id),
        ("rubric_version", rubric.version),
        ("rubric_sha256", rubric.sha256),
        ("coder", coder.name),
        ("lang", coder.lang),
        ("tool_version", tool_version),
    )


def new_coding(assessment: Assessment, rubric: Rubric, coder: str) -> Coding:
    """Return the header of a coder who has not begun, without ratings."""
    header = CodingFile(
        assessment_id=f"{assessment.plan.id}.{rubric.id}.{coder}",
        rubric=rubric.id,
        rubric_version=rubric.version,
        coder=coder,
        capacity="assessor",
        state="draft",
        blind=True,
        text_read=TextRead(extent="none"),
    )
    return Coding(header, ())


def sheet_ratings(assessment: Assessment, rubric: Rubric, coding: Coding) -> tuple[Rating, ...]:
    """Return a rating for each criterion of the coder's sheets; what is not rated yet is `not-assessed`."""
    given = {rating.criterion_id: rating for rating in coding.ratings}
    return tuple(
        given.get(c.id, unrated(c))
        for c in rubric.criteria
        if c.is_rated_by_hand and (c.id in given or applies(c, assessment).holds)
    )


def unrated(criterion: Criterion) -> Rating:
    """Return the row of a criterion that was not rated."""
    return Rating(criterion_id=criterion.id, criterion_version=criterion.meaning_version, status="not-assessed")


def _base(assessment: Assessment, coding: Coding, ratings: Sequence[Rating]) -> Iterator[tuple[str, str]]:
    yield "ratings", write_table(ratings, Rating)
    yield "coder", coding.header.model_dump_json(by_alias=True)
    yield "plan", assessment.plan.model_dump_json(by_alias=True)
    for name, row in TABLES.items():
        yield name, write_table(getattr(assessment, name), row)
    for lang, text in sorted(assessment.narrative.items()):
        yield f"narrative/{lang}", text


def _rules_sheet(rubric: Rubric, say: Labels) -> Iterator[Sheet]:
    """Yield the rubric's rules of rating, to be read: words of a source with their level, then the other rules."""
    words = [(", ".join(phrase.words), phrase.bound, phrase.note or None) for phrase in rubric.phrases]
    rows = (*words, *((None, None, " ".join(rule.split())) for rule in rubric.rating_rules))
    columns = (
        SheetColumn("words", say("sheet.words"), "shown", 48),
        SheetColumn("level", say("sheet.level"), "shown", 12),
        SheetColumn("rule", say("sheet.rule"), "shown", 90),
    )
    if rows:
        yield Sheet("rules", "", say("sheet.rules"), columns, rows, growing=False)


def _rating_sheets(rubric: Rubric, ratings: Sequence[Rating], say: Labels) -> Iterator[Sheet]:
    for group in rubric.paradigms:
        members = [r for r in ratings if rubric.paradigm_of(r.criterion_id) == group]
        if members:
            yield Sheet(
                kind="ratings",
                name=group,
                title=rubric.title(group, say.lang),
                columns=_rating_columns(rubric, say),
                rows=tuple(_rating_row(rubric, rating, say) for rating in members),
                growing=False,
                frozen=2,
                own_options=_own_options(rubric, members),
            )


def _rating_columns(rubric: Rubric, say: Labels) -> tuple[SheetColumn, ...]:
    declared = {column.name: column for column in columns_of(Rating)}
    levels = tuple(str(level) for level in range(rubric.scale.levels))
    widths = {"status": 14, "level": 7, "confidence": 11, "evidence_ids": 14, "reason": 42}

    def given(key: str) -> SheetColumn:
        column = declared[key]
        options = column.choices or (levels if key == "level" else ())
        return SheetColumn(key, say(f"sheet.{key}"), "input", widths.get(key, 22), column, options, column.doc)

    conditions = [SheetColumn("checklist", say("sheet.checklist"), "shown", 34)] if _has_checklists(rubric) else []
    notes = [SheetColumn("notes", say("sheet.notes"), "shown", 36)] if _has_notes(rubric) else []
    return (
        SheetColumn("criterion_id", "id", "shown", 12),
        SheetColumn("title", say("sheet.criterion"), "shown", 18),
        SheetColumn("question", say("sheet.question"), "shown", 26),
        SheetColumn("object", say("sheet.object"), "shown", 9),
        SheetColumn("levels", say("sheet.levels"), "shown", 66),
        *conditions,
        *notes,
        *(given(key) for key in RATED),
        SheetColumn("check", say("sheet.check"), "check", 14),
        SheetColumn("change", say("sheet.change"), "input", 22, Column("change", "text", "reason of a change")),
        SheetColumn("needed", say("sheet.needed"), "shown", 44),
    )


def _has_checklists(rubric: Rubric) -> bool:
    return any(criterion.checklist for criterion in rubric.criteria)


def _has_notes(rubric: Rubric) -> bool:
    return any(criterion.notes for criterion in rubric.criteria)


def _rating_row(rubric: Rubric, rating: Rating, say: Labels) -> tuple[Value, ...]:
    criterion = rubric.by_id[rating.criterion_id]
    return (
        criterion.id,
        rubric.title(criterion.id, say.lang),
        say.question(criterion),
        say.choice(criterion.object) or criterion.object,
        say.levels(criterion),
        *([say.checklist(criterion)] if _has_checklists(rubric) else []),
        *([say.notes(criterion) or None] if _has_notes(rubric) else []),
        rating.status,
        rating.level,
        rating.confidence,
        ";".join(rating.evidence_ids),
        rating.reason,
        rating.missing_for_next,
        rating.searched,
        None,
        None,
        say.needed(criterion),
    )


def _own_options(rubric: Rubric, ratings: Sequence[Rating]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return the choices of rows that differ: statuses by what is asked about, levels by the criterion's own scale."""
    found = {}
    for at, rating in enumerate(ratings):
        criterion = rubric.by_id[rating.criterion_id]
        options = ALARM_STATUSES if criterion.id in rubric.alarms else options_of(criterion)
        if options != CODER_STATUSES:
            found[at, "status"] = options
        if criterion.scale is not None:
            found[at, "level"] = tuple(str(level) for level in range(criterion.scale.levels))
    return found


def options_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the statuses that a coder may choose: only a plan can be silent, and it always has occasion."""
    beside = "no-occasion" if criterion.object == "plan" else "silent"
    return tuple(status for status in CODER_STATUSES if status != beside)


def table_sheet(name: str, row: type, rows: Sequence[object], title: str) -> Sheet:
    """Return the sheet of a table that takes new rows."""
    columns = tuple(_table_column(column) for column in columns_of(row))
    content = tuple(tuple(_value(getattr(item, column.key)) for column in columns) for item in rows)
    return Sheet("table", name, title, columns, content)


def _table_column(column: Column) -> SheetColumn:
    width = 14 if column.name in NARROW else WIDE.get(column.kind, 16)
    needed = "; needed" if column.required else ""
    return SheetColumn(column.name, column.label, "input", width, column, column.choices, f"{column.doc}{needed}")


def _value(value: object) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return value if isinstance(value, str | int | float) else None


def _pairs_sheet(name: str, shape: Shape, say: Labels) -> Sheet:
    columns = (
        SheetColumn("key", say("sheet.key"), "shown", 24),
        SheetColumn("value", say("sheet.value"), "input", 70),
        SheetColumn("meaning", say("sheet.meaning"), "shown", 50),
    )
    content = shape.model_dump(mode="json", by_alias=True)
    found = leaves(content, type(shape))
    kept = [leaf for leaf in found if leaf.path not in FIXED]
    rows = tuple((leaf.path, leaf.text or None, _meaning(name, leaf)) for leaf in kept)
    return Sheet("pairs", name, say(f"sheet.{name}"), columns, rows, growing=name == "plan")


def _meaning(sheet: str, leaf: Leaf) -> str:
    """Return what an entry means and the form that its cell has; that a text is a text needs no word."""
    return "; ".join(words for words in (meaning_of(sheet, leaf.path), _form(leaf.declared)) if words)


def _form(declared: Column) -> str:
    kinds = {"date": "a date: 2005, 2005-03 or 2005-03-31", "integer": "a whole number", "flag": "yes or no"}
    if declared.choices:
        return "one of: " + ", ".join(declared.choices)
    return kinds.get(declared.kind, "several, with ; between them" if declared.doc == "series" else "")


def _narrative_sheet(assessment: Assessment, say: Labels) -> Sheet:
    columns = (
        SheetColumn("lang", say("sheet.lang"), "input", 10),
        SheetColumn("text", say("sheet.text"), "input", 110),
    )
    rows = tuple((lang, part) for lang, text in sorted(assessment.narrative.items()) for part in paragraphs(text))
    return Sheet("narrative", "", say("sheet.narrative"), columns, rows)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text; joined by empty lines they give it back, but for spare empty lines."""
    return tuple(part.strip("\n") for part in text.split("\n\n") if part.strip())


def shape_of(name: str) -> type[Shape]:
    """Return the declaration behind a sheet of entries."""
    return PlanFile if name == "plan" else CodingFile
