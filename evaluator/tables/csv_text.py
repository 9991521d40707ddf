"""Cells and tables in the form of CSV files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

FORMULA = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet takes for a formula, also behind our own apostrophes
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
    """Return a text with an apostrophe before it if a spreadsheet would read it as a formula.

    A lone sign is none.

    Examples
    --------
    >>> guard("=1+1"), guard("text"), guard("-")
    ("'=1+1", 'text', '-')
    """
    return f"'{text}" if len(text) > 1 and FORMULA.match(text) else text


def csv_text(labels: Sequence[str], rows: Iterable[Iterable[object]], *, is_input: bool = False) -> str:
    r"""Return a table as the text of a CSV file, with every text guarded unless the file is an input of the library.

    Examples
    --------
    >>> csv_text(["id", "share"], [["equal", 0.25], ["=1+1", None]])
    "id,share\nequal,0.25\n'=1+1,\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(labels)
    cell = written if is_input else _guarded_cell
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def _guarded_cell(value: object) -> str:
    return guard(value) if isinstance(value, str) else written(value)
