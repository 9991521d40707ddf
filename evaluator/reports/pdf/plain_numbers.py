"""Every number that is written to a PDF goes through one formatter, so that every interpreter prints the same bytes.

Since Python 3.12 `sum` loses less of small numbers. Where 3.11 gives a length of
1e-16, a later one gives 0, and pydyf writes `0.` for the one and `0` for the other.
What differs by less than any eye can see is written alike here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

# As many as pydyf writes: far less than any printer can place.
DECIMALS = 6
INSIDE = re.compile(r"(?<=>)-?\d[\d.e+-]*(?=<)")


def plain(number: float) -> str:
    """Return a number as it is written to a PDF: at most six decimals, no sign before nothing, no bare point.

    Examples
    --------
    >>> plain(1e-16), plain(-0.0), plain(12.50), plain(841.889763779), plain(3.0)
    ('0', '0', '12.5', '841.889764', '3')
    """
    text = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_inside(shown: str) -> str:
    """Return glyphs as they are shown with the numbers between them in plain form.

    Examples
    --------
    >>> plain_inside("<0012>-1.5e-17<0013>250.0<0001>")
    '<0012>0<0013>250<0001>'
    """
    return INSIDE.sub(lambda found: plain(float(found[0])), shown)


@contextmanager
def plain_numbers() -> Iterator[None]:
    """Let pydyf, which writes the PDF, write all numbers in plain form meanwhile."""
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
