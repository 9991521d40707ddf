"""Submission of work as a score sheet: recorded on the desk, written by the import, committed to git, repaired."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from evaluator import __version__
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.workbench.desk import Desk, moment, utc
from evaluator.extensions.workbench.events import Event, HeaderPayload, NewEvent, Payload, header_clashes, header_over
from evaluator.extensions.workbench.fold import Work, guest, unfinished_writes, until, works
from evaluator.extensions.workbench.shelf import Shelf, WorkUnit, final
from evaluator.library import Library
from evaluator.model.anchor import Anchor
from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.plan import Evidence
from evaluator.model.sentence import say
from evaluator.read.text_files.table import parse_table, write_table
from evaluator.workbook.back.sheet_import import ImportedSheets, ImportOrder, import_books
from evaluator.workbook.sheet.file_sheets import table_sheet
from evaluator.workbook.sheet.grid import Grid, GridRow, ReadBook, ReadCell, Sheet, Value, value_of
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.pairs import leaves
from evaluator.workbook.sheet.score_sheet import ANSWERED, Coder, score_book
from evaluator.workbook.sheet.table_forms import ALONG

(ANCHORS,) = ALONG
GIT_SECONDS = 60  # time limit; a git hook of the folder may be slow
NOWHERE = "workbench.invalid"  # host of an author's address, because an author has only a code
# Environment variables that point git to another repository than the folder's.
ELSEWHERE = frozenset(
    f"GIT_{name}"
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE", "PREFIX")
)
LONGEST_FAULT = 500  # most characters of git's message


@dataclass(frozen=True, slots=True)
class DeskGrid(Grid):
    """A sheet whose cells have the screen's names: the row's id, then the field."""

    def place(self, row: int, key: str) -> str:
        """Return the name of a field: `non-punishment/level`."""
        first = next(iter(self.letters))
        name = next((r.text(first) for r in self.rows if r.number == row), "")
        return f"{name}/{key}"


def sheet_of(unit: WorkUnit, work: Work, *, header: Callable[[CodingFile], CodingFile] = lambda now: now) -> ReadBook:
    """Return a coder's unsubmitted work in the form of a read score sheet.

    Its base holds the library's rows that the coder began from, so that the import finds what
    changed in the library since. `header` is applied to the coder's header last.
    """
    book = score_book(unit.assessment, unit.rubric, Coder(work.coder), __version__)
    said = header(header_over(unit.coding(work.coder).header, work.header))
    grids = tuple(_desk_grid(sheet, work, said) for sheet in book.sheets if sheet.kind != "rules")
    base = dict(book.base)
    if header_clashes(unit.coding(work.coder).header, work.header):
        base["coder"] = _begun_header(unit, work)
    if work.anchors:
        base["anchors"] = write_table(unit.assessment.anchors, Anchor)
        places = unit.anchors(work)
        grids += (_desk_grid(table_sheet(ANCHORS, places, Labels(unit.rubric), title="Anchors"), work, said),)
    base["ratings"] = write_table(_rows_begun_from(base["ratings"], work), Rating)
    return ReadBook(f"desk/{work.coder}/{work.head[:16]}", work.head, dict(book.meta), grids, base)


def _begun_header(unit: WorkUnit, work: Work) -> str:
    """Return the library's header, as JSON, from before the coder began to change it."""
    said = HeaderPayload.model_validate(dict(work.header or {}))
    now = unit.coding(work.coder).header
    fields = {name: getattr(said.began, name) for name in type(said.began).model_fields} if said.began else {}
    return now.model_copy(update=fields).model_dump_json(by_alias=True)


def _rows_begun_from(text: str, work: Work) -> list[Rating]:
    """Return the library's ratings; where the coder has an unsubmitted rating, the one from which it began."""
    rows: Sequence[Rating] = parse_table(Path("ratings"), text, Rating, problems=[]).rows
    began = {name: draft.began for name, draft in work.drafts.items() if draft.began is not None}
    return [began.get(row.criterion_id, row) for row in rows]


def _desk_grid(sheet: Sheet, work: Work, header: CodingFile) -> DeskGrid:
    written = [at for at, column in enumerate(sheet.columns) if column.role != "check"]
    keys = [sheet.columns[at].key for at in written]
    rows = [{sheet.columns[at].key: row[at] for at in written} for row in sheet.rows]
    if sheet.kind == "ratings":
        rows = [_drafted_row(row, work) for row in rows]
    elif (sheet.kind, sheet.name) == ("table", "evidence"):
        own = {p.evidence_id: {n: value_of(getattr(p, n)) for n in Evidence.__slots__} for p in work.passages}
        rows = [own.pop(str(row["evidence_id"]), row) for row in rows]
        rows += own.values()  # passages that the library already has keep their place
    elif (sheet.kind, sheet.name) == ("pairs", "coder"):
        said = {leaf.path: leaf.text for leaf in leaves(header.model_dump(mode="json", by_alias=True), CodingFile)}
        rows = [{**row, "value": said.get(str(row["key"]), "")} for row in rows]
    grid_rows = tuple(GridRow(at, filled_cells(row)) for at, row in enumerate(rows, start=1))
    return DeskGrid(sheet.kind, sheet.name, "", {key: key for key in keys}, grid_rows)  # no sheet of a page has a title


def _drafted_row(row: dict[str, Value], work: Work) -> dict[str, Value]:
    draft = work.drafts.get(str(row["criterion_id"]))
    if draft is None:
        return row
    cells = {name: value_of(getattr(draft.rating, name)) for name in ANSWERED}
    return {**row, **cells, "change": draft.change, "proposal": draft.rating.proposal}


def filled_cells(row: Mapping[str, Value]) -> dict[str, ReadCell]:
    """Return the cells of a row that are not empty, in the form of a read sheet."""
    return {key: ReadCell(str(value)) for key, value in row.items() if value is not None and value != ""}


@dataclass(frozen=True, slots=True)
class Handing:
    """One submission: its coders, whether their sheets are final, and whether it releases a round."""

    coders: tuple[str, ...]
    is_final: bool
    is_release: bool = False


def check_submission(shelf: Shelf, unit: WorkUnit, work: Work) -> ImportedSheets:
    """Return the result that a final submission of a coder's work would have; nothing is written.

    Raises
    ------
    InvalidInputError
        With every fault, each at its question and field.
    """
    at = moment(utc())
    order = ImportOrder(unit.assessment.plan.id, unit.rubric, at, __version__, start=True)
    sheet = _sheet_to_submit(unit, work, is_final=True, at=at)
    return import_books([sheet], order, shelf.library, shelf.own, dry_run=True)


def hand_in(desk: Desk, shelf: Shelf, unit: WorkUnit, actor: str, handing: Handing) -> ImportedSheets:
    """Write coders' work to the library, all or nothing.

    The desk records the submission before and after the write, so that `repair` can complete one
    that was interrupted.

    Raises
    ------
    InvalidInputError
        With every fault of every sheet; nothing was written.
    EvaluatorError
        The desk began with a unit taken from another desk, where the work is to be submitted.
    """
    if guest(desk.events()):
        raise EvaluatorError(
            say(
                "This folder holds work taken from another desk. It is handed in there: make the file to bring back "
                "(Hand in), and bring it back to the desk it was taken from."
            )
        )
    payload = {"coders": list(handing.coders), "final": handing.is_final, "release": handing.is_release}
    (begun,) = desk.add(NewEvent(actor, "submitting", payload, unit.name))
    return _write_submission(desk, shelf, begun)


def repair(desk: Desk, shelf: Shelf) -> list[str]:
    """Complete interrupted submissions, and return the units concerned.

    Writing again has no effect if the submission was written already; else it is written now.
    """
    found = unfinished_writes(desk.events())
    for begun in found:
        try:
            _write_submission(desk, shelf, begun)
        except EvaluatorError:
            continue  # the desk has recorded the failure; the work is still unsubmitted
    return [event.unit for event in found]


def _write_submission(desk: Desk, shelf: Shelf, begun: Event) -> ImportedSheets:
    said = begun.payload
    try:
        with shelf.writing():
            plan_id, _, rubric_id = begun.unit.partition(":")
            unit = shelf.unit(plan_id, rubric_id)
            before = until(desk.events(), begun)
            now = works(before, begun.unit)
            sheets = [
                _sheet_to_submit(unit, now.get(coder, Work(coder)), is_final=said["final"], at=begun.at)
                for coder in said["coders"]
            ]
            order = ImportOrder(plan_id, unit.rubric, begun.at, __version__, start=True)
            done = import_books(sheets, order, Library.open(shelf.own), shelf.own)
            files = shelf.names(done.written)
            payload = {
                "of": begun.uuid,
                "coders": said["coders"],
                "release": said["release"],
                "files": files,
                "changes": len([record for record in done.records if record.criterion_id]),
            }
            if shelf.commits and files:
                heads = {coder: now.get(coder, Work(coder)).head for coder in said["coders"]}
                payload["git"] = commit(shelf.own, files, begun.actor, _commit_message(begun.unit, heads))
            _record_end(desk, begun, "submitted", payload)
    except EvaluatorError as error:
        found = [str(p) for p in error.problems] if isinstance(error, InvalidInputError) else [str(error)]
        _record_end(desk, begun, "failed", {"of": begun.uuid, "faults": found[:50]})
        raise
    return done


def _commit_message(unit: str, heads: Mapping[str, str]) -> str:
    """Return the message of a git commit, with the hash of the newest event of each coder's work."""
    trailers = "\n".join(f"Desk-Head: {coder} {head or 'none'}" for coder, head in heads.items())
    return f"{unit}: ratings of {', '.join(heads)}\n\n{trailers}"


def _record_end(desk: Desk, begun: Event, kind: Literal["submitted", "failed"], payload: Payload) -> None:
    """Record the end of a submission, unless another server has repaired and recorded it meanwhile."""
    if any(event.uuid == begun.uuid for event in unfinished_writes(desk.events())):
        desk.add(NewEvent(begun.actor, kind, payload, begun.unit))


def _sheet_to_submit(unit: WorkUnit, work: Work, *, is_final: bool, at: str) -> ReadBook:
    """Return a coder's work as a sheet; if it is not final, the header keeps the library's state."""
    return sheet_of(unit, work, header=partial(final, on=at[:10])) if is_final else sheet_of(unit, work)


def must_be_tree(own: Path) -> None:
    """Refuse a folder that is not a git work tree.

    Raises
    ------
    EvaluatorError
        Git is not installed, or the folder is not a work tree.
    """
    if fault := _run_git(own, "rev-parse", "--is-inside-work-tree"):
        raise EvaluatorError(f"--git: {own} is no work tree of git ({fault}). Run git init there, or leave --git out.")


def commit(own: Path, files: Sequence[str], author: str, message: str) -> str:
    """Commit only the given files of a folder; return git's error message, or an empty text if all went well.

    Parameters
    ----------
    own : Path
        The folder, a work tree or inside one.
    files : sequence of str
        Paths below it.
    author : str
        The code of the author; git's committer is the person who runs the server.
    message : str
        The commit's message.
    """
    # Git commits an untracked file by name only after `git add --intent-to-add`.
    if fault := _run_git(own, "add", "--intent-to-add", "--", *files):
        return fault
    by = f"--author={author} <{author}@{NOWHERE}>"
    return _run_git(own, "commit", "--quiet", by, f"--message={message}", "--only", "--", *files)


def _run_git(own: Path, *words: str) -> str:
    """Run git in a folder, without the caller's GIT variables; return its error message, or an empty text."""
    kept = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    # Git must read paths literally, not as patterns, and must not prompt.
    kept |= {"GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    asked = ["git", *words]
    try:
        done = subprocess.run(  # noqa: S603  (no shell; the words are ours)
            asked, cwd=own, env=kept, capture_output=True, timeout=GIT_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"git did not run: {error}"[:LONGEST_FAULT]
    said = (done.stderr or done.stdout).decode(errors="replace").split("\n")
    return "" if done.returncode == 0 else (" ".join(filter(None, said))[:LONGEST_FAULT] or f"status {done.returncode}")
