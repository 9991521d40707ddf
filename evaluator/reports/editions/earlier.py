"""Read an earlier edition of a country report from an untrusted file: its result and its source files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.reports.carried.attach import RESULT, CarriedFile, packed
from evaluator.reports.editions.library import EARLIER_FILES, EARLIER_RESULT, carried_contents, earlier_contents
from evaluator.reports.editions.open import MOST_BYTES, Held, open_report, refused
from evaluator.reports.editions.stated import WANTED, StatedResult, read_stated

# Scores do not depend on these files, so a report does not carry the earlier edition's copies of them.
UNSCORED = ("countries/facts/", "rubrics/instruments.yaml", "rubrics/tests.csv")


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An earlier edition as read from a file; `name` is the file's name for error messages.

    `files` are its source files, by their path in a library; empty if the file is a result.json alone.
    """

    name: str
    result: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 fingerprint of its result.json."""
        return hashlib.sha256(self.result).hexdigest()

    def stated(self) -> StatedResult:
        """Return the content of the edition's result.json.

        Raises
        ------
        InvalidInputError
            The file is not the result of a country report, or is of an unknown version.
        """
        return read_stated(self.result, f"{self.name}: {RESULT}" if self.files else self.name)


def read_earlier(path: Path) -> EarlierEdition:
    """Read an earlier edition from a report as PDF, or from a result.json.

    Raises
    ------
    InvalidInputError
        The file is missing, too large, damaged, altered, or neither a report nor a result.json.
    MissingDependencyError
        The file is a PDF, and pikepdf is not installed.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise refused(str(path), error.strerror or "cannot be read", WANTED) from None
    if b"%PDF-" not in content[:1024]:
        return EarlierEdition(str(path), content)
    held = open_report(content, str(path))
    _refuse_altered(held)
    result = held.file(RESULT)
    needed = {name: text for name, text in carried_contents(held).items() if not name.startswith(UNSCORED)}
    return EarlierEdition(str(path), result.content if result else b"", needed)


def _refuse_altered(held: Held) -> None:
    """Raise an error if a report's attached files differ from those its publisher attached."""
    mend = "Fetch the file again from its publisher, and verify it."
    problems = [
        Problem(
            f"{held.name}: {file.name}", file.odd or "a file that is not the one put in", "the file as published", mend
        )
        for file in held.files
        if file.odd or file.stated != file.sha256
    ]
    if problems:
        raise InvalidInputError(problems)


def earlier_in(held: Held) -> EarlierEdition | None:
    """Return the earlier edition that a report carries; None if it carries none.

    Raises
    ------
    InvalidInputError
        The ZIP of the edition's files is damaged, or has entries that the toolkit never writes.
    """
    result = held.file(EARLIER_RESULT)
    if result is None:
        return None
    return EarlierEdition(f"{held.name}: {EARLIER_RESULT}", result.content, earlier_contents(held))


def earlier_files(earlier: EarlierEdition | None) -> tuple[CarriedFile, ...]:
    """Return the files of an earlier edition that a report carries, so that the comparison can be repeated."""
    if earlier is None:
        return ()
    bundle = (CarriedFile(EARLIER_FILES, packed(earlier.files), "Source"),) if earlier.files else ()
    return (CarriedFile(EARLIER_RESULT, earlier.result, "Source"), *bundle)
