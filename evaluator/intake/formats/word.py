"""Reader of Word documents (.docx) as tables of cells, and the text around them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

from evaluator.errors import InvalidInputError, Problem, library_of
from evaluator.intake.formats.cells import FilledTable, Outside, RawTable, SourceFile
from evaluator.intake.formats.door import FormatReader
from evaluator.intake.formats.package import SAVE, check_document
from evaluator.model.sentence import say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Elements with text that was moved or deleted, that replaces newer elements, or that is invisible.
UNREAD = {"moveFrom", "Fallback", "del", "instrText", "delText"}
TRACKED = {"ins", "del", "moveFrom", "moveTo"}
BESIDE = re.compile(r"word/(footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
MOST_SPAN = 200
STYLES = "word/styles.xml"


def xml_module() -> ModuleType:
    """Return the XML parser that refuses entities; see `library_of` for errors."""
    return library_of("intake", "defusedxml.ElementTree", "reading Word documents needs defusedxml")


def read_docx(path: str, content: bytes, sha256: str) -> SourceFile:
    """Read a Word document; a merged cell fills every slot it covers, and a nested table is its cell's text.

    Word documents have no pages before printing, so places consist of table and row.

    Raises
    ------
    InvalidInputError
        The file is not a Word document, is damaged, or locked by a password.
    """
    check_document(path, content)
    parse = xml_module().fromstring
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = parse(package.read("word/document.xml"))
            names = sorted(name for name in package.namelist() if BESIDE.fullmatch(name))
            beside = ["\n".join(_paragraphs(parse(package.read(name)))) for name in names]
            styles = _heading_styles(parse(package.read(STYLES))) if STYLES in package.namelist() else frozenset()
        tables = [_filled_table(found, at, above) for at, (found, above) in enumerate(_tables_and_above(body), start=1)]
        between = "\n".join(_paragraphs(body, inside_tables=False))
        headings = set(_headings(body, styles))
    except (ValueError, SyntaxError, RecursionError, LookupError, EOFError, OSError, zipfile.BadZipFile) as error:
        found = say("a Word document that cannot be read (%(reason)s)", reason=type(error).__name__)
        raise InvalidInputError([Problem(path, found, say("a whole .docx file"), SAVE)]) from None
    outside = tuple(Outside.with_headings(text, headings) for text in (between, *beside) if text.strip())
    changes = sum(_name_of(node) in TRACKED for node in body.iter())
    return SourceFile("docx", sha256, tuple(table for table in tables if table.rows), outside, changes=changes)


def _name_of(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _heading_styles(styles: Element) -> frozenset[str]:
    """Return the ids of the styles of headings; their names are English in every language of Word."""
    found = [node for node in styles if _name_of(node) == "style"]
    named = {_attribute(node, "styleId"): _attribute(_first_below(node, "name"), "val").casefold() for node in found}
    return frozenset(name for name, told in named.items() if told.startswith(("heading", "title")))


def _headings(body: Element, styles: frozenset[str]) -> Iterator[str]:
    """Yield the texts of the paragraphs outside of tables whose style is a heading's."""
    for paragraph in _within(body, ("p",), ("tbl",)):
        if _attribute(_first_below(paragraph, "pPr", "pStyle"), "val") in styles:
            yield from _text_of_paragraph(paragraph)


def _within(node: Element, wanted: tuple[str, ...], stop: tuple[str, ...] = ()) -> Iterator[Element]:
    """Yield the nearest descendants with one of the names, through content controls and revision marks."""
    for child in node:
        name = _name_of(child)
        if name in wanted:
            yield child
        elif name not in UNREAD and name not in stop:
            yield from _within(child, wanted, stop)


def _tables_and_above(body: Element) -> Iterator[tuple[Element, list[str]]]:
    """Yield each table with the paragraphs before it; for a layout frame, the tables inside it.

    A layout frame is a table whose cells hold tables and no other text.
    """
    above: list[str] = []
    for node in _within(body, ("p", "tbl")):
        if _name_of(node) == "p":
            above += _text_of_paragraph(node)
        elif (inner := list(_within_cells(node))) and not any(_paragraphs(node, inside_tables=False)):
            for table in inner:
                yield table, above
                above = []
        else:
            yield node, above
            above = []


def _within_cells(frame: Element) -> Iterator[Element]:
    """Yield the tables in the cells of a table."""
    for cell in _within(frame, ("tc",)):
        yield from _within(cell, ("tbl",), ("tc",))


def _attribute(node: Element | None, name: str) -> str:
    if node is None:
        return ""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _first_below(node: Element, *names: str) -> Element | None:
    """Return the descendant at a path of names, the first of each name, or None."""
    found: Element | None = node
    for name in names:
        found = next((child for child in found if _name_of(child) == name), None) if found is not None else None
    return found


def _span_number(text: str) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text.isdigit() else 1


def _filled_table(table: Element, number: int, above: list[str]) -> RawTable:
    grid = FilledTable(number, above=above)
    for at, row in enumerate(_within(table, ("tr",))):
        before = _attribute(_first_below(row, "trPr", "gridBefore"), "val")
        column = _span_number(before) if before and before != "0" else 0
        for cell in _within(row, ("tc",)):
            span = _span_number(_attribute(_first_below(cell, "tcPr", "gridSpan"), "val"))
            merge = _first_below(cell, "tcPr", "vMerge")
            text = "\n".join(_paragraphs(cell))
            over = grid.slots.get((at - 1, column))
            if merge is not None and _attribute(merge, "val") != "restart" and over is not None and not text.strip():
                grid.slots.update({(at, slot): over for slot in range(column, column + span)})
            else:
                grid.put((at, column), text, (1, span))
            column += span
    return grid.table()


def _paragraphs(node: Element, *, inside_tables: bool = True) -> Iterator[str]:
    """Yield the paragraphs that have text; a list item begins with a bullet, because its number is not in the file."""
    for paragraph in _within(node, ("p",), () if inside_tables else ("tbl",)):
        yield from _text_of_paragraph(paragraph)


def _text_of_paragraph(node: Element) -> Iterator[str]:
    text = "".join(_texts_of_runs(node)).strip()
    if text:
        yield ("• " if _first_below(node, "pPr", "numPr") is not None else "") + text


def _texts_of_runs(node: Element) -> Iterator[str]:
    for child in node:
        name = _name_of(child)
        if name == "t":
            yield child.text or ""
        elif name in MARKS:
            yield MARKS[name]
        elif name == "p":  # a paragraph of a text box inside the paragraph
            yield "\n" + "".join(_texts_of_runs(child))
        elif name not in UNREAD:
            yield from _texts_of_runs(child)


READER = FormatReader("a Word document", lambda file: read_docx(file.path, file.content, file.sha256), xml_module)
