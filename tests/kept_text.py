"""Golden outputs: what commands write, kept as text that a reviewer reads before it is committed."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")
LONG_NUMBER = re.compile(r"-?\d+\.\d{6,}(?:e-\d+)?")
NOT_READ = re.compile(r"<(style|script|svg)\b.*?</\1>", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|h\d|li|tr|caption|section|div|dt|dd|ul|table|figure|figcaption|nav|summary)\b[^<>]*>")

Golden = Callable[[Path, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return what holds a text against the one kept; with `--update-golden` it is kept anew."""

    def holds(path: Path, text: str) -> None:
        made = normal(text)
        if request.config.getoption("--update-golden"):
            path.write_text(made, encoding="utf-8")
        kept = path.read_text(encoding="utf-8") if path.is_file() else ""
        changed = difflib.unified_diff(kept.splitlines(), made.splitlines(), "kept", "now", lineterm="", n=1)
        if told := "\n".join(changed):
            pytest.fail(
                f"{path.name} is not as it was last read; where that is meant, run  make golden\n{told}", pytrace=False
            )

    return holds


def normal(text: str) -> str:
    """Return a text without what changes by itself: the version, fingerprints, a number's digits after the sixth.

    Examples
    --------
    >>> normal("0.30000000000000004, -1.3877787807814457e-17, 0.9999999999999999")
    '0.3, 0, 1'
    """
    text = FINGERPRINT.sub("(fingerprint)", text).replace(version("nap-evaluator"), "(version)")
    return LONG_NUMBER.sub(lambda number: _short(float(number[0])), text)


def _short(number: float) -> str:
    """Return six digits of twelve, without zeros at the end: a processor may leave a number on either side of half."""
    short = f"{round(number, 12):.6f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def words_of(page: str) -> str:
    """Return a page's words, a line for each paragraph, heading and row.

    Examples
    --------
    >>> print(words_of("<style>p {}</style><h1>A &amp; B</h1><tr><td>1</td><td>2</td></tr>"))
    A & B
    1 | 2 |
    <BLANKLINE>
    """
    plain = re.sub(r"\s+", " ", NOT_READ.sub("", page))
    lines = re.sub(r"</t[dh]>", " | ", BLOCK.sub("\n", plain)).splitlines()
    words = (" ".join(html.unescape(re.sub(r"<[^<>]*>", "", line)).split()) for line in lines)
    return "".join(f"{line}\n" for line in words if line.strip("| "))
