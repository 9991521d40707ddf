"""Checks of an Office package before a library opens it: size once unpacked, plain XML, no password."""

from __future__ import annotations

import io
import zipfile

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.sentence import say
from evaluator.workbook.sheet.safety import (
    BROKEN_ZIP,
    LARGEST_CONTENT,
    MACRO,
    MOST_PARTS,
    declares_entities,
    is_for_macros,
    outside_parts,
    parts_twice,
    plain_part,
)

# The first bytes of Office files that a password locks, and of Office formats before 2007.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_CELLS = b"<w:tc", 400_000


def check_document(path: str, content: bytes) -> None:
    """Raise an error if a Word document is locked, damaged, too large, holds macros or declares entities.

    As of a workbook, no part of it may lie outside, such as a template.

    Raises
    ------
    InvalidInputError
        The document is refused; the error states what was found and what to do.
    """
    refuse_compound(path, content, "a Word document (.docx)")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            if total > LARGEST_CONTENT or len(parts) > MOST_PARTS:
                found = f"{len(parts)} parts of {total} bytes once unpacked"
                raise _refusal(path, found, f"at most {MOST_PARTS} parts of {LARGEST_CONTENT} bytes", SPLIT)
            if "word/document.xml" not in package.namelist():
                raise _refusal(path, say("a package without a text"), say("a Word document (.docx)"), SAVE)
            if twice := parts_twice(package):
                raise _refusal(path, f"a package that holds {twice[0]} twice", "each part once", SAVE)
            for part in package.namelist():
                if fault := _part_fault(part, plain_part(package, part)):
                    raise _refusal(path, *fault)
    except BROKEN_ZIP:
        raise _refusal(path, say("no Word document, or a damaged one"), say("a whole .docx file"), SAVE) from None


SAVE = say("Open it in a word processor, save it anew as .docx, and import that file.")


def _part_fault(part: str, plain: bytes) -> tuple[str, str, str] | None:
    """Return what a part of a document may not be, what is expected and what to do; None if it may."""
    if declares_entities(part, plain):
        return f"a declaration of entities in {part}", "plain XML", SAVE
    if MACRO.search(f"/{part}") or is_for_macros(part, plain):
        return f"a macro ({part})", "a document without one", PLAIN
    if outside_parts(part, plain, b"/image"):  # a picture elsewhere is not fetched, and many plans link one
        return f"a template or part that lies outside ({part})", "all parts inside", PLAIN
    if plain.count(MOST_CELLS[0]) > MOST_CELLS[1]:
        return f"more than {MOST_CELLS[1]} cells", "a plan", SPLIT
    return None


PLAIN = "Copy its content into a new document, save that as .docx without macros, and import it."
SPLIT = "Cut the tables of the plan out into a file of their own, and import that one."


def refuse_compound(path: str, content: bytes, wanted: str) -> None:
    """Raise an error if a file is locked by a password or older than Office 2007; both begin with the same bytes.

    Raises
    ------
    InvalidInputError
        The file is locked or of the older form.
    """
    if content.startswith(COMPOUND):
        mend = (
            "Open it with its password, or with the program that made it, and save it without one in the newer form "
            "(.docx, .xlsx)."
        )
        raise _refusal(path, say("a file locked by a password, or of a form older than 2007"), wanted, mend)


def _refusal(path: str, found: str, expected: str, mend: str) -> InvalidInputError:
    return InvalidInputError([Problem(path, found, expected, mend)])
