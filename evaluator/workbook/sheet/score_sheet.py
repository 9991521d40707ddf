"""The workbook of one coder: the country, the plan and its tables, the questions, and the coder's own ratings.

It holds no other coder's ratings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from evaluator.model.assessment import CODER_STATUSES, PROVISION, Assessment, Coding, CodingFile, Rating
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Measure, TextRead
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Column, Shape, columns_of
from evaluator.plans.applicability import applies
from evaluator.read.text_files.table import write_table
from evaluator.reports.language import Language
from evaluator.workbook.sheet.check_sheet import check_sheet
from evaluator.workbook.sheet.file_sheets import entry_sheet, table_sheet, unasked_paths
from evaluator.workbook.sheet.grid import Book, Sheet, SheetColumn, Value, value_of
from evaluator.workbook.sheet.labels import ENTERED, NOBODY, UNNAMED, Labels
from evaluator.workbook.sheet.table_forms import FORMS, TableForm, spare_ids

FORM = "1"
RatingColumn = tuple[SheetColumn, Callable[[Criterion, Rating], Value]]  # with the function that returns the cell
RATED = ("status", "level", "confidence", "evidence_ids", "reason", "missing_for_next", "searched")
ANSWERED = (*RATED, *PROVISION)  # all that a coder says of a question
NEEDED = ("level", "confidence", "evidence_ids", "reason")  # required for a level, from which the status follows
ALARM_STATUSES = ("contrary", "not-assessed")  # statuses of an alarm: documented, or not
SPARE_PASSAGES = 60
TAGS = ("paradigms", "function", "tagged_by", "tag_status")
# The placeholder row of a new plan, because a plan without rows is refused. No sheet shows it.
FIRST_ROW = Measure(
    "M1", order=1, level="activity", text="To be filled in: what the plan's first row says, in our words"
)


@dataclass(frozen=True, slots=True)
class Coder:
    """The coder for whom a workbook is made, its language, and the catalogue that translates its words."""

    name: str
    lang: str = "en"
    words: Language | None = None

    def labels(self, rubric: Rubric) -> Labels:
        """Return the labels of the coder's workbook."""
        return Labels(rubric, self.lang, self.words)


def score_book(
    assessment: Assessment, rubric: Rubric, coder: Coder, tool_version: str, earlier: Coding | None = None
) -> Book:
    """Return the workbook of one coder with this coder's present ratings, its sheets in the order of work.

    In the workbook of a coder who has none yet stands what the coder said under another rubric that has some of the
    same questions (`earlier`); the import takes it as new, like what is written by hand.

    Only criteria that are rated by hand and apply in the plan's years have a row,
    and any other criteria that the coder has rated. For a period without a plan the workbook has no
    sheets for a plan's rows and does not ask how much of a plan was read.
    """
    say = coder.labels(rubric)
    own = next((c for c in assessment.codings if c.header.coder == coder.name), None)
    coding = own or new_coding(assessment, rubric, coder.name)
    ratings = sheet_ratings(assessment, rubric, coding)
    filled = _with_earlier(coding, ratings, rubric, None if own else earlier)
    tables = {form.name: _sheet_of_table(form, assessment, rubric, coder, say) for form in forms_of(assessment, rubric)}
    rated = tuple(_rating_sheets(rubric, filled.ratings, say))
    checked = check_sheet(assessment, rubric, coder.name, rated, say)
    sheets = (
        _sheet_of_entries("country", assessment, rubric, assessment.country, say),
        tables.pop("sources"),
        *(tables.pop(name) for name in ("institutions", "bodies") if name in tables),
        _sheet_of_entries("plan", assessment, rubric, assessment.plan, say),
        *(tables.pop(name) for name in ("measures", "indicators", "money", "facts", "evidence") if name in tables),
        _sheet_of_entries("coder", assessment, rubric, filled.header, say),
        *_rules_sheet(rubric, say),
        *rated,
        *tables.values(),
        _narrative_sheet(assessment, say),
        *([checked] if checked else []),
    )
    numbered = tuple(replace(sheet, title=f"{at} {sheet.title}") for at, sheet in enumerate(sheets, start=1))
    return Book(
        _meta_entries(assessment, rubric, coder, tool_version),
        numbered,
        tuple(_base_texts(assessment, rubric, coding, ratings)),
        (_entered_by(assessment, say),) if assessment.plan.is_plan else (),
    )


def _entered_by(assessment: Assessment, say: Labels) -> str:
    """Return a sentence with the coders who entered the plan's rows, and how many rows each entered."""
    rows = filled_in(assessment.measures)
    coders = Counter(row.added_by for row in rows if row.added_by)
    if not coders:
        return say.text(UNNAMED if rows else NOBODY)
    return say.text(ENTERED) % {"coders": ", ".join(f"{coder} ({count})" for coder, count in sorted(coders.items()))}


def forms_of(assessment: Assessment, rubric: Rubric) -> tuple[TableForm, ...]:
    """Return the tables that get a sheet: no plan tables without a plan, facts only if something counts them.

    Bodies to confirm have one while the import of the plan's own file proposes some.
    """
    has_use = {"facts": bool(variables_of(rubric)) or bool(assessment.facts), "bodies": bool(assessment.bodies)}
    return tuple(
        form for form in FORMS if (assessment.plan.is_plan or not form.of_a_plan) and has_use.get(form.name, True)
    )


def variables_of(rubric: Rubric) -> tuple[str, ...]:
    """Return the variables that the rubric's indicators count, without repeats."""
    return tuple(dict.fromkeys(name for criterion in rubric.criteria for name in criterion.inputs))


def filled_in(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the measures of a plan without the placeholder row of a new plan."""
    return tuple(row for row in measures if row != FIRST_ROW)


def _sheet_of_table(form: TableForm, assessment: Assessment, rubric: Rubric, coder: Coder, say: Labels) -> Sheet:
    rows = shown_rows(assessment, form.name)
    spare: tuple[str, ...] = ()
    if form.name == "evidence":
        spare = spare_ids(frozenset(e.evidence_id for e in assessment.evidence), coder.name, SPARE_PASSAGES)
    sheet = table_sheet(form, rows, say, spare=spare, options={"variable": variables_of(rubric)})
    unused = unused_columns(form.name, rubric)
    kept = [at for at, one in enumerate(sheet.columns) if one.key not in unused]
    cells = tuple(tuple(row[at] for at in kept) for row in sheet.rows)
    return replace(sheet, columns=tuple(sheet.columns[at] for at in kept), rows=cells)


def unused_columns(table: str, rubric: Rubric) -> tuple[str, ...]:
    """Return the columns of a table that nothing of a rubric uses: tags, where it knows no paradigms."""
    counts = any(criterion.rule is not None and criterion.rule.measure == "entropy" for criterion in rubric.criteria)
    return TAGS if table == "measures" and not (rubric.has_paradigms or counts) else ()


def shown_rows(assessment: Assessment, name: str) -> tuple[object, ...]:
    """Return the rows of a table that its sheet shows, without the placeholder row of a new plan."""
    rows: tuple[object, ...] = getattr(assessment, name)
    return filled_in(assessment.measures) if name == "measures" else rows


def _sheet_of_entries(name: str, assessment: Assessment, rubric: Rubric, shape: Shape, say: Labels) -> Sheet:
    return entry_sheet(name, shape, say, unasked_of(name, assessment, rubric))


def unasked_of(name: str, assessment: Assessment, rubric: Rubric) -> tuple[str, ...]:
    """Return the paths of the entries that this plan's sheets under this rubric do not ask for."""
    return unasked_paths(name, has_plan=assessment.plan.is_plan, reads_plan=rubric.scores == "plan")


def _meta_entries(
    assessment: Assessment, rubric: Rubric, coder: Coder, tool_version: str
) -> tuple[tuple[str, str], ...]:
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
    """Return a draft coding for a coder who has not begun, without ratings."""
    header = CodingFile(
        assessment_id=f"{assessment.plan.id}.{rubric.id}.{coder}",
        rubric=rubric.id,
        rubric_version=rubric.version,
        coder=coder,
        capacity="assessor",
        state="draft",
        blind=True,
        text_read=TextRead(measures="none", text="none"),
    )
    return Coding(header, ())


def same_questions(rubric: Rubric, earlier: Coding) -> dict[str, Rating]:
    """Return a coder's own answers under another rubric, by criterion, to questions that mean the same in this one."""
    return {
        one.criterion_id: one
        for one in earlier.ratings
        if one.criterion_id in rubric.by_id
        and one.criterion_version == rubric.by_id[one.criterion_id].meaning_version
        and one.status != "not-assessed"
        and not one.proposal
    }


def _with_earlier(coding: Coding, ratings: Sequence[Rating], rubric: Rubric, earlier: Coding | None) -> Coding:
    """Return a coding with the answers of an earlier one, and with what its header says of coder and text."""
    if earlier is None:
        return replace(coding, ratings=tuple(ratings))
    given = same_questions(rubric, earlier)
    said = {name: getattr(earlier.header, name) for name in ("blind", "interests", "text_read", "read", "lang")}
    header = coding.header.model_copy(update=said)
    return Coding(header, tuple(given.get(one.criterion_id, one) for one in ratings))


def sheet_ratings(assessment: Assessment, rubric: Rubric, coding: Coding) -> tuple[Rating, ...]:
    """Return one rating for each criterion of the coder's sheets; unrated criteria are `not-assessed`."""
    given = {rating.criterion_id: rating for rating in coding.ratings}
    return tuple(
        given.get(c.id, not_assessed(c))
        for c in rubric.criteria
        if c.is_rated_by_hand and (c.id in given or applies(c, assessment).holds)
    )


def not_assessed(criterion: Criterion) -> Rating:
    """Return a `not-assessed` rating of a criterion."""
    return Rating(criterion_id=criterion.id, criterion_version=criterion.meaning_version, status="not-assessed")


def _base_texts(
    assessment: Assessment, rubric: Rubric, coding: Coding, ratings: Sequence[Rating]
) -> Iterator[tuple[str, str]]:
    yield "ratings", write_table(ratings, Rating)
    yield "coder", coding.header.model_dump_json(by_alias=True)
    yield "meanings", json.dumps(rubric.meanings)
    yield "plan", assessment.plan.model_dump_json(by_alias=True)
    yield "country", assessment.country.model_dump_json(by_alias=True)
    for form in forms_of(assessment, rubric):
        yield form.name, write_table(shown_rows(assessment, form.name), form.row)
    for lang, text in sorted(assessment.narrative.items()):
        yield f"narrative/{lang}", text


def _rules_sheet(rubric: Rubric, say: Labels) -> Iterator[Sheet]:
    """Yield the read-only sheet of rating rules: source wordings with their level, then the other rules."""
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
    columns = _rating_columns(rubric, say)
    for group in rubric.paradigms:
        members = [r for r in ratings if rubric.paradigm_of(r.criterion_id) == group]
        if members:
            yield Sheet(
                kind="ratings",
                name=group,
                title=rubric.title(group, say.lang),
                columns=tuple(column for column, _ in columns),
                rows=tuple(tuple(get(rubric.by_id[r.criterion_id], r) for _, get in columns) for r in members),
                growing=False,
                frozen=2,
                own_options=_own_options(rubric, members),
            )


def _rating_columns(rubric: Rubric, say: Labels) -> tuple[RatingColumn, ...]:
    """Return the columns of a rating sheet, without help columns that no criterion of the rubric fills."""
    declared = {column.name: column for column in columns_of(Rating)}
    levels = tuple(str(level) for level in range(rubric.scale.levels))
    widths = {"status": 14, "level": 7, "confidence": 11, "evidence_ids": 14, "reason": 42}
    beside = (("checklist", 34, say.checklist), ("notes", 36, say.notes), ("examples", 50, say.examples))

    def shown(key: str, width: float, get: Callable[[Criterion], Value], word: str = "") -> RatingColumn:
        return SheetColumn(key, say(f"sheet.{word or key}"), "shown", width), lambda asked, _: get(asked) or None

    def given(key: str) -> RatingColumn:
        column, label = declared[key], say(f"sheet.{key}")
        options = column.choices or (levels if key == "level" else ())
        hint, must = say.sentence("ratings", key, column.doc), key in NEEDED
        asked = SheetColumn(key, label, "input", widths.get(key, 22), column, options, hint, must=must)
        return asked, lambda _, rating: value_of(getattr(rating, key))

    def empty(column: SheetColumn) -> RatingColumn:
        return column, lambda *_: None

    return (
        (SheetColumn("criterion_id", "id", "shown", 12), lambda criterion, _: criterion.id),
        shown("title", 18, lambda criterion: rubric.title(criterion.id, say.lang), "criterion"),
        shown("question", 26, say.question),
        shown("object", 9, lambda criterion: say.choice(criterion.object) or criterion.object),
        shown("levels", 66, say.levels),
        *(shown(key, width, get) for key, width, get in beside if any(getattr(c, key) for c in rubric.criteria)),
        *(given(key) for key in (*RATED, *provision_columns(rubric))),
        empty(SheetColumn("check", say("sheet.todo"), "check", 14)),
        empty(SheetColumn("change", say("sheet.change"), "input", 22, Column("change", "text", "reason of a change"))),
        shown("needed", 44, say.needed),
    )


def provision_columns(rubric: Rubric) -> tuple[str, ...]:
    """Return the columns of a rating's provision; none for a rubric that asks nothing of law."""
    return PROVISION if any(criterion.object == "law" for criterion in rubric.criteria) else ()


def _own_options(rubric: Rubric, ratings: Sequence[Rating]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return the choices of single cells that differ from their column's: statuses and levels of a criterion."""
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
    """Return the statuses a coder may choose: `silent` only for a plan, `no-occasion` only for law or practice."""
    beside = "no-occasion" if criterion.object == "plan" else "silent"
    return tuple(status for status in CODER_STATUSES if status != beside)


def _narrative_sheet(assessment: Assessment, say: Labels) -> Sheet:
    columns = (
        SheetColumn("lang", say("sheet.lang"), "input", 10),
        SheetColumn("text", say("sheet.text"), "input", 110),
    )
    rows = tuple((lang, part) for lang, text in sorted(assessment.narrative.items()) for part in paragraphs(text))
    return Sheet("narrative", "", say("sheet.narrative"), columns, rows)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text; joined by empty lines they give the text, apart from extra empty lines."""
    return tuple(part.strip("\n") for part in text.split("\n\n") if part.strip())
