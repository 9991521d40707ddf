"""Long lists of rows, of which a page prints the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

R = TypeVar("R")
LISTED = 30  # rows of a long list that the page prints


def cut(rows: Sequence[R]) -> tuple[tuple[R, ...], int]:
    """Return the first rows of a list, and the number of those left out.

    Examples
    --------
    >>> cut(range(2)), cut(range(100))[1]
    (((0, 1), 0), 70)
    """
    return tuple(rows[:LISTED]), max(0, len(rows) - LISTED)
