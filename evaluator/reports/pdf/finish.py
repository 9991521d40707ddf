"""Finish the tags of a PDF that WeasyPrint wrote, before its bytes are written.

WeasyPrint leaves out attributes and metadata that PDF/UA-1 requires. It makes an element of every
fragment of a table, list, paragraph or section that a page break cuts in two, and repeats the head of
a table as a separate head; after joining, a screen reader meets one table with one head. It states
the box of a figure in CSS pixels from the top of the page, where PDF needs points from its foot, and
makes every drawing a figure, and every empty box an element. A drawing that the page marks
`aria-hidden` only repeats the table cells next to it, so screen readers should skip it.

All this uses WeasyPrint's internals, so its version is pinned and `tests/reports/test_finish.py` reads the result back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from evaluator.reports.pdf.engines import PRINTER, recorded_version, recorded_versions

UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "yaml": "application/yaml",
    "zip": "application/zip",
}
UA_XMP = f"""<rdf:Description rdf:about="" xmlns:pdfuaid="{UA_NAMESPACE}" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{UA_NAMESPACE}</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA to which the file is built</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>""".encode()


@contextmanager
def record_tags() -> Iterator[list[Pair]]:
    """Within this context, record which structure element WeasyPrint builds from which box.

    WeasyPrint does not expose these pairs, and the language of a passage can be set only with them.
    """
    from weasyprint.pdf import tags

    pairs: list[Pair] = []
    known: set[bytes] = set()
    build = tags._build_box_tree  # noqa: SLF001

    def recorded(box: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401
        for element in build(box, *rest):
            # The boxes of body and html yield their children's elements again: the first box is the element's own.
            if element.reference not in known:
                known.add(element.reference)
                pairs.append((element, box))
            yield element

    tags._build_box_tree = recorded  # noqa: SLF001
    try:
        yield pairs
    finally:
        tags._build_box_tree = build  # noqa: SLF001


def finish(pdf: Any, pairs: list[Pair]) -> None:  # noqa: ANN401
    """Add to a `pydyf.PDF` the data that screen readers and archives need; see the module."""
    _set_languages(pairs)
    _set_scopes(pairs)
    structure = structure_of(pdf)
    join_fragments(structure, settle_drawings(structure, pairs))
    _name_engines(pdf)
    _mark_ua(pdf)
    _set_media_types(pdf)


def _set_languages(pairs: list[Pair]) -> None:
    import pydyf

    for element, box in pairs:
        lang = box.element.get("lang") if box.element is not None else None
        if lang and box.element_tag != "html":
            element["Lang"] = pydyf.String(lang)


def _set_scopes(pairs: list[Pair]) -> None:
    import pydyf

    for element, box in pairs:
        if element["S"] == "/TH" and box.element is not None:
            scope = "/Row" if box.element.get("scope") == "row" else "/Column"
            attributes = element.get("A") or pydyf.Dictionary({"O": "/Table"})
            attributes["Scope"] = scope
            element["A"] = attributes


def _mark_ua(pdf: Any) -> None:  # noqa: ANN401
    import pydyf

    producer = f'pdf:Producer="{pdf.info["Producer"].string}"'.encode()
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and entry.extra.get("Type") == "/Metadata":
            written = re.sub(rb'pdf:Producer="[^"]*"', producer, entry.stream[0])
            entry.stream[0] = written.replace(b"</rdf:RDF>", UA_XMP + b"</rdf:RDF>")
            entry.compress = False


def _set_media_types(pdf: Any) -> None:  # noqa: ANN401
    by_reference = {entry.reference: entry for entry in pdf.objects if hasattr(entry, "reference")}
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Filespec":
            suffix = entry["UF"].string.rpartition(".")[2]
            kind = MEDIA_TYPES.get(suffix, "application/octet-stream")
            by_reference[entry["EF"]["F"]].extra["Subtype"] = f"/{kind.replace('/', '#2f')}"
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))


def _name_engines(pdf: Any) -> None:  # noqa: ANN401
    import pydyf

    for key, version in recorded_versions().items():
        pdf.info[key] = pydyf.String(version)
    pdf.info["Producer"] = pydyf.String(f"{PRINTER} {recorded_version(PRINTER)}")


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
                _place_figure(structure, element)
        elif element["S"] in HOLDERS and not element["K"]:
            gone.add(element.reference)
        else:
            continue
        if element.reference in gone:
            structure.drop(element)
    return [(element, box) for element, box in pairs if element.reference not in gone]


def _place_figure(structure: Structure, element: Any) -> None:  # noqa: ANN401
    """Convert a figure's box from CSS pixels, from the top of the page, to points from its foot."""
    left, top, right, bottom = (POINTS * side for side in element["A"]["BBox"])
    height = structure.objects[element["Pg"]]["MediaBox"][3]
    element["A"]["BBox"] = type(element["A"]["BBox"])((left, height - bottom, right, height - top))


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
    for first, *others in _fragments_of_box(pairs, frozenset({"/THead"})):
        for repeated in others:
            heads.update(_matching_heads(structure, first, repeated))
            make_artifact(structure, repeated)
            gone.update(_references(structure, repeated))
            structure.drop(repeated)
    left = [(element, box) for element, box in pairs if element.reference not in gone]
    for first, *others in _fragments_of_box(left, JOINED):
        for fragment in others:
            _move_kids(structure, fragment, first)
            structure.drop(fragment)
    _rename_headers(left, heads)


def _fragments_of_box(pairs: list[Pair], kinds: frozenset[str]) -> Iterator[list[Any]]:
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


def _matching_heads(structure: Structure, first: Any, repeated: Any) -> dict[str, Any]:  # noqa: ANN401
    """Map the id of each repeated header cell to the id of the cell that it repeats."""
    originals, copies = (list(_header_cells(structure, head)) for head in (first, repeated))
    return {copy["ID"].string: original["ID"] for original, copy in zip(originals, copies, strict=True)}


def _header_cells(structure: Structure, element: Any) -> Iterator[Any]:  # noqa: ANN401
    for kid in structure.kids(element):
        if not isinstance(kid, int):
            if kid.get("S") == "/TH" and "ID" in kid:
                yield kid
            else:
                yield from _header_cells(structure, kid)


def make_artifact(structure: Structure, element: Any) -> None:  # noqa: ANN401
    """Mark all content below an element as an artifact, which screen readers skip."""
    page = structure.objects[element["Pg"]]
    operators = structure.objects[page["Contents"]].stream
    for number in _marked_content(structure, element):
        at = next(k for k, op in enumerate(operators) if isinstance(op, dict) and op.get("MCID") == number)
        operators[at - 1 : at + 2] = [b"/Artifact", b"", b"BMC"]
        structure.numbers[page["StructParents"] * 2 + 1][number] = b"null"


def _references(structure: Structure, element: Any) -> Iterator[bytes]:  # noqa: ANN401
    """Yield the references of an element and of all structure elements below it."""
    yield element.reference
    for kid in structure.kids(element):
        if not isinstance(kid, int) and "K" in kid:
            yield from _references(structure, kid)


def _marked_content(structure: Structure, element: Any) -> Iterator[int]:  # noqa: ANN401
    for kid in structure.kids(element):
        if isinstance(kid, int):
            yield kid
        else:
            yield from _marked_content(structure, kid)


def _rename_headers(pairs: list[Pair], heads: dict[str, Any]) -> None:
    """Point the data cells of later pages to the header cells of the first page."""
    for element, _ in pairs:
        attributes = element.get("A")
        if element["S"] == "/TD" and attributes and "Headers" in attributes:
            attributes["Headers"] = type(attributes["Headers"])(
                heads.get(header.string, header) for header in attributes["Headers"]
            )
