"""The text of a plan without a table as numbered statements, each with its page and heading, for a person to choose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.intake.attributes import ITEM, own_number
from evaluator.intake.formats.cells import SourceFile, cleaned, header_test, one_line
from evaluator.model.schema import column

BULLET = re.compile(r"\s{0,9}[•▪●◦■–-]\s{1,9}")
ENDS = (".", "!", "?", ";", ":")
LONGEST_HEADING, FEWEST_WORDS = 12, 4
FEWEST_MARKED = 2  # a title alone tells nothing of the others
REPEATED, FEWEST_PAGES = 0.4, 3  # share of pages on which a line is a header or footer


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a plan's text; the heads are those that an import of the table knows."""

    number: str = column("text", "number, as the plan has it, else counted")
    objective: str = column("text", "heading above it")
    activity: str = column("text", "text of the plan", required=True)
    note: str = column("text", "page")


def statements_of(source: SourceFile) -> list[Statement]:
    r"""Return the statements of a file's text: list items, numbered paragraphs and others, without short rests.

    Examples
    --------
    >>> from evaluator.intake.formats.cells import Outside
    >>> text = "Prevention\n1.1 Train all judges of\nthe higher courts.\n• Open a shelter in the north"
    >>> for one in statements_of(SourceFile("pdf", "", (), (Outside(4, text),), 1)):
    ...     print(one.number, "|", one.objective, "|", one.activity, "|", one.note)
    1.1 | Prevention | Train all judges of the higher courts. | p. 4
    2 | Prevention | Open a shelter in the north | p. 4
    """
    pages = [(text.page, cleaned(text.text).split("\n")) for text in source.outside]
    is_header = header_test([lines for _, lines in pages], max(FEWEST_PAGES, REPEATED * len(pages)))
    marked = frozenset().union(*(text.headings for text in source.outside))
    found: list[Statement] = []
    heading = ""
    for page, lines in pages:
        for is_heading, text in _paragraphs([line for line in lines if not is_header(line)], marked):
            if is_heading:
                heading = text
            elif len(text.split()) >= FEWEST_WORDS:
                number, rest = own_number(BULLET.sub("", text, count=1))
                place = f"p. {page}" if page else ""
                found.append(Statement(number or str(len(found) + 1), heading, rest, place))
    return found


def _paragraphs(lines: list[str], marked: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """Yield the lines joined to paragraphs, each with whether it is a heading.

    An item, a number, a heading or an ended sentence begins a new one; a heading does not go on with a small letter.
    Where the file marks its headings, these are the headings, whatever their length, and no other line is one.
    """
    after = [*lines[1:], ""]
    text = ""
    for line, following in zip(lines, after, strict=False):
        is_guessed = len(marked) < FEWEST_MARKED and _is_heading(line) and not following[:1].islower()
        is_heading = is_guessed or one_line(line) in marked
        begins = is_heading or ITEM.match(line) or own_number(line)[0]
        if text and (begins or (text.endswith(ENDS) and not line[:1].islower())):
            yield False, one_line(text)
            text = ""
        if is_heading:
            yield True, one_line(BULLET.sub("", line, count=1))
        else:
            text = f"{text} {line}".strip()
    if text:
        yield False, one_line(text)


def _is_heading(text: str) -> bool:
    """Return whether a text is a heading: short, begins with a capital or number, and ends without a mark."""
    words = text.split()
    if not words or len(words) > LONGEST_HEADING or text.rstrip().endswith((*ENDS, ",")) or BULLET.match(text):
        return False
    own = own_number(text)[1].strip()
    return text.isupper() or (own[:1].isupper() and len(words) <= LONGEST_HEADING // 2 and own[-1:].isalpha())
