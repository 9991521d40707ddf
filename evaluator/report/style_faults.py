"""Where a fault of a style or template lies: WeasyPrint tells lines of all styles together, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluator.errors import Problem
from evaluator.read.layers import Layers
from evaluator.read.text import read_text
from evaluator.report.environment import TOKEN, inside

STYLES = ("report.css", "own.css")
PLACE = re.compile(r" at (\d+):(\d+)\b")
QUOTED = re.compile(r"[`'\"]([^`'\"]{3,})[`'\"]")
EXPECTED = "a page that prints without a warning"
# The style begins on the line after its element.
BEFORE = 1


def style_problems(messages: Sequence[str], layers: Layers) -> list[Problem]:
    """Return what WeasyPrint warned of as problems, each at its file and line where that can be told.

    A value of the user's own that spoils several rules of a shipped style is told once, where it is set.
    """
    tokens = list(_own_tokens(layers))
    told: dict[tuple[str, int | None, str], Problem] = {}
    for message in messages:
        problem = _of_token(message, tokens) or _at_line(message, layers) or _by_words(message, layers)
        told.setdefault((problem.path, problem.line, problem.found), problem)
    return list(told.values())


def _own_tokens(layers: Layers) -> Iterator[tuple[Path, int, str, str]]:
    """Yield file, line, name and value of every custom property that the user's style sets."""
    path = inside(layers, "own.css")
    text = read_text(path) if path else ""
    for found in TOKEN.finditer(text):
        if path:
            yield path, text.count("\n", 0, found.start()) + 1, found[1], found[2].strip()


def _of_token(message: str, tokens: Sequence[tuple[Path, int, str, str]]) -> Problem | None:
    if "invalid value" not in message:
        return None
    for path, line, name, value in tokens:
        if value and re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", message):
            return Problem(str(path), f"--{name}: {value}", "a value that the rules which use it can take", line=line)
    return None


def _at_line(message: str, layers: Layers) -> Problem | None:
    place = PLACE.search(message)
    if place is None:
        return None
    line = int(place[1]) - BEFORE
    for path in [found for name in STYLES if (found := inside(layers, name))]:
        # The next style begins on a line of its own.
        length = read_text(path).count("\n") + 1
        if line <= length:
            words = PLACE.sub("", message).strip(" .")
            return Problem(str(path), words, EXPECTED, line=line, column=int(place[2]))
        line -= length
    return None


def _by_words(message: str, layers: Layers) -> Problem:
    """Return the problem at the first line of the user's files that holds what the message quotes."""
    words = [quoted.rpartition("/")[2].strip() for quoted in QUOTED.findall(message)]
    for path, number, line in _own_lines(layers):
        if any(word and word in line for word in words):
            return Problem(str(path), message, EXPECTED, line=number)
    return Problem(str(layers.folders[0]), message, EXPECTED)


def _own_lines(layers: Layers) -> Iterator[tuple[Path, int, str]]:
    for folder in layers.folders[:-1]:
        for path in sorted([*folder.glob("*.css"), *folder.rglob("*.html")]):
            if path.is_file():
                for number, line in enumerate(read_text(path).splitlines(), 1):
                    yield path, number, line
