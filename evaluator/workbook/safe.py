"""What no workbook may carry: macros, links to elsewhere, bombs. Looked for before anything is opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem

LARGEST_FILE = 20_000_000
LARGEST_CONTENT = 50_000_000
MOST_PARTS = 1_000
EXPORT = "Save it as a plain Excel workbook (.xlsx)."


def _named(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Parts of a package that a score sheet has no use for, and what they are.
FORBIDDEN = (
    (_named(r"vbaProject|vbaData|\.xlm$|/macrosheets/"), "a macro", "Save it without macros, as .xlsx."),
    (_named(r"/externalLinks/"), "a link to another workbook", "Paste the values instead."),
    (_named(r"/(connections|queryTables?|model)[/.]"), "a connection to data elsewhere", "Remove it."),
    (_named(r"/(embeddings|activeX|ctrlProps|webextensions?)/|oleObject"), "an embedded object", "Remove it."),
    (_named("customUI"), "a user interface of its own", "Remove it."),
)  # fmt: skip
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
OUTSIDE = re.compile(rb"<Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)


def check_package(path: Path) -> None:
    """Refuse a workbook that carries what a score sheet has no use for.

    Raises
    ------
    InvalidInputError
        It is no .xlsx file, is broken, too large once unpacked, or carries macros,
        links, connections, embedded objects or entity declarations; all that is
        found is named.
    """
    problems = list(_faults(path))
    if problems:
        raise InvalidInputError(problems)


def _faults(path: Path) -> Iterator[Problem]:
    name = str(path)
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            if size > LARGEST_FILE or total > LARGEST_CONTENT or len(parts) > MOST_PARTS:
                found = f"{len(parts)} parts of {total} bytes once unpacked"
                yield Problem(name, found, f"at most {MOST_PARTS} parts of {LARGEST_CONTENT} bytes")
                return
            if "xl/workbook.xml" not in package.namelist():
                yield Problem(name, "a package without a workbook", "an Excel workbook", EXPORT)
                return
            yield from _parts(name, package)
    except OSError as error:
        yield Problem(name, error.strerror or "cannot be read", "a readable file")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        yield Problem(name, "no Excel workbook, or a damaged or encrypted one", "a workbook (.xlsx)", EXPORT)


def _parts(name: str, package: zipfile.ZipFile) -> Iterator[Problem]:
    told: set[str] = set()
    for part in package.namelist():
        for pattern, found, mend in FORBIDDEN:
            if pattern.search(f"/{part}") and found not in told:
                told.add(found)
                yield Problem(name, found, "a workbook without one", mend, key=part)
        if part.endswith((".xml", ".rels", ".vml")):
            yield from _text(name, part, package.read(part))


def _text(name: str, part: str, content: bytes) -> Iterator[Problem]:
    plain = content.replace(b"\0", b"")  # so that UTF-16 hides nothing
    if DOCTYPE.search(plain):
        yield Problem(name, "a declaration of entities", "plain XML", EXPORT, key=part)
    if part.endswith(".rels"):
        for link in OUTSIDE.finditer(plain):
            if b"/hyperlink" not in link.group():
                yield Problem(name, "a part that lies outside of the workbook", "all parts inside", EXPORT, key=part)
    if part == "[Content_Types].xml" and b"macroEnabled" in plain:
        yield Problem(name, "a workbook made for macros", "a plain workbook", EXPORT, key=part)
