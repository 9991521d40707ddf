"""Safety checks of a workbook before it is opened: macros, external links, decompression bombs."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem

LARGEST_FILE = 20_000_000
LARGEST_CONTENT = 50_000_000
MOST_PARTS = 1_000
# The most elements of each costly kind, far more than any sheet of this tool has; a part can serve many sheets.
MOST_ELEMENTS = {"sheet": 200, "si": 200_000, "c": 400_000, "row": 200_000, "xf": 70_000}
LONGEST_COMMENT = 100_000
EXPORT = "Save it as a plain Excel workbook (.xlsx)."


def _name_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Parts of a package that no score sheet needs, with their description and the advice to the user.
MACRO = _name_pattern(r"vbaProject|vbaData|\.xlm$|/macrosheets/")
FORBIDDEN = (
    (MACRO, "a macro", "Save it without macros, as .xlsx."),
    (_name_pattern(r"/externalLinks/"), "a link to another workbook", "Paste the values instead."),
    (_name_pattern(r"/(connections|queryTables?|model)[/.]"), "a connection to data elsewhere", "Remove it."),
    (_name_pattern(r"/(embeddings|activeX|ctrlProps|webextensions?)/|oleObject"), "an embedded object", "Remove it."),
    (_name_pattern("customUI"), "a user interface of its own", "Remove it."),
)  # fmt: skip
# What may stand before the first mark of XML: marks of byte order and white space.
BEFORE, MOST_BEFORE = b"\xef\xbb\xbf\xfe\xff \t\r\n", 100_000
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(sheet|si|c|row|xf)[\s/>]")
# The errors that `zipfile` raises on a damaged package.
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError, EOFError, ValueError, IndexError,
    KeyError, OverflowError,
)  # fmt: skip
OUTSIDE = re.compile(rb"<Relationship\b[^<]*\bTargetMode\s*=\s*[\"']External[\"'][^<>]*", re.IGNORECASE)


def check_package(path: Path) -> bytes:
    """Return the bytes of a workbook after checking that it holds nothing unsafe.

    Raises
    ------
    InvalidInputError
        The file is not an .xlsx file, is broken, is too large once unpacked, or carries macros,
        links, connections, embedded objects or entity declarations; the error lists everything
        found.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InvalidInputError([Problem(str(path), error.strerror or "cannot be read", "a readable file")]) from None
    problems = list(_package_faults(str(path), content))
    if problems:
        raise InvalidInputError(problems)
    return content


def _package_faults(name: str, content: bytes) -> Iterator[Problem]:
    if not content:
        yield Problem(name, "an empty file, of 0 bytes", "a workbook (.xlsx)", "Copy or download it again.")
        return
    if len(content) > LARGEST_FILE:
        yield Problem(name, f"a file of more than {LARGEST_FILE} bytes", "a score sheet", EXPORT)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            if total > LARGEST_CONTENT or len(parts) > MOST_PARTS:
                found = f"{len(parts)} parts of {total} bytes once unpacked"
                yield Problem(name, found, f"at most {MOST_PARTS} parts of {LARGEST_CONTENT} bytes")
                return
            names = package.namelist()
            if "xl/workbook.xml" not in names:
                yield Problem(name, "a package without a workbook", "an Excel workbook", EXPORT)
                return
            for part in parts_twice(package):
                yield Problem(name, "a part that stands twice", "each part once", EXPORT, key=part)
            yield from _content_faults(name, package)
    except BROKEN_ZIP:
        yield Problem(name, "no Excel workbook, or a damaged or encrypted one", "a workbook (.xlsx)", EXPORT)


def parts_twice(package: zipfile.ZipFile) -> list[str]:
    """Return the names under which a package holds more than one part: libraries differ in which they read."""
    return sorted(part for part, times in Counter(package.namelist()).items() if times > 1)


def plain_part(package: zipfile.ZipFile, part: str) -> bytes:
    """Return the bytes of a part without zeros, so that patterns find UTF-16 text too; empty for what is no XML.

    What a part is called does not matter: a package may refer to any name.
    """
    plain = package.read(part).replace(b"\0", b"")
    start = plain[:MOST_BEFORE].lstrip(BEFORE)
    return plain if not start or start.startswith(b"<") else b""


def declares_entities(part: str, plain: bytes) -> bool:
    """Return whether a part declares a document type or an entity, as pictures alone may."""
    return not part.casefold().endswith(".svg") and DOCTYPE.search(plain) is not None


def _content_faults(name: str, package: zipfile.ZipFile) -> Iterator[Problem]:
    told: set[str] = set()
    counts = dict.fromkeys(MOST_ELEMENTS, 0)
    for part in package.namelist():
        for pattern, found, mend in FORBIDDEN:
            if pattern.search(f"/{part}") and found not in told:
                told.add(found)
                yield Problem(name, found, "a workbook without one", mend, key=part)
        content = plain_part(package, part)
        yield from _text_faults(name, part, content)
        for element in ELEMENT.findall(content):
            counts[element.decode()] += 1
    for element, count in counts.items():
        if count > MOST_ELEMENTS[element]:
            found, expected = f"{count} elements <{element}>", f"at most {MOST_ELEMENTS[element]}"
            yield Problem(name, found, expected, "Copy the rows into a sheet that is freshly exported.")


def _text_faults(name: str, part: str, plain: bytes) -> Iterator[Problem]:
    if _longest_comment(plain) > LONGEST_COMMENT:
        yield Problem(name, "a comment longer than any sheet", "plain XML", EXPORT, key=part)
    if declares_entities(part, plain):
        yield Problem(name, "a declaration of entities", "plain XML", EXPORT, key=part)
    for _ in outside_parts(part, plain):
        yield Problem(name, "a part that lies outside of the workbook", "all parts inside", EXPORT, key=part)
    if is_for_macros(part, plain):
        yield Problem(name, "a workbook made for macros", "a plain workbook", EXPORT, key=part)


def outside_parts(part: str, plain: bytes, *passed: bytes) -> list[bytes]:
    """Return what a part of a package refers to outside of it, but for links to click on and the kinds passed over."""
    links = OUTSIDE.findall(plain) if part.endswith(".rels") else []
    return [link for link in links if not any(kind in link for kind in (b"/hyperlink", *passed))]


def is_for_macros(part: str, plain: bytes) -> bool:
    """Return whether a part says that its package was made for macros."""
    return part == "[Content_Types].xml" and b"macroEnabled" in plain


def _longest_comment(plain: bytes) -> int:
    """Return the length of the longest XML comment: a parser fed in pieces rereads a comment for each piece."""
    longest, at = 0, 0
    while (start := plain.find(b"<!--", at)) >= 0:
        end = plain.find(b"-->", start)
        at = end if end >= 0 else len(plain)
        longest = max(longest, at - start)
    return longest
