"""Verify a report: the files it carries, scored and printed again, must give the same report.

This shows that a report follows from its own data by this toolkit. It does not show that the
publisher issued it; for that, compare the report's fingerprint with one obtained from the
publisher.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

from evaluator.doors import GROUPS, extensions
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.verify.difference import (
    MOST_OF_A_PART,
    MOST_READ,
    PARTS,
    YARDSTICK,
    Box,
    Difference,
    first_of_each_part,
)
from evaluator.extensions.verify.figures import Json, read_result, text_of, unlike
from evaluator.extensions.verify.object_table import hidden_objects, unlike_objects
from evaluator.extensions.verify.objects import Graph, read_graph, refuse_undrawable
from evaluator.extensions.verify.pictures import load_pdfium, marked_texts, pages_beside, unlike_pages, words_of_pages
from evaluator.extensions.verify.places import Places, unlike_places
from evaluator.extensions.verify.rebuild import Rebuilt, rebuild, stated_in
from evaluator.extensions.verify.whose import Source, examples_beside
from evaluator.library import Library, shipped_rubric
from evaluator.model.rubric import Rubric
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.read.child import PDF, in_child
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.attach import RESULT, TABLES, place_of
from evaluator.reports.carried.result import examples_in, yardstick_in
from evaluator.reports.editions.open import Held, HeldFile, open_report, read_bounded
from evaluator.reports.editions.stated_result import twice_in
from evaluator.reports.pdf.engines import (
    ALIKE,
    INTERPRETER,
    PRINTER,
    TOOL,
    engine_versions,
    is_version,
    versions_named,
)
from evaluator.reports.pdf.write import load_weasyprint

VERIFIED, DIFFERS, NOT_VERIFIED = "verified", "differs", "not verified"
ON_PAGES = ("text", "tags", "drawing")
# Programs whose version is in the bytes alone: the toolkit's is printed as named, zlib's packs the streams.
NEVER_SET_OTHERWISE = (TOOL, "zlib")
MOST_FAULTS, MOST_PICTURES = 3, 40
MADE_TABLES, NO_TABLES = "the tables of the contrast", "none, as it is no contrast"
SHA256 = re.compile("[0-9a-f]{64}")


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


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying one report.

    `compared` are the parts that were compared; bytes are compared only if the report names the
    programs installed here. `coder` is set if one coder's ratings were scored. `templates` describes
    the templates and style of the rebuilt report, `rubric` the text of the rubric and its weightings;
    `is_known` says whether that text could be compared, `sources` whose the other files are, `publisher` who published
    it by its own word. `extensions` are those that it names, each with whether it is installed here. `pictures`
    are PNGs of the pages that show something else, beside the pages expected, by their number, if they
    were asked for.
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
    sources: tuple[Source, ...] = ()
    publisher: str = ""
    extensions: tuple[str, ...] = ()
    pictures: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """Return `verified`, `differs` or `not verified`; the last if something could not be compared.

        With other versions of the programs that set letters, lines and pages may break elsewhere. What pages
        show then proves no forgery, and the outcome is `not verified`.
        """
        parts = {difference.part for difference in self.differences}
        if parts - set(ON_PAGES if self.set_otherwise else ()):
            return DIFFERS
        return VERIFIED if not parts and self.is_known and set(self.compared) == set(PARTS) else NOT_VERIFIED

    @property
    def set_otherwise(self) -> bool:
        """Return whether the report names another version of a program that sets letters."""
        return any(not r.agrees and r.here.partition(" ")[0] not in NEVER_SET_OTHERWISE for r in self.releases)

    @property
    def pages(self) -> tuple[int, ...]:
        """Return the numbers of the pages that show something else."""
        return tuple(sorted({difference.page for difference in self.differences if difference.page}))

    def state(self, part: str) -> str:
        """Return `same`, `differs` or `not compared` for a part."""
        if any(difference.part == part for difference in self.differences):
            return "differs"
        return "same" if part in self.compared else "not compared"


def verify_report(path: Path, library: Library, *, pictures: bool = False) -> Verification:
    """Rebuild a report of any kind from the files it carries, and compare the two in a child process with limits.

    Parameters
    ----------
    path : Path
        The report as PDF.
    library : Library
        The library whose templates print the report again; ratings, rubric and weighting come from
        the report alone. Use a library that the report's maker cannot have changed.
    pictures : bool
        Whether to draw the pages that show something else, beside the pages expected; at most 40.

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
        pikepdf, pypdfium2, WeasyPrint or Pango is not installed.
    """
    return in_child(PDF, path, verify_file, path, library, pictures=pictures)


def verify_file(path: Path, library: Library, *, pictures: bool = False) -> Verification:
    """Verify a report in this process, without limits on time and memory; see `verify_report`."""
    return verify_pdf(read_bounded(path, "a report as PDF"), library, str(path), pictures=pictures)


def verify_pdf(content: bytes, library: Library, name: str, *, pictures: bool = False) -> Verification:
    """Verify a report passed as bytes; `name` is its file name for messages. See `verify_report`."""
    load_pdfium()
    held = open_report(content, name)
    result = read_result(held)
    broken = list(islice(_unlike_attachments(held, result), MOST_OF_A_PART))
    try:
        again = rebuilt_as_named(held, result, library)
    except InvalidInputError as error:
        if not broken:
            raise
        told = "; ".join(str(problem) for problem in error.problems[:MOST_FAULTS])
        broken.append(Difference("attachments", "all together", told, "files that can be scored again"))
        return replace(_before_comparison(held, result, library), compared=PARTS[:1], differences=tuple(broken))
    found = compared(held, again, library)
    return replace(found, pictures=_pictures_of_pages(held, again, found)) if pictures else found


def rebuilt_as_named(held: Held, result: Json, library: Library) -> Rebuilt:
    """Rebuild a report as one that states the versions which the report names, as far as they are versions."""
    makers = {name: number for name, _, number in (text.partition(" ") for text in (held.creator, held.producer))}
    named = {name: makers[name] for name in (TOOL, PRINTER) if is_version(name, makers.get(name, ""))}
    here = engine_versions()
    engines = {key: number if is_version(key, number) else here[key] for key, number in held.engines.items()}
    with versions_named(named | engines):
        return rebuild(held, result, library)


def compared(held: Held, again: Rebuilt, library: Library) -> Verification:
    """Return the differences between a report and its rebuilt version, which `library`'s templates printed.

    Raises
    ------
    InvalidInputError
        The report has pages that no program should draw; see `refuse_undrawable`.
    """
    blank = _before_comparison(held, result := read_result(held), library)
    parts: tuple[str, ...] = PARTS if all(release.agrees for release in blank.releases) else PARTS[:-1]
    seen: Iterator[Difference] = iter(())
    if held.content != again.pdf:
        try:
            graph = read_graph(held.content)
        except ValueError as error:
            parts = tuple(part for part in parts if part not in ON_PAGES)
            seen = iter([_unreadable_file(error)])
        else:
            refuse_undrawable(graph, held.name)
            seen = _objects_and_pages(held, graph, again, set_otherwise=blank.set_otherwise)
    is_known = all(release.agrees for release in blank.releases if release.here.startswith(f"{TOOL} "))
    sources, false = examples_beside(held, stated_in(result, held), examples_in(result), is_known=is_known)
    found = chain(
        false,
        _unlike_attachments(held, result),
        _unlike_figures(held, again),
        seen,
        _unlike_bytes(held, again) if "bytes" in parts else (),
        _altered_yardstick(again.rubric) if again.rubric else (),
    )
    seen_first = tuple(first_of_each_part(found))
    told = replace(blank, compared=parts, differences=seen_first, coder=again.coder, sources=sources)
    if again.rubric is None:
        return told
    return replace(
        told, rubric=whose_rubric(again.rubric, yardstick_in(result)), is_known=not again.rubric.yardstick.shipped
    )


def _before_comparison(held: Held, result: Json, library: Library) -> Verification:
    """Return the verification before any comparison: the report's name, fingerprint and program versions."""
    return Verification(
        text_of(result, "document"),
        hashlib.sha256(held.content).hexdigest(),
        _releases(held),
        (),
        (),
        templates=whose_templates(library),
        publisher=text_of(result, "publisher"),
        extensions=tuple(_extensions_named(result)),
    )


def _extensions_named(result: Json) -> Iterator[str]:
    """Yield the extensions that a report names; one that is not installed here by that name and version says so."""
    here = {one.named for group in GROUPS for one in extensions(group)}
    named = result.get("extensions")
    for name in map(str, named if isinstance(named, list) else ()):
        yield name if name in here else f"{name}, which is not installed here"


def _objects_and_pages(held: Held, graph: Graph, again: Rebuilt, *, set_otherwise: bool) -> Iterator[Difference]:
    """Yield the differences of all objects and of what pages show; where all objects agree, no page is drawn."""
    try:
        texts = (marked_texts(held.content), marked_texts(again.pdf)) if set_otherwise else None
        made = read_graph(again.pdf)
        objects = list(islice(chain(unlike_objects(graph, made, texts), hidden_objects(graph, made)), MOST_READ))
        if objects or set_otherwise:
            yield from unlike_pages(held.content, again.pdf, placed=not set_otherwise)
        if set_otherwise:
            places = (Places(graph, words_of_pages(held.content)), Places(made, words_of_pages(again.pdf)))
            yield from unlike_places(*places)
        yield from objects
    except ValueError as error:
        yield _unreadable_file(error)


def _unreadable_file(error: ValueError) -> Difference:
    return Difference("document", "the file", str(error), "a file as the toolkit writes it")


def _pictures_of_pages(held: Held, again: Rebuilt, found: Verification) -> dict[int, bytes]:
    boxes: dict[int, list[Box]] = {page: [] for page in found.pages[:MOST_PICTURES]}
    for difference in found.differences:
        if difference.page in boxes:
            boxes[difference.page].extend(difference.boxes)
    return dict(pages_beside(held.content, again.pdf, boxes))


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


def whose_rubric(rubric: Rubric, stated: Yardstick = NOTHING_ALTERED) -> str:
    """Return whether a rubric and its weightings are the shipped ones, as words; `stated` is what the report says.

    A report may say more than its files show: texts in a language that it is not printed in are not inside.

    Examples
    --------
    >>> whose_rubric(Library.open().rubric("first-look"))[:24]
    'the shipped first-look 1'
    """
    name = f"{rubric.id} {rubric.version}"
    if shipped_rubric(rubric.id) is None:
        return f"{name}, of its user: no rubric of this id is shipped"
    more = ", though the report says that it is changed" if stated != NOTHING_ALTERED else ""
    return str(altered_words(rubric)) or f"the shipped {name}{more}"


def _altered_yardstick(rubric: Rubric) -> Iterator[Difference]:
    """Yield what has a shipped id and version and another text than the shipped one."""
    changed = [f"{rubric.id} {rubric.version}"] if rubric.yardstick.is_changed else []
    for name in (*changed, *(f"frame {weighting}" for weighting in rubric.yardstick.weightings)):
        yield Difference(YARDSTICK, name, "another text: changed by its user", "the shipped text")


def _releases(held: Held) -> tuple[Release, ...]:
    """Return the recorded and installed versions of the programs on which a report's bytes depend."""
    load_weasyprint()
    here = engine_versions()
    return (
        Release(held.creator, f"{TOOL} {version(TOOL)}"),
        Release(held.producer, f"{PRINTER} {version(PRINTER)}"),
        *(Release(f"{key} {held.engines[key]}" if key in held.engines else "", f"{key} {here[key]}") for key in here),
    )


def _unlike_attachments(held: Held, result: Json) -> Iterator[Difference]:
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


def _unlike_figures(held: Held, again: Rebuilt) -> Iterator[Difference]:
    """Yield the differences of result.json, and of contrast.json; places in the latter name their file."""
    for name, start, made in ((RESULT, "", again.result), (TABLES, f"{TABLES}: ", again.tables)):
        carried = held.file(name)
        if bool(made) != (carried is not None):
            found, expected = "a file inside" if carried else "no such file inside", MADE_TABLES if made else NO_TABLES
            yield Difference("figures", name, found, expected)
        elif carried is not None:
            yield from (
                Difference("figures", start + where, one, other) for where, one, other in _unlike_json(carried, made)
            )


def _unlike_json(carried: HeldFile, made: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        found = json.loads(carried.content)
    except (ValueError, RecursionError) as error:
        yield "whole file", f"no JSON ({error})", MADE_TABLES
        return
    yield from unlike(found, json.loads(made))


def _unlike_bytes(held: Held, again: Rebuilt) -> Iterator[Difference]:
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
