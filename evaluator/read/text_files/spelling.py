"""Rules for writing a number, the same in CSV, YAML and workbooks: only one plain form is accepted.

`03`, `+3`, `3.000`, `0x7DA` and `1e-400` are numbers to a machine. A person may have meant a code, a slip or
another base by them, so they are reported as faults rather than read.
"""

from __future__ import annotations

import math
import re

WHOLE = re.compile(r"-?[1-9][0-9]*|0")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
SMALLEST = 2.2250738585072014e-308  # below it a float loses digits
LARGEST_WHOLE = 2**53  # above it, some whole numbers have no float
MOST_DIGITS = 17  # a float cannot distinguish more digits


def misspelt(text: str, number: float, *, whole: bool) -> tuple[str, str]:
    """Return the expected form of a badly written number, and a suggestion; two empty texts if it is plain.

    Parameters
    ----------
    text : str
        The number as it is written; `float` reads it as `number`, which is finite.
    number : float
        The value that a machine reads.
    whole : bool
        Whether the number must be whole.

    Examples
    --------
    >>> misspelt("3", 3, whole=True), misspelt("2.50", 2.5, whole=False)
    (('', ''), ('', ''))
    >>> misspelt("+03", 3, whole=True)
    ('a whole number in plain digits', 'Write 3.')
    >>> misspelt("1e-400", 0.0, whole=False)
    ('a number that is not too small to be told from 0', '')
    """
    value = float(number)
    if whole and abs(value) > LARGEST_WHOLE:
        return "a whole number of at most 15 digits", ""
    if not whole and is_lost(text, value):
        return "a number that is not too small to be told from 0", ""
    if (WHOLE if whole else DECIMAL).fullmatch(text):
        many = len(text) > MOST_DIGITS and len(re.sub(r"[eE].*|[-.]", "", text).lstrip("0")) > MOST_DIGITS
        return (f"a number of at most {MOST_DIGITS} digits", f"Write {value!r}.") if many else ("", "")
    plain = str(int(value)) if value.is_integer() and abs(value) <= LARGEST_WHOLE else repr(value)
    return ("a whole number in plain digits" if whole else "a number in plain digits"), f"Write {plain}."


def is_lost(text: str, number: float) -> bool:
    """Return whether a number is so small that a float loses some or all of its digits."""
    if abs(number) >= SMALLEST:
        return False
    digits = re.sub(r"[eE].*", "", text)
    return any(digit in digits for digit in "123456789")


def misspelt_scalar(text: str, number: float) -> tuple[str, str]:
    """Return the result of `misspelt` for a plain YAML scalar; the suggestion also offers to quote it as a text.

    Examples
    --------
    >>> misspelt_scalar("0x7DA", 2010)
    ('a whole number in plain digits', 'Write 2010, or put it in quotes where it is a text.')
    >>> misspelt_scalar("2010", 2010), misspelt_scalar(".inf", float("inf"))
    (('', ''), ('', ''))
    """
    if not _is_finite(number):
        return ("", "") if "." in text[:2] else ("a finite number", "")
    expected, mend = misspelt(text, float(number), whole=isinstance(number, int))
    if mend:
        mend = f"{mend.removesuffix('.')}, or put it in quotes where it is a text."
    return expected, mend


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(float(number))
    except OverflowError:
        return False
