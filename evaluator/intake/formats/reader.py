"""Reader of a plan's file of any supported format, in a child process with limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from evaluator.doors import BREAKS, error_words
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.intake.formats.cells import Cell, Outside, RawTable, SourceFile
from evaluator.intake.formats.door import READERS, OpenedFile, Reader
from evaluator.intake.formats.package import refuse_compound
from evaluator.intake.formats.sheet import MOST_COLUMNS, MOST_ROWS, too_large
from evaluator.intake.statements import Statement, statements_of
from evaluator.model.intake import PlanWords
from evaluator.model.sentence import say, say_n
from evaluator.read.child import LARGEST_SOURCE, PLAN_FILE, OutOfTimeError, in_child

KINDS = say(
    "a Word document (.docx), a web page (.html, .md), a workbook (.xlsx), a CSV file (.csv) or a PDF file (.pdf)"
)
SLIDES = (".pptx", ".ppt", ".odp", ".key")
MOST_TABLES, MOST_CELLS = 500, 100_000
T = TypeVar("T")
OLDER = {".doc": ".docx", ".xls": ".xlsx", ".rtf": ".docx", ".odt": ".docx", ".ods": ".xlsx"}


def read_source(path: Path, words: PlanWords, langs: Sequence[str] = (), *, shows: bool = False) -> SourceFile:
    """Return the tables of a file and the text around them, read in a child process, which `shows` how far it is.

    `words` identify the columns of a PDF table without lines. `langs` are the plan's languages, with the script
    where there are two; the error on a scan names the command that recognises its text in these languages.

    Raises
    ------
    InvalidInputError
        The file does not exist, is of another kind, damaged, locked, too large, or has no table; the error
        states what to do.
    MissingDependencyError
        The library for the file's kind is not installed.
    """
    _check_kind(path)
    return in_child(replace(PLAN_FILE, shows=shows), path, read_directly, path, words, langs)


def read_statements(path: Path, words: PlanWords) -> list[Statement]:
    """Return the text of a file around its tables as numbered statements, read in a child process.

    Raises
    ------
    InvalidInputError
        For the same reasons as `read_source`, but for a file without a table.
    MissingDependencyError
        The library for the file's kind is not installed.
    """
    _check_kind(path)
    return in_child(PLAN_FILE, path, statements_directly, path, words)


def _check_kind(path: Path) -> None:
    reader = refuse_kind(path)
    _by_extension(str(path), reader.need)  # raises here, rather than in the child, if a library is missing


def refuse_kind(path: Path) -> Reader:
    """Return the reader of a file's kind; an `InvalidInputError` states what to do, if none knows it by its name."""
    if reader := READERS.get(path.suffix.lower().removeprefix(".")):
        return reader
    raise _refusal_of_kind(path, path.suffix.lower())


def _kinds() -> str:
    """Return the forms of file that can be read, those of extensions too."""
    added = [f"{reader.form} (.{name})" for name, reader in READERS.all() if name not in READERS.ours]
    return say("%(known)s; by extensions also %(forms)s", known=KINDS, forms=", ".join(added)) if added else KINDS


def _refusal_of_kind(path: Path, kind: str) -> InvalidInputError:
    kinds = _kinds()
    if kind in SLIDES:
        mend = say("Slides sum a plan up; ask the ministry for the plan itself, best as its Word file.")
        return InvalidInputError([Problem(str(path), say("a slide deck"), kinds, mend)])
    if kind in OLDER:
        mend = say("Open it in an office program and save it as %(kind)s.", kind=OLDER[kind])
        return InvalidInputError([Problem(str(path), say("a file of the older form %(kind)s", kind=kind), kinds, mend)])
    mend = say("Save the plan in one of these forms; best is the ministry's own Word file.")
    found = say("a file that ends in %(kind)s", kind=kind) if kind else say("a file that ends in nothing")
    return InvalidInputError([Problem(str(path), found, kinds, mend)])


def read_directly(path: Path, words: PlanWords, langs: Sequence[str] = ()) -> SourceFile:
    """Read a file in the current process; `read_source` calls this in a child process.

    Raises
    ------
    InvalidInputError
        For the same reasons as `read_source`.
    """
    source = _read_file(path, words, langs)
    if not source.tables:
        many = sum(text.characters for text in source.outside)
        found = say_n("no table (%(number)s character of text)", "no table (%(number)s characters of text)", many)
        mend = say(
            "--statements FILE.csv writes a plan's text as numbered statements: delete what is no measure, and import "
            "that file. If the plan has a table, ask the ministry for the Word file."
        )
        raise InvalidInputError([Problem(str(path), found, say("a table of activities"), mend)])
    return source


def statements_directly(path: Path, words: PlanWords) -> list[Statement]:
    """Return the text of a file as statements, read in the current process."""
    return statements_of(_read_file(path, words, ()))


def _read_file(path: Path, words: PlanWords, langs: Sequence[str]) -> SourceFile:
    reader, content = refuse_kind(path), _content_of(path)
    refuse_compound(str(path), content, KINDS)
    source = _read_by(reader, OpenedFile(str(path), content, hashlib.sha256(content).hexdigest(), words, langs))
    _refuse_large(str(path), source)
    return source


def _read_by(reader: Reader, file: OpenedFile) -> SourceFile:
    """Return what a reader reads; where one of an extension breaks, the file is refused and the extension named."""
    return _by_extension(file.path, lambda: _fitting(reader.read(file)))


def _by_extension(path: str, call: Callable[[], T]) -> T:
    """Return what a reader gives; where one of an extension breaks, the file is refused and the extension named."""
    extension = READERS.added.get(Path(path).suffix.lower().removeprefix("."))
    try:
        return call()
    except (EvaluatorError, OutOfTimeError, MemoryError):
        raise
    except BREAKS as error:
        if extension is None:
            raise
        told = extension.left_out(error_words(error)).removesuffix(".")
        raise InvalidInputError([Problem(path, told, KINDS)]) from error


def _fitting(source: object) -> SourceFile:
    """Return the content of a file, refused unless it is tables of cells, each as wide as its rows, and texts."""
    if not isinstance(source, SourceFile):
        raise TypeError(f"{type(source).__name__} is no SourceFile")
    for table in source.tables:
        if not isinstance(table, RawTable):
            raise TypeError(f"{type(table).__name__} is no RawTable")
        if any(len(row) != table.width for row in table.rows):
            raise ValueError(f"rows of table {table.number} differ in width")
        if not all(isinstance(cell, Cell) for cell in (*table.above, *table.cells())):
            raise TypeError(f"table {table.number} has what is no Cell")
    if not all(isinstance(text, Outside) for text in source.outside):
        raise TypeError("a text outside of the tables is no Outside")
    return source


def _refuse_large(path: str, source: SourceFile) -> None:
    """Refuse a file with more tables, rows, columns or cells than a plan has; heads are sought in each of them."""
    widest = max(source.tables, key=lambda table: table.width, default=None)
    cells = sum(len(table.rows) * table.width for table in source.tables)
    counts = (
        (len(source.tables), MOST_TABLES, "tables"),
        (widest.width if widest else 0, MOST_COLUMNS, "columns in one table"),
        (sum(len(table.rows) for table in source.tables), MOST_ROWS, "rows in its tables together"),
        (cells, MOST_CELLS, "cells in its tables together"),
    )
    for number, most, what in counts:
        if number > most:
            raise too_large(path, number, most, what)


def _content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_SOURCE + 1)
    except OSError as error:
        found = error.strerror or "it cannot be read"
        raise InvalidInputError([Problem(str(path), found, "a readable file")]) from None
    if len(content) > LARGEST_SOURCE:
        found = f"a file of more than {LARGEST_SOURCE // 1_000_000} MB"
        mend = "Cut the pages with the plan's table out into a file of their own, and import that one."
        raise InvalidInputError([Problem(str(path), found, "a smaller one", mend)])
    if not content.strip():
        raise InvalidInputError([Problem(str(path), say("an empty file"), KINDS)])
    return content
