"""What is said of a PDF file that cannot be read, with the nearest thing that can be done."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import Any

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.sentence import say, say_n

SLIDE_MAKERS = ("powerpoint", "impress", "keynote")
# The names of plan languages in Tesseract, which recognises text in images; English is always added.
TESSERACT = {
    "fr": "fra", "sq": "sqi", "sr-Cyrl": "srp", "sr-Latn": "srp_latn", "sr": "srp+srp_latn", "bs": "bos", "hr": "hrv",
    "mk": "mkd", "ro": "ron", "bg": "bul", "pt": "por", "es": "spa", "ru": "rus", "et": "est",
    "lv": "lav", "lt": "lit", "de": "deu", "uk": "ukr", "pl": "pol",
}  # fmt: skip


def damaged(path: str, error: Exception) -> InvalidInputError:
    """Return the error for a file that is broken, or locked by a password."""
    if "Password" in repr(error):
        command = f"qpdf --decrypt --password=... {quote(path)} {_beside(path, 'open')}"
        mend = say("Save it without one:  %(command)s", command=command)
        return InvalidInputError([Problem(path, say("a file locked by a password"), say("one without"), mend)])
    found = say("a PDF file that cannot be read (%(reason)s)", reason=type(error).__name__)
    mend = say("Open it in a viewer and print it to a new PDF file, or ask the ministry for the Word file.")
    return InvalidInputError([Problem(path, found, say("a whole PDF file"), mend)])


def refuse_other(path: str, file: Any) -> None:  # noqa: ANN401
    """Refuse a form whose fields hold the text, and slides, where no table was found."""
    maker = f"{file.metadata.get('Creator', '')} {file.metadata.get('Producer', '')}".casefold()
    if any(name in maker for name in SLIDE_MAKERS):
        mend = say("Slides sum a plan up; ask the ministry for the plan itself, best as its Word file.")
        found = say("a slide deck without a table")
        raise InvalidInputError([Problem(path, found, say("a table of activities"), mend)])
    if "AcroForm" in file.doc.catalog:
        mend = say("Print it to a new PDF file from a viewer that fills it in, or ask the ministry for the Word file.")
        found = say("a form whose fields hold its text")
        raise InvalidInputError([Problem(path, found, say("a file with a table"), mend)])


def too_many(path: str, pages: int, most: int) -> InvalidInputError:
    """Return the error for a file of more pages than are read, with the command that cuts some out."""
    command = f"qpdf {quote(path)} --pages . 20-60 -- {_beside(path, 'table')}"
    mend = say("Cut the pages with the plan's table out:  %(command)s", command=command)
    found = say_n("%(number)s page", "%(number)s pages", pages)
    return InvalidInputError([Problem(path, found, say("at most %(most)s", most=most), mend)])


def scan_without_text(path: str, pages: int, langs: Sequence[str]) -> InvalidInputError:
    """Return the error for a scan, with the command that recognises its text in the plan's languages."""
    known = dict.fromkeys(TESSERACT[lang] for lang in langs if lang in TESSERACT)
    names = "+".join([*(known or [TESSERACT["sr"]]), "eng"])
    packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in names.split("+")[:-1])
    others = "" if known else f"; other languages: {', '.join(n for n in TESSERACT.values() if n not in names)}"
    command = f"ocrmypdf --deskew -l {names} {quote(path)} {_beside(path, 'text')}"
    mend = say(
        "Add text to it first:  %(command)s  (Debian: %(install)s). Read the result against the pages: letters that "
        "were taken for others are in no report.",
        command=command,
        install=f"apt install ocrmypdf {packages}{others}",
    )
    found = say_n("%(number)s page without any text: a scan", "%(number)s pages without any text: a scan", pages)
    return InvalidInputError([Problem(path, found, say("a file with text"), mend)])


def _beside(path: str, name: str) -> str:
    """Return the path of a new PDF in the folder of another file, quoted for a shell."""
    own = Path(path)
    return quote(str(own.with_name(f"{own.stem}-{name}.pdf")))


STREAM = re.compile(rb"(?<!end)stream\r?\n")
HEAD, PIECE, MOST_DRAWN = 2_000, 1_000_000, 30_000_000  # bytes: of a stream's own words, unpacked at once, in all


def refuse_drawing(path: str, content: bytes) -> None:
    """Raise an error if a page of a PDF unpacks to more than any plan draws: a few bytes can hold millions of lines.

    Raises
    ------
    InvalidInputError
        The place of the drawing, and what to do.
    """
    for match in STREAM.finditer(content):
        head = content[max(0, match.start() - HEAD) : match.start()].rpartition(b" obj")[2]
        if b"/Fl" in head and b"/Image" not in head and _unpacks_to_more(content, match.end()):
            found = f"a drawing of more than {MOST_DRAWN // 10**6} MB once unpacked, at byte {match.start()}"
            mend = "Print the pages with tables to a new PDF file, without the drawing, and import that."
            raise InvalidInputError([Problem(path, found, "pages that unpack to a megabyte each", mend)])


def _unpacks_to_more(content: bytes, at: int) -> bool:
    """Return whether the packed bytes from a place on hold more than a page draws; each piece is let go of."""
    unpacking, left = zlib.decompressobj(), MOST_DRAWN
    with suppress(zlib.error):
        while left > 0 and not unpacking.eof and (unpacking.unconsumed_tail or at < len(content)):
            piece = unpacking.unconsumed_tail
            if not piece:
                piece, at = content[at : at + PIECE], at + PIECE
            left -= len(unpacking.decompress(piece, PIECE))
    return left <= 0
