"""Check the pages of a tagged PDF: every drawing must belong to a structure element or be an artifact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evaluator.reports.pdf.structure import Lack, is_dictionary

PAINTING = frozenset(["B", "B*", "b", "b*", "f", "F", "f*", "S", "s", "sh", "Do", "EI", "Tj", "TJ", "'", '"'])


def check_content(pdf: Any) -> Iterator[Lack]:  # noqa: ANN401
    """Yield each fault of the pages' content, as a pair of what was found and what was expected."""
    mapped = _parent_tree(pdf)
    for number, page in enumerate(pdf.pages, 1):
        yield from _operators(page, number, mapped)
        yield from _links(page, number, mapped)


def _parent_tree(pdf: Any) -> dict[int, Any]:  # noqa: ANN401
    root = pdf.Root.get("/StructTreeRoot")
    if root is None or "/ParentTree" not in root:
        return {}
    numbers = list(root.ParentTree.get("/Nums", []))
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _operators(page: Any, number: int, mapped: dict[int, Any]) -> Iterator[Lack]:  # noqa: ANN401
    import pikepdf

    own = mapped.get(int(page.get("/StructParents", -1)), [])
    depth, untagged = 0, 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            depth += 1
            yield from _marked(instruction.operands, own, number)
        elif operator == "EMC":
            depth -= 1
        elif operator in PAINTING and depth == 0:
            untagged += 1
    if untagged:
        yield f"page {number} draws {untagged} times outside every tag", "each drawing tagged or an artifact"


def _marked(operands: Any, own: Any, number: int) -> Iterator[Lack]:  # noqa: ANN401
    properties = operands[1] if len(operands) > 1 else {}
    mark = properties.get("/MCID") if is_dictionary(properties) else None
    if mark is not None and (int(mark) >= len(own) or not is_dictionary(own[int(mark)])):
        yield f"page {number} has marked content {int(mark)} that no element holds", "an element for it"


def _links(page: Any, number: int, mapped: dict[int, Any]) -> Iterator[Lack]:  # noqa: ANN401
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") != "/Link":
            continue
        if not str(annotation.get("/Contents", "")).strip():
            yield f"page {number} has a link without words", "words that say where it leads"
        if int(annotation.get("/StructParent", -1)) not in mapped:
            yield f"page {number} has a link outside the structure", "a link element"
