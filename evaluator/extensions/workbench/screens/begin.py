"""The screens that begin an evaluation: country and plan, the plan's own file, and its import under review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, get_args

from starlette.responses import JSONResponse, RedirectResponse, Response

from evaluator.anchors.pages import count_pages, kind_of
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.extensions.workbench.faults import fault_words, words_of
from evaluator.extensions.workbench.fold import works
from evaluator.extensions.workbench.screens.question import documents
from evaluator.extensions.workbench.shelf import screen_language, unit_name
from evaluator.extensions.workbench.web import PersonRequest, RefusedError, Room
from evaluator.intake.bodies import YES
from evaluator.intake.first_files import country_files, plan_files, plan_id_of, territory_to_begin
from evaluator.intake.formats.cells import Cell, RawTable, SourceFile, one_line
from evaluator.intake.formats.reader import refuse_kind
from evaluator.intake.heads import notes_under, propose
from evaluator.intake.mapping import read_mapping
from evaluator.intake.plan_file import (
    BODIES,
    OwnFile,
    kept_file,
    linked,
    plan_languages,
    settings_of,
    write_import,
    write_rows,
    write_source,
)
from evaluator.intake.rows import ImportedPlan, import_rows
from evaluator.intake.searched import intake_table
from evaluator.intake.sure import unmapped_table
from evaluator.intake.tags import has_own_tags, proposals, with_tags
from evaluator.intake.territory import territories
from evaluator.intake.verdict import verdict_of
from evaluator.intake.vocabulary import ACTIVITIES
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.country import INSTITUTION_KINDS
from evaluator.model.defaults import FIRST_LOOK
from evaluator.model.intake import BodyProposal, ColumnMapping, MappedTable, Role, TagProposal
from evaluator.model.plan import PartRead, TextRead
from evaluator.model.rubric import ROOT
from evaluator.model.sentence import say
from evaluator.read.child import LARGEST_SOURCE
from evaluator.read.plan import INTAKE
from evaluator.reports.language import territory
from evaluator.store.change import write_all

ROLES = get_args(Role)
FILE_SECONDS = 600.0  # most time for a file to arrive
LANG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
FILE_ROOM = Room(
    LARGEST_SOURCE,
    say(
        "This file is larger than %(mb)s MB. Nothing of it was kept. Cut the pages of the plan out into a file of "
        "their own, and choose that one.",
        mb=LARGEST_SOURCE // 10**6,
    ),
    FILE_SECONDS,
)
NO_FILE = say("The plan's own file is not here yet. Choose it first.")


@dataclass(frozen=True, slots=True)
class ReviewedTables:
    """Tables with the same columns under review: what each column is, their pages, its first text."""

    mapped: MappedTable
    pages: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def is_taken(self) -> bool:
        """Return whether rows of the plan are made of these tables."""
        return bool(ACTIVITIES & {column.role for column in self.mapped.columns})


class Review(NamedTuple):
    """An import under review: the groups of tables, and the rows that they would give."""

    groups: tuple[ReviewedTables, ...]
    found: ImportedPlan


def begin(asked: PersonRequest) -> Response:
    """Show the form that begins an evaluation."""
    shelf = asked.shelf
    counts = {
        name: sum(one.is_rated_by_hand for one in shelf.rubric(name).criteria) for name in (FIRST_LOOK, DEFAULT_RUBRIC)
    }
    others = [name for name in shelf.rubrics() if name not in counts]
    names = sorted({name for code in territories() if (name := territory(code, asked.lang))})
    return asked.show(
        "begin.html",
        counts=counts,
        others=[(name, shelf.rubric(name).title(ROOT, asked.lang)) for name in others],
        names=names,
        most=LARGEST_SOURCE,
        too_large=FILE_ROOM.said,
        first_look=FIRST_LOOK,
        whole=DEFAULT_RUBRIC,
    )


def start(asked: PersonRequest) -> Response:
    """Write the files of a new country and plan, and return the addresses of its file and of its unit."""
    shelf, rubric = asked.shelf, asked.text("rubric") or DEFAULT_RUBRIC
    if rubric not in shelf.rubrics():
        raise RefusedError(404, say("There is no such page."))
    faults = [(name, said) for name, said in REQUIRED.items() if not asked.text(name)]
    years = [asked.text(name) for name in ("first", "last")]
    if all(re.fullmatch("[0-9]{4}", year) for year in years) and years[1] < years[0]:
        faults.append(("last", say("The plan would end before it begins.")))
    if faults:
        return asked.refuse(422, *faults)
    library = shelf.library
    last, field = asked.text("last") or "open", "country"
    try:
        chosen = territory_to_begin(library, asked.text("country"), asked.text("name"))
        field = "first"
        plan_id = plan_id_of(chosen.iso3, f"{asked.text('first')}-{last}")
    except EvaluatorError as error:
        return asked.refuse(422, (field, words_of(error, shelf.own)))
    is_known = chosen.iso3 in library.country_codes
    if is_known and plan_id in library.plan_ids(chosen.iso3):
        return asked.refuse(409, ("", say("%(plan)s is here already. It is in the list of plans.", plan=plan_id)))
    files = {} if is_known else country_files(chosen.iso3, chosen.names)
    with shelf.writing():
        write_all(shelf.own, {**files, **plan_files(plan_id, asked.text("title"), with_row=False)})
    address = shelf.unit(plan_id, rubric).address
    return JSONResponse({"file": f"{address}/file", "go": f"{address}/import"})


REQUIRED = {
    "country": say("Which country?"),
    "title": say("What is the plan called?"),
    "first": say("In which year does it begin?"),
}


def own_file(asked: PersonRequest) -> Path | None:
    """Return the path of the plan's own file, as it was given; None if there is none."""
    return kept_file(asked.shelf.library.layers.folders, asked.plan_id)


def keep_file(asked: PersonRequest) -> Response:
    """Keep the plan's own file as its source, with a copy to read and cite from."""
    return _take_file(asked, is_kept=True)


def check_file(asked: PersonRequest) -> Response:
    """Say whether a file could be kept as the source of a plan that is not begun yet; nothing is written."""
    return _take_file(asked, is_kept=False)


def _take_file(asked: PersonRequest, *, is_kept: bool) -> Response:
    shelf = asked.shelf
    query, content = asked.request.query_params, asked.form.get("content")
    if not isinstance(content, bytes) or not content:
        return asked.refuse(422, ("", say("This file is empty.")))
    lang = query.get("lang", "")
    if not LANG.fullmatch(lang):
        return asked.refuse(422, ("lang", say("Say in which language the text is, by its code: en, sq, sr-Latn.")))
    extent, pages = query.get("extent", "whole"), query.get("pages", "").strip()
    if extent == "part" and not pages:
        return asked.refuse(422, ("pages", say("Say which pages of the plan this file holds.")))
    part: PartRead = "part" if extent == "part" else "whole"
    read = TextRead(measures=part, text=part, pages=pages if part == "part" else "")
    file = OwnFile(Path(query.get("name", "")).name, content, lang, is_kept=True)
    try:
        refuse_kind(Path(file.name))
        if file.can_be_cited:
            count_pages(content, kind_of(content), file.name)
        if not is_kept:
            return JSONResponse({"go": ""})
        with shelf.writing():
            changes, is_free = {"text_read": read}, not _is_used(asked)
            write_source(shelf.library, shelf.own, asked.plan_id, file, changes, replaces=is_free)
    except InvalidInputError as error:
        return asked.refuse(422, *(("", fault_words(one)) for one in error.problems if one.severity == "fault"))
    return JSONResponse({"go": f"{asked.unit.address}/import"})


def _is_used(asked: PersonRequest) -> bool:
    """Return whether rows or passages of the plan rest on its own file already, so that no other can take its place."""
    whole = asked.shelf.unit(asked.path("plan"), asked.path("rubric")).assessment
    cited = {passage.source_id for passage in whole.evidence}
    for rubric in asked.shelf.rubrics():
        name = unit_name(whole.plan.id, rubric)
        cited |= {one.source_id for work in works(asked.desk.of(name), name).values() for one in work.passages}
    return bool(whole.measures) or bool(cited & set(whole.plan.sources))


def import_file(asked: PersonRequest) -> Response:
    """Show the import of the plan's own file under review, or ask for the file."""
    path = own_file(asked)
    reading = _file_reading(asked, path) if path else None
    shown: dict[str, Any] = {"state": "none" if reading is None else "reading"}
    if reading is not None and reading.done():
        fault = reading.exception()
        if fault is None:
            shown = {"state": "read", **_review_parts(_review_of(asked, reading.result()))}
        elif isinstance(fault, EvaluatorError):
            shown = {"state": "failed", "faults": _fault_texts(fault, asked.shelf.own)}
        else:
            raise fault
    return asked.show_unit(
        "import.html",
        **shown,
        roles=ROLES,
        most=LARGEST_SOURCE,
        too_large=FILE_ROOM.said,
        documents=documents(asked),
        has_rows=bool(asked.unit.assessment.measures),
        is_used=_is_used(asked),
    )


def _fault_texts(fault: EvaluatorError, own: Path) -> list[str]:
    known = fault.problems if isinstance(fault, InvalidInputError) else ()
    return [fault_words(one) for one in known] or [words_of(fault, own)]


def _review_parts(review: Review) -> dict[str, Any]:
    return {
        "groups": review.groups,
        "rows": review.found.measures,
        "doubts": verdict_of(review.found.notes).doubts,
        "activities": sum(row.level == "activity" for row in review.found.measures),
    }


def import_state(asked: PersonRequest) -> Response:
    """Return as JSON whether the plan's own file has been read."""
    path = own_file(asked)
    return JSONResponse({"reads": path is not None and not _file_reading(asked, path).done()})


def _file_reading(asked: PersonRequest, path: Path) -> Future[SourceFile]:
    return asked.shelf.reading(path, plan_languages(asked.unit.assessment.plan, ""))


def _read_file(asked: PersonRequest) -> tuple[Path, SourceFile]:
    path = own_file(asked)
    if path is None:
        raise RefusedError(409, NO_FILE)
    return path, _file_reading(asked, path).result()


def _review_of(asked: PersonRequest, source: SourceFile) -> Review:
    """Return the import of a file, with the roles of columns, and the tables without measures, that a person chose."""
    chosen, without = asked.form.get("roles"), asked.form.get("without")
    roles: Mapping[str, Any] = chosen if isinstance(chosen, dict) else {}
    library, unit = asked.shelf.library, asked.unit
    plan = unit.assessment.plan
    settings = settings_of(library, library.plan_folder(plan.id))
    lang = next((one for s in unit.assessment.sources if s.source_id in plan.sources for one in s.lang), "")
    proposal = propose(source, library.plan_words, (own_file(asked) or Path("plan")).name, lang)
    groups = _table_groups(source, proposal.mapping, roles)
    taken = tuple(one.mapped for one in groups if one.is_taken)
    open_ones = [number for one in groups if not one.is_taken for number in one.mapped.tables]
    told = tuple(number for number in open_ones if isinstance(without, list) and str(number) in without)
    mapping = proposal.mapping.model_copy(update={"tables": taken, "no_measures": told})
    found = import_rows(source, mapping, settings)
    return Review(groups, replace(found, notes=(*notes_under(mapping, source, proposal), *found.notes)))


def _table_groups(source: SourceFile, mapping: ColumnMapping, roles: Mapping[str, Any]) -> tuple[ReviewedTables, ...]:
    """Return the tables of a file, those with the same columns together, the ones without a known head alone."""
    named = {number for mapped in mapping.tables for number in mapped.tables}
    alone = [unmapped_table(table) for table in source.tables if table.number not in named and table.rows]
    groups = sorted((*mapping.tables, *alone), key=lambda one: one.tables)
    by_number = {table.number: table for table in source.tables}
    return tuple(_with_chosen_roles([by_number[number] for number in one.tables], one, roles) for one in groups)


def _with_chosen_roles(tables: Sequence[RawTable], mapped: MappedTable, roles: Mapping[str, Any]) -> ReviewedTables:
    """Return tables with the roles that a person chose for their columns, if there is one for each."""
    columns, chosen = mapped.columns, roles.get(str(mapped.tables[0]))
    if isinstance(chosen, list) and len(chosen) == len(columns):
        known = [role if role in ROLES else "ignore" for role in chosen]
        columns = tuple(one.model_copy(update={"role": role}) for one, role in zip(columns, known, strict=True))
    rows = tables[0].rows[mapped.head_rows : mapped.head_rows + 3]
    texts = tuple(_first_text(row[at] for row in rows) for at in range(len(columns)))
    pages = sorted({table.page for table in tables if table.page})
    return ReviewedTables(mapped.model_copy(update={"columns": columns}), tuple(pages), texts)


def _first_text(cells: Iterable[Cell | None]) -> str:
    return next((one_line(cell.text) for cell in cells if cell and cell.text), "")


def outlines(asked: PersonRequest) -> Response:
    """Return the place of each table of the plan's own file as JSON, for the viewer to outline."""
    path = own_file(asked)
    reading = _file_reading(asked, path) if path else None
    if reading is None or not reading.done() or reading.exception():
        return JSONResponse([])
    said = screen_language(asked.lang).said
    tables = [(table, box) for table in reading.result().tables if table.page and (box := _table_box(table))]
    return JSONResponse([
        {
            "evidence_id": f"t{table.number}", "page": table.page, "boxes": [box],
            "label": said(say("Table %(number)s", number=table.number)),
        }
        for table, box in tables
    ])  # fmt: skip


def _table_box(table: RawTable) -> list[float]:
    boxes = [cell.place.box for cell in table.cells() if cell.place.box]
    if not boxes:
        return []
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return [min(lefts), min(tops), max(rights), max(bottoms)]


def look(asked: PersonRequest) -> Response:
    """Return the rows that the chosen roles give, as markup; nothing is written."""
    review = _review_of(asked, _read_file(asked)[1])
    return JSONResponse({"rows": asked.part("parts/rows.html", **_review_parts(review))})


def take_rows(asked: PersonRequest) -> Response:
    """Write the rows of the plan's own file as they were reviewed: without those left out, with the texts mended."""
    shelf, (path, source) = asked.shelf, _read_file(asked)
    review = _review_of(asked, source)
    dropped, texts = asked.form.get("dropped"), asked.form.get("texts")
    found = _with_edits(
        review.found, set(dropped) if isinstance(dropped, list) else set(), texts if isinstance(texts, dict) else {}
    )
    if not any(row.level == "activity" for row in found.measures):
        return asked.refuse(422, ("", say("No row is left. Say which column holds the activities.")))
    library = shelf.library
    settings = settings_of(library, library.plan_folder(asked.plan_id))
    with shelf.writing():
        write_import(library, shelf.own, OwnFile(path.name, path.read_bytes(), found.mapping.lang), found, settings)
    return JSONResponse({"go": f"{asked.unit.address}/plan"})


def _with_edits(found: ImportedPlan, dropped: set[str], texts: Mapping[str, Any]) -> ImportedPlan:
    """Return an import without some rows and what stands below them, and with the texts of others replaced."""
    gone: set[str] = set()
    for row in found.measures:
        if row.measure_id in dropped or row.parent_id in gone:
            gone.add(row.measure_id)
    kept = [row for row in found.measures if row.measure_id not in gone]
    said = {name: text.strip() for name, text in texts.items() if isinstance(text, str) and text.strip()}
    return replace(
        found,
        measures=tuple(replace(row, text=said.get(row.measure_id, row.text)) for row in kept),
        indicators=tuple(one for one in found.indicators if one.measure_id not in gone),
        money=tuple(one for one in found.money if one.measure_id not in gone),
        wordings=tuple(replace(one, measure_id="") if one.measure_id in gone else one for one in found.wordings),
        notes=tuple(one for one in found.notes if one.measure_id not in gone),
    )


def open_bodies(asked: PersonRequest) -> list[BodyProposal]:
    """Return the bodies that the import proposes and nobody has confirmed: first those that are not decided."""
    folder = asked.shelf.library.plan_folder(asked.plan_id)
    found = [one for one in intake_table(folder, BODIES, BodyProposal) if one.confirmed != YES]
    return sorted(found, key=lambda one: one.confirmed)


def open_tags(asked: PersonRequest) -> list[TagProposal]:
    """Return the tags that rules propose for rows of the plan's own file that have none of their kind."""
    now = asked.unit.assessment
    langs = [one for source in now.sources for one in source.lang if source.kind == "plan"]
    rows = {row.measure_id: row for row in now.measures}
    found = proposals(now.measures, asked.shelf.library.tag_words, langs)
    return [one for one in found if not has_own_tags(rows[one.measure_id], one.kind)]


def confirm_bodies(asked: PersonRequest) -> Response:
    """Write the bodies that the lead confirmed as institutions, and link the plan's rows to them."""
    shelf, unit, (_, source) = asked.shelf, asked.unit, _read_file(asked)
    library, plan = shelf.library, unit.assessment.plan
    folder = library.plan_folder(plan.id)
    said = [_decided_body(asked, one) for one in intake_table(folder, BODIES, BodyProposal)]
    if lacking := [one.name for one in said if one.confirmed == YES and not one.kind]:
        found = say("%(name)s has no kind", name=", ".join(lacking))
        raise InvalidInputError([Problem("the form", found, say("what kind of body it is"))])
    mapping = read_mapping(folder.plan.expected(f"{INTAKE}/mapping.yaml"), source)
    settings = settings_of(library, folder)
    rows, tables = linked(unit.assessment.measures, said, lambda anew: import_rows(source, mapping, anew), settings)
    with shelf.writing():
        write_rows(library, shelf.own, plan, rows, tables)
    return RedirectResponse(f"{unit.address}/plan#tags", 303)


def _decided_body(asked: PersonRequest, one: BodyProposal) -> BodyProposal:
    """Return a proposal as the form decides it: without a tick it stays open, unless the rest is said to be text."""
    kind = asked.text(f"kind-{one.institution_id}")
    rest = "no" if asked.text("rest") == "no" else one.confirmed
    said = YES if YES in (one.confirmed, asked.text(one.institution_id)) else rest
    return replace(one, kind=kind if kind in INSTITUTION_KINDS else one.kind, confirmed=said)


def confirm_tags(asked: PersonRequest) -> Response:
    """Write the proposed tags that the lead confirmed."""
    shelf, unit = asked.shelf, asked.unit
    said: dict[str, list[TagProposal]] = {}
    for one in open_tags(asked):
        if asked.text(f"{one.measure_id}:{one.kind}:{one.tag}") == YES:
            said.setdefault(one.measure_id, []).append(one)
    if said:
        rows = [with_tags(row, said.get(row.measure_id, ()), asked.person.code) for row in unit.assessment.measures]
        with shelf.writing():
            write_rows(shelf.library, shelf.own, unit.assessment.plan, rows)
    return RedirectResponse(f"{unit.address}/plan#rows", 303)
