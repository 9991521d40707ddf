"""How numbers and tables look on a terminal: the same digits everywhere."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

WIDTH = 100
NONE = "-"


def score_text(number: float | None) -> str:
    """Return a score, a coverage or a bound with three digits.

    Examples
    --------
    >>> score_text(0.4107), score_text(1), score_text(None)
    ('0.411', '1.000', '-')
    """
    return NONE if number is None else f"{number:.3f}"


def under_text(number: float, threshold: float) -> str:
    """Return "0.431 is under 0.670", with as many digits as it takes to see that it is.

    Examples
    --------
    >>> under_text(0.431, 0.67), under_text(0.669999, 0.67)
    ('0.431 is under 0.670', '0.669999 is under 0.67')
    """
    if score_text(number) != score_text(threshold):
        return f"{score_text(number)} is under {score_text(threshold)}"
    return f"{number:.9g} is under {threshold:.9g}"


def range_text(low: float | None, high: float | None) -> str:
    """Return an interval of scores.

    Examples
    --------
    >>> range_text(0.25, 1.0)
    '0.250 to 1.000'
    """
    return NONE if low is None or high is None else f"{score_text(low)} to {score_text(high)}"


def weight_text(number: float) -> str:
    """Return a weight as a percentage of the whole with two digits.

    Examples
    --------
    >>> weight_text(0.10625), weight_text(0)
    ('10.62 %', '0.00 %')
    """
    return f"{number * 100:.2f} %"


def width_of(text: str) -> int:
    """Return the columns that a text takes on a terminal; combining marks take none."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Return the lines of a table; the columns in `right` are set to the right.

    Examples
    --------
    >>> table(["node", "score"], [["migration", "0.5"]], right=[1])
    ['node       score', 'migration    0.5']
    """
    everything = [list(header), *(list(row) for row in rows)]
    widths = [max(width_of(row[at]) for row in everything) for at in range(len(header))]
    lines = []
    for row in everything:
        cells = []
        for at, (text, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - width_of(text))
            cells.append(space + text if at in right else text + space)
        lines.append("  ".join(cells).rstrip())
    return lines


def labelled(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return lines `label  text`; a long text goes on below itself, an empty one is left out.

    Examples
    --------
    >>> labelled([("score", "0.5"), ("gates", ""), ("weighting", "equal")])
    ['score      0.5', 'weighting  equal']
    """
    kept = [(label, text) for label, text in pairs if text]
    indent = max((width_of(label) for label, _ in kept), default=0) + 2
    lines: list[str] = []
    for label, text in kept:
        first = label + " " * (indent - width_of(label))
        lines.extend(textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * indent))
    return lines
