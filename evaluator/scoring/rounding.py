"""Numbers as printed: rounded once, so that equal numbers print equal in every output.

Parts rounded independently need not add up to their printed sum; the caller then states that figures are rounded.
`shared_out` rounds parts so that they do add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from evaluator.model.sentence import Figure
from evaluator.scoring.grade import DIGITS, rounded

SAME = 12  # decimals; floating-point noise beyond them has no effect
SLACK = Decimal("1e-6")


def printed(number: float, digits: int) -> Decimal:
    """Return a number rounded half up to `digits` decimals, after rounding to the nine digits that are computed.

    Examples
    --------
    >>> printed(0.375, 2), printed(0.125, 2)
    (Decimal('0.38'), Decimal('0.13'))
    """
    return _exact(rounded(number)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def faithful(number: float, digits: int, edges: Sequence[float] = ()) -> Decimal:
    """Return a number rounded to `digits` decimals, or more where rounding would move it across an edge.

    For example, a score of 0.798 with grade B is not printed as 0.80 if the band of A begins at 0.80.

    Parameters
    ----------
    number : float
        The computed number.
    digits : int
        Decimals to print where no edge is near.
    edges : sequence of float
        Lower ends of bands, and other thresholds.

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


def score_figure(score: float, edges: Sequence[float] = ()) -> Figure:
    """Return a score as a figure for sentences: two decimals, more where rounding would move it across an edge.

    Examples
    --------
    >>> str(score_figure(0.125)), str(score_figure(0.798, [0.8]))
    ('0.13', '0.798')
    """
    shown = faithful(score, 2, edges)
    return Figure(float(shown), f".{-int(shown.as_tuple().exponent)}f")


def share_figure(share: float, edges: Sequence[float] = ()) -> Figure:
    """Return a share as a figure for sentences: whole per cent, with decimals where rounding would cross an edge.

    Examples
    --------
    >>> str(share_figure(0.4329)), str(share_figure(0.6666, [0.67]))
    ('43%', '66.7%')
    """
    shown = faithful(share * 100, 0, [edge * 100 for edge in edges])
    return Figure(float(shown) / 100, f".{-int(shown.as_tuple().exponent)}%")


def adds_up(parts: Sequence[Decimal], total: Decimal) -> bool:
    """Return whether printed parts add up to their printed total; True if there are no parts.

    Examples
    --------
    >>> adds_up([Decimal("33"), Decimal("67")], Decimal(100)), adds_up([Decimal("33")] * 3, Decimal(100))
    (True, False)
    """
    return not parts or sum(parts, Decimal(0)) == total


def shared_out(parts: Sequence[float], total: Decimal) -> tuple[Decimal, ...]:
    """Return parts rounded down or up to the decimals of the printed total, so that they add up to it.

    Parameters
    ----------
    parts : sequence of float
        Numbers that add up to the total before rounding; may be negative.
    total : Decimal
        The printed total, with the decimals that the parts get.

    Returns
    -------
    tuple of Decimal
        Rounded by largest remainder; among equal remainders the first part is rounded up.

    Raises
    ------
    ValueError
        The total differs from the sum of the parts by more than rounding explains.

    Notes
    -----
    Each result can itself be the total for its own parts: it was rounded
    down or up, so that it differs from their sum by less than one unit.

    Examples
    --------
    >>> [str(part) for part in shared_out([1 / 3, 1 / 3, 1 / 3], Decimal("1.00"))]
    ['0.34', '0.33', '0.33']
    """
    unit = Decimal(1).scaleb(int(total.as_tuple().exponent))
    exact = [_exact(part) for part in parts]
    if abs(total - sum(exact, Decimal(0))) > unit * (1 + SLACK):
        raise ValueError(f"{len(parts)} parts of {sum(exact, Decimal(0))} cannot be printed as {total}")
    floors = [part.quantize(unit, rounding=ROUND_FLOOR) for part in exact]
    if not parts:
        return ()
    each, more = divmod(int((total - sum(floors, Decimal(0))) / unit), len(parts))
    up = sorted(range(len(parts)), key=lambda k: (floors[k] - exact[k], k))[:more]
    return tuple(floor + unit * (each + (k in up)) for k, floor in enumerate(floors))


def _exact(number: float) -> Decimal:
    return Decimal(repr(round(number, SAME) + 0.0))
