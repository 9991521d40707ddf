"""What a page says, as it is read from top to bottom: no markup, no drawings, spaces single."""

from __future__ import annotations

import html
import re


def read_aloud(page: str) -> str:
    """Return the words of a page between the start of its contents and its end."""
    shown = page.partition("<main")[2].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", shown, flags=re.DOTALL)).split())
