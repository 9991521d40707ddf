"""Cells and tables in the form of CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

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


def csv_text(labels: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    r"""Return a table as the text of a CSV file.

    Examples
    --------
    >>> csv_text(["id", "share"], [["equal", 0.25], ["none", None]])
    'id,share\nequal,0.25\nnone,\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(labels)
    writer.writerows([written(value) for value in row] for row in rows)
    return out.getvalue()
