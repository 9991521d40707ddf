"""Assembly of characters on a page into lines and texts: line breaks, and words that the typesetter divided."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluator.intake.attributes import ITEM
from evaluator.tables.csv_text import CONTROL

# In heights of a line: the least gap that is a blank, also where the file has one, and the least step to a new line.
BLANK, NARROW, STEP = 0.18, 0.06, 0.5
# A line break is deliberate if the next word would have fitted with this much room, in heights of the line.
ROOM = 0.5
# A figure of a footnote: at most so high, and its foot at least so far above the line's, in heights of the line.
SMALL, RAISED = 0.8, 0.15
UNITS = {"m", "km", "cm", "mm", "dm"}
HYPHENS = "-‐‑"
TYPESET_HYPHEN = "‐"
Box = tuple[float, float, float, float]
Rows = Sequence[Sequence[Box | None]]  # of a table: the box of each slot
Piece = tuple[str, float, float]
ONE_HYPHEN = str.maketrans(dict.fromkeys(HYPHENS, "-"))


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page, with its box in points from the upper left corner.

    `after_blank` is True if the file itself has a blank before it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    after_blank: bool = False


Inside = Mapping[Box, Sequence[Glyph]]  # the characters of each cell


@dataclass(frozen=True, slots=True)
class TextLine:
    """The characters at one height, in reading order; the text has blanks at gaps."""

    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def top(self) -> float:
        """Return the height of the line's upper edge."""
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """Return the height of the line's lower edge."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def x1(self) -> float:
        """Return the position of the line's right edge."""
        return max(glyph.x1 for glyph in self.glyphs)

    def words(self) -> list[Piece]:
        """Return the words with their left and right edges."""
        return [("".join(glyph.text for glyph in run), run[0].x0, run[-1].x1) for run in self.runs()]

    def pieces(self, gap: float) -> list[Piece]:
        """Return the parts of the line between gaps wider than `gap` heights of it, with their left and right edges."""
        found: list[Piece] = []
        for text, left, right in self.words():
            if found and left - found[-1][2] <= gap * (self.bottom - self.top):
                found[-1] = (f"{found[-1][0]} {text}", found[-1][1], right)
            else:
                found.append((text, left, right))
        return found

    def runs(self) -> list[list[Glyph]]:
        """Return the characters of the line, a list for each word."""
        found: list[list[Glyph]] = []
        for before, glyph in zip((None, *self.glyphs), self.glyphs, strict=False):
            if before is None or _is_gap_between(before, glyph):
                found.append([])
            found[-1].append(glyph)
        return found


def box_at(boxes: Iterable[Box], x: float, y: float) -> Box | None:
    """Return the first box that a place on a page lies in, or None."""
    return next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


def _is_gap_between(before: Glyph, glyph: Glyph) -> bool:
    least = NARROW if glyph.after_blank else BLANK
    return glyph.x0 - before.x1 > least * (glyph.bottom - glyph.top)


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Return characters grouped into lines, from top to bottom.

    Examples
    --------
    >>> row = [Glyph("a", 0, 0, 5, 10), Glyph("b", 5, 0, 10, 10), Glyph("c", 14, 0, 19, 10), Glyph("d", 0, 12, 5, 22)]
    >>> [line.text for line in lines_of(row)]
    ['ab c', 'd']
    """
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        last = groups[-1][0] if groups else None
        if last is None or middle - (last.top + last.bottom) / 2 > STEP * (last.bottom - last.top):
            groups.append([])
        groups[-1].append(glyph)
    return [_line_of(group) for group in groups]


def _line_of(group: list[Glyph]) -> TextLine:
    ordered = tuple(sorted(group, key=lambda glyph: (glyph.x0, glyph.x1)))
    parts = [ordered[0].text]
    for before, glyph in pairwise(ordered):
        parts.append((" " if _is_gap_between(before, glyph) else "") + glyph.text)
    return TextLine(CONTROL.sub("\ufffd", unicodedata.normalize("NFKC", "".join(parts))), ordered)


def without_call(word: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return a word without the raised small figures of a footnote behind it; those of a unit, such as m2, are its own.

    Examples
    --------
    >>> word = [Glyph("a", 0, 0, 5, 10), Glyph("b", 5, 0, 10, 10), Glyph("1", 10, 0, 12, 6), Glyph("2", 12, 0, 14, 6)]
    >>> "".join(glyph.text for glyph in without_call(word))
    'ab'
    """
    first = word[0]
    size = first.bottom - first.top
    end = len(word)
    while end and word[end - 1].text.isdecimal() and _is_raised(word[end - 1], first.bottom, size):
        end -= 1
    return word if end == 0 or "".join(glyph.text for glyph in word[:end]) in UNITS else word[:end]


def _is_raised(glyph: Glyph, foot: float, size: float) -> bool:
    return glyph.bottom - glyph.top < SMALL * size and foot - glyph.bottom > RAISED * size


def cell_text(glyphs: Sequence[Glyph], right: float, known: Counter[str]) -> tuple[str, tuple[str, ...]]:
    """Return the text of a cell, and the words in it that were joined with some doubt.

    Parameters
    ----------
    glyphs : sequence of Glyph
        The characters of the cell.
    right : float
        The right limit of the text in the cell's column.
    known : Counter
        Counts of the document's words in lower case; they decide whether a hyphen belongs to a word.

    Returns
    -------
    tuple of str and tuple of str
        The text, and the doubtful joins. A line break stays where the next word would have fitted on the line;
        otherwise lines are joined, without a blank inside a divided word.
    """
    lines = lines_of(glyphs)
    if not lines:
        return "", ()
    text, doubts = lines[0].text, []
    for before, line in pairwise(lines):
        joint, doubt = _joint_between(before, line, right, known)
        if joint == TYPESET_HYPHEN:
            text, joint = text[:-1], ""
        if doubt:
            doubts.append(doubt)
        text += joint + line.text
    return text, tuple(doubts)


def _joint_between(before: TextLine, line: TextLine, right: float, known: Counter[str]) -> tuple[str, str]:
    """Return the text between two lines of a cell (a break, a blank or nothing), and a doubt about it.

    The typesetter's hyphen as joint means that the caller must remove it.
    """
    tail, head = before.text.split()[-1], line.text.split()[0]
    width = line.glyphs[0].x1 - line.glyphs[0].x0
    first = line.words()[0]
    if ITEM.match(line.text):
        return "\n", ""
    if tail[-1] in HYPHENS and len(tail) > 1 and head[0].isalpha():
        whole, parted = _plain_word(tail[:-1] + head), _plain_word(tail + head)
        is_acronym = tail[:-1].isupper() and len(tail) > len("A-")
        is_typeset = tail[-1] == TYPESET_HYPHEN and not known[parted]
        if not is_acronym and (is_typeset or (known[whole] and not known[parted])):
            return TYPESET_HYPHEN, "" if is_typeset else f"{tail}|{head}"
        return "", f"{tail}|{head}"
    if right - before.x1 > (first[2] - first[1]) + ROOM * (line.bottom - line.top):
        return "\n", ""
    is_full = " " not in before.text and right - before.x1 < width
    is_letters = tail[-1].isalpha() and head[0].islower() and not _are_two_words(tail, head, known)
    is_digits = tail[-1] in "0123456789.," and tail[0].isdigit() and head[0].isdigit()
    if is_full and (is_letters or is_digits):
        return "", f"{tail}|{head}"
    return " ", ""


def _are_two_words(tail: str, head: str, known: Counter[str]) -> bool:
    """Return whether two parts are separate words: the first is known, or the second is and has several letters."""
    if known[_plain_word(tail + head)]:
        return False
    return bool(known[_plain_word(tail)] or (len(_plain_word(head)) > 1 and known[_plain_word(head)]))


def inner_words(glyphs: Sequence[Glyph], right: float) -> list[str]:
    """Return the words of a cell that are certainly whole, without those at the break of a full line."""
    found: list[str] = []
    is_after_full = False
    lines = lines_of(glyphs)
    for line in lines:
        is_full = line is not lines[-1] and right - line.x1 < line.bottom - line.top
        words = line.text.split()
        found += words[int(is_after_full) : len(words) - int(is_full)]
        is_after_full = is_full
    return [_plain_word(word) for word in found]


def _plain_word(word: str) -> str:
    return re.sub(r"[^\w-]", "", word.casefold().translate(ONE_HYPHEN))
