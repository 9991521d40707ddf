"""Files as text: UTF-8, of bearable size, or a problem that says where not."""

from __future__ import annotations

from pathlib import Path

from evaluator.errors import InvalidInputError, Problem

LARGEST_YAML = 2_000_000
LARGEST_TABLE = 50_000_000


def read_text(path: Path, *, largest: int = LARGEST_TABLE) -> str:
    """Read a file as UTF-8; a byte order mark is dropped.

    Raises
    ------
    InvalidInputError
        The file is missing, is a folder, is larger than `largest` bytes, holds a
        NUL, or is not UTF-8 (with the line of the first bad byte).
    """
    name = str(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InvalidInputError([Problem(name, "there is no such file", "a readable file")]) from None
    except (IsADirectoryError, PermissionError, NotADirectoryError) as error:
        raise InvalidInputError([Problem(name, error.strerror or "cannot be read", "a readable file")]) from None
    if len(data) > largest:
        raise InvalidInputError([Problem(name, f"{len(data)} bytes", f"at most {largest} bytes")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{data[error.start]:02x}, which is not UTF-8"
        mend = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
        raise InvalidInputError([Problem(name, found, "UTF-8 text", mend, line=line, column=column)]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InvalidInputError([Problem(name, "a NUL character", "text", line=line)])
    return text
