"""Score sheets back into files: everything is read, merged and checked before the first file is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.assessment import LogRecord
from evaluator.model.rubric import Rubric
from evaluator.workbook.coding import merge_coding
from evaluator.workbook.csv_book import read_csv_folder
from evaluator.workbook.grid import ReadBook
from evaluator.workbook.incoming import Incoming
from evaluator.workbook.log import Stamp, appended
from evaluator.workbook.merged import merge_narrative, merge_plan, merge_tables
from evaluator.workbook.read import read_xlsx
from evaluator.workbook.rows import Notes
from evaluator.workbook.score_sheet import FORM
from evaluator.workbook.stage import Seen, Stage, opened_stage

ALSO = "Import it under the name it was exported for, or export a sheet for this one."


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported: of which plan and rubric, and (if said) of which coder.

    `when` is date and time in UTC. `reason` stands for changes that give none.
    """

    plan_id: str
    rubric: Rubric
    when: str
    tool_version: str
    coder: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `replaced` names files of the library below that are no longer looked at."""

    written: tuple[Path, ...]
    coders: tuple[str, ...]
    records: tuple[LogRecord, ...]
    notes: tuple[Problem, ...]


@dataclass(slots=True)
class _Run:
    """One run over several books."""

    order: Order
    stage: Stage
    before: frozenset[Seen]
    problems: list[Problem] = field(default_factory=list)
    records: list[LogRecord] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)


def import_sheets(paths: Sequence[Path], order: Order, library: Library, own: Path) -> Imported:
    """Import score sheets (workbooks or folders of CSV files), all or none.

    Parameters
    ----------
    paths : sequence of Path
        The sheets, also several of one coder.
    order : Order
        What they are expected to be.
    library : Library
        What is there so far.
    own : Path
        The folder that is written to; it lies over the library.

    Returns
    -------
    Imported
        The files written, the records added to the log, and the notes on repairs.

    Raises
    ------
    InvalidInputError
        With every fault of every sheet, each at its cell; nothing was written.
    """
    with opened_stage(library, own, order.plan_id, order.rubric) as stage:
        run = _Run(order, stage, stage.seen_now())
        for path in paths:
            _one(run, path)
        if any(problem.severity == "fault" for problem in run.problems):
            raise InvalidInputError(dict.fromkeys(run.problems))
        written = stage.install(own)
    return Imported(written, tuple(run.coders), tuple(run.records), tuple(dict.fromkeys(run.problems)))


def read_sheet(path: Path) -> ReadBook:
    """Read a workbook, or a folder of CSV files.

    Raises
    ------
    InvalidInputError
        It is neither, or not safe.
    """
    return read_csv_folder(path) if path.is_dir() else read_xlsx(path)


def _one(run: _Run, path: Path) -> None:
    try:
        book = read_sheet(path)
    except InvalidInputError as error:
        run.problems.extend(error.problems)
        return
    strange = _other(book, run.order)
    if strange:
        run.problems.extend(strange)
        return
    notes = Notes(book.path)
    _apply(run, book, notes)
    run.problems.extend(notes.problems)


def _other(book: ReadBook, order: Order) -> list[Problem]:
    """Return why a book is not the one expected: another plan, rubric, coder, or form."""
    rubric = order.rubric
    wanted = {
        "form": FORM,
        "plan": order.plan_id,
        "rubric": rubric.id,
        "coder": order.coder or book.meta.get("coder", ""),
    }
    faults = [
        Problem(book.path, f"a sheet of {key} {book.meta.get(key, '')!r}", f"{key} {value!r}", ALSO)
        for key, value in wanted.items()
        if book.meta.get(key, "") != value or not value
    ]
    version = book.meta.get("rubric_version", "")
    if not faults and version.partition(".")[0] != rubric.version.partition(".")[0]:
        found, mend = f"a sheet of rubric version {version}", "Carry the ratings over with `evaluator sheet upgrade`."
        faults.append(Problem(book.path, found, f"version {rubric.version}, same major", mend))
    return faults


def _apply(run: _Run, book: ReadBook, notes: Notes) -> None:
    """Merge one book into the stage; a fault of it leaves the stage's texts of no use, and nothing is written."""
    try:
        now = run.stage.read()
    except InvalidInputError as error:
        notes.problems.extend(error.problems)
        return
    stamp = Stamp(
        run.order.when, book.meta["coder"], book.sha256, run.order.tool_version, book.meta.get("rubric_version", "")
    )
    incoming = Incoming(book, now, run.order.rubric, run.stage, notes, stamp, run.order.reason)
    merge_tables(incoming)
    merge_plan(incoming)
    merge_narrative(incoming)
    records = merge_coding(incoming)
    if notes.has_fault:
        return
    notes.problems.extend(run.stage.check(run.before))
    rated = sum(1 for record in records if record.criterion_id)
    whole = stamp.record("", "", f"{rated} ratings changed" if rated else "no rating changed", "import of a sheet")
    log = appended(run.stage.rating_text("log.csv"), now.log, [whole, *records])
    run.stage.put(f"{run.stage.ratings}/log.csv", log)
    run.records.extend([whole, *records])
    run.coders.append(stamp.coder)
