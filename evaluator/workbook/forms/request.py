"""An information request as a workbook: what is open, and room for the answer and where it stands; and answers back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from evaluator.errors import InvalidInputError
from evaluator.model.assessment import Assessment
from evaluator.model.base import Column, column, columns_of
from evaluator.model.country import SOURCE_KINDS, Source
from evaluator.model.plan import Evidence
from evaluator.read.text.table import write_table
from evaluator.reports.request import RequestView
from evaluator.workbook.back.import_ import read_sheet
from evaluator.workbook.back.stage import Origin, Stage, line_places
from evaluator.workbook.forms.shown import spare_ids
from evaluator.workbook.forms.table import other_book
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book, Sheet, SheetColumn
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, RowReading, SheetPlace, read_rows

BY = "request"  # who added what an answer brings


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row of the sheet: an answer, where there is one."""

    criterion_id: str = column("text", "criterion", required=True)
    answer: str = column("text", "the answer, in your words")
    place: str = column("text", "the document it stands in: its title, or the id of a source")
    page: str = column("text", "page, article or section")
    address: str = column("url", "where the document can be opened")
    kind: str = column("choice", "kind of document; a letter if left empty", choices=SOURCE_KINDS)
    dated: str = column("date", "date of the document")


def _asked(key: str, label: str, width: float, *, must: bool = False) -> SheetColumn:
    declared: Column = next(c for c in columns_of(AnswerRow) if c.name == key)
    hint = f"{declared.doc[:1].upper()}{declared.doc[1:]}."
    return SheetColumn(key, label, "input", width, declared, declared.choices, hint, must=must)


COLUMNS = (
    SheetColumn("criterion_id", "id", "shown", 12),
    SheetColumn("number", "No.", "shown", 6),
    SheetColumn("title", "Criterion", "shown", 26),
    SheetColumn("question", "Question", "shown", 40),
    SheetColumn("object", "About", "shown", 9),
    SheetColumn("needed", "Evidence it needs", "shown", 50),
    SheetColumn("ask", "From whom", "shown", 28),
    SheetColumn("so_far", "Known so far", "shown", 28),
    _asked("answer", "Answer", 50, must=True),
    _asked("place", "Document", 34, must=True),
    _asked("page", "Page or place", 14),
    _asked("address", "Address", 24),
    _asked("kind", "Kind of document", 16),
    _asked("dated", "Date of the document", 14),
)


def request_xlsx(view: RequestView, say: Labels) -> bytes:
    """Return the workbook; the same request gives the same bytes."""
    answers = (None,) * sum(column.role == "input" for column in COLUMNS)
    rows = tuple(
        (
            row.criterion_id,
            row.number,
            f"{row.title} (gate)" if row.is_gate else row.title,
            row.question,
            row.object,
            row.needed,
            row.ask,
            row.so_far,
            *answers,
        )
        for row in view.rows
    )
    sheet = Sheet("request", "", "Request", COLUMNS, rows, growing=False, frozen=3)
    meta = (("form", "1"), ("plan", view.plan_id), ("rubric", say.rubric.id))
    return xlsx_bytes(Book(meta, (sheet,), lang=view.lang), say)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the answers of a request brought: passages, each for a criterion, and documents that were not there."""

    passages: tuple[tuple[str, Evidence], ...]
    sources: tuple[Source, ...]


def take_answers(path: Path, assessment: Assessment, stage: Stage, on: str) -> Answered:
    """Read a request that comes back, and stage its answers as evidence, their documents as sources.

    An answer that is there already, word for word from the same document, is not taken twice.

    Raises
    ------
    InvalidInputError
        It is the request of another plan or rubric, or an answer lacks its document, or a
        document its answer; every fault at its cell.
    """
    book = read_sheet(path)
    strange = other_book(book, {"plan": stage.plan_id, "rubric": stage.rubric.id})
    if strange:
        raise InvalidInputError(strange)
    notes = Notes(book.path)
    grids = book.of_kind("request")
    if not grids:
        notes.fault("", "no sheet of questions, or its hidden first row was deleted", "the sheet that was sent")
    asked = {c.name for grid in grids for c in columns_of(AnswerRow) if c.name in grid.letters}
    left_out = tuple(f.name for f in fields(AnswerRow) if f.name not in asked)  # a request of an earlier version
    found = read_rows(grids, RowReading(AnswerRow, left_out=left_out), notes)
    given = [(row, place) for row, place in zip(found.rows, found.places, strict=True) if isinstance(row, AnswerRow)]
    answers = [(row, place) for row, place in given if _says_something(row)]
    for row, place in answers:
        _tell_lacking(row, place, stage, notes)
    if notes.has_fault:
        raise InvalidInputError(notes.problems)
    return _stage(assessment, stage, answers, book.path, on)


def _says_something(row: AnswerRow) -> bool:
    return any(getattr(row, f.name) for f in fields(AnswerRow) if f.name != "criterion_id")


def _tell_lacking(row: AnswerRow, place: SheetPlace, stage: Stage, notes: Notes) -> None:
    if row.criterion_id not in stage.rubric.by_id:
        notes.fault(place.cell("criterion_id"), repr(row.criterion_id), "a criterion of the rubric")
    if not row.answer:
        notes.fault(place.cell("answer"), "a document without an answer", "what it says, in your words")
    if not row.place:
        expected = "the title of the document it stands in, or the id of a source"
        notes.fault(place.cell("place"), "an answer without a document", expected)


def _stage(
    assessment: Assessment, stage: Stage, answers: Sequence[tuple[AnswerRow, SheetPlace]], path: str, on: str
) -> Answered:
    sources, passages, cells = list(assessment.sources), list(assessment.evidence), []
    new: list[tuple[str, Evidence]] = []
    ids = iter(spare_ids(frozenset(e.evidence_id for e in assessment.evidence), BY, len(answers)))
    for row, place in answers:
        source = next((s for s in sources if _is_it(s, row)), None)
        if source is None:
            source = _source(row, [s.source_id for s in sources], on)
            sources.append(source)
        passage = _passage(row, source, stage, on)
        if any(replace(e, evidence_id="", added_on="") == replace(passage, added_on="") for e in passages):
            continue
        passage = replace(passage, evidence_id=next(ids))
        passages.append(passage)
        new.append((row.criterion_id, passage))
        cells.append(place)
    added = tuple(sources[len(assessment.sources) :])
    before = stage.seen_now()
    if added:
        stage.put(f"{stage.country}/sources.csv", write_table(sources, Source))
    if new:
        file, text = f"{stage.plan}/evidence.csv", write_table(passages, Evidence)
        places = [*([None] * (len(passages) - len(cells))), *cells]
        labels = {"source_id": "place", "locator": "page", "note": "answer"}
        stage.put(file, text, Origin(path, line_places(Path(file), text, Evidence, places), labels=labels))
    stage.refuse_new_faults(before)
    return Answered(tuple(new), added)


def _is_it(source: Source, row: AnswerRow) -> bool:
    """Return whether a source is the document that an answer names: by its id, its title, or its address."""
    named = row.place.strip().casefold()
    by_name = named in (source.source_id.casefold(), source.title.casefold())
    return by_name or bool(row.address and row.address in (source.url, source.archive_url))


def _source(row: AnswerRow, known: Sequence[str], on: str) -> Source:
    return Source(
        next(name for name in _numbered("R") if name not in known),
        title=row.place,
        kind=row.kind or "letter",
        date=row.dated,
        url=row.address,
        accessed=on if row.address else "",
        note="named in an answer to a request for information",
    )


def _numbered(start: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{start}{number}"


def _passage(row: AnswerRow, source: Source, stage: Stage, on: str) -> Evidence:
    return Evidence(
        "",
        source_id=source.source_id,
        locator=row.page or "as a whole",
        object=stage.rubric.by_id[row.criterion_id].object,
        note=row.answer,
        added_by=BY,
        added_on=on,
    )
