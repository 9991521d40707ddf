"""Typesetters: an invented plan as a file of each form. Those that are programs of their own may be missing."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import weasyprint
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tools.plan_pages import Box, Part, Plan, Sheet

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OFFICES = ("soffice", "libreoffice")
TEXS = ("xelatex", "lualatex")
LONG, SHORT, MARGIN = 297, 210, 15  # of a page, in millimetres


def placed(sheet: Sheet) -> Iterator[tuple[int, int, Box]]:
    """Yield each cell of a table with the row and column of its first slot."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(sheet.rows):
        column = 0
        for box in row:
            while (at, column) in taken:
                column += 1
            taken |= {(at + down, column + right) for down in range(box.rows) for right in range(box.columns)}
            yield at, column, box


def sheets_of(block: str | Sheet | tuple[Sheet, Sheet]) -> tuple[Sheet, ...]:
    """Return the tables of a block."""
    return (block,) if isinstance(block, Sheet) else block if isinstance(block, tuple) else ()


# Word


def to_docx(plan: Plan, path: Path) -> None:
    """Write a Word document: merged cells, heads that repeat, sections wide and upright; side by side is one in one."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(8)
    for at, part in enumerate(plan.parts):
        section = document.sections[0] if at == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if part.is_wide else WD_ORIENT.PORTRAIT
        size = (LONG, SHORT) if part.is_wide else (SHORT, LONG)
        section.page_width, section.page_height = map(Mm, size)
        for name in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, name, Mm(MARGIN))
        for block in part.blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
            elif isinstance(block, Sheet):
                _word_table(document.add_table(rows=len(block.rows), cols=len(block.widths)), block, _width(part))
            else:
                _word_beside(document, block, _width(part))
    document.save(str(path))


def _width(part: Part) -> int:
    return (LONG if part.is_wide else SHORT) - 2 * MARGIN


def _word_beside(document: Any, pair: Sequence[Sheet], width: int) -> None:  # noqa: ANN401  (python-docx has no types)
    """Set two tables side by side as Word's users do: in the cells of a third one without lines."""
    frame = document.add_table(rows=1, cols=len(pair))
    for cell, sheet, share in zip(frame.rows[0].cells, pair, (0.7, 0.3), strict=True):
        _word_table(cell.add_table(rows=len(sheet.rows), cols=len(sheet.widths)), sheet, int(width * share))


def _word_table(table: Any, sheet: Sheet, width: int) -> None:  # noqa: ANN401
    _word_rules(table, sheet)
    table.autofit = False
    total = sum(sheet.widths)
    grid = [list(row.cells) for row in table.rows]
    for row in grid:
        for cell, share in zip(row, sheet.widths, strict=True):
            cell.width = Mm(width * share / total)
    for at, column, box in placed(sheet):
        cell = grid[at][column]
        if box.rows > 1 or box.columns > 1:
            cell = cell.merge(grid[at + box.rows - 1][column + box.columns - 1])
        if not box.is_list:
            cell.text = box.text
            continue
        for number, item in enumerate(box.text.split("\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.style = "List Bullet"
            paragraph.add_run(item)
    for row in table.rows[: sheet.head_rows]:
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001


def _word_rules(table: Any, sheet: Sheet) -> None:  # noqa: ANN401
    if sheet.rules == "all":
        table.style = "Table Grid"
        return
    borders = OxmlElement("w:tblBorders")
    for name in ("top", "bottom", *(["insideH"] if sheet.rules == "level" else [])):
        line = OxmlElement(f"w:{name}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4")
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001
    if sheet.rules == "book":
        for cell in table.rows[sheet.head_rows - 1].cells:
            below = OxmlElement("w:tcBorders")
            line = OxmlElement("w:bottom")
            line.set(qn("w:val"), "single")
            line.set(qn("w:sz"), "4")
            below.append(line)
            cell._tc.get_or_add_tcPr().append(below)  # noqa: SLF001


def to_writer(plan: Plan, path: Path) -> None:
    """Print the Word document with LibreOffice Writer.

    Raises
    ------
    FileNotFoundError
        There is none on this machine.
    """
    program = _program(OFFICES, "LibreOffice Writer")
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / path.with_suffix(".docx").name
        to_docx(plan, word)
        profile = f"-env:UserInstallation={(path.parent / 'profile').resolve().as_uri()}"
        _run([program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(word)])
        _save_turned(word.with_suffix(".pdf").read_bytes(), plan, path)


# A workbook


def to_xlsx(plan: Plan, path: Path) -> None:
    """Write a workbook of one sheet: everything below each other, tables side by side with a column between."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    top = 1
    for block in (block for part in plan.parts for block in part.blocks):
        if isinstance(block, str):
            sheet.cell(top, 1, block)
            top += 1
            continue
        left, depth = 1, 0
        for table in sheets_of(block):
            for at, column, box in placed(table):
                row, first = top + at, left + column
                sheet.cell(row, first, box.text)
                if box.rows > 1 or box.columns > 1:
                    sheet.merge_cells(None, row, first, row + box.rows - 1, first + box.columns - 1)
            left, depth = left + len(table.widths) + 1, max(depth, len(table.rows))
        top += depth + 1
    book.save(path)


# Pages of HTML


def page_of(plan: Plan) -> str:
    """Return the page of HTML that browsers and WeasyPrint print."""
    lang = plan.lang.split("-", maxsplit=1)[0]
    body = "".join(_html_part(part) for part in plan.parts)
    return (
        f"<!doctype html><html lang={lang}><meta charset=utf-8><style>"
        f"@page{{size:A4 {'landscape' if plan.parts[0].is_wide else 'portrait'};margin:{MARGIN}mm}}"
        "@page wide{size:A4 landscape}@page tall{size:A4 portrait}"
        "body{font:8pt 'DejaVu Sans',sans-serif}section+section{break-before:page}"
        + ("" if len(plan.parts) == 1 else ".wide{page:wide}.tall{page:tall}")
        + "table{border-collapse:collapse;table-layout:fixed;width:100%;overflow-wrap:anywhere}"
        "ul{margin:0;padding-left:1em}div.pair{display:flex;gap:5mm;align-items:flex-start}"
        "td,th{padding:3px;vertical-align:top;text-align:left;font-weight:normal}"
        ".all td,.all th{border:1px solid #000}"
        ".level td,.level th{border-top:1px solid #000;border-bottom:1px solid #000}"
        ".book{border-top:1px solid #000;border-bottom:1px solid #000}.book th{border-bottom:1px solid #000}"
        ".book td{padding-bottom:8px}"
        f"</style>{body}</html>"
    )


def _html_part(part: Part) -> str:
    blocks = []
    for block in part.blocks:
        if isinstance(block, str):
            blocks.append(f"<p>{html.escape(block)}</p>")
        elif isinstance(block, Sheet):
            blocks.append(_html_table(block))
        else:
            sides = zip(block, (7, 3), strict=True)
            blocks.append(
                "<div class=pair>"
                + "".join(f"<div style='flex:{s}'>{_html_table(t)}</div>" for t, s in sides)
                + "</div>"
            )
    return f"<section class={'wide' if part.is_wide else 'tall'}>{''.join(blocks)}</section>"


def _html_table(sheet: Sheet) -> str:
    total = sum(sheet.widths)
    widths = "".join(f"<col style='width:{100 * w / total:.1f}%'>" for w in sheet.widths)
    rows = []
    for at, row in enumerate(sheet.rows):
        name = "th" if at < sheet.head_rows else "td"
        cells = "".join(f"<{name}{_html_spans(box)}>{_html_text(box)}</{name}>" for box in row)
        rows.append(f"<tr>{cells}</tr>")
    head, body = "".join(rows[: sheet.head_rows]), "".join(rows[sheet.head_rows :])
    return f"<table class={sheet.rules}><colgroup>{widths}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def _html_spans(box: Box) -> str:
    return (f" rowspan={box.rows}" if box.rows > 1 else "") + (f" colspan={box.columns}" if box.columns > 1 else "")


def _html_text(box: Box) -> str:
    if not box.is_list:
        return html.escape(box.text).replace("\n", "<br>")
    return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in box.text.split("\n")) + "</ul>"


def to_html(plan: Plan, path: Path) -> None:
    """Write the page."""
    path.write_text(page_of(plan), encoding="utf-8")


def to_weasyprint(plan: Plan, path: Path) -> None:
    """Print the page with WeasyPrint."""
    buffer = io.BytesIO()
    weasyprint.HTML(string=page_of(plan)).write_pdf(buffer)
    _save_turned(buffer.getvalue(), plan, path)


def to_chromium(plan: Plan, path: Path) -> None:
    """Print the page with Chromium.

    Raises
    ------
    FileNotFoundError
        There is none on this machine.
    """
    browser = _program(BROWSERS, "Chromium")
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        to_html(plan, page)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
        _run([browser, *flags, str(page)])
        _save_turned(pdf.read_bytes(), plan, path)


# Typst and LaTeX

TYPST_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\#*_$@<>`~[]=-+/"})
TEX_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "&%$#_{}"})


def typst_of(plan: Plan) -> str:
    """Return the plan as a text of Typst."""
    lang = plan.lang.split("-", maxsplit=1)[0]
    parts = []
    for at, part in enumerate(plan.parts):
        parts.append(f'#set page(paper: "a4", flipped: {str(part.is_wide).lower()}, margin: {MARGIN}mm)')
        parts += ["#pagebreak(weak: true)"] if at else []
        for block in part.blocks:
            if isinstance(block, str):
                parts.append(block.translate(TYPST_MARKS))
            elif isinstance(block, Sheet):
                parts.append(f"#{_typst_table(block)}")
            else:
                left, right = map(_typst_table, block)
                parts.append(f"#grid(columns: (7fr, 3fr), column-gutter: 5mm, {left}, {right})")
    return f'#set text(font: "DejaVu Sans", size: 8pt, lang: "{lang}")\n' + "\n\n".join(parts)


def _typst_table(sheet: Sheet) -> str:
    rules = {"all": "0.5pt", "level": "(x: none, y: 0.5pt)", "book": "none"}[sheet.rules]
    line = "table.hline(stroke: 0.5pt), " if sheet.rules == "book" else ""
    head: list[str] = []
    body: list[str] = []
    for at, row in enumerate(sheet.rows):
        into = head if at < sheet.head_rows else body
        into += [f"table.cell(rowspan: {b.rows}, colspan: {b.columns})[{_typst_text(b)}]" for b in row]
    widths = ", ".join(f"{width}fr" for width in sheet.widths)
    rows = f"{line}table.header({', '.join(head)}), {line}{', '.join(body)}, {line}"
    gap = "row-gutter: 6pt, " if sheet.rules == "book" else ""
    return f"table(columns: ({widths}), align: left + top, {gap}stroke: {rules}, {rows})"


def _typst_text(box: Box) -> str:
    lines = [line.translate(TYPST_MARKS) for line in box.text.split("\n")]
    return "\n".join(f"- {line}" for line in lines) if box.is_list else " \\ ".join(lines)


def to_typst(plan: Plan, path: Path) -> None:
    """Set the plan with Typst.

    Raises
    ------
    FileNotFoundError
        The package `typst` is not installed.
    """
    try:
        import typst  # type: ignore[import-not-found,unused-ignore]
    except ModuleNotFoundError:
        raise FileNotFoundError("no Typst") from None
    _save_turned(typst.compile(typst_of(plan).encode()), plan, path)


def tex_of(part: Part) -> str:
    """Return pages of one orientation as a text of LaTeX: `longtable` knows no cell over rows of two pages."""
    blocks = []
    for block in part.blocks:
        if isinstance(block, str):
            blocks.append(f"\\noindent {block.translate(TEX_MARKS)}\n")
        elif isinstance(block, Sheet):
            blocks.append(_tex_table(block, _width(part)))
        else:
            blocks.append(_tex_beside(block, _width(part)))
    width, height = (LONG, SHORT) if part.is_wide else (SHORT, LONG)
    return (
        "\\documentclass[8pt]{extarticle}\\usepackage{fontspec,longtable,array,booktabs,enumitem}"
        f"\\usepackage[paperwidth={width}mm,paperheight={height}mm,margin={MARGIN}mm]{{geometry}}"
        "\\setmainfont{DejaVu Sans}\\setlength\\tabcolsep{3pt}\\setlength\\LTpre{4pt}\\pagestyle{plain}"
        "\\setlist{nosep,leftmargin=1.2em}\\begin{document}\n" + "\n".join(blocks) + "\n\\end{document}\n"
    )


def _tex_table(sheet: Sheet, width: int, kind: str = "longtable") -> str:
    """Return a table; a cell over several rows has its text in the first, and only the columns beside it are ruled."""
    count, total = len(sheet.widths), sum(sheet.widths)
    free = width - count * 2.2 - 1
    bar = "|" if sheet.rules == "all" else ""
    form = (
        bar + bar.join(f">{{\\raggedright\\arraybackslash}}p{{{free * w / total:.2f}mm}}" for w in sheet.widths) + bar
    )
    slots = {(at, column): box for at, column, box in placed(sheet)}
    open_until = [0] * count
    lines: list[str] = []
    for at in range(len(sheet.rows)):
        cells, column = [], 0
        while column < count:
            box = slots.get((at, column))
            if box is None:
                cells.append("")
                column += 1
                continue
            open_until[column] = at + box.rows
            text = _tex_text(box)
            if box.columns > 1:
                span = sum(sheet.widths[column : column + box.columns]) * free / total
                inside = f"{bar}p{{{span:.2f}mm}}{bar}"
                text = f"\\multicolumn{{{box.columns}}}{{{inside}}}{{{text}}}"
            cells.append(text)
            column += box.columns
        lines.append(" & ".join(cells) + " \\\\ " + _tex_rule(sheet, at, open_until))
    head = lines[: sheet.head_rows]
    rule = "\\toprule " if sheet.rules == "book" else "\\hline "
    end = "\\bottomrule" if sheet.rules == "book" else ""
    repeat = "\\endhead" if kind == "longtable" else ""
    opening = "\\begin{longtable}" if kind == "longtable" else "\\begin{tabular}[t]"
    closing = f"\\end{{{kind}}}"
    rows = "\n".join(lines[sheet.head_rows :])
    return f"{opening}{{{form}}}\n{rule}" + "\n".join(head) + f"{repeat}\n{rows}\n{end}{closing}\n"


def _tex_rule(sheet: Sheet, at: int, open_until: Sequence[int]) -> str:
    if sheet.rules == "book":
        return "\\midrule" if at == sheet.head_rows - 1 else "\\addlinespace[5pt]"
    closed = [column + 1 for column, until in enumerate(open_until) if until <= at + 1]
    if len(closed) == len(open_until):
        return "\\hline"
    return "".join(f"\\cline{{{column}-{column}}}" for column in closed)


def _tex_beside(pair: Sequence[Sheet], width: int) -> str:
    """Set two tables side by side; the long one is cut into pieces, for `tabular` knows no second page."""
    plan, legend = pair
    pieces = []
    step = 7
    for at in range(plan.head_rows, len(plan.rows), step):
        rows = (*plan.rows[: plan.head_rows], *plan.rows[at : at + step])
        own = Sheet(plan.widths, rows, plan.head_rows, plan.rules)
        side = _tex_table(legend, int(width * 0.28), "tabular") if at == plan.head_rows else ""
        pieces.append(f"\\noindent {_tex_table(own, int(width * 0.7), 'tabular')}\\hfill {side}\\newpage\n")
    return "".join(pieces)


def _tex_text(box: Box) -> str:
    lines = [line.translate(TEX_MARKS) for line in box.text.split("\n")]
    if box.is_list:
        return "\\begin{itemize}" + "".join(f"\\item {line}" for line in lines) + "\\end{itemize}"
    return " \\newline ".join(lines)


def to_latex(plan: Plan, path: Path) -> None:
    """Set the plan with LaTeX.

    Raises
    ------
    FileNotFoundError
        There is none on this machine.
    """
    program = _program(TEXS, "LaTeX")
    with tempfile.TemporaryDirectory() as folder, pikepdf.new() as whole:
        for at, part in enumerate(plan.parts):
            text = Path(folder) / f"part{at}.tex"
            text.write_text(tex_of(part), encoding="utf-8")
            for _ in range(2):  # longtable needs a second run for its widths
                _run([program, "-interaction=nonstopmode", f"-output-directory={folder}", str(text)])
            with pikepdf.open(text.with_suffix(".pdf")) as pdf:
                whole.pages.extend(pdf.pages)
        buffer = io.BytesIO()
        whole.save(buffer)
    _save_turned(buffer.getvalue(), plan, path)


# All of them


def _program(names: Sequence[str], called: str) -> str:
    found = next((found for name in names if (found := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(f"no {called}")
    return found


def _run(call: Sequence[str]) -> None:
    subprocess.run(call, check=True, capture_output=True, timeout=180)  # noqa: S603


def _save_turned(content: bytes, plan: Plan, path: Path) -> None:
    """Save a PDF file as it is; or lying on its side, with a mark that turns it upright when shown, or without one."""
    if not plan.turn:
        path.write_bytes(content)
        return
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            # A quarter to the left: (x, y) goes to (top - y, x).
            matrix = f"q 0 1 -1 0 {top} {-left} cm ".encode()
            page.contents_add(pikepdf.Stream(pdf, matrix), prepend=True)
            page.contents_add(pikepdf.Stream(pdf, b" Q"))
            page.mediabox = pikepdf.Array([0, 0, top - bottom, right - left])
            if "/CropBox" in page:
                del page.CropBox
            if plan.turn == "turned":
                page.Rotate = 90
        pdf.save(path, deterministic_id=True)


FAMILIES: dict[str, tuple[str, Callable[[Plan, Path], None]]] = {
    "docx": (".docx", to_docx),
    "html": (".html", to_html),
    "xlsx": (".xlsx", to_xlsx),
    "weasyprint": (".pdf", to_weasyprint),
    "chromium": (".pdf", to_chromium),
    "typst": (".pdf", to_typst),
    "writer": (".pdf", to_writer),
    "latex": (".pdf", to_latex),
}
