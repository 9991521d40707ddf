"""Format every number of a PDF alike, so that all Python versions print the same bytes.

Since Python 3.12, `sum` rounds small numbers more exactly. Where 3.11 computes a length of 1e-16,
later versions compute 0, and pydyf writes `0.` for the first and `0` for the second. Rounding to
six decimals removes the difference, which is too small to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

# Decimals that pydyf writes; printers cannot resolve the last of them.
DECIMALS = 6
INSIDE = re.compile(r"(?<=>)-?\d[\d.e+-]*(?=<)")


def plain(number: float) -> str:
    """Return a number as text for a PDF: at most six decimals, no minus before zero, no trailing point.

    Examples
    --------
    >>> plain(1e-16), plain(-0.0), plain(12.50), plain(841.889763779), plain(3.0)
    ('0', '0', '12.5', '841.889764', '3')
    """
    text = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_inside(shown: str) -> str:
    """Return the operand of a text instruction with the numbers between its glyphs formatted by `plain`.

    Examples
    --------
    >>> plain_inside("<0012>-1.5e-17<0013>250.0<0001>")
    '<0012>0<0013>250<0001>'
    """
    return INSIDE.sub(lambda found: plain(float(found[0])), shown)


@contextmanager
def plain_numbers() -> Iterator[None]:
    """Within this context, pydyf, which writes the PDF, formats all numbers by `plain`."""
    import pydyf

    written, show = pydyf._to_bytes, pydyf.Stream.show_text  # noqa: SLF001

    def to_bytes(item: object) -> bytes:
        return plain(item).encode() if isinstance(item, float) else bytes(written(item))

    pydyf._to_bytes = to_bytes  # noqa: SLF001
    pydyf.Stream.show_text = lambda self, text: show(self, plain_inside(text))
    try:
        yield
    finally:
        pydyf._to_bytes, pydyf.Stream.show_text = written, show  # noqa: SLF001
