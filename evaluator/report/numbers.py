"""Numbers as they are printed: rounded once, never over an edge, and adding up to their printed sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

MOST_DIGITS = 9


def fixed(number: float, digits: int) -> Decimal:
    """Return a number rounded half up to `digits` decimals, from the nine that are computed.

    Examples
    --------
    >>> fixed(0.375, 2), fixed(0.125, 2)
    (Decimal('0.38'), Decimal('0.13'))
    """
    known = Decimal(repr(round(number, MOST_DIGITS) + 0.0))
    return known.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


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
    for count in range(digits, MOST_DIGITS):
        printed = fixed(number, count)
        if all((float(printed) >= edge) == (round(number, MOST_DIGITS) >= edge) for edge in edges):
            return printed
    return fixed(number, MOST_DIGITS)


def apportion(parts: Sequence[float], digits: int, total: Decimal | None = None) -> tuple[Decimal, ...]:
    """Round parts so that they add up to the printed total, by largest remainder.

    Parameters
    ----------
    parts : sequence of float
        Not negative, or negative where something is subtracted.
    digits : int
        Decimals to print.
    total : Decimal, optional
        The printed total; the rounded sum of the parts if left out.

    Returns
    -------
    tuple of Decimal
        Each part rounded down or up; ties go to the part that stands first.

    Raises
    ------
    ValueError
        The total is further from the parts than rounding explains.

    Examples
    --------
    >>> [str(part) for part in apportion([0.333333333] * 3, 2)]
    ['0.34', '0.33', '0.33']
    """
    unit = Decimal(1).scaleb(-digits)
    exact = [Decimal(repr(round(part, 12))) for part in parts]
    floors = [part.quantize(unit, rounding=ROUND_FLOOR) for part in exact]
    wanted = fixed(float(sum(exact, Decimal(0))), digits) if total is None else total
    short = int((wanted - sum(floors, Decimal(0))) / unit)
    if not 0 <= short <= len(parts):
        raise ValueError(f"{len(parts)} parts of {sum(exact)} cannot be printed as {wanted}")
    first = sorted(range(len(parts)), key=lambda k: (floors[k] - exact[k], k))[:short]
    return tuple(part + unit if k in first else part for k, part in enumerate(floors))
