"""Reader of UTF-8 files of limited size that reports faults with their place."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.tables.csv_text import CONTROL

LARGEST_YAML = 2_000_000
LARGEST_TABLE = 50_000_000
BYTE_ORDER_MARK = "\ufeff"


def read_text(path: Path, *, largest: int = LARGEST_TABLE) -> str:
    """Read a file as UTF-8, without a byte order mark.

    Raises
    ------
    InvalidInputError
        The file is missing, is a folder or a pipe, is larger than `largest` bytes, holds a
        control character, or is not UTF-8 (with the line of the first bad byte).
    """
    name = str(path)
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        raise InvalidInputError([Problem(name, "there is no such file", "a readable file")]) from None
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or "cannot be read"
        raise InvalidInputError([Problem(name, found, "a readable file")]) from None
    if len(data) > largest:
        raise InvalidInputError([Problem(name, f"{len(data)} bytes", f"at most {largest} bytes")])
    text = _decoded(name, data)
    odd = CONTROL.search(text)
    if odd:
        line, column = place_in(text, odd.start())
        found = f"a control character (U+{ord(odd.group()):04X})"
        raise InvalidInputError([Problem(name, found, "text", "Delete it.", line=line, column=column)])
    return text


def _bytes_of(path: Path) -> bytes:
    """Read an ordinary file; raise OSError for a pipe or a device, which might never end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "a pipe or a device")
    return path.read_bytes()


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line, column = place_in(data[: error.start].decode("utf-8"), error.start)
        found = f"byte 0x{data[error.start]:02x}, which is not UTF-8"
        mend = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
        raise InvalidInputError([Problem(name, found, "UTF-8 text", mend, line=line, column=column)]) from None


def line_starts(text: str) -> list[int]:
    r"""Return the index of the first character of each line of a text.

    Examples
    --------
    >>> line_starts("ab\nc\n")
    [0, 3, 5]
    """
    return [0, *(found.end() for found in re.finditer("\n", text))]


def place_in(text: str, index: int) -> tuple[int, int]:
    """Return the line and column, from 1, of the character at an index of a text."""
    before = text[:index]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
