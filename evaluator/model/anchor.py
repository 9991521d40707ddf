"""The exact place of a passage of evidence in a file: page, boxes, fingerprints, the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.model.schema import column

# Left, bottom, right, top, in PDF points of the page before its rotation.
Box = tuple[float, float, float, float]
NUMBER = r"-?[0-9]{1,6}(?:\.[0-9]{1,4})?"
QUADS = re.compile(rf"{NUMBER}(?: {NUMBER}){{3}}(?:; {NUMBER}(?: {NUMBER}){{3}})*")
QUADS_WORDS = "boxes as `left bottom right top` in points, with `; ` between boxes"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The exact place of a passage in the file that it is cited from; a passage over two pages has a row for each."""

    evidence_id: str = column("id", "evidence that rests on the passage", required=True, refers="evidence")
    source_sha256: str = column("text", "SHA-256 of the file it was cited from", required=True)
    page: int | None = column("integer", "page of the PDF, counted from 1; empty for HTML and text", least=1)
    quads: str = column("text", "boxes of its lines in points of the page: `left bottom right top; ...`; PDF only")
    characters: int = column("integer", "number of its letters and signs, as compared", required=True, least=1)
    text_sha256: str = column("text", "SHA-256 of the passage as it is compared", required=True)
    before: str = column("text", "the last words before it, of about 16 characters")
    after: str = column("text", "the first words after it, of about 16 characters")

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return the boxes of the lines of the passage.

        Raises
        ------
        ValueError
            `quads` has another form; `evaluator check` reports this earlier.

        Examples
        --------
        >>> Anchor("E1", quads="10 20 30.5 32; 10 8 25 20").boxes
        ((10.0, 20.0, 30.5, 32.0), (10.0, 8.0, 25.0, 20.0))
        """
        return boxes_of(self.quads)


def boxes_of(text: str) -> tuple[Box, ...]:
    """Return the boxes in the text of a cell; ValueError if it has another form, or a box has no area.

    Examples
    --------
    >>> boxes_of("")
    ()
    """
    if not text:
        return ()
    if not QUADS.fullmatch(text):
        raise ValueError(QUADS_WORDS)
    boxes: list[Box] = []
    for part in text.split("; "):
        left, bottom, right, top = (float(number) for number in part.split(" "))
        if right <= left or top <= bottom:
            raise ValueError(QUADS_WORDS)
        boxes.append((left, bottom, right, top))
    return tuple(boxes)


def quads_text(boxes: Iterable[Box]) -> str:
    """Return boxes as the text of a cell: four numbers for each box, in points, to a hundredth.

    Examples
    --------
    >>> quads_text([(10.0, 20.0, 30.504, 32.0)])
    '10 20 30.5 32'
    """
    return "; ".join(" ".join(_shortest_number(number) for number in box) for box in boxes)


def _shortest_number(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
