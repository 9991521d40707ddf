"""A report checked against itself: the files it carries, scored and printed again, must give the same report.

This shows that a report follows from its own data by this toolkit. Whether it is
the one its publisher issued only the fingerprint shows, got from the publisher.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library
from evaluator.report.attach import RESULT, TABLES
from evaluator.report.engines import engine_versions
from evaluator.report.pdf import load_weasyprint
from evaluator.report.verify_figures import Json, read_result, text_of, unlike
from evaluator.report.verify_open import MOST_BYTES, Held, HeldFile, open_report, refused
from evaluator.report.verify_rebuild import Rebuilt, rebuild
from evaluator.report.verify_text import page_words, surroundings, unlike_surroundings, unlike_words

PARTS = ("attachments", "figures", "text", "bytes")
# A forged file could differ in thousands of places; the first ones say enough.
MOST_TOLD = 40
MOST_FAULTS = 3
SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the report is not what its own data give; `part` is one of `PARTS`."""

    part: str
    where: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Release:
    """A program that makes reports: as the report names it (empty where it does not), and as it is here."""

    recorded: str
    here: str

    @property
    def agrees(self) -> bool:
        """Return whether the report was made by the version that is here."""
        return self.recorded == self.here


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying one report.

    `compared` are the parts that were compared; bytes only where the report names
    the programs that are here. `coder` is set where one coder's ratings were scored.
    """

    document: str
    fingerprint: str
    releases: tuple[Release, ...]
    compared: tuple[str, ...]
    differences: tuple[Difference, ...]
    coder: str = ""

    @property
    def same(self) -> bool:
        """Return whether nothing that was compared differs."""
        return not self.differences

    def state(self, part: str) -> str:
        """Return `same`, `differs` or `not compared` for a part."""
        if any(difference.part == part for difference in self.differences):
            return "differs"
        return "same" if part in self.compared else "not compared"


def verify_report(path: Path, library: Library) -> Verification:
    """Rebuild a report from the files it carries, and compare: a country, comparative or contrast report, or a brief.

    Parameters
    ----------
    path : Path
        The report as PDF.
    library : Library
        Lends its templates; ratings, rubric and weighting come from the report alone.

    Returns
    -------
    Verification
        Every difference, up to 40 of each part.

    Raises
    ------
    InvalidInputError
        The file is missing, damaged, no report, a report of another version, or
        carries what cannot be rebuilt.
    MissingDependencyError
        pikepdf, WeasyPrint or Pango is not installed.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise refused(str(path), error.strerror or "cannot be read", "a report as PDF") from None
    return verify_pdf(content, library, str(path))


def verify_pdf(content: bytes, library: Library, name: str) -> Verification:
    """Verify a report given as bytes; `name` stands in messages. See `verify_report`."""
    held = open_report(content, name)
    result = read_result(held)
    releases = _releases(held)
    broken = list(islice(_attachments(held, result), MOST_TOLD))
    try:
        again = rebuild(held, result, library)
    except InvalidInputError as error:
        if not broken:
            raise
        told = "; ".join(str(problem) for problem in error.problems[:MOST_FAULTS])
        found = [Difference("attachments", "all together", told, "files that can be scored again")]
        return _verification(held, result, releases, ("attachments",), broken + found)
    compared = PARTS if all(release.agrees for release in releases) else PARTS[:-1]
    unlike_parts = [
        *broken,
        *islice(_figures(held, again), MOST_TOLD),
        *islice(_text(held, again, releases[0]), MOST_TOLD),
        *(_bytes(held, again) if "bytes" in compared else ()),
    ]
    return _verification(held, result, releases, compared, unlike_parts, again.coder)


def _verification(
    held: Held,
    result: Json,
    releases: tuple[Release, ...],
    compared: tuple[str, ...],
    differences: list[Difference],
    coder: str = "",
) -> Verification:
    return Verification(
        document=text_of(result, "document"),
        fingerprint=hashlib.sha256(held.content).hexdigest(),
        releases=releases,
        compared=compared,
        differences=tuple(differences),
        coder=coder,
    )


def _releases(held: Held) -> tuple[Release, ...]:
    """Return what makes a report's bytes: this toolkit, WeasyPrint, and what sets its letters."""
    weasyprint = load_weasyprint()
    here = engine_versions()
    return (
        Release(held.creator, f"nap-evaluator {version('nap-evaluator')}"),
        Release(held.producer, f"WeasyPrint {weasyprint.__version__}"),
        *(Release(f"{key} {held.engines[key]}" if key in held.engines else "", f"{key} {here[key]}") for key in here),
    )


def _attachments(held: Held, result: Json) -> Iterator[Difference]:
    """Hold each carried file against the fingerprint beside it, and against the one in the result."""
    for file in held.files:
        if file.stated != file.sha256:
            stated = f"SHA-256 {file.stated}" if file.stated else "a fingerprint beside it"
            yield Difference("attachments", file.name, f"SHA-256 {file.sha256}", stated)
    several = result.get("results")
    for one in several if isinstance(several, list) else [result]:
        yield from _named_files(held, one if isinstance(one, dict) else {})


def _named_files(held: Held, result: Json) -> Iterator[Difference]:
    recorded = result.get("files")
    for name, fingerprint in (recorded if isinstance(recorded, dict) else {}).items():
        place = f"countries/{text_of(result, 'country')}/{name}"
        carried = held.file(place)
        if carried is None:
            yield Difference("attachments", place, "no such file inside", f"the file that {RESULT} names")
        elif carried.sha256 != fingerprint:
            yield Difference("attachments", place, f"SHA-256 {carried.sha256}", f"{fingerprint}, as {RESULT} says")


def _figures(held: Held, again: Rebuilt) -> Iterator[Difference]:
    """Compare result.json, and the tables of a contrast; places in the tables name their file."""
    for name, start, made in ((RESULT, "", again.result), (TABLES, f"{TABLES}: ", again.tables)):
        carried = held.file(name)
        if bool(made) != (carried is not None):
            yield Difference("figures", name, "a file inside" if carried else "no such file inside", _as_made(made))
        elif carried is not None:
            yield from (Difference("figures", start + where, *ends) for where, *ends in _unlike(carried, made))


def _as_made(made: bytes) -> str:
    return "the tables of the contrast" if made else "none, as it is no contrast"


def _unlike(carried: HeldFile, made: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        found = json.loads(carried.content)
    except (ValueError, RecursionError) as error:
        yield "whole file", f"no JSON ({error})", "the tables of the contrast"
        return
    yield from unlike(found, json.loads(made))


def _text(held: Held, again: Rebuilt, release: Release) -> Iterator[Difference]:
    """Compare page by page; the toolkit's own release, which the method part names, does not count."""
    try:
        found, around = page_words(held.content), surroundings(held.content)
    except ValueError as error:
        yield Difference("text", "pages", str(error), "pages as the toolkit draws them")
        return
    shown = [_replaced(words, release) for words in found]
    told = chain(
        unlike_words(shown, page_words(again.pdf)),
        unlike_surroundings(around, surroundings(again.pdf)),
    )
    yield from (Difference("text", where, left, right) for where, left, right in told)


def _replaced(words: tuple[str, ...], release: Release) -> tuple[str, ...]:
    """Return the words with the recorded release turned into the one here, whatever mark follows it.

    Examples
    --------
    >>> _replaced(("by", "tool", "1.0;", "tool"), Release("tool 1.0", "tool 1.1"))
    ('by', 'tool', '1.1;', 'tool')
    """
    name, _, old = release.recorded.rpartition(" ")
    new = release.here.rpartition(" ")[2]
    return tuple(
        new + word[len(old) :] if before == name and word.rstrip(";,.") == old else word
        for before, word in zip(("", *words), words, strict=False)
    )


def _bytes(held: Held, again: Rebuilt) -> Iterator[Difference]:
    if held.content != again.pdf:
        left, right = (hashlib.sha256(content).hexdigest() for content in (held.content, again.pdf))
        yield Difference("bytes", "whole file", f"SHA-256 {left}", f"SHA-256 {right}")


def read_fingerprint(text: str) -> str:
    """Return a fingerprint in plain form, 64 hexadecimal digits, whether printed in groups, capitals or `SHA-256 ...`.

    Raises
    ------
    EvaluatorError
        It is none.
    """
    plain = "".join(text.lower().split()).removeprefix("sha256:").removeprefix("sha-256")
    if not SHA256.fullmatch(plain):
        raise EvaluatorError(f"{text!r} is no SHA-256 fingerprint: expected 64 hexadecimal digits.")
    return plain
