"""An information request as a workbook: the open criteria with room for answers, and the import of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import count
from pathlib import Path

from evaluator.model.assessment import Assessment
from evaluator.model.country import SOURCE_KINDS, Source
from evaluator.model.plan import Evidence
from evaluator.model.schema import column
from evaluator.read.text_files.table import write_table
from evaluator.reports.request import OpenCriterion, RequestView
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.back.stage import Stage, origin_of
from evaluator.workbook.forms.form import Form, InputColumn, ShownColumn
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, SheetPlace
from evaluator.workbook.sheet.table_forms import spare_ids

BY = "request"  # `added_by` of the evidence from an answer


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of the sheet: a criterion with the answer and its document, if there is an answer."""

    criterion_id: str = column("text", "criterion", required=True)
    answer: str = column("text", "the answer, in your words")
    place: str = column("text", "the document it stands in: its title, or the id of a source")
    page: str = column("text", "page, article or section")
    address: str = column("url", "where the document can be opened")
    kind: str = column("choice", "kind of document; a letter if left empty", choices=SOURCE_KINDS)
    dated: str = column("date", "date of the document")


FORM: Form[OpenCriterion, AnswerRow] = Form(
    "request",
    "Request",
    AnswerRow,
    shown=(
        ShownColumn("criterion_id", "id", 12, lambda s: s.criterion_id),
        ShownColumn("number", "No.", 6, lambda s: s.order),
        ShownColumn("title", "Criterion", 26, lambda s: f"{s.title} (gate)" if s.gate == "yes" else s.title),
        ShownColumn("question", "Question", 40, lambda s: s.question),
        ShownColumn("object", "About", 9, lambda s: s.asks_about),
        ShownColumn("needed", "Evidence it needs", 50, lambda s: s.evidence_needed),
        ShownColumn("ask", "From whom", 28, lambda s: s.ask),
        ShownColumn("so_far", "Known so far", 28, lambda s: s.note),
    ),
    asked=(
        InputColumn("answer", "Answer", 50, must=True),
        InputColumn("place", "Document", 34, must=True),
        InputColumn("page", "Page or place"),
        InputColumn("address", "Address", 24),
        InputColumn("kind", "Kind of document", 16),
        InputColumn("dated", "Date of the document"),
    ),
    spared=AnswerRow.__slots__,
)


def request_xlsx(view: RequestView, say: Labels) -> bytes:
    """Return the workbook of an information request; the same request gives the same bytes."""
    return FORM.xlsx(view.rows, view.plan_id, say)


@dataclass(frozen=True, slots=True)
class RequestAnswers:
    """The imported answers of a request: new passages with their criterion ids, and newly added documents."""

    passages: tuple[tuple[str, Evidence], ...]
    sources: tuple[Source, ...]


def take_answers(path: Path, assessment: Assessment, stage: Stage, on: str) -> RequestAnswers:
    """Read a returned request, and stage its answers as evidence and their documents as sources.

    An answer that is already among the evidence, word for word from the same document, is not added
    again.

    Raises
    ------
    InvalidInputError
        The request is for another plan or rubric, an answer lacks its document, or a document its
        answer; the error lists every fault at its cell.
    """
    rows, notes = FORM.read(read_sheet(path), stage.plan_id, stage.rubric.id)
    answers = [(row, place) for row, place in rows if _holds_an_answer(row)]
    for row, place in answers:
        _tell_lacking(row, place, stage, notes)
    notes.refuse_faults()
    return _stage_answers(assessment, stage, answers, notes.path, on)


def _holds_an_answer(row: AnswerRow) -> bool:
    return any(getattr(row, f.name) for f in fields(AnswerRow) if f.name != "criterion_id")


def _tell_lacking(row: AnswerRow, place: SheetPlace, stage: Stage, notes: Notes) -> None:
    if row.criterion_id not in stage.rubric.by_id:
        notes.fault(place.cell("criterion_id"), repr(row.criterion_id), "a criterion of the rubric")
    if not row.answer:
        notes.fault(place.cell("answer"), "a document without an answer", "what it says, in your words")
    if not row.place:
        expected = "the title of the document it stands in, or the id of a source"
        notes.fault(place.cell("place"), "an answer without a document", expected)


def _stage_answers(
    assessment: Assessment, stage: Stage, answers: Sequence[tuple[AnswerRow, SheetPlace]], path: str, on: str
) -> RequestAnswers:
    sources, passages, cells = list(assessment.sources), list(assessment.evidence), []
    new: list[tuple[str, Evidence]] = []
    ids = iter(spare_ids(frozenset(e.evidence_id for e in assessment.evidence), BY, len(answers)))
    for row, place in answers:
        source = next((s for s in sources if _is_document_of(s, row)), None)
        if source is None:
            source = _source_of(row, [s.source_id for s in sources], on)
            sources.append(source)
        passage = _passage_of(row, source, stage, on)
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
        places = [*([None] * (len(passages) - len(cells))), *cells]
        labels = {"source_id": "place", "locator": "page", "note": "answer"}
        text = write_table(passages, Evidence)
        stage.put(f"{stage.plan}/evidence.csv", text, origin_of(path, text, Evidence, places, labels))
    stage.refuse_new_faults(before)
    return RequestAnswers(tuple(new), added)


def _is_document_of(source: Source, row: AnswerRow) -> bool:
    """Return whether a source is the document of an answer, by its id, title or address."""
    named = row.place.strip().casefold()
    by_name = named in (source.source_id.casefold(), source.title.casefold())
    return by_name or bool(row.address and row.address in (source.url, source.archive_url))


def _source_of(row: AnswerRow, known: Sequence[str], on: str) -> Source:
    return Source(
        next(name for number in count(1) if (name := f"R{number}") not in known),
        title=row.place,
        kind=row.kind or "letter",
        date=row.dated,
        url=row.address,
        accessed=on if row.address else "",
        note="named in an answer to a request for information",
    )


def _passage_of(row: AnswerRow, source: Source, stage: Stage, on: str) -> Evidence:
    return Evidence(
        "",
        source_id=source.source_id,
        locator=row.page or "as a whole",
        object=stage.rubric.by_id[row.criterion_id].object,
        note=row.answer,
        added_by=BY,
        added_on=on,
    )
