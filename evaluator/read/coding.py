"""Readers of a plan's ratings under one rubric: each coder's header and table, agreed ratings, and log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import AgreedRating, Coding, CodingFile, LogRecord, Rating
from evaluator.read.country import read_tables
from evaluator.read.layers import Layers
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import ReadTable, read_table
from evaluator.read.text_files.yaml_file import Document

ASSESSMENT_TABLES: dict[str, type] = {"agreed": AgreedRating, "log": LogRecord}


@dataclass(frozen=True, slots=True)
class CodingDocument:
    """The header and ratings of one coder, with the places of their values; `header` is None if it is faulty."""

    header: CodingFile | None
    head: Document | None
    table: ReadTable[Rating]

    @property
    def state(self) -> str:
        """Return `draft` or `final`; a faulty header counts as final, so the stricter checks apply."""
        return self.header.state if self.header else "final"


@dataclass(frozen=True, slots=True)
class CodingFiles:
    """All ratings of a plan under one rubric: the coders' files, and the tables of agreed ratings and log."""

    coders: tuple[CodingDocument, ...] = ()
    tables: Mapping[str, ReadTable[object]] = field(default_factory=dict)

    @property
    def codings(self) -> tuple[Coding, ...]:
        """Return the codings whose header could be read."""
        return tuple(Coding(c.header, c.table.rows) for c in self.coders if c.header)


def read_states(folder: Layers) -> tuple[str, ...]:
    """Return the state, draft or final, of each coder's header in a folder, without reading the ratings.

    Raises
    ------
    InvalidInputError
        With every fault of the headers: a state that cannot be read is not guessed.
    """
    problems: list[Problem] = []
    found = [load(CodingFile, path, problems)[0] for path in folder.files("*.yaml").values()]
    if faults := [problem for problem in problems if problem.severity == "fault"]:
        raise InvalidInputError(faults)
    return tuple(header.state for header in found if header)


def read_codings(folder: Layers, problems: list[Problem]) -> CodingFiles:
    """Read every coder's header and ratings, the agreed ratings, and the log."""
    heads = folder.files("*.yaml")
    coders = []
    for path in heads.values():
        header, document = load(CodingFile, path, problems)
        if header is not None and document is not None and header.coder != path.stem:
            expected = f"{path.stem!r}, the name of the file"
            problems.append(document.problem(("coder",), f"coder {header.coder!r}", expected))
        coders.append(CodingDocument(header, document, read_table(path.with_suffix(".csv"), Rating, problems=problems)))
    known = {path.stem for path in heads.values()} | set(ASSESSMENT_TABLES)
    for name, path in folder.files("*.csv").items():
        if path.stem not in known:
            problems.append(Problem(str(path), "ratings without a header", f"{path.stem}.yaml beside {name}"))
    return CodingFiles(tuple(coders), read_tables(folder, ASSESSMENT_TABLES, problems))
