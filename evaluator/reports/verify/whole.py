"""Verify a report: the files it carries, scored and printed again, must give the same report.

This shows that a report follows from its own data by this toolkit. It does not show that the
publisher issued it; for that, compare the report's fingerprint with one obtained from the
publisher.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library, shipped_rubric
from evaluator.model.rubric import Rubric
from evaluator.read.child import PDF, in_child
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.attach import RESULT, TABLES, place_of
from evaluator.reports.editions.open import MOST_BYTES, Held, HeldFile, open_report, refused
from evaluator.reports.editions.stated import twice_in
from evaluator.reports.pdf.engines import ALIKE, INTERPRETER, KEYS, LETTERS, engine_versions, interpreter_named
from evaluator.reports.pdf.write import load_weasyprint
from evaluator.reports.verify.drawing import Swap
from evaluator.reports.verify.figures import Json, read_result, text_of, unlike
from evaluator.reports.verify.graph import OutsideWalk, unlike_graphs
from evaluator.reports.verify.objects import read_graph
from evaluator.reports.verify.rebuild import Rebuilt, rebuild
from evaluator.reports.verify.text import page_words, unlike_words

PARTS = ("attachments", "figures", "text", "tags", "drawing", "document", "bytes")
YARDSTICK = "yardstick"  # the rubric and its weightings beside the shipped text, and not beside what was rebuilt
VERIFIED, DIFFERS, NOT_VERIFIED = "verified", "differs", "not verified"
TOOL, PRINTER = "nap-evaluator", "WeasyPrint"
# A forged file could differ in thousands of places; the first ones are enough.
MOST_TOLD = 40
MOST_READ = 20_000
MOST_FAULTS = 3
SHA256 = re.compile("[0-9a-f]{64}")
NUMBER = re.compile(r"(?<![0-9])[0-9]++(\.[0-9]+){1,3}((a|b|rc|\.dev|\.post)[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a report differs from its rebuilt version, or its yardstick from the shipped text.

    `part` is one of `PARTS`, or `YARDSTICK`.
    """

    part: str
    where: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Release:
    """A program that makes reports: the version that the report names (empty without one), and the one installed."""

    recorded: str
    here: str

    @property
    def agrees(self) -> bool:
        """Return whether both versions are equal, or are Python versions known to print the same bytes."""
        names = [text.partition(" ") for text in (self.recorded, self.here)]
        if all(name == INTERPRETER and number in ALIKE for name, _, number in names):
            return True
        return self.recorded == self.here

    @property
    def swap(self) -> Swap | None:
        """Return the replacement of the recorded by the installed version; None if both agree or it is no version."""
        name, _, number = self.recorded.partition(" ")
        known = self.here.startswith(f"{name} ") and NUMBER.fullmatch(number) is not None
        return Swap(self.recorded, self.here) if known and not self.agrees else None


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying one report.

    `compared` are the parts that were compared; bytes are compared only if the report names the
    programs installed here. `coder` is set if one coder's ratings were scored. `templates` describes
    the templates and style of the rebuilt report, `rubric` the text of the rubric and its weightings;
    `is_known` says whether that text could be compared.
    """

    document: str
    fingerprint: str
    releases: tuple[Release, ...]
    compared: tuple[str, ...]
    differences: tuple[Difference, ...]
    coder: str = ""
    templates: str = ""
    rubric: str = ""
    is_known: bool = True

    @property
    def outcome(self) -> str:
        """Return `verified`, `differs` or `not verified`; the last if something could not be compared.

        With other versions of the programs that set letters, lines may break elsewhere. Differences in
        drawings alone then prove no forgery, and the outcome is `not verified`.
        """
        parts = {difference.part for difference in self.differences}
        if parts - ({"drawing"} if self.set_otherwise else set()):
            return DIFFERS
        return VERIFIED if not parts and self.is_known and set(self.compared) == set(PARTS) else NOT_VERIFIED

    @property
    def set_otherwise(self) -> bool:
        """Return whether the report names another version of a program that sets letters."""
        return any(not r.agrees and r.here.partition(" ")[0] in (PRINTER, *LETTERS) for r in self.releases)

    def state(self, part: str) -> str:
        """Return `same`, `differs` or `not compared` for a part."""
        if any(difference.part == part for difference in self.differences):
            return "differs"
        return "same" if part in self.compared else "not compared"


def verify_report(path: Path, library: Library) -> Verification:
    """Rebuild a report of any kind from the files it carries, and compare the two in a child process with limits.

    Parameters
    ----------
    path : Path
        The report as PDF.
    library : Library
        The library whose templates print the report again; ratings, rubric and weighting come from
        the report alone. Use a library that the report's maker cannot have changed.

    Returns
    -------
    Verification
        The differences, at most 40 of each part.

    Raises
    ------
    InvalidInputError
        The file is missing, damaged, not a report, a report of another version, or cannot be
        rebuilt from its files, or takes more time or memory than any report.
    MissingDependencyError
        pikepdf, WeasyPrint or Pango is not installed.
    """
    return in_child(PDF, path, verify_file, path, library)


def verify_file(path: Path, library: Library) -> Verification:
    """Verify a report in this process, without limits on time and memory; see `verify_report`."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise refused(str(path), error.strerror or "cannot be read", "a report as PDF") from None
    return verify_pdf(content, library, str(path))


def verify_pdf(content: bytes, library: Library, name: str) -> Verification:
    """Verify a report passed as bytes; `name` is its file name for messages. See `verify_report`."""
    held = open_report(content, name)
    result = read_result(held)
    broken = list(islice(_attachments(held, result), MOST_TOLD))
    try:
        with interpreter_named(held.engines.get(INTERPRETER, "")):
            again = rebuild(held, result, library)
    except InvalidInputError as error:
        if not broken:
            raise
        told = "; ".join(str(problem) for problem in error.problems[:MOST_FAULTS])
        broken.append(Difference("attachments", "all together", told, "files that can be scored again"))
        return replace(_blank(held, result, library), compared=PARTS[:1], differences=tuple(broken))
    return compared(held, again, library)


def compared(held: Held, again: Rebuilt, library: Library) -> Verification:
    """Return the differences between a report and its rebuilt version, which `library`'s templates printed."""
    blank = _blank(held, result := read_result(held), library)
    parts = PARTS if all(release.agrees for release in blank.releases) else PARTS[:-1]
    found = chain(
        _attachments(held, result),
        _figures(held, again),
        _text(held, again, blank.releases[0]),
        _objects(held, again, blank.releases),
        _bytes(held, again) if "bytes" in parts else (),
        _yardstick(again.rubric) if again.rubric else (),
    )
    told = replace(blank, compared=parts, differences=tuple(_most(found)), coder=again.coder)
    if again.rubric is None:
        return told
    return replace(told, rubric=whose_rubric(again.rubric), is_known=not again.rubric.yardstick.shipped)


def _blank(held: Held, result: Json, library: Library) -> Verification:
    """Return the verification before any comparison: the report's name, fingerprint and program versions."""
    document, fingerprint = text_of(result, "document"), hashlib.sha256(held.content).hexdigest()
    return Verification(document, fingerprint, _releases(held), (), (), templates=whose_templates(library))


def _most(found: Iterator[Difference]) -> list[Difference]:
    """Return the first differences of each part; reading stops after a fixed number, for forged files without end."""
    told: list[Difference] = []
    numbers: Counter[str] = Counter()
    for difference in islice(found, MOST_READ):
        numbers[difference.part] += 1
        if numbers[difference.part] <= MOST_TOLD:
            told.append(difference)
    return told


def whose_templates(library: Library) -> str:
    """Return whose templates and style a library prints with, as words.

    Examples
    --------
    >>> whose_templates(Library(Library.open().layers))
    'the shipped ones'
    """
    *own, shipped = library.templates.folders
    names = sorted(
        path.relative_to(folder).as_posix()
        for folder in own
        if folder.resolve() != shipped.resolve()
        for path in folder.rglob("*")
        if path.is_file()
    )
    if not names:
        return "the shipped ones"
    more = f" and {len(names) - MOST_FAULTS} more" if len(names) > MOST_FAULTS else ""
    return f"of {own[0].parent} ({', '.join(names[:MOST_FAULTS])}{more}), over the shipped ones"


def whose_rubric(rubric: Rubric) -> str:
    """Return whether a rubric and its weightings are the shipped ones, as words.

    Examples
    --------
    >>> whose_rubric(Library.open().rubric("first-look"))[:24]
    'the shipped first-look 1'
    """
    name = f"{rubric.id} {rubric.version}"
    if shipped_rubric(rubric.id) is None:
        return f"{name}, of its user: no rubric of this id is shipped"
    return str(altered_words(rubric)) or f"the shipped {name}"


def _yardstick(rubric: Rubric) -> Iterator[Difference]:
    """Yield what has a shipped id and version and another text than the shipped one."""
    changed = [f"{rubric.id} {rubric.version}"] if rubric.yardstick.is_changed else []
    for name in (*changed, *(f"frame {weighting}" for weighting in rubric.yardstick.weightings)):
        yield Difference(YARDSTICK, name, "another text: changed by its user", "the shipped text")


def _releases(held: Held) -> tuple[Release, ...]:
    """Return the recorded and installed versions of the programs on which a report's bytes depend."""
    weasyprint = load_weasyprint()
    here = engine_versions()
    return (
        Release(held.creator, f"{TOOL} {version(TOOL)}"),
        Release(held.producer, f"{PRINTER} {weasyprint.__version__}"),
        *(Release(f"{key} {held.engines[key]}" if key in held.engines else "", f"{key} {here[key]}") for key in here),
    )


def _attachments(held: Held, result: Json) -> Iterator[Difference]:
    """Yield each carried file whose bytes differ from the fingerprints in the PDF and in result.json."""
    for file in held.files:
        if file.stated != file.sha256:
            stated = f"SHA-256 {file.stated}" if file.stated else "a fingerprint beside it"
            yield Difference("attachments", file.name, f"SHA-256 {file.sha256}", stated)
        if file.odd:
            yield Difference("attachments", file.name, file.odd, "one file under one name")
        if file.name.endswith(".json"):
            for key in twice_in(file.content):
                yield Difference("attachments", file.name, f"the key {key!r} more than once", "each key once")
    several = result.get("results")
    for one in several if isinstance(several, list) else [result]:
        yield from _named_files(held, one if isinstance(one, dict) else {})


def _named_files(held: Held, result: Json) -> Iterator[Difference]:
    recorded = result.get("files")
    for name, fingerprint in (recorded if isinstance(recorded, dict) else {}).items():
        place = place_of(text_of(result, "country"), name)
        carried = held.file(place)
        if carried is None:
            yield Difference("attachments", place, "no such file inside", f"the file that {RESULT} names")
        elif carried.sha256 != fingerprint:
            yield Difference("attachments", place, f"SHA-256 {carried.sha256}", f"{fingerprint}, as {RESULT} says")


def _figures(held: Held, again: Rebuilt) -> Iterator[Difference]:
    """Yield the differences of result.json, and of contrast.json; places in the latter name their file."""
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
    """Yield the differences of words page by page; the toolkit's own version, which a page names, does not count."""
    try:
        found = page_words(held.content)
    except ValueError as error:
        yield Difference("text", "pages", str(error), "pages as the toolkit draws them")
        return
    shown = [_replaced(words, release) for words in found]
    yield from (Difference("text", *told) for told in unlike_words(shown, page_words(again.pdf)))


def _objects(held: Held, again: Rebuilt, releases: tuple[Release, ...]) -> Iterator[Difference]:
    """Yield the differences of all PDF objects: tags, drawings, links, boxes, title, attached files."""
    for release, key in zip(releases, ("Creator", "Producer"), strict=False):
        if not release.agrees and release.swap is None:
            place, name = f"document information: /{key}", release.here.partition(" ")[0]
            yield Difference("document", place, release.recorded or "nothing", f"{name} and its version")
    beside = OutsideWalk(
        versions=frozenset(f"/{key}" for key in ("Creator", "Producer", *KEYS)),
        swaps=tuple(release.swap for release in releases if release.swap),
        letters_agree=all(r.agrees for r in releases if r.here.partition(" ")[0] in LETTERS),
    )
    try:
        yield from (
            Difference(*told) for told in unlike_graphs(read_graph(held.content), read_graph(again.pdf), beside)
        )
    except ValueError as error:
        yield Difference("document", "the file", str(error), "a file as the toolkit writes it")


def _replaced(words: tuple[str, ...], release: Release) -> tuple[str, ...]:
    """Return the words with the recorded version replaced by the installed one, also before punctuation.

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
    """Return a fingerprint as 64 lower-case hex digits, from groups, capitals or a `SHA-256 ...` prefix.

    Raises
    ------
    EvaluatorError
        The text is not a SHA-256 fingerprint.
    """
    plain = "".join(text.lower().split()).removeprefix("sha256:").removeprefix("sha-256")
    if not SHA256.fullmatch(plain):
        raise EvaluatorError(f"{text!r} is not a SHA-256 fingerprint: expected 64 hexadecimal digits.")
    return plain
