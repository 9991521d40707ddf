"""Correct the figures of a tagged PDF: their boxes, hidden drawings, and empty elements.

WeasyPrint states the box of a figure in CSS pixels from the top of the page; PDF needs points from
its foot. WeasyPrint also makes every drawing a figure, and every empty box an element. A drawing
that the page marks `aria-hidden` only repeats the table cells next to it, so screen readers should
skip it.
"""

from __future__ import annotations

from typing import Any

from evaluator.reports.pdf.fragments import Pair, Structure, make_artifact

POINTS = 0.75  # points in a CSS pixel
# Elements without meaning of their own: empty ones are dropped. An empty table cell is kept.
HOLDERS = frozenset({"/Span", "/Div", "/NonStruct"})


def settle_drawings(structure: Structure, pairs: list[Pair]) -> list[Pair]:
    """Correct a tagged PDF's figures in place; return the pairs of element and box that remain in its structure.

    Boxes of figures are converted to points, hidden drawings become artifacts, empty elements are dropped.
    """
    gone: set[bytes] = set()
    for element, box in pairs:  # children come before their parents
        if element["S"] == "/Figure":
            if box.element is not None and box.element.get("aria-hidden") == "true":
                make_artifact(structure, element)
                gone.add(element.reference)
            else:
                _place(structure, element)
        elif element["S"] in HOLDERS and not element["K"]:
            gone.add(element.reference)
        else:
            continue
        if element.reference in gone:
            structure.drop(element)
    return [(element, box) for element, box in pairs if element.reference not in gone]


def _place(structure: Structure, element: Any) -> None:  # noqa: ANN401
    """Convert a figure's box from CSS pixels, from the top of the page, to points from its foot."""
    left, top, right, bottom = (POINTS * side for side in element["A"]["BBox"])
    height = structure.objects[element["Pg"]]["MediaBox"][3]
    element["A"]["BBox"] = type(element["A"]["BBox"])((left, height - bottom, right, height - top))
