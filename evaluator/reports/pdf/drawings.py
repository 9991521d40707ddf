"""Figures of a tagged PDF: boxes in the page's own units, and bars and boxes in rows that are no figures of their own.

WeasyPrint gives the box of a figure in CSS pixels from the top of the page, makes a
figure of every drawing, and an element of every empty box. A drawing that the page calls
hidden (`aria-hidden`) repeats the cells beside it: nobody is to hear them twice.
"""

from __future__ import annotations

from typing import Any

from evaluator.reports.pdf.fragments import Pair, Structure, make_artifact

POINTS = 0.75  # of a CSS pixel
# What says nothing by itself: without anything in it, nothing is left. An empty cell stays a cell.
HOLDERS = frozenset({"/Span", "/Div", "/NonStruct"})


def settle_drawings(structure: Structure, pairs: list[Pair]) -> list[Pair]:
    """Place figures, make hidden drawings artifacts, drop empty elements; return the pairs that are left."""
    gone: set[bytes] = set()
    for element, box in pairs:  # children stand before what holds them
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
    """Write the box of a figure in points from the foot of its page."""
    left, top, right, bottom = (POINTS * side for side in element["A"]["BBox"])
    height = structure.objects[element["Pg"]]["MediaBox"][3]
    element["A"]["BBox"] = type(element["A"]["BBox"])((left, height - bottom, right, height - top))
