"""The door of readers: one for each form of a plan's file, named by the file's ending without its full stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evaluator.doors import Door, lacking
from evaluator.intake.formats.cells import SourceFile
from evaluator.model.intake import PlanWords


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as a reader gets it; `words` recognise the heads of columns, `langs` are the languages of the plan."""

    path: str
    content: bytes
    sha256: str
    words: PlanWords
    langs: Sequence[str] = ()


class Reader(Protocol):
    """What an entry of `nap_evaluator.readers` has; it works in a child process, under limits, and writes nothing."""

    @property
    def form(self) -> str:
        """Return the form of file in words, such as “a text of OpenDocument”."""

    def need(self) -> object:
        """Import the library that reads such a file, or raise `MissingDependencyError`."""

    def read(self, file: OpenedFile) -> SourceFile:
        """Return the tables of a file and the text around them, or raise `InvalidInputError`."""


@dataclass(frozen=True, slots=True)
class FormatReader:
    """A reader made of functions: what reads the bytes, and what imports the library for it."""

    form: str
    reading: Callable[[OpenedFile], SourceFile]
    need: Callable[[], object] = object

    def read(self, file: OpenedFile) -> SourceFile:
        """Return the tables of a file and the text around them."""
        return self.reading(file)


READERS: Door[Reader] = Door(
    "nap_evaluator.readers",
    {
        "docx": "evaluator.intake.formats.word:READER",
        "html": "evaluator.intake.formats.web:READER",
        "htm": "evaluator.intake.formats.web:READER",
        "md": "evaluator.intake.formats.markdown:READER",
        "xlsx": "evaluator.intake.formats.sheet:XLSX",
        "csv": "evaluator.intake.formats.sheet:CSV",
        "pdf": "evaluator.intake.formats.pdf:READER",
    },
    lambda entry: lacking(entry, "form", "need", "read"),
)


def endings() -> tuple[str, ...]:
    """Return the endings of the files that a reader is there for, each with its full stop."""
    return tuple(f".{name}" for name in READERS.names())
