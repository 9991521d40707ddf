"""The hidden sheet of a workbook: texts of files packed into its cells, and checks of its entries."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from evaluator.errors import Problem
from evaluator.model.assessment import CodingFile
from evaluator.model.plan import PlanFile
from evaluator.model.schema import CODER, CODER_WORDS, FORMS, KEBAB, PLAN_ID, SHA256, VERSION, Shape
from evaluator.workbook.sheet.grid import Book, ReadBook

AGAIN = "Export the sheet again and copy your rows into it."
# The form of each entry that an import uses, as a pattern and in words. Some become parts of file names.
ENTRIES: dict[str, tuple[re.Pattern[str], str]] = {
    "form": (re.compile(r"[0-9]{1,3}"), "a number"),
    "plan": (PLAN_ID, "a plan's id"),
    "rubric": (KEBAB, "a rubric's id"),
    "table": (re.compile(r"[a-z_]{1,40}"), "the name of a table"),
    "rubric_version": (VERSION, "three numbers with points between"),
    "rubric_sha256": (SHA256, "64 hexadecimal digits"),
    "coder": (CODER, CODER_WORDS),
    "lang": FORMS["lang"],
    "tool_version": (re.compile(r"[0-9A-Za-z.+-]{1,40}"), "a version"),
}
BASES: dict[str, type[Shape]] = {"coder": CodingFile, "plan": PlanFile}
# The entries and base texts that a coder's workbook must have; a workbook of one table needs fewer.
SCORE_SHEET = ("rubric_version", "rubric_sha256", "coder")
SCORE_BASE = ("coder", "plan", "ratings")
CHUNK = 30_000  # a cell holds at most 32,767 characters
LARGEST = 50_000_000


def meta_faults(book: ReadBook, needed: tuple[str, ...] = (), bases: tuple[str, ...] = ()) -> list[Problem]:
    """Return a problem for each entry of a workbook's hidden sheet that is missing or malformed.

    The user can write anything into the hidden sheet, yet the import uses its entries: a coder's
    code becomes the name of a file, a version goes into the ratings.
    """
    found = [*_entry_faults(book.meta, needed), *base_faults(book.base, bases)]
    return [Problem(book.path, f"in the hidden sheet _meta, {what}", expected, AGAIN) for what, expected in found]


def _entry_faults(meta: Mapping[str, str], needed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key, (form, words) in ENTRIES.items():
        if key in meta and not form.fullmatch(meta[key]):
            yield f"{key} {meta[key]!r}", words
    for key in needed:
        if key not in meta:
            yield f"no {key}", ENTRIES[key][1]


def base_faults(base: Mapping[str, str], needed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield fault and expected form of each base text on the hidden sheet that is missing or malformed."""
    for name in needed:
        if name not in base:
            yield f"no {name} as it was exported", "the hidden sheet as it was exported"
    for name, shape in BASES.items():
        if name in needed and name in base and not _is_of_shape(shape, base[name]):
            yield f"another {name} than was exported", "the hidden sheet as it was exported"


def _is_of_shape(shape: type[Shape], text: str) -> bool:
    try:
        shape.model_validate_json(text)
    except ValidationError:
        return False
    return True


def meta_rows(book: Book) -> tuple[tuple[str, str], ...]:
    """Return the rows of the hidden sheet, its head included: what the workbook is of, and the packed texts."""
    return (("evaluator/meta//entry", "content"), *book.meta, *(("base", piece) for piece in pack(book.base)))


def pack(texts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return named texts as compressed pieces that each fit into a cell.

    Examples
    --------
    >>> unpack(pack([("measures", "a,b"), ("plan", "č")]))
    {'measures': 'a,b', 'plan': 'č'}
    """
    data = zlib.compress(json.dumps(list(texts), ensure_ascii=False).encode(), 9)
    letters = base64.b64encode(data).decode("ascii")
    return tuple(letters[at : at + CHUNK] for at in range(0, len(letters), CHUNK))


def unpack(pieces: Sequence[str]) -> dict[str, str]:
    """Return the texts by name from the pieces that `pack` made.

    Raises
    ------
    ValueError
        A piece is missing or was changed.
    """
    try:
        unzip = zlib.decompressobj()
        data = unzip.decompress(base64.b64decode("".join(pieces), validate=True), LARGEST)
        texts = json.loads(data.decode())
        found: Mapping[object, object] = dict(texts)
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError) as error:
        raise ValueError("the hidden sheet was changed") from error
    named = {key: text for key, text in found.items() if isinstance(key, str) and isinstance(text, str)}
    if len(named) < len(found) or not unzip.eof:
        raise ValueError("the hidden sheet was changed")
    return named
