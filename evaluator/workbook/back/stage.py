"""A temporary layer above the library that holds an import's files until all of them are checked."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.schema import columns_of
from evaluator.read.assessment import read_assessment
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder
from evaluator.read.text_files.table import parse_table
from evaluator.store.change import below, fingerprints, sha256_of, write_all
from evaluator.workbook.back.log import lines_of
from evaluator.workbook.sheet.rows import SheetPlace

Seen = tuple[str, str, str]
FILE = re.compile(r"(?P<at>\b(?:in|of) )?(?:\ba file )?\b(?P<file>[a-z]+\.(?:csv|yaml))\b")


class CellFinder(Protocol):
    """An object that finds the cell of a workbook from which a key of a YAML file was read."""

    def cell(self, key: str) -> str:
        """Return the cell of a key; empty if unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """The cells of a workbook from which a staged file was read: by line for a table, by key for a YAML file."""

    path: str
    rows: Mapping[int, SheetPlace] = field(default_factory=dict)
    entries: CellFinder | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """A copy of the stage's files and origins, from which they can be restored."""

    files: Mapping[str, str]
    origins: Mapping[str, Origin]


@dataclass(slots=True)
class Stage:
    """A temporary folder laid over a library, for one plan and rubric.

    `files` are the staged texts, by path below the library's root; `origins` give for the changed
    ones the cells that their content came from. `titles` give by workbook the sheet title of each
    file. `seen` are the fingerprints of the country's files in the user's own folder, the topmost
    layer of `below`, when they were read.
    """

    root: Path
    below: Layers
    plan_id: str
    rubric: Rubric
    files: dict[str, str] = field(default_factory=dict)
    titles: dict[str, Mapping[str, str]] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    seen: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Record the fingerprints of the user's files before the first of them is read."""
        self.seen = fingerprints(self.below.folders[0], self.country)

    @property
    def country(self) -> str:
        """Return the path of the country's folder, relative to the library's root."""
        return f"countries/{self.plan_id[:3]}"

    @property
    def plan(self) -> str:
        """Return the path of the plan's folder, relative to the library's root."""
        return f"{self.country}/plans/{self.plan_id}"

    @property
    def ratings(self) -> str:
        """Return the path of the folder of ratings, relative to the library's root."""
        return f"{self.plan}/assessments/{self.rubric.id}"

    @property
    def folder(self) -> PlanFolder:
        """Return the plan's folder, in which staged files come before those of the library."""
        layers = Layers((self.root, *self.below.folders)).below("countries").below(self.plan_id[:3])
        return PlanFolder(layers, layers.below("plans").below(self.plan_id), self.plan_id)

    def text(self, path: str) -> str:
        """Return the current text of a file, staged or not; empty if there is no such file."""
        layers = Layers((self.root, *self.below.folders))
        found = layers.file(path)
        return found.read_bytes().decode() if found else ""

    def rating_text(self, name: str) -> str:
        """Return the current text of a file in the folder of ratings; empty if there is no such file."""
        found = self.folder.ratings(self.rubric.id).file(name)
        return found.read_bytes().decode() if found else ""

    def put(self, path: str, text: str, origin: Origin | None = None) -> None:
        """Stage a file, replacing the file of that path, and record the cells that it came from."""
        self._write(path, text)
        if origin is not None:
            self.origins[path] = origin

    def start(self, files: Mapping[str, str]) -> None:
        """Stage the files that a new plan begins with, by their path below the library's root."""
        for path, text in files.items():
            self._write(path, text)

    def begin(self, coders: Collection[str]) -> None:
        """Stage all ratings of the user's own folder, and these coders' ratings from any layer.

        The topmost folder of ratings replaces those below as a whole. Where the
        user's own folder has none yet, the import must not copy other people's ratings into it: it
        takes only these coders' files and their lines of the log.
        """
        if self.has_own_ratings:
            for name, text in beside(self.folder, self.rubric.id, self.root / self.ratings).items():
                self._write(f"{self.ratings}/{name}", text)
        for folder in self.below.folders:
            for name in (f"{coder}.{ending}" for coder in coders for ending in ("yaml", "csv")):
                path = f"{self.ratings}/{name}"
                if path not in self.files and (folder / path).is_file():
                    self._write(path, (folder / path).read_bytes().decode())
        log = f"{self.ratings}/log.csv"
        if log not in self.files and (lines := lines_of(self.text(log), coders)):
            self._write(log, lines)

    @property
    def has_own_ratings(self) -> bool:
        """Return whether the user's own folder holds ratings of the plan."""
        return (self.below.folders[0] / self.ratings).is_dir()

    def hidden(self, coders: Collection[str]) -> int:
        """Return how many other coders' ratings in the library are hidden once the user's own folder has ratings."""
        if self.has_own_ratings:
            return 0
        layers = Layers(self.below.folders).below("countries").below(self.plan_id[:3]).below("plans")
        below = PlanFolder(layers, layers.below(self.plan_id), self.plan_id).ratings(self.rubric.id)
        return len({Path(name).stem for name in below.files("*.yaml")} - set(coders))

    def saved(self) -> Saved:
        """Return a copy of the current stage, for `go_back`."""
        return Saved(dict(self.files), dict(self.origins))

    def go_back(self, saved: Saved) -> None:
        """Restore the stage to a saved copy."""
        for path in set(self.files) - set(saved.files):
            (self.root / path).unlink()
        for path, text in saved.files.items():
            self._write(path, text)
        self.files, self.origins = dict(saved.files), dict(saved.origins)
        folder = self.root / self.ratings
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # an empty folder would hide the ratings of the library

    def _write(self, path: str, text: str) -> None:
        target = below(self.root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
        self.files[path] = text

    def read(self, notes: list[Problem] | None = None) -> Assessment:
        """Read the assessment with the staged files in place.

        Raises
        ------
        InvalidInputError
            With every fault.
        """
        return read_assessment(self.folder, self.rubric, notes=notes)

    def seen_now(self) -> frozenset[Seen]:
        """Return the problems that the stage has before a sheet is imported; the import does not report them again."""
        notes: list[Problem] = []
        try:
            self.read(notes)
        except InvalidInputError as error:
            notes = list(error.problems)
        return frozenset(seen(problem) for problem in notes)

    def install(self, own: Path, kept: Mapping[str, str | bytes] | None = None) -> tuple[Path, ...]:
        """Write the staged files that changed since they were read into the user's folder, all or none.

        Another coder's file that was staged only for checks is not written. `kept` are further files,
        by path, that are written too but left out of the result.

        Raises
        ------
        EvaluatorError
            A file that would be written was changed since it was read, or cannot be written.
        """
        changed = {path: text for path, text in self.files.items() if sha256_of(text.encode()) != self.seen.get(path)}
        hidden = {own / path for path in kept or {}}
        written = write_all(own, {**changed, **(kept or {})}, {path: self.seen.get(path) for path in changed})
        return tuple(path for path in written if path not in hidden)

    def check(self, before: frozenset[Seen]) -> list[Problem]:
        """Return the problems of the assessment with the staged files, each at its cell.

        `before` are the problems from before the import, which are left out. A new problem in
        another coder's ratings is reported without those ratings' content.
        """
        problems: list[Problem] = []
        try:
            self.read(problems)
        except InvalidInputError as error:
            problems = list(error.problems)
        found = []
        for problem in problems:
            path = self._below(problem.path)
            if seen(problem) in before and not path.startswith(self.ratings):
                continue
            if path in self.origins:
                found.append(self._at_cell(problem, self.origins[path], path))
            elif seen(problem) not in before and problem.severity == "fault":
                found.append(self._elsewhere(problem, path))
        return found

    def placed(self, problem: Problem) -> Problem:
        """Return a problem with the path of the user's own file in place of the staged one."""
        whole = Path(problem.path)
        inside = whole.is_relative_to(self.root)
        own = self.below.folders[0] / whole.relative_to(self.root) if inside else whole
        return replace(problem, path=str(own))

    def refuse_new_faults(self, before: frozenset[Seen]) -> None:
        """Raise the faults that the staged files bring; see `check`."""
        faults = [problem for problem in self.check(before) if problem.severity == "fault"]
        if faults:
            raise InvalidInputError(faults)

    def _below(self, path: str) -> str:
        whole = Path(path)
        for folder in (self.root, *self.below.folders):
            if whole.is_relative_to(folder):
                return whole.relative_to(folder).as_posix()
        return path

    def _at_cell(self, problem: Problem, origin: Origin, path: str) -> Problem:
        cell = ""
        if origin.entries is not None:
            cell = origin.entries.cell(problem.key)
        elif problem.line is not None:
            place = origin.rows.get(problem.line)
            cell = place.cell(origin.labels.get(problem.key, problem.key)) if place else ""
        if cell or origin.entries is not None:  # an entry without a cell is reported for the whole workbook
            titles = self.titles.get(origin.path, {})
            found, expected, mend = (
                in_sheets(text, titles) for text in (problem.found, problem.expected, problem.suggestion)
            )
            return Problem(origin.path, found, expected, mend, cell=cell, severity=problem.severity)
        return Problem(
            path, problem.found, problem.expected, problem.suggestion, problem.line, problem.column, key=problem.key,
            severity=problem.severity,
        )  # fmt: skip

    def _elsewhere(self, problem: Problem, path: str) -> Problem:
        if path.startswith(self.ratings):
            # Of another coder's ratings the message may reveal nothing but the clash.
            found = "this sheet deletes or renames what another coder's ratings cite"
            return Problem(path.rpartition("/")[0], found, "", "Put it back, under the id that it had.")
        return Problem(path, problem.found, problem.expected, problem.suggestion, problem.line, problem.column)


@contextmanager
def opened_stage(library: Library, own: Path, plan_id: str, rubric: Rubric) -> Iterator[Stage]:
    """Open a temporary stage over a library and the user's folder; it is deleted at the end."""
    layers = library.layers
    below = layers if own in layers.folders else Layers((own, *layers.folders))
    with tempfile.TemporaryDirectory() as folder:
        yield Stage(Path(folder).resolve(), below, plan_id, rubric)


def beside(folder: PlanFolder, rubric_id: str, target: Path) -> dict[str, str]:
    """Return the texts of the ratings files that must be copied into `target` with a new file.

    The topmost folder of ratings replaces those below as a whole, so a new file alone would hide
    the other ratings. The log is always returned.
    """
    names = ("*.*",) if not target.is_dir() else ("log.csv",)
    ratings = folder.ratings(rubric_id)
    return {name: path.read_bytes().decode() for pattern in names for name, path in ratings.files(pattern).items()}


def in_sheets(text: str, titles: Mapping[str, str]) -> str:
    """Return a message in which sheet titles replace the names of files, for readers who see only sheets.

    Examples
    --------
    >>> in_sheets("an id in evidence.csv, as log.csv says", {"evidence.csv": "9 Evidence"})
    'an id on the sheet 9 Evidence, as log.csv says'
    """

    def named(match: re.Match[str]) -> str:
        title = titles.get(match["file"])
        return f"{'on ' if match['at'] else ''}the sheet {title}" if title else match[0]

    told = FILE.sub(named, text)
    return text if told == text else told  # the same object: it may be a sentence that can be translated


def seen(problem: Problem) -> Seen:
    """Return a problem without its line and cell, for comparison with the problems before an import."""
    return (problem.path.rpartition("/")[2], problem.found, problem.expected)


def origin_of(
    book: str,
    text: str,
    row: type,
    places: Sequence[SheetPlace | None],
    labels: Mapping[str, str] | None = None,
) -> Origin:
    """Return the origin of a table's text whose rows came from `places`, in order.

    `labels` maps a column of the file to the sheet's column where their names differ.
    """
    lines = [line for line, _ in parse_table(Path(book), text, row, problems=[]).cells]  # lines of faulty rows too
    rows = {line: place for line, place in zip(lines, places, strict=False) if place is not None}
    return Origin(book, rows, labels={column.label: column.name for column in columns_of(row)} | dict(labels or {}))
