"""Output of results as a table, CSV, JSON or a file."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import SCREEN, Cell, cell_text, names_of, table
from evaluator.cli.shared.session import Session, before_output
from evaluator.cli.shared.terminal import put
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.read.shipped import FOLDERS
from evaluator.store.whole import write_whole
from evaluator.tables.base import Table, declared
from evaluator.tables.csv_text import csv_text

S = TypeVar("S")
R = TypeVar("R")
ANOTHER_NAME = "Give another name, or --force to replace it."
INPUTS = (".csv", ".yaml", ".yml", ".md", ".html", ".css", ".ttf", ".txt")


def as_json(content: object) -> str:
    """Return JSON text with a final line break, with non-ASCII letters unescaped."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the text of a CSV file; None is an empty cell, and numbers keep all digits."""
    return csv_text(header, (map(_plain, row) for row in rows))


def as_text(heads: str, rows: Iterable[Sequence[Cell]], form: str) -> str:
    r"""Return rows as a table, as CSV, or as JSON objects; `heads` declares the columns as for `table`.

    Examples
    --------
    >>> as_text("id|>share", [["equal", 0.25]], "csv")
    'id,share\nequal,0.25\n'
    >>> as_text("id|>share", [["equal", 0.25]], "table")
    'id     share\nequal   0.25\n'
    """
    if form == "csv":
        return as_csv(names_of(heads), rows)
    if form == "json":
        return as_json([dict(zip(names_of(heads), map(_plain, row), strict=True)) for row in rows])
    return "\n".join(table(heads, [[cell_text(cell) for cell in row] for row in rows])) + "\n"


def rows_text(rows: Sequence[object], row: type) -> str:
    """Return rows of a declared table as a CSV that leaves."""
    made: Table[Sequence[object], object] = declared(row)
    return made.csv(rows)


def table_text(table: Table[S, R], form: str, *sources: S) -> str:
    """Return a declared table as CSV or as JSON."""
    return table.csv(*sources) if form == "csv" else as_json(table.json(*sources))


def _plain(cell: Cell) -> Cell:
    """Return a float rounded to 12 digits, and any other cell unchanged."""
    return round(float(cell), 12) if isinstance(cell, float) else cell


def show(text: str) -> None:
    """Write a result to standard output.

    Raises
    ------
    EvaluatorError
        A file that the result may depend on was changed after it was read.
    """
    before_output()
    put(text, nl=False)


def show_screen(session: Session, text: str, *, full: bool) -> None:
    """Write a result to standard output, without `full` the first screen of it, and tell how many lines are left."""
    lines = text.splitlines(keepends=True)
    shown = text if full else "".join(lines[:SCREEN])
    show(shown)
    if shown != text:
        session.tell(f"{len(lines) - SCREEN} more lines: --full prints them.")


def write_out(out: Path, content: bytes, *, make_folder: bool = False) -> Path:
    """Write a result to a file, completely or not at all; see `write_whole`.

    Raises
    ------
    EvaluatorError
        A file that the result may depend on was changed after it was read, or the file cannot be written.
    """
    session = before_output()
    written = write_whole(out, content, make_folder=make_folder)
    if session is not None:
        session.wrote(written)
    return written


def refuse_target(out: Path, library: Library) -> None:
    """Raise an error if a path must never be overwritten, not even with --force.

    Raises
    ------
    EvaluatorError
        The path is a folder, a link, a pipe or a device, or a file that the library reads.
    """
    if out.is_dir():
        raise EvaluatorError(f"{out} is a folder. Name a file in it.")
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise EvaluatorError(
            f"{out} is not an ordinary file. Name a file, or leave it out to write to standard output."
        )
    whole = out.resolve()
    shelves = [folder / shelf for folder in library.layers.folders for shelf in FOLDERS]
    if whole.suffix in INPUTS and whole.exists() and any(whole.is_relative_to(shelf.resolve()) for shelf in shelves):
        raise EvaluatorError(f"{out} is a file of the library, which is read and never written over. Name another.")


def refuse_library(out: Path, library: Library) -> None:
    """Raise an error if output named by --out would lie in a folder of data, or loose beside such folders.

    Raises
    ------
    EvaluatorError
        The path is a library, or lies in its countries/, rubrics/ or the like.
    """
    from evaluator.cli.shared.session import OWN

    whole = out.resolve()
    inside = next((f for f in library.layers.folders for s in FOLDERS if whole.is_relative_to((f / s).resolve())), None)
    is_library = whole.is_dir() and any((whole / name).is_dir() for name in OWN)
    if inside or is_library:
        what = f"lies in the library {inside.name}" if inside else "is a library"
        better = (inside or whole).parent / "output"
        raise EvaluatorError(f"{out} {what}, which holds data and no reports. Name another: --out {shown_path(better)}")


def refuse_standing(
    out: Path, library: Library, *, force: bool, may_hold: str = "", remedy: str = "Use --out or --force."
) -> None:
    """Raise an error if a file exists and `force` is not set, or if `refuse_target` does.

    `may_hold` names the work of a person that the file may hold.
    """
    refuse_target(out, library)
    if out.exists() and not force:
        holding = f", and may hold {may_hold}" if may_hold else ""
        raise EvaluatorError(f"{shown_path(out)} exists already{holding}. {remedy}")


@contextmanager
def stdout_alone() -> Iterator[None]:
    """Redirect output of native libraries from standard output to standard error.

    A solver may print a line of its own; standard output must hold only JSON and CSV.
    """
    try:
        sys.stdout.flush()
        kept = os.dup(1)
        os.dup2(2, 1)
    except (OSError, AttributeError):  # standard output is closed, so there is nothing to protect
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError, TypeError, AttributeError):  # redirect also the output that the C library still buffers
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
