"""One place where a report differs from its rebuilt version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

PARTS = ("attachments", "figures", "text", "tags", "drawing", "document", "bytes")
WHOSE = "whose"  # a file of what the report says to be a worked example, beside the shipped one
YARDSTICK = "yardstick"  # the rubric and its weightings beside the shipped text, and not beside what was rebuilt
# A forged file could differ in thousands of places; the first ones are enough.
MOST_OF_A_PART = 40
MOST_READ = 20_000
# Left, low, right and high edge in points from the lower left corner of a page.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a report differs from its rebuilt version, or what it calls shipped from what is.

    `part` is one of `PARTS`, `WHOSE` or `YARDSTICK`. `page` is the number of the page that shows it, 0 if none
    does, and `boxes` are its places there; none if it is the whole page.
    """

    part: str
    where: str
    found: str
    expected: str
    page: int = 0
    boxes: tuple[Box, ...] = ()


def first_of_each_part(differences: Iterator[Difference]) -> list[Difference]:
    """Return the first differences of each part; reading stops after a fixed number, for forged files without end."""
    first: list[Difference] = []
    numbers: Counter[str] = Counter()
    for difference in islice(differences, MOST_READ):
        numbers[difference.part] += 1
        if numbers[difference.part] <= MOST_OF_A_PART:
            first.append(difference)
    return first
