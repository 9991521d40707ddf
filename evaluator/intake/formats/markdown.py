"""Reader of Markdown pages, as stores of laws keep them: their headings, paragraphs and tables, read as a web page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from evaluator.errors import InvalidInputError, Problem
from evaluator.intake.formats.cells import SourceFile
from evaluator.intake.formats.door import FormatReader, OpenedFile
from evaluator.intake.formats.web import READER as WEB
from evaluator.model.sentence import say

FRONT = re.compile(r"\A\ufeff?---\s*\n.*?\n(?:---|\.\.\.)\s*\n", re.DOTALL)  # what a store says of the page itself
RULE = re.compile(r":?-+:?")  # a cell of the line below the head of a table, and a line across the page
BETWEEN = re.compile(r"(?<!\\)\|")
HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,200})?\)")
MARKS = re.compile(r"(\*{1,3}|_{2,3}|`{1,2})(?=\S)([^*`]{1,5000}?)(?<=\S)\1")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
BULLET = re.compile(r"(?<=\S)\s{0,9}•\s{0,9}")  # the items of a list that a store has put on one line
NO_TAG = re.compile(r"<(?![a-zA-Z/])")


def read_markdown(file: OpenedFile) -> SourceFile:
    """Read a page of Markdown; HTML in it, tables too, is read as on a web page.

    Raises
    ------
    InvalidInputError
        The file is no text in UTF-8.
    """
    try:
        text = file.content.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInputError([Problem(file.path, say("no text in UTF-8"), say("a text saved as UTF-8"))]) from None
    page = f"<meta charset=utf-8>{html_of(text)}"
    return replace(WEB.read(replace(file, content=page.encode())), kind="md")


def html_of(text: str) -> str:
    r"""Return a page of Markdown as HTML: a table of each run of lines in bars, headings, and a paragraph for a line.

    Examples
    --------
    >>> html_of("---\ntitle: x\n---\n## 2. Plan\n| No. | **Activity** |\n|---|:--|\n| 1 | a\\|b<br>c |")
    '<h2>2. Plan</h2><table><tr><td>No.<td>Activity<tr><td>1<td>a|b<br>c</table>'
    """
    lines = FRONT.sub("", text).splitlines()
    runs = groupby(lines, lambda line: line.lstrip().startswith("|"))
    return "".join(part for is_table, own in runs for part in (_table(own) if is_table else _blocks(own)))


def _table(lines: Iterable[str]) -> Iterator[str]:
    yield "<table>"
    for line in lines:
        if not _is_rule(line):
            bare = line.strip().removeprefix("|")
            cells = BETWEEN.split(bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare)
            yield "<tr>" + "".join(f"<td>{_plain(cell.strip())}" for cell in cells)
    yield "</table>"


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if found := HEADING.fullmatch(line):
            level = len(found[1])
            yield f"<h{level}>{_plain(found[2])}</h{level}>"
        elif line.lstrip().startswith("<"):
            yield f"{line}\n"
        elif line.strip() and not _is_rule(line):
            yield f"<p>{_plain(line.strip().lstrip('>').strip())}</p>"


def _is_rule(line: str) -> bool:
    return all(RULE.fullmatch(cell.strip()) for cell in line.strip().strip("|").split("|"))


def _plain(text: str) -> str:
    """Return a text without marks of type, links as their words, and signs that are no tag as they are printed."""
    for _ in range(2):  # bold inside italics
        text = MARKS.sub(r"\2", text)
    text = BULLET.sub("<br>• ", text)
    return NO_TAG.sub("&lt;", ESCAPED.sub(r"\1", LINK.sub(r"\1", text)))


READER = FormatReader("a page of Markdown", read_markdown)
