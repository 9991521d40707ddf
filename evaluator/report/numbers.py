"""Numbers as they are printed: rounded once, never over an edge."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from evaluator.scoring.grade import DIGITS, rounded
from evaluator.scoring.rounding import printed


def faithful(number: float, digits: int, edges: Sequence[float] = ()) -> Decimal:
    """Return a number rounded to at least `digits` decimals, with more where rounding would cross an edge.

    A printed score of 0.80 beside a grade B would contradict itself where the
    band of A begins at 0.80; 0.798 does not.

    Parameters
    ----------
    number : float
        The computed number.
    digits : int
        Decimals to print where no edge is near.
    edges : sequence of float
        Lower ends of bands, and thresholds.

    Examples
    --------
    >>> faithful(0.798, 2, [0.8]), faithful(0.798, 1, [])
    (Decimal('0.798'), Decimal('0.8'))
    """
    for count in range(digits, DIGITS):
        shown = printed(number, count)
        if all((float(shown) >= edge) == (rounded(number) >= edge) for edge in edges):
            return shown
    return printed(number, DIGITS)
