"""Join the structure elements of a table, list, paragraph or section that a page break cut in two.

WeasyPrint makes an element of every fragment, and repeats the head of a table as a separate head.
After joining, a screen reader meets one table with one head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# A structure element (`pydyf.Dictionary`) and the box from which it was built.
Pair = tuple[Any, Any]
JOINED = frozenset(
    {"/Table", "/TBody", "/TR", "/TD", "/TH", "/L", "/LI", "/LBody", "/P", "/Sect", "/Div", "/Part", "/BlockQuote"}
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The objects of a `pydyf.PDF` by reference, and its map from marked content to elements."""

    objects: dict[bytes, Any]
    numbers: list[Any]

    def kids(self, element: Any) -> Iterator[Any]:  # noqa: ANN401
        """Yield an element's child elements, and the numbers of its marked content."""
        for kid in element["K"]:
            yield self.objects[kid] if isinstance(kid, bytes) else kid

    def drop(self, element: Any) -> None:  # noqa: ANN401
        """Remove an element from its parent."""
        self.objects[element["P"]]["K"].remove(element.reference)


def structure_of(pdf: Any) -> Structure:  # noqa: ANN401
    """Return the structure of a tagged `pydyf.PDF`."""
    objects = {entry.reference: entry for entry in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    return Structure(objects, objects[root["ParentTree"]]["Nums"])


def join_fragments(structure: Structure, pairs: list[Pair]) -> None:
    """Join the fragments of every element that runs over several pages; repeated heads become artifacts."""
    heads: dict[str, Any] = {}
    gone: set[bytes] = set()
    for first, *others in _fragments(pairs, frozenset({"/THead"})):
        for repeated in others:
            heads.update(_same_heads(structure, first, repeated))
            make_artifact(structure, repeated)
            gone.update(_references(structure, repeated))
            structure.drop(repeated)
    left = [(element, box) for element, box in pairs if element.reference not in gone]
    for first, *others in _fragments(left, JOINED):
        for fragment in others:
            _move_kids(structure, fragment, first)
            structure.drop(fragment)
    _rename_headers(left, heads)


def _fragments(pairs: list[Pair], kinds: frozenset[str]) -> Iterator[list[Any]]:
    """Yield, for each HTML element that runs over several pages, the list of its structure elements, one a page.

    Of several elements on one page the outermost is used: pairs list children first, and anonymous
    boxes inside have the same HTML element.
    """
    outermost: dict[tuple[Any, str], dict[bytes, Any]] = {}
    for element, box in pairs:
        if box.element is not None and element["S"] in kinds:
            outermost.setdefault((box.element, element["S"]), {})[element["Pg"]] = element
    for by_page in outermost.values():
        if len(by_page) > 1:
            yield list(by_page.values())


def _move_kids(structure: Structure, fragment: Any, first: Any) -> None:  # noqa: ANN401
    for kid in structure.kids(fragment):
        if not isinstance(kid, int):
            kid["P"] = first.reference
            first["K"].append(kid.reference)


def _same_heads(structure: Structure, first: Any, repeated: Any) -> dict[str, Any]:  # noqa: ANN401
    """Map the id of each repeated header cell to the id of the cell that it repeats."""
    originals, copies = (list(_cells(structure, head)) for head in (first, repeated))
    return {copy["ID"].string: original["ID"] for original, copy in zip(originals, copies, strict=True)}


def _cells(structure: Structure, element: Any) -> Iterator[Any]:  # noqa: ANN401
    for kid in structure.kids(element):
        if not isinstance(kid, int):
            if kid.get("S") == "/TH" and "ID" in kid:
                yield kid
            else:
                yield from _cells(structure, kid)


def make_artifact(structure: Structure, element: Any) -> None:  # noqa: ANN401
    """Mark all content below an element as an artifact, which screen readers skip."""
    page = structure.objects[element["Pg"]]
    operators = structure.objects[page["Contents"]].stream
    for number in _marked(structure, element):
        at = next(k for k, op in enumerate(operators) if isinstance(op, dict) and op.get("MCID") == number)
        operators[at - 1 : at + 2] = [b"/Artifact", b"", b"BMC"]
        structure.numbers[page["StructParents"] * 2 + 1][number] = b"null"


def _references(structure: Structure, element: Any) -> Iterator[bytes]:  # noqa: ANN401
    """Yield the references of an element and of all structure elements below it."""
    yield element.reference
    for kid in structure.kids(element):
        if not isinstance(kid, int) and "K" in kid:
            yield from _references(structure, kid)


def _marked(structure: Structure, element: Any) -> Iterator[int]:  # noqa: ANN401
    for kid in structure.kids(element):
        if isinstance(kid, int):
            yield kid
        else:
            yield from _marked(structure, kid)


def _rename_headers(pairs: list[Pair], heads: dict[str, Any]) -> None:
    """Point the data cells of later pages to the header cells of the first page."""
    for element, _ in pairs:
        attributes = element.get("A")
        if element["S"] == "/TD" and attributes and "Headers" in attributes:
            attributes["Headers"] = type(attributes["Headers"])(
                heads.get(header.string, header) for header in attributes["Headers"]
            )
