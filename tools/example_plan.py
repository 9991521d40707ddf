"""The plan of an invented country and its amendment as PDF and Word documents, from `tools/example_plan.yaml`.

    python -m tools.example_plan            # writes them into examples/documents/
    python -m tools.example_plan FOLDER     # elsewhere

The same text and the same versions give the same bytes.
"""

from __future__ import annotations

import html
import io
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import weasyprint
import yaml
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path(__file__).with_suffix(".yaml")
FOLDER = ROOT / "examples" / "documents"
FONTS = ROOT / "templates" / "fonts"
DAY = (2022, 2, 17, 0, 0, 0)
HEADS = ("No.", "Activity", "Lead body", "Partners", "Deadline", "Indicator", "Cost (EUR)", "Source of funds")
WIDTHS = (5, 37, 7, 9, 10, 17, 8, 7)
STYLE = """
@font-face { font-family: Plan; src: url(NotoSans-Regular.ttf) }
@font-face { font-family: Plan; src: url(NotoSans-Bold.ttf); font-weight: bold }
@page { size: A4; margin: 24mm 24mm 22mm; @top-left { content: "%(note)s"; font: 8pt Plan; color: #555 }
  @bottom-right { content: counter(page); font: 9pt Plan } }
@page wide { size: A4 landscape; margin: 20mm 15mm 18mm }
html { font: 10.5pt/1.5 Plan } h1 { font-size: 17pt; line-height: 1.25; margin: 1.6em 0 .6em; break-after: avoid }
h2 { font-size: 12pt; margin: 1.3em 0 .4em; break-after: avoid } p, li { margin: 0 0 .7em } .cover { margin: 60mm 0 0 }
.cover h1 { font-size: 26pt; margin: 0 0 10mm } .cover p { font-size: 13pt } .new { break-before: page }
.wide { page: wide } table { border-collapse: collapse; table-layout: fixed; width: 100%%; margin: .6em 0 1em }
td, th { border: .6pt solid #000; padding: 3pt 4pt; text-align: left; vertical-align: top; font-size: 8.5pt }
td, th { line-height: 1.35 }
th { background: #eee } tr { break-inside: avoid }
"""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: heads, the width of each column in per cent, and rows."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    is_plan: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text: its kind (`h1`, `h2`, `p`, `list`, `table`) and what it holds."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    grid: Grid | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One document whole."""

    name: str
    title: str
    government: str
    note: str
    blocks: tuple[Block, ...] = field(default=())


def read_texts(path: Path = SOURCE) -> list[Text]:
    """Read the source of the documents."""
    return [
        Text(given["name"], given["title"], given["government"], given["note"], tuple(map(_block, given["blocks"])))
        for given in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    ]


def _block(given: dict[str, Any]) -> Block:
    (kind,) = [name for name in ("h1", "h2", "p", "list", "table") if name in given]
    if kind == "table":
        return Block(kind, grid=_grid(given[kind]))
    if kind == "list":
        return Block(kind, items=tuple(given[kind]))
    return Block(kind, given[kind].strip(), new_page=bool(given.get("page")))


def _grid(given: dict[str, Any]) -> Grid:
    rows = tuple(tuple(row) for row in given["rows"])
    if given.get("measures"):
        return Grid(HEADS, WIDTHS, rows, is_plan=True)
    return Grid(tuple(given["heads"]), tuple(given["widths"]), rows)


def page_of(text: Text) -> str:
    """Return the plan as a page of HTML, which WeasyPrint prints."""
    body, is_wide = [], False
    for at, block in enumerate(text.blocks):
        after = text.blocks[at + 1] if at + 1 < len(text.blocks) else None
        begins = block.kind == "h2" and after is not None and after.grid is not None and after.grid.is_plan
        wide = begins or (block.grid is not None and block.grid.is_plan)
        if wide != is_wide:
            body.append('<div class="wide">' if wide else "</div>")
            is_wide = wide
        body.append(_html(block))
    cover = (
        f'<div class="cover"><p>{_safe(text.government)}</p><h1>{_safe(text.title)}</h1><p>{_safe(text.note)}</p></div>'
    )
    style = STYLE % {"note": text.note.replace('"', "'")}
    head = f'<meta charset="utf-8"><title>{_safe(text.title)}</title><style>{style}</style>'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{cover}{"".join(body)}</body></html>'


def _html(block: Block) -> str:
    if block.grid is not None:
        return _table(block.grid)
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{_safe(item)}</li>" for item in block.items) + "</ul>"
    starts = block.new_page
    return f"<{block.kind}{' class=new' if starts else ''}>{_safe(block.text)}</{block.kind}>"


def _table(grid: Grid) -> str:
    widths = "".join(f'<col style="width:{width}%">' for width in grid.widths)
    heads = "".join(f"<th>{_safe(head)}</th>" for head in grid.heads)
    rows = "".join("<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _safe(text: str) -> str:
    return html.escape(text, quote=False)


def to_pdf(text: Text) -> bytes:
    """Return the plan as PDF."""
    made = weasyprint.HTML(string=page_of(text), base_url=f"{FONTS.as_uri()}/").write_pdf(
        pdf_identifier=text.name.encode()
    )
    return bytes(made)


def to_docx(text: Text) -> bytes:
    """Return the plan as a Word document; the tables of measures stand on wide pages."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title, document.core_properties.author = text.title, text.government
    document.sections[0].header.paragraphs[0].text = text.note
    document.add_heading(text.title, 0)
    document.add_paragraph(text.government)
    is_wide = False
    for block in text.blocks:
        wide = block.grid is not None and block.grid.is_plan
        if wide != is_wide:
            _turn(document, wide=wide)
            is_wide = wide
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _turn(document: Any, *, wide: bool) -> None:  # noqa: ANN401  (python-docx ships no types)
    section = document.add_section(WD_SECTION.NEW_PAGE if wide else WD_SECTION.CONTINUOUS)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))


def _add(document: Any, block: Block) -> None:  # noqa: ANN401
    if block.grid is not None:
        _add_table(document, block.grid)
    elif block.kind == "list":
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
    elif block.kind == "p":
        document.add_paragraph(block.text)
    else:
        document.add_heading(block.text, int(block.kind[1]))


def _add_table(document: Any, grid: Grid) -> None:  # noqa: ANN401
    table = document.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001  (no other way to mark a head)
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        cell.text = head
    for row in grid.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _without_clock(package: bytes) -> bytes:
    """Return a package whose parts bear the plan's day instead of the day they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in given.namelist():
            new.writestr(zipfile.ZipInfo(name, DAY), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main(given: Sequence[str] | None = None) -> int:
    """Write the documents."""
    words = list(sys.argv[1:] if given is None else given)
    folder = Path(words[0]) if words else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for text in read_texts():
        for suffix, content in ((".pdf", to_pdf(text)), (".docx", to_docx(text))):
            (folder / f"{text.name}{suffix}").write_bytes(content)
            print(folder / f"{text.name}{suffix}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
