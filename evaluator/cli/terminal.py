"""What may stand on a terminal: text that data cannot turn into commands to it."""

from __future__ import annotations

import re

# Controls but tab and line feed, and the marks that turn the direction of writing.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return text without characters that would steer the terminal instead of standing on it.

    Examples
    --------
    >>> clean("a" + chr(27) + "[2J")
    'a�[2J'
    """
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
