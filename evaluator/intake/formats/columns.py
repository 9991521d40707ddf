"""Columns of a PDF table that the words of its head show: no vertical lines divide it, or its head has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluator.intake.formats.typeset import Box, Piece, Rows, TextLine
from evaluator.intake.vocabulary import BODIES, SAYS_NOTHING, SUBJECTS, Vocabulary

# A gap between two heads is wider than a blank, in heights of a line.
GAP = 0.9
FEWEST = 3
BLANK = 0.5  # in heights of a line: between a blank of words and the space of two columns
WIDER = 1.3  # a step between lines that is this many times the usual one begins a row
NUMBER = re.compile(r"[0-9IVX]+(?:[.)][0-9]*)*")
# A head above a ruled table has at most so many lines and at least so many known roles.
MOST_LINES, FEWEST_ROLES = 6, 2
FAR, EDGE = 1.5, 0.5  # in heights of a line; in points


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of a page between two horizontal lines, with its text lines; `is_ruled` is True if a line is above it."""

    top: float
    bottom: float
    lines: tuple[TextLine, ...]
    is_ruled: bool = True


@dataclass(frozen=True, slots=True)
class ColumnEdges:
    """The edges of columns from left to right, one more than columns."""

    edges: tuple[float, ...]
    is_numbered: bool = False

    def holds(self, band: Band) -> bool:
        """Return whether a band belongs to the table: it is ruled, and no text begins left of the table."""
        return band.is_ruled and all(line.glyphs[0].x0 >= self.edges[0] - GAP for line in band.lines)

    def is_crossed(self, band: Band) -> bool:
        """Return whether a band's text is one cell across all columns: its first line crosses a column edge."""
        return self._runs_through(band.lines[0])

    def _runs_through(self, line: TextLine) -> bool:
        """Return whether a line that begins in the first column is one piece and crosses a column edge.

        It crosses an edge if a word, or a blank of normal width, lies over the edge.
        """
        pieces = line.pieces(GAP)
        if len(pieces) > 1 or pieces[0][1] >= self.edges[1]:
            return False
        words = line.words()
        blank = BLANK * (line.bottom - line.top)
        joined = [(left, right) for _, left, right in words]
        joined += [(a[2], b[1]) for a, b in pairwise(words) if b[1] - a[2] < blank]
        return any(left < edge < right for edge in self.edges[1:-1] for left, right in joined)

    def _is_heading(self, line: TextLine) -> bool:
        """Return whether a line is a heading over all columns.

        It begins in the first column, with a word other than a number, or crosses a column edge.
        """
        first, left, _ = line.words()[0]
        return left < self.edges[1] and (NUMBER.fullmatch(first) is None or self._runs_through(line))

    def parted(self, band: Band, *, by_gaps: bool) -> list[Band]:
        """Return the rows of a band that no line divides; each begins with a number or after a wider gap.

        Parameters
        ----------
        band : Band
            A band that may hold several rows.
        by_gaps : bool
            Whether gaps divide rows without numbers, as on pages with few horizontal lines.
        """
        steps = [line.top - before.top for before, line in pairwise(band.lines)]
        widest = WIDER * min((step for step in steps if step > 0), default=0.0)
        begins = [
            self._begins_row(line, before, step > widest if by_gaps else None)
            for before, line, step in zip(band.lines, band.lines[1:], steps, strict=False)
        ]
        rows: list[list[TextLine]] = [[band.lines[0]]]
        for line, is_new in zip(band.lines[1:], begins, strict=True):
            if is_new:
                rows.append([])
            rows[-1].append(line)
        if len(rows) == 1:
            return [band]
        return [Band(row[0].top, row[-1].bottom, tuple(row), band.is_ruled) for row in rows]

    def _begins_row(self, line: TextLine, before: TextLine, is_after_gap: bool | None) -> bool:  # noqa: FBT001
        first, left, _ = line.words()[0]
        if self.is_numbered:
            is_number = NUMBER.fullmatch(first) is not None
            return left < self.edges[1] and (is_number or not self._is_heading(before))
        return bool(is_after_gap)


def find_columns(bands: Sequence[Band], vocabulary: Vocabulary) -> ColumnEdges | None:
    """Return the columns under the first band whose texts are heads of a plan's table, or None."""
    for at, band in enumerate(bands):
        heads = _heads_in(band)
        roles = {vocabulary.role_of(text)[0] for text, _, _ in heads} - {None, *SAYS_NOTHING}
        is_numbered = bool(heads) and vocabulary.role_of(heads[0][0])[0] == "number"
        is_pair = band.is_ruled and is_numbered and vocabulary.is_pair([text for text, _, _ in heads])
        if is_pair or (len(heads) >= FEWEST and len(roles) >= FEWEST):
            return ColumnEdges(_edges_between(heads, bands[at + 1 :]), is_numbered)
    return None


def _heads_in(band: Band) -> list[Piece]:
    """Return the column heads in a band from left to right, each with its left and right end.

    Texts that overlap horizontally, such as the lines of a wrapped head, are joined into one head.
    """
    heads: list[Piece] = []
    for text, left, right in (piece for line in band.lines for piece in line.pieces(GAP)):
        at = next((i for i, head in enumerate(heads) if head[1] < right and left < head[2]), None)
        if at is None:
            heads.append((text, left, right))
        else:
            other = heads[at]
            heads[at] = (f"{other[0]} {text}", min(other[1], left), max(other[2], right))
    return sorted(heads, key=lambda head: head[1])


def _edges_between(heads: Sequence[Piece], bands: Sequence[Band]) -> tuple[float, ...]:
    """Return the column edges: between two heads, where the fewest words below cross, nearest to the right head."""
    words = [word for band in bands for line in band.lines for word in line.words()]
    edges = [heads[0][1] - GAP]
    for before, head in pairwise(heads):
        steps = max(1, int(head[1] - before[2]))
        places = [head[1] - GAP - step for step in range(steps)]
        edges.append(min(places, key=lambda x: (sum(left < x < right for _, left, right in words), -x)))
    return (*edges, max([heads[-1][2], *(right for _, _, right in words)]) + GAP)


def head_above(rows: Rows, lines: Sequence[TextLine], vocabulary: Vocabulary) -> list[Box | None]:
    """Return the boxes of a head just above a table whose words are heads of its columns; else none."""
    boxes = [box for row in rows for box in row if box is not None]
    edges = sorted({round(box[0], 1) for box in boxes} | {max(box[2] for box in boxes)})
    top = min(box[1] for box in boxes)
    band: list[TextLine] = []
    for line in sorted(lines, key=lambda line: -line.bottom):
        if line.bottom > top + EDGE or line.x1 > edges[-1] + EDGE or line.glyphs[0].x0 < edges[0] - EDGE:
            continue
        floor = min((one.top for one in band), default=top)
        if len(band) == MOST_LINES or floor - line.bottom > FAR * (line.bottom - line.top) or _is_crossing(line, edges):
            break
        band.append(line)
    if not band:
        return []
    found: list[Box | None] = [
        (left, min(line.top for line in band) - EDGE, right, top) for left, right in pairwise(edges)
    ]
    return found if _are_heads(found, band, vocabulary) else []


def _is_crossing(line: TextLine, edges: Sequence[float]) -> bool:
    return any(left < edge < right for _, left, right in line.words() for edge in edges[1:-1])


def _are_heads(boxes: Sequence[Box | None], band: Sequence[TextLine], vocabulary: Vocabulary) -> bool:
    texts = [
        " ".join(
            word
            for line in reversed(band)
            for word, left, right in line.words()
            if box is not None and box[0] <= (left + right) / 2 < box[2]
        )
        for box in boxes
    ]
    filled = [text for text in texts if text]
    roles = [role for text in filled if (role := vocabulary.role_of(text)[0]) is not None]
    is_told = bool(SUBJECTS & set(roles)) or bool(set(BODIES) & set(roles))
    return len(set(roles)) >= FEWEST_ROLES and len(roles) * 2 >= len(filled) > len(texts) / 2 and is_told
