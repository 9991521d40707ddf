"""Checks of an Office package before a library opens it: size once unpacked, plain XML, no password."""

from __future__ import annotations

import io
import zipfile

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.sentence import say
from evaluator.workbook.sheet.safety import (
    BROKEN_ZIP,
    LARGEST_CONTENT,
    MOST_PARTS,
    declares_entities,
    parts_twice,
    plain_part,
)

# The first bytes of Office files that a password locks, and of Office formats before 2007.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_CELLS = b"<w:tc", 400_000


def check_document(path: str, content: bytes) -> None:
    """Raise an error if a Word document is locked, damaged, too large once unpacked, or declares entities.

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
                plain = plain_part(package, part)
                if declares_entities(part, plain):
                    raise _refusal(path, f"a declaration of entities in {part}", "plain XML", SAVE)
                if plain.count(MOST_CELLS[0]) > MOST_CELLS[1]:
                    raise _refusal(path, f"more than {MOST_CELLS[1]} cells", "a plan", SPLIT)
    except BROKEN_ZIP:
        raise _refusal(path, say("no Word document, or a damaged one"), say("a whole .docx file"), SAVE) from None


SAVE = say("Open it in a word processor, save it anew as .docx, and import that file.")
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
