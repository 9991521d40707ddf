"""Columns of a table that no upright line divides: from the words of its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluator.intake.heads import SAYS_NOTHING, Vocabulary
from evaluator.intake.typeset import TextLine

# A gap between two heads is wider than a blank, in heights of a line.
GAP = 0.9
FEWEST = 3
NEAR = 1.5  # points within which a word begins at a column
Piece = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of a page between two level lines, with its lines of text; one that is ruled has a line above it."""

    top: float
    bottom: float
    lines: tuple[TextLine, ...]
    is_ruled: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """Edges of columns, from left to right, one more than there are columns, and where the heads begin."""

    edges: tuple[float, ...]
    starts: tuple[float, ...]

    def holds(self, band: Band) -> bool:
        """Return whether a strip belongs to the table: it is ruled, and begins at its left edge or right of it."""
        return band.is_ruled and all(line.glyphs[0].x0 >= self.edges[0] - GAP for line in band.lines)

    def is_crossed(self, band: Band) -> bool:
        """Return whether the text of a strip is one cell over all columns: it crosses an edge, and begins at none."""
        words = [word for line in band.lines for word in line.words()]
        if any(abs(left - start) < NEAR for _, left, _ in words for start in self.starts[1:]):
            return False
        pieces = [piece for line in band.lines for piece in _pieces(line)]
        return any(left < edge < right for _, left, right in pieces for edge in self.edges[1:-1])


def find_columns(bands: Sequence[Band], vocabulary: Vocabulary) -> Columns | None:
    """Return the columns under the first strip whose texts are heads of a plan's table; None where there is none."""
    for at, band in enumerate(bands):
        heads = _heads(band)
        roles = {vocabulary.role_of(text)[0] for text, _, _ in heads} - {None, *SAYS_NOTHING}
        if len(heads) >= FEWEST and len(roles) >= FEWEST:
            return Columns(_edges(heads, bands[at + 1 :]), tuple(left for _, left, _ in heads))
    return None


def _pieces(line: TextLine) -> list[Piece]:
    """Return the parts of a line that wide gaps divide."""
    found: list[Piece] = []
    for text, left, right in line.words():
        if found and left - found[-1][2] <= GAP * (line.bottom - line.top):
            found[-1] = (f"{found[-1][0]} {text}", found[-1][1], right)
        else:
            found.append((text, left, right))
    return found


def _heads(band: Band) -> list[Piece]:
    """Return the heads of a strip, their lines put together where they stand above each other."""
    heads: list[Piece] = []
    for text, left, right in (piece for line in band.lines for piece in _pieces(line)):
        at = next((i for i, head in enumerate(heads) if head[1] < right and left < head[2]), None)
        if at is None:
            heads.append((text, left, right))
        else:
            other = heads[at]
            heads[at] = (f"{other[0]} {text}", min(other[1], left), max(other[2], right))
    return sorted(heads, key=lambda head: head[1])


def _edges(heads: Sequence[Piece], bands: Sequence[Band]) -> tuple[float, ...]:
    """Return where columns begin: between two heads where the fewest words below cross, nearest to the right one."""
    words = [word for band in bands for line in band.lines for word in line.words()]
    edges = [heads[0][1] - GAP]
    for before, head in pairwise(heads):
        steps = max(1, int(head[1] - before[2]))
        places = [head[1] - GAP - step for step in range(steps)]
        edges.append(min(places, key=lambda x: (sum(left < x < right for _, left, right in words), -x)))
    return (*edges, max([heads[-1][2], *(right for _, _, right in words)]) + GAP)
