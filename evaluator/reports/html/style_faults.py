"""Find the file and line of a fault in a style or template.

WeasyPrint counts lines over all styles together, or names no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import Problem
from evaluator.read.layers import Layers
from evaluator.reports.html.environment import TOKEN
from evaluator.reports.html.template_door import inside

STYLES = ("report.css", "own.css")
PLACE = re.compile(r" at (\d+):(\d+)\b")
QUOTED = re.compile(r"[`'\"]([^`'\"]{3,})[`'\"]")
EXPECTED = "a page that prints without a warning"
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", flags=re.DOTALL)
# The style begins on the line after its <style> tag.
BEFORE = 1


@dataclass(frozen=True, slots=True)
class StyleLine:
    """The line of a style file that a message of WeasyPrint refers to."""

    path: Path
    line: int
    column: int
    text: str


def style_problems(messages: Sequence[str], layers: Layers) -> list[Problem]:
    """Return WeasyPrint's warnings as problems, each with file and line if they can be found.

    A user's custom property that breaks several rules of a shipped style is reported once, at its
    definition.
    """
    told: dict[tuple[str, int | None, str], Problem] = {}
    for message in messages:
        place = _style_line(message, layers)
        problem = (
            _problem_of_token(message, place, layers)
            or _problem_at(message, place)
            or _problem_by_words(message, layers)
        )
        told.setdefault((problem.path, problem.line, problem.found), problem)
    return list(told.values())


def _style_line(message: str, layers: Layers) -> StyleLine | None:
    """Return the style line that a message refers to; None if that line lacks the property that the message quotes."""
    found = PLACE.search(message)
    line = int(found[1]) - BEFORE if found else 0
    quoted = QUOTED.search(message)
    words = quoted[1].partition(":")[0].strip() if quoted else ""
    for path in [style for name in STYLES if (style := inside(layers, name))]:
        # The next style begins on a line of its own.
        lines = _lines_of(path)
        if found and 1 <= line <= len(lines):
            text = lines[line - 1]
            return StyleLine(path, line, int(found[2]), text) if words in text else None
        line -= len(lines)
    return None


def _problem_of_token(message: str, place: StyleLine | None, layers: Layers) -> Problem | None:
    """Return the problem of a user's custom property that the faulty rule uses; None if it uses none."""
    path = inside(layers, "own.css")
    if path is None or place is None or place.path == path or "invalid value" not in message:
        return None
    text = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(_lines_of(path)))
    for found in TOKEN.finditer(text):
        name, value = found[1], found[2].strip()
        if found[3] and value and value in message and f"var(--{name})" in place.text:
            line = text.count("\n", 0, found.start()) + 1
            return Problem(str(path), f"--{name}: {value}", "a value that the rules which use it can take", line=line)
    return None


def _problem_at(message: str, place: StyleLine | None) -> Problem | None:
    if place is None:
        return None
    words = PLACE.sub("", message).strip(" .")
    return Problem(str(place.path), words, EXPECTED, line=place.line, column=place.column)


def _problem_by_words(message: str, layers: Layers) -> Problem:
    """Return a problem at the first line of the user's files that contains the words quoted in the message."""
    quoted = [words.strip(" /") for words in QUOTED.findall(message)]
    for words in [*quoted, *(one.rpartition("/")[2] for one in quoted)]:
        for path, number, line in _own_lines(layers) if words else ():
            if words in line:
                return Problem(str(path), message, EXPECTED, line=number)
    return Problem(str(layers.folders[0]), message, EXPECTED)


def _own_lines(layers: Layers) -> Iterator[tuple[Path, int, str]]:
    for folder in layers.folders[:-1]:
        for path in sorted([*folder.glob("*.css"), *folder.rglob("*.html")]):
            for number, line in enumerate(_lines_of(path) if path.is_file() else (), 1):
                yield path, number, line


def _lines_of(path: Path) -> list[str]:
    # A file that the page does not use may be in any encoding; that is no fault here.
    return path.read_text(encoding="utf-8", errors="replace").split("\n")
