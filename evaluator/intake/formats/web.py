"""Reader of HTML pages as tables of cells, and the text around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from evaluator.intake.formats.cells import FilledTable, Outside, RawTable, SourceFile, cleaned
from evaluator.intake.formats.door import FormatReader

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Elements that a browser does not show.
UNSEEN = {"script", "style", "template", "noscript", "head", "svg", "math"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"p", "div", "li", "br", "ul", "ol", "tr", "table", "section", "dt", "dd", *HEADINGS}
MOST_SPAN = 200


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_html(path: str, content: bytes, sha256: str) -> SourceFile:  # noqa: ARG001  (as every reader is called)
    """Read a page as browsers do, from any bytes; a table inside a cell is that cell's text.

    A page that names no encoding is read as UTF-8 if it is valid UTF-8; browsers learn the encoding from the
    server.
    """
    import tinyhtml5

    default = "utf-8" if _is_utf8(content) else None
    root = tinyhtml5.parse(content, namespace_html_elements=False, likely_encoding=default)
    tables: list[RawTable] = []
    around: list[str] = []
    since: list[str] = []
    for part in _texts_and_parts(root, _is_own_table):
        if isinstance(part, str):
            since.append(part)
        else:
            tables.append(_filled_table(part, len(tables) + 1, "".join(since).split("\n")))
            around, since = [*around, *since, "\n"], []
    text = cleaned("".join([*around, *since]))
    outside = (Outside.with_headings(text, set(_headings(root))),) if text else ()
    return SourceFile("html", sha256, tuple(table for table in tables if table.rows), outside)


def _name_of(node: Element) -> str:
    tag: object = node.tag  # the tag of a comment is a function
    return tag if isinstance(tag, str) else ""


def _within(node: Element, *wanted: str) -> Iterator[Element]:
    """Yield the nearest descendants with one of the names, without recursion, because pages may be nested deeply."""
    waiting = list(reversed(node))
    while waiting:
        child = waiting.pop()
        if _name_of(child) in wanted:
            yield child
        elif _name_of(child) not in UNSEEN and (_name_of(child) != "table" or "table" in wanted):
            waiting.extend(reversed(child))


def _headings(root: Element) -> Iterator[str]:
    """Yield the texts of the headings h1 to h6."""
    for node in _within(root, *HEADINGS):
        text = cleaned("".join(part for part in _texts_and_parts(node, lambda _: False) if isinstance(part, str)))
        if text:
            yield text


def _is_own_table(node: Element) -> bool:
    """Return whether an element is a table of its own, rather than a frame that only lays out the page.

    A frame has tables in its cells and no text outside them, or has fewer rows than a table in a cell.
    """
    if _name_of(node) != "table":
        return False
    cells = [cell for row in _within(node, "tr") for cell in _within(row, "td", "th")]
    inner = [table for cell in cells for table in _within(cell, "table")]
    if not inner:
        return True
    own = sum(1 for _ in _within(node, "tr"))
    is_longer = any(sum(1 for _ in _within(table, "tr")) > own for table in inner)
    beside = "".join(part for cell in cells for part in _texts_and_parts(cell, _is_table) if isinstance(part, str))
    return not is_longer and bool(beside.strip())


def _is_table(node: Element) -> bool:
    return _name_of(node) == "table"


def _filled_table(table: Element, number: int, above: list[str]) -> RawTable:
    grid = FilledTable(number, above=above)
    for at, (row, below) in enumerate(_rows_with_rest(table)):
        column = 0
        for cell in _within(row, "td", "th"):
            while (at, column) in grid.slots:
                column += 1
            # As in browsers, no cell extends beyond its part of the table, and rowspan=0 extends to the end of it.
            down = min(_span_of(cell, "rowspan") or below, below)
            across = max(_span_of(cell, "colspan"), 1)
            text = "".join(part for part in _texts_and_parts(cell, lambda _: False) if isinstance(part, str))
            grid.put((at, column), text, (down, across))
            column += across
    return grid.table()


def _rows_with_rest(table: Element) -> Iterator[tuple[Element, int]]:
    """Yield each row with the number of rows from it to the end of its part of the table (head, body, foot)."""
    for part in _within(table, "thead", "tbody", "tfoot"):
        rows = list(_within(part, "tr"))
        yield from ((row, len(rows) - at) for at, row in enumerate(rows))


def _span_of(cell: Element, name: str) -> int:
    text = cell.get(name, "").strip()
    return min(int(text), MOST_SPAN) if text.isascii() and text.isdigit() else 1


def _texts_and_parts(node: Element, is_apart: Callable[[Element], bool]) -> Iterator[Element | str]:
    """Yield the text in an element, with a line for each block, and whole those elements for which `is_apart` is true.

    Runs of blanks become one blank, as a browser shows them.
    """
    waiting: list[Element | str] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        if not _name_of(item) or _name_of(item) in UNSEEN:
            continue
        if is_apart(item):
            yield item
            continue
        edge = "\n" if _name_of(item) in BLOCKS else ""
        mark = "• " if _name_of(item) == "li" else ""
        inner: list[Element | str] = [edge + mark + _with_single_blanks(item.text)]
        for child in item:
            inner.extend((child, _with_single_blanks(child.tail)))
        waiting.extend(reversed([*inner, edge]))


def _with_single_blanks(text: str | None) -> str:
    return " ".join((text or "").replace("\n", " ").split(" ")) if text else ""


READER = FormatReader("a web page", lambda file: read_html(file.path, file.content, file.sha256))
