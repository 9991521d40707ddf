"""Cells and tables in the form of CSV files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What no text may hold: characters that control a terminal, and what is no character.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
# What a spreadsheet takes for a formula, in wide signs too, also behind our own apostrophes.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
GUARDED = re.compile(rf"'{FORMULA.pattern}")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
EXACT_WHOLE = 2.0**53  # above this, not every whole number has an exact float


def written(value: object) -> str:
    """Return a value as the text of a CSV cell.

    Examples
    --------
    >>> [written(value) for value in (None, True, ("a", "b"), 3.0, 0.1, "n/a")]
    ['', 'yes', 'a;b', '3', '0.1', 'n/a']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < EXACT_WHOLE else repr(value)
    return str(value)


def guard(text: str) -> str:
    r"""Return a text with an apostrophe before it if a spreadsheet would read it as a formula; none of it controls.

    A lone sign is none.

    Examples
    --------
    >>> guard("=1+1"), guard("text"), guard("-"), guard("\x1b[2J")
    ("'=1+1", 'text', '-', '�[2J')
    """
    plain = CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{plain}" if len(plain) > 1 and FORMULA.match(plain) else plain


def unguard(text: str) -> str:
    """Return a text without the leading apostrophe that `guard` added.

    Examples
    --------
    >>> unguard("'=1+1"), unguard(guard("'=x"))
    ('=1+1', "'=x")
    """
    return text[1:] if GUARDED.match(text) else text


def guarded(data: bytes) -> bytes:
    r"""Return a CSV file of the library as it leaves: each text guarded; the very bytes where none needs it.

    Examples
    --------
    >>> guarded(b"id,note,change\na,=1+1,-0.5\n"), guarded(b'id;"x"')
    (b"id,note,change\na,'=1+1,-0.5\n", b'id;"x"')
    """
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    plain = [[cell if NUMBER.fullmatch(cell) else guard(cell) for cell in row] for row in rows]
    return data if plain == rows else csv_text(plain[0], plain[1:], is_input=True).encode()


class _Lines(list[str]):
    """Takes the rows of a writer that ends them by both line marks, and so quotes either in a text; keeps one."""

    def write(self, row: str) -> None:
        self.append(row.removesuffix("\r\n") + "\n")


def csv_text(labels: Sequence[str], rows: Iterable[Iterable[object]], *, is_input: bool = False) -> str:
    r"""Return a table as the text of a CSV file, with every text guarded unless the file is an input of the library.

    Examples
    --------
    >>> csv_text(["id", "share"], [["equal", 0.25], ["=1+1", None]])
    "id,share\nequal,0.25\n'=1+1,\n"
    """
    lines = _Lines()
    writer = csv.writer(lines)
    cell = written if is_input else _guarded_cell
    writer.writerow([cell(label) for label in labels])
    writer.writerows([cell(value) for value in row] for row in rows)
    return "".join(lines)


def _guarded_cell(value: object) -> str:
    return guard(written(value)) if isinstance(value, str | tuple) else written(value)
