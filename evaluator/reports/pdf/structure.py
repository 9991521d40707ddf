"""Read and check the structure tree of a tagged PDF: headings, figures, tables, links, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

HEADING = re.compile(r"H([1-6])")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
CORNERS = 4
Lack = tuple[str, str]


@dataclass(frozen=True)
class Element:
    """One structure element with its children; `node` is the underlying pikepdf object."""

    kind: str
    node: Any
    children: tuple[Element, ...]

    def walk(self) -> Iterator[Element]:
        """Yield the element and all its descendants in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def below(self, *kinds: str) -> list[Element]:
        """Return all descendants of the given kinds in reading order."""
        return [element for element in self.walk() if element.kind in kinds and element is not self]

    @property
    def attributes(self) -> dict[str, Any]:
        """Return the element's table and layout attributes, merged into one dictionary."""
        return {str(key): value for part in several(self.node.get("/A", {})) for key, value in part.items()}


def several(value: Any) -> list[Any]:  # noqa: ANN401
    """Return the entries of an array; a single value becomes a list of one."""
    import pikepdf

    return list(value) if isinstance(value, (pikepdf.Array, list)) else [value]


def is_dictionary(value: Any) -> bool:  # noqa: ANN401
    """Return whether a PDF object is a dictionary."""
    import pikepdf

    return isinstance(value, pikepdf.Dictionary)


def tree_of(pdf: Any) -> Element | None:  # noqa: ANN401
    """Return the root of the structure tree; None if the PDF is not tagged."""
    root = pdf.Root.get("/StructTreeRoot")
    return None if root is None else _element_of(root, "Root")


def _element_of(node: Any, kind: str) -> Element:  # noqa: ANN401
    inner = [kid for kid in several(node.get("/K", [])) if is_dictionary(kid) and "/S" in kid]
    return Element(kind, node, tuple(_element_of(kid, str(kid.S).lstrip("/")) for kid in inner))


def check_structure(pdf: Any) -> Iterator[Lack]:  # noqa: ANN401
    """Yield each fault of the structure tree, as a pair of what was found and what was expected."""
    tree = tree_of(pdf)
    if tree is None:
        yield "no structure: the file is not tagged", "a structure tree"
        return
    yield from _heading_lacks(tree)
    yield from _figure_lacks(tree)
    yield from _language_lacks(tree)
    for number, table in enumerate(tree.below("Table"), 1):
        yield from _table_lacks(table, number)
    yield from _cut_table_lacks(tree)


def _heading_lacks(tree: Element) -> Iterator[Lack]:
    levels = [int(match[1]) for element in tree.walk() if (match := HEADING.fullmatch(element.kind))]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"{levels.count(1)} headings of level 1", "one, before all others"
    for above, level in pairwise([0, *levels]):
        if level > above + 1:
            yield f"a heading of level {level} under one of level {above}", "no level left out"


def _figure_lacks(tree: Element) -> Iterator[Lack]:
    for number, figure in enumerate(tree.below("Figure"), 1):
        if not str(figure.node.get("/Alt", "")).strip():
            yield f"figure {number} has no alternative text", "a sentence that says what it shows"
        sides = [float(side) for side in figure.attributes.get("/BBox", [])]
        if not _is_inside(sides, figure.node):
            yield f"figure {number} has a box that is not on its page", "left, foot, right and top in points"


def _is_inside(sides: list[float], node: Any) -> bool:  # noqa: ANN401
    """Return whether a box has positive size and lies within its page, with a tolerance of one point."""
    if len(sides) != CORNERS or "/Pg" not in node:
        return False
    left, foot, right, top = sides
    low, low_side, high, high_side = (float(side) for side in node.Pg.MediaBox)
    within = low - 1 <= left and right <= high + 1 and low_side - 1 <= foot and top <= high_side + 1
    return within and left < right and foot < top


def _language_lacks(tree: Element) -> Iterator[Lack]:
    for element in tree.walk():
        lang = element.node.get("/Lang")
        if lang is not None and not LANGUAGE.fullmatch(str(lang)):
            yield f"the language {str(lang)!r}", "a language tag such as sr-Cyrl"


def _table_lacks(table: Element, number: int) -> Iterator[Lack]:
    heads, cells = table.below("TH"), table.below("TH", "TD")
    if not heads:
        yield f"table {number} has no header cell", "header cells"
    if any(str(head.attributes.get("/Scope", "")) not in ("/Row", "/Column", "/Both") for head in heads):
        yield f"table {number} has a header cell without scope", "the scope of each"
    named = {str(head.node.get("/ID")) for head in heads}
    pointed = {str(header) for cell in cells for header in cell.attributes.get("/Headers", [])}
    if pointed - named:
        yield f"table {number} points to header cells that it does not have", "its own header cells"
    widths = {sum(int(cell.attributes.get("/ColSpan", 1)) for cell in row.children) for row in table.below("TR")}
    spans = any("/RowSpan" in cell.attributes for cell in cells)
    if len(widths) > 1 and not spans:
        yield f"table {number} has rows of {', '.join(map(str, sorted(widths)))} columns", "rows of one width"
    if len([child for child in table.children if child.kind == "THead"]) > 1:
        yield f"table {number} has two heads", "one"


def _cut_table_lacks(tree: Element) -> Iterator[Lack]:
    """Yield a fault for each table that continues as a second table on the next page.

    A table counts as continued if the next block is a table of the same width, without caption, on
    another page.
    """
    blocks = list(_blocks(tree))
    for left, right in pairwise(blocks):
        if left.kind != "Table" or right.kind != "Table" or right.below("Caption"):
            continue
        rows = (left.below("TR")[-1:], right.below("TR")[:1])
        if all(rows) and len(rows[0][0].children) == len(rows[1][0].children) and _page_of(left) != _page_of(right):
            yield "a table is cut in two at the end of a page", "one table for one table"


def _blocks(element: Element) -> Iterator[Element]:
    """Yield tables, headings, paragraphs and lists in reading order, without those inside a table."""
    for child in element.children:
        if child.kind in ("Table", "P", "L") or HEADING.fullmatch(child.kind):
            yield child
        else:
            yield from _blocks(child)


def _page_of(element: Element) -> Any:  # noqa: ANN401
    return element.node.Pg.objgen if "/Pg" in element.node else None
