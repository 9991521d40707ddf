"""Add to a tagged PDF what WeasyPrint leaves out, before the file is closed.

This adds the language of passages, the scope of header cells, one table element for a table that
runs over several pages, the PDF/UA mark next to PDF/A's, media types that do not depend on the
machine, and the versions of the programs that determine the bytes. The code relies on WeasyPrint's
internals, so its version is pinned and `tests/reports/test_finish.py` reads the result back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from evaluator.reports.pdf.drawings import settle_drawings
from evaluator.reports.pdf.engines import engine_versions
from evaluator.reports.pdf.fragments import Pair, join_fragments, structure_of

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
def tags_recorded() -> Iterator[list[Pair]]:
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
    _languages(pairs)
    _scopes(pairs)
    structure = structure_of(pdf)
    join_fragments(structure, settle_drawings(structure, pairs))
    _metadata(pdf)
    _media_types(pdf)
    _engines(pdf)


def _languages(pairs: list[Pair]) -> None:
    import pydyf

    for element, box in pairs:
        lang = box.element.get("lang") if box.element is not None else None
        if lang and box.element_tag != "html":
            element["Lang"] = pydyf.String(lang)


def _scopes(pairs: list[Pair]) -> None:
    import pydyf

    for element, box in pairs:
        if element["S"] == "/TH" and box.element is not None:
            scope = "/Row" if box.element.get("scope") == "row" else "/Column"
            attributes = element.get("A") or pydyf.Dictionary({"O": "/Table"})
            attributes["Scope"] = scope
            element["A"] = attributes


def _metadata(pdf: Any) -> None:  # noqa: ANN401
    import pydyf

    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and entry.extra.get("Type") == "/Metadata":
            entry.stream[0] = entry.stream[0].replace(b"</rdf:RDF>", UA_XMP + b"</rdf:RDF>")
            entry.compress = False


def _media_types(pdf: Any) -> None:  # noqa: ANN401
    by_reference = {entry.reference: entry for entry in pdf.objects if hasattr(entry, "reference")}
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Filespec":
            suffix = entry["UF"].string.rpartition(".")[2]
            kind = MEDIA_TYPES.get(suffix, "application/octet-stream")
            by_reference[entry["EF"]["F"]].extra["Subtype"] = f"/{kind.replace('/', '#2f')}"
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))


def _engines(pdf: Any) -> None:  # noqa: ANN401
    import pydyf

    for key, version in engine_versions().items():
        pdf.info[key] = pydyf.String(version)
