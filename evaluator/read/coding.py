"""The ratings of a plan under one rubric: each coder's header and table, the panel's result and its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import AgreedRating, Coding, CodingFile, LogRecord, Rating
from evaluator.read.country import read_tables
from evaluator.read.layers import Layers
from evaluator.read.text.shape import load
from evaluator.read.text.table import ReadTable, read_table
from evaluator.read.text.yaml_file import Document

ASSESSMENT_TABLES: dict[str, type] = {"agreed": AgreedRating, "log": LogRecord}


@dataclass(frozen=True, slots=True)
class CodingDocument:
    """One coder's files as read, for checks that name places; `header` is None where it is at fault."""

    header: CodingFile | None
    head: Document | None
    table: ReadTable[Rating]

    @property
    def state(self) -> str:
        """Return draft or final; a header at fault is held to what a final file must hold."""
        return self.header.state if self.header else "final"


@dataclass(frozen=True, slots=True)
class CodingFiles:
    """All ratings of a plan under one rubric."""

    coders: tuple[CodingDocument, ...] = ()
    tables: Mapping[str, ReadTable[object]] = field(default_factory=dict)

    @property
    def codings(self) -> tuple[Coding, ...]:
        """Return the codings whose header could be read."""
        return tuple(Coding(c.header, c.table.rows) for c in self.coders if c.header)


def read_states(folder: Layers) -> tuple[str, ...]:
    """Return the state of each coder's ratings in a folder, as the headers say it; the ratings are not read.

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
    """Read every coder's header and ratings, and what the panel made of them."""
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
