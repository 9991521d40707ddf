"""Import of score sheets: all sheets are read, merged and checked before the first file is written."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem, has_faults
from evaluator.library import Library
from evaluator.model.assessment import LogRecord
from evaluator.model.rubric import Rubric
from evaluator.panel.settle import overtaken
from evaluator.read.proposals import begun_as
from evaluator.workbook.back.carry import carried, meanings_then
from evaluator.workbook.back.coding import merge_coding
from evaluator.workbook.back.file_merge import merge_country, merge_narrative, merge_plan, merge_tables
from evaluator.workbook.back.incoming import Incoming, earlier_of, kept_as, kept_text
from evaluator.workbook.back.log import Stamp, append_records
from evaluator.workbook.back.stage import Seen, Stage, opened_stage
from evaluator.workbook.sheet.csv_book import read_csv_folder
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.hidden import SCORE_BASE, SCORE_SHEET, meta_faults
from evaluator.workbook.sheet.read import read_xlsx
from evaluator.workbook.sheet.rows import Notes
from evaluator.workbook.sheet.score_sheet import FORM

ALSO = "Import it under the name it was exported for, or export a sheet for this one."
UNRATED = ("", "not-assessed")  # values in the log for a criterion that was not rated yet
CHOSEN = ("plan", "rubric")  # entries of the hidden sheet that a command's options can match


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Settings of one import: plan, rubric, and the coder if only one coder's sheets are expected.

    `when` is date and time in UTC. `reason` applies to changes without a reason of their own. With
    `start` a new coder's files are written even if nothing is rated yet. `begun` are the first
    files of a plan that no library has yet.
    """

    plan_id: str
    rubric: Rubric
    when: str
    tool_version: str
    coder: str = ""
    reason: str = ""
    start: bool = False
    begun: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedSheets:
    """The result of an import: coders whose sheets were read, files written, log records added, and notes.

    `overtaken` are criteria whose agreed rating rests on ratings that have changed since.
    """

    written: tuple[Path, ...]
    coders: tuple[str, ...]
    records: tuple[LogRecord, ...]
    notes: tuple[Problem, ...]
    overtaken: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """The state of one import while it goes through its workbooks."""

    order: ImportOrder
    stage: Stage
    own: Path
    before: frozenset[Seen]
    problems: list[Problem] = field(default_factory=list)
    records: list[LogRecord] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def import_sheets(paths: Sequence[Path], order: ImportOrder, library: Library, own: Path) -> ImportedSheets:
    """Import score sheets (workbooks or folders of CSV files), all or none.

    Parameters
    ----------
    paths : sequence of Path
        The paths of the sheets; several may be of one coder.
    order : ImportOrder
        The expected plan, rubric and coder, and other settings.
    library : Library
        The library with the present files.
    own : Path
        The user's folder, which the import writes to; it lies over the library.

    Returns
    -------
    ImportedSheets
        The files written, the records added to the log, and the notes on repairs.

    Raises
    ------
    InvalidInputError
        With every fault of every sheet, each at its cell; nothing was written.
    """
    problems: list[Problem] = []
    books: list[ReadBook] = []
    for path in paths:
        try:
            books.append(read_sheet(path))
        except InvalidInputError as error:
            problems.extend(error.problems)
    return import_books(books, order, library, own, problems=problems)


def import_books(
    read: Sequence[ReadBook],
    order: ImportOrder,
    library: Library,
    own: Path,
    *,
    problems: Sequence[Problem] = (),
    dry_run: bool = False,
) -> ImportedSheets:
    """Import score sheets that are already read, all or none; see `import_sheets`.

    Parameters
    ----------
    read : sequence of ReadBook
        The sheets, of any file format.
    order, library, own
        As in `import_sheets`.
    problems : sequence of Problem
        Problems of sheets that could not be read; if one is a fault, nothing is written.
    dry_run : bool
        Whether to find every fault but write nothing.

    Returns
    -------
    ImportedSheets
        With `dry_run` the records that an import would add, and no files.

    Raises
    ------
    InvalidInputError
        With every fault of every sheet; nothing was written.
    """
    with opened_stage(library, own, order.plan_id, order.rubric) as stage:
        stage.start(order.begun)
        run = _Run(order, stage, own, stage.seen_now(), list(problems))
        books = [book for book in read if _is_expected(run, book)]
        stage.begin({book.meta["coder"] for book in books})
        for book in books:
            notes = Notes(book.path)
            _merge_book(run, book, notes)
            run.problems.extend(notes.problems)
        if has_faults(run.problems):
            raise InvalidInputError(dict.fromkeys(run.problems))
        _tell_hidden(run)
        gone = overtaken(stage.read(), order.rubric)
        written = stage.install(own, run.kept) if run.records and not dry_run else ()
    return ImportedSheets(written, tuple(run.coders), tuple(run.records), tuple(dict.fromkeys(run.problems)), gone)


def read_sheet(path: Path) -> ReadBook:
    """Read a workbook, or a folder of CSV files.

    Raises
    ------
    InvalidInputError
        The path is neither, or the file is not safe to open.
    """
    return read_csv_folder(path) if path.is_dir() else read_xlsx(path)


def _is_expected(run: _Run, book: ReadBook) -> bool:
    """Return whether a workbook is for this plan, rubric and coder; add a problem for each mismatch."""
    strange = _mismatches(book, run.order)
    run.problems.extend(strange)
    return not strange


def _tell_hidden(run: _Run) -> None:
    """Note that the user's first own ratings of the plan hide the other coders' ratings in the library below."""
    below = run.stage.hidden(run.coders)
    if run.records and below:
        many = "of 1 other coder" if below == 1 else f"of {below} other coders"
        found = f"your folder now has ratings of this plan, so those {many} in the library below it no longer count"
        place = run.stage.ratings
        run.problems.append(Problem(place, found, "", "Import the other coders' sheets too.", severity="note"))


def _mismatches(book: ReadBook, order: ImportOrder) -> list[Problem]:
    """Return a fault for each way in which a workbook is not the expected one: plan, rubric, coder or form."""
    rubric = order.rubric
    if faults := meta_faults(book, SCORE_SHEET, SCORE_BASE):
        return faults
    wanted = {
        "form": FORM,
        "plan": order.plan_id,
        "rubric": rubric.id,
        "coder": order.coder or book.meta.get("coder", ""),
    }
    strange = [key for key, value in wanted.items() if book.meta.get(key, "") != value or not value]
    return [
        Problem(
            book.path, f"a sheet of {key} {book.meta.get(key, '')!r}, and not of {wanted[key]!r}", "", _advice(book)
        )
        for key in strange
    ]


def _advice(book: ReadBook) -> str:
    """Return advice for a sheet of another plan, rubric, coder or form: the command that imports it, if any."""
    if not all(book.meta.get(name) for name in CHOSEN) or book.meta.get("form") != FORM:
        return ALSO
    return f"It knows whose it is: `evaluator sheet import {shlex.quote(str(book.path))}`; or export a sheet for this."


def _tell_further_faults(run: _Run, notes: Notes) -> None:
    """Check the rest of a faulty workbook too, so that the user sees all its faults in one run."""
    cells = {problem.cell for problem in notes.problems}
    found = [problem for problem in run.stage.check(run.before) if problem.severity == "fault"]
    notes.problems.extend(problem for problem in found if problem.cell and problem.cell not in cells)


def _merge_book(run: _Run, book: ReadBook, notes: Notes) -> None:
    """Merge one workbook into the stage; if the workbook has a fault, restore the stage."""
    saved = run.stage.saved()
    run.stage.titles[book.path] = book.files
    try:
        now = run.stage.read()
    except InvalidInputError as error:
        notes.problems.extend(map(run.stage.placed, error.problems))
        return
    fitting = carried(book, run.order.rubric)
    notes.problems.extend(fitting.told)
    stamp = Stamp(
        run.order.when, book.meta["coder"], book.sha256, run.order.tool_version, book.meta.get("rubric_version", "")
    )
    earlier = earlier_of(book, run.own, {record.file_sha256 for record in now.log})
    incoming = Incoming(
        fitting.book, now, run.order.rubric, run.stage, notes, stamp, run.order.reason, earlier,
        left=fitting.left, meanings=meanings_then(book, run.order.rubric),
        first=begun_as(run.stage.below, now.plan, run.order.rubric),
    )  # fmt: skip
    merge_tables(incoming)
    merge_country(incoming)
    merge_plan(incoming)
    merge_narrative(incoming)
    is_begun = run.order.start or run.stage.files != saved.files
    records = merge_coding(incoming, is_begun=is_begun)
    if notes.has_fault:
        if not incoming.lost:  # a missing sheet would cause many more faults; it is reported once
            _tell_further_faults(run, notes)
        run.stage.go_back(saved)
        return
    run.coders.append(stamp.coder)
    if run.stage.files == saved.files:
        return
    notes.problems.extend(run.stage.check(run.before))
    whole = stamp.record("", "", _counts_in_words(records), "import of a sheet")
    log = append_records(run.stage.rating_text("log.csv"), now.log, [whole, *records])
    run.stage.put(f"{run.stage.ratings}/log.csv", log)
    run.records.extend([whole, *records])
    run.kept[kept_as(book)] = kept_text(book, incoming.said)


def _counts_in_words(records: Sequence[LogRecord]) -> str:
    """Return a phrase with the number of ratings that a sheet changed and of those that it rates for the first time."""
    rated = [record for record in records if record.criterion_id]
    first = sum(record.old in UNRATED and record.new not in UNRATED for record in rated)
    changed = sum(record.old not in UNRATED for record in rated)
    said = [f"{changed} rating{'' if changed == 1 else 's'} changed"] if changed else []
    said += [f"{first} rated for the first time"] if first else []
    return ", ".join(said) or "no rating changed"
