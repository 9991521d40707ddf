"""Check a report's PDF for accessibility, as far as a machine can, by reading the file back.

The checks find faults: of the document, its fonts and files, its tags, and of drawings that belong to no tag. They
cannot judge whether an alternative text is good, whether the reading
order makes sense, or whether colours suffice, so an empty list does not prove conformance.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluator.errors import InvalidInputError, Problem, library_of
from evaluator.reports.pdf.structure import Lack, check_structure, is_dictionary

# A PDF with more pages than this needs bookmarks.
PAGES_WITHOUT_BOOKMARKS = 4
OWN_FONTS = "Report"


def check_report(path: Path) -> tuple[Problem, ...]:
    """Return every accessibility fault of a report's PDF; empty if the checks find none.

    Raises
    ------
    InvalidInputError
        The file is missing or not a PDF.
    MissingDependencyError
        pikepdf is not installed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError([Problem(str(path), error.strerror or "cannot be read", "a PDF")]) from None
    return check_pdf(content, str(path))


def check_pdf(content: bytes, name: str) -> tuple[Problem, ...]:
    """Return every accessibility fault of a PDF passed as bytes; `name` is the file's name in the problems."""
    pikepdf = library_of("report", "pikepdf", "checking a PDF needs pikepdf")
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            lacks = [
                *_document_lacks(pdf),
                *_metadata_lacks(pdf),
                *_font_lacks(pdf),
                *_attachment_lacks(pdf),
                *check_structure(pdf),
                *check_content(pdf),
            ]
    except pikepdf.PdfError as error:
        raise InvalidInputError([Problem(name, str(error), "a PDF")]) from None
    return tuple(Problem(name, found, expected) for found, expected in dict.fromkeys(lacks))


def _document_lacks(pdf: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language of the document", "/Lang in the catalogue"
    if "/MarkInfo" not in root or not root.MarkInfo.get("/Marked", False):
        yield "the document does not say that it is tagged", "/Marked true"
    if "/ViewerPreferences" not in root or not root.ViewerPreferences.get("/DisplayDocTitle", False):
        yield "a reader would show the file name", "the title shown in the window"
    if len(pdf.pages) > PAGES_WITHOUT_BOOKMARKS and ("/Outlines" not in root or "/First" not in root.Outlines):
        yield f"{len(pdf.pages)} pages and no bookmark", "bookmarks"
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"page {number} does not say its order of tabs", "/Tabs /S"


def _metadata_lacks(pdf: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if not xmp.get("dc:title"):
            yield "no title in the metadata", "dc:title"
        if xmp.get("pdfuaid:part") != "1":
            yield "the metadata do not name PDF/UA", "pdfuaid:part 1"
        if (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")) != ("3", "A"):
            yield "the metadata do not name PDF/A-3a", "pdfaid:part 3, conformance A"


def _font_lacks(pdf: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for entry in pdf.objects:
        if not is_dictionary(entry) or not _is_font(entry):
            continue
        name = str(entry.get("/BaseFont", "?")).lstrip("/")
        if not name.partition("+")[2].startswith(OWN_FONTS):
            yield f"the font {name}", "only the fonts of the template folders"
        if "/ToUnicode" not in entry:
            yield f"the font {name} does not say which characters it draws", "/ToUnicode"
        below = entry.DescendantFonts[0] if "/DescendantFonts" in entry else entry
        if not any(key in below.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {name} is not in the file", "every font embedded"


def _is_font(entry: Any) -> bool:  # noqa: ANN401
    return bool(entry.get("/Type") == "/Font" and entry.get("/Subtype") in ("/Type0", "/TrueType", "/Type1"))


def _attachment_lacks(pdf: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if "result.json" not in pdf.attachments:
        yield "no result.json inside", "the report's own result"
    for name, attachment in pdf.attachments.items():
        fingerprint = hashlib.sha256(attachment.get_file().read_bytes()).hexdigest()
        if attachment.description != f"SHA-256 {fingerprint}":
            yield f"the attachment {name} is not the file whose fingerprint stands beside it", f"SHA-256 {fingerprint}"


PAINTING = frozenset(["B", "B*", "b", "b*", "f", "F", "f*", "S", "s", "sh", "Do", "EI", "Tj", "TJ", "'", '"'])


def check_content(pdf: Any) -> Iterator[Lack]:  # noqa: ANN401
    """Yield each fault of the pages' content, as a pair of what was found and what was expected."""
    mapped = _parent_tree(pdf)
    for number, page in enumerate(pdf.pages, 1):
        yield from _untagged_drawings(page, number, mapped)
        yield from _link_lacks(page, number, mapped)


def _parent_tree(pdf: Any) -> dict[int, Any]:  # noqa: ANN401
    root = pdf.Root.get("/StructTreeRoot")
    if root is None or "/ParentTree" not in root:
        return {}
    numbers = list(root.ParentTree.get("/Nums", []))
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _untagged_drawings(page: Any, number: int, mapped: dict[int, Any]) -> Iterator[Lack]:  # noqa: ANN401
    import pikepdf

    own = mapped.get(int(page.get("/StructParents", -1)), [])
    depth, untagged = 0, 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            depth += 1
            yield from _lost_marks(instruction.operands, own, number)
        elif operator == "EMC":
            depth -= 1
        elif operator in PAINTING and depth == 0:
            untagged += 1
    if untagged:
        yield f"page {number} draws {untagged} times outside every tag", "each drawing tagged or an artifact"


def _lost_marks(operands: Any, own: Any, number: int) -> Iterator[Lack]:  # noqa: ANN401
    properties = operands[1] if len(operands) > 1 else {}
    mark = properties.get("/MCID") if is_dictionary(properties) else None
    if mark is not None and (int(mark) >= len(own) or not is_dictionary(own[int(mark)])):
        yield f"page {number} has marked content {int(mark)} that no element holds", "an element for it"


def _link_lacks(page: Any, number: int, mapped: dict[int, Any]) -> Iterator[Lack]:  # noqa: ANN401
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") != "/Link":
            continue
        if not str(annotation.get("/Contents", "")).strip():
            yield f"page {number} has a link without words", "words that say where it leads"
        if int(annotation.get("/StructParent", -1)) not in mapped:
            yield f"page {number} has a link outside the structure", "a link element"
