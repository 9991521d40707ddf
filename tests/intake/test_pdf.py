"""PDF files: cells from lines, from heads, rows that a page cut, and files that cannot be read."""

from __future__ import annotations

import io
import time
import zlib
from types import SimpleNamespace

import pikepdf
import pytest
import weasyprint

from evaluator.errors import InvalidInputError
from evaluator.intake.formats.page_layout import is_lying
from evaluator.intake.formats.pdf import read_pdf
from evaluator.intake.formats.ruled_tables import divided, is_rule_on, parted_by_shadings
from evaluator.intake.heads import propose
from evaluator.intake.report import account_of
from evaluator.intake.rows import import_rows

RULED = "td,th{border:1px solid #000}"
LEVEL = "td,th{border-top:1px solid #000;border-bottom:1px solid #000}"
HEAD = "<tr><th>No.<th>Objective<th>Activity<th>Deadline</tr>"
ROWS = """<tr><td colspan=4>1. Prevention
<tr><td>1.1<td rowspan=2>Awareness of groups<td>Train the judges<td>Q2 2025
<tr><td>1.2<td>Teach<br>in schools<td>continuous
<tr><td>1.3<td>Help<td>Open a shelter<td>2026"""


def pdf_of(rows, style, *, around="", page="size:A4"):
    css = f"@page{{{page};margin:15mm}}table{{border-collapse:collapse;width:100%;table-layout:fixed}}"
    css += f"td,th{{padding:3px;text-align:left;vertical-align:top;font:8pt 'DejaVu Sans'}}{style}"
    text = f"<style>{css}</style>{around}<table><thead>{HEAD}</thead><tbody>{rows}</tbody></table>"
    return weasyprint.HTML(string=text).write_pdf()


@pytest.fixture
def read(words):
    return lambda content: read_pdf("plan.pdf", content, "0" * 64, words)


def _texts(table):
    return [[cell.text if cell else None for cell in row] for row in table.rows]


def test_a_ruled_table_gives_its_cells_merged_ones_in_every_slot(read):
    source = read(pdf_of(ROWS, RULED, around="<p>A plan of all words</p>"))
    (table,) = source.tables
    assert _texts(table) == [
        ["No.", "Objective", "Activity", "Deadline"],
        ["1. Prevention"] * 4,
        ["1.1", "Awareness of groups", "Train the judges", "Q2 2025"],
        ["1.2", "Awareness of groups", "Teach\nin schools", "continuous"],
        ["1.3", "Help", "Open a shelter", "2026"],
    ]
    cell = table.rows[2][2]
    assert (cell.place.page, cell.place.row, cell.place.column) == (1, 3, 3)
    assert cell.place.box[0] < cell.place.box[2]
    assert [(text.page, text.text) for text in source.outside] == [(1, "A plan of all words")]
    assert source.pages == 1


@pytest.mark.parametrize(
    "style",
    [
        f"{RULED} @page{{background:#eef}}",
        f"{RULED} @page{{border:2px solid #00f}}",
        f"{RULED} td span{{background:#fea}} td{{background:#ffd}}",
        "table{border-spacing:2px;border-collapse:separate} td,th{background:#fea} td span{background:#fea}",
    ],
    ids=["background", "frame", "shaded", "fills"],
)
def test_backgrounds_frames_and_shadings_are_no_tables(read, style):
    rows = ROWS.replace(" rowspan=2", "").replace("<td>1.2<td>Teach", "<td>1.2<td>Again<td>Teach")
    rows = rows.replace("Train the judges", "<span>Train the judges</span>").replace("Help", "<span>Help</span>")
    (table,) = read(pdf_of(rows, style)).tables
    assert _texts(table)[2:] == [
        ["1.1", "Awareness of groups", "Train the judges", "Q2 2025"],
        ["1.2", "Again", "Teach\nin schools", "continuous"],
        ["1.3", "Help", "Open a shelter", "2026"],
    ]


def test_a_table_that_fills_its_page_keeps_its_outer_lines(read):
    rows = ROWS.replace(" rowspan=2", "").replace("<td>1.2<td>Teach", "<td>1.2<td>Again<td>Teach")
    (table,) = read(pdf_of(rows, f"{RULED} @page{{margin:8mm}} tr{{height:50mm}}")).tables
    assert [row[0] for row in _texts(table)[2:]] == ["1.1", "1.2", "1.3"]


def test_a_table_of_level_lines_alone_has_the_columns_of_its_head(read):
    rows = ROWS.replace(" rowspan=2", "").replace("<td>1.2<td>Teach", "<td>1.2<td>Again<td>Teach")
    (table,) = read(pdf_of(rows, LEVEL)).tables
    assert _texts(table)[1:4] == [
        ["1. Prevention", "", "", ""],
        ["1.1", "Awareness of groups", "Train the judges", "Q2 2025"],
        ["1.2", "Again", "Teach\nin schools", "continuous"],
    ]


def pages_of_pairs(heads, style):
    """Return a PDF of tables with two columns, a page each; the first has a head, and so has the third, another one."""
    css = f"@page{{size:A5;margin:15mm}}table{{page-break-after:always;border-collapse:collapse;width:100%}}{style}"
    css += "td,th{font:8pt 'DejaVu Sans';text-align:left}td:first-child,th:first-child{width:15mm}"
    body = "<tr><td colspan=2>1. Prevention<tr><td>1.1<td>Train the judges<tr><td>1.2<td>Open a shelter"
    first = f"<table><tr>{''.join(f'<th>{head}' for head in heads)}{body}</table>"
    second = "<table><tr><td>1.3<td>Teach in schools<tr><td>1.4<td>Print a poster</table>"
    third = "<table style='margin-left:9mm'><tr><th>Name<th>Colour<tr><td>Ann<td>blue<tr><td>Bea<td>red</table>"
    return weasyprint.HTML(string=f"<style>{css}</style>{first}{second}{third}").write_pdf()


@pytest.mark.parametrize("style", [RULED, LEVEL])
def test_two_columns_are_a_table_under_heads_that_are_known_and_go_on_over_pages(read, style):
    source = read(pages_of_pairs(("No.", "Activity"), style))
    rows = [row for table in source.tables if table.page < 3 for row in _texts(table)]
    assert rows[0] == ["No.", "Activity"]
    assert [row for row in rows if row[0].startswith("1.") and row[1] and row[0] != row[1]] == [
        ["1.1", "Train the judges"],
        ["1.2", "Open a shelter"],
        ["1.3", "Teach in schools"],
        ["1.4", "Print a poster"],
    ]


def test_two_columns_under_other_heads_are_text_outside(read):
    source = read(pages_of_pairs(("Name", "Place"), RULED))
    assert source.tables == ()
    assert "Train the judges" in " ".join(text.text for text in source.outside)
    assert read(pages_of_pairs(("Activity", "Train those who are responsible in time"), RULED)).tables == ()
    tables = read(pages_of_pairs(("Activity", "Deadline"), RULED)).tables
    assert [table.page for table in tables] == [1, 2], "the third page has a table of other columns"


@pytest.mark.parametrize("style", [RULED, LEVEL])
def test_rows_over_pages_come_whole_and_every_character_is_accounted_for(read, settings, style):
    long = "".join(
        f"<tr><td>1.{n}<td>Aim<td>{'Train judges in many courts of law. ' * 9}<td>2026" for n in range(1, 13)
    )
    content = pdf_of(long, style, page="size:A5 landscape; @bottom-center{content:'Gazette ' counter(page)}")
    source = read(content)
    assert source.pages > 2
    found = import_rows(source, propose(source, settings.words, "p").mapping, settings)
    rows = [row for row in found.measures if row.level == "activity"]
    assert [row.plan_number for row in rows] == [f"1.{n}" for n in range(1, 13)]
    assert {row.text for row in rows} == {("Train judges in many courts of law. " * 9).strip()}
    account = account_of(source, found)
    assert account.lost == ()
    printed = sum(len("".join(page.extract_text().split())) for page in _pages(content))
    inside = sum(cell.characters for table in source.tables for cell in table.cells())
    assert inside + account.outside == printed
    assert all("Gazette" in text.text for text in source.outside)


def _pages(content):
    import pdfplumber

    return pdfplumber.open(io.BytesIO(content)).pages


def test_a_scan_gets_the_command_that_adds_text_in_the_languages_of_the_plan(read, words):
    blank = weasyprint.HTML(string="<svg width=50 height=50><rect width=50 height=50 /></svg>").write_pdf()
    with pytest.raises(InvalidInputError, match="1 page without any text: a scan") as refused:
        read(blank)
    assert "ocrmypdf --deskew -l srp+srp_latn+eng plan.pdf plan-text.pdf  " in str(refused.value)
    assert "other languages: fra, sqi, bos, hrv, mkd, ron, bul, por, spa, rus, est, lav, lit, deu, ukr, pol)" in str(
        refused.value
    )
    with pytest.raises(InvalidInputError) as refused:
        read_pdf("der plan.pdf", blank, "0" * 64, words, ("pt", "sr-Latn", "hu"))
    assert "-l por+srp_latn+eng 'der plan.pdf' 'der plan-text.pdf'  " in str(refused.value)
    assert "apt install ocrmypdf tesseract-ocr-por tesseract-ocr-srp-latn). Read" in str(refused.value)


def test_a_password_and_a_damaged_file_are_told_with_what_to_do(read):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(ROWS, RULED))) as book:
        book.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(
        InvalidInputError,
        match=r"a file locked by a password.*qpdf --decrypt --password=\.\.\. plan\.pdf plan-open\.pdf",
    ):
        read(out.getvalue())
    for content in (b"%PDF-1.7\nbroken", b"nothing"):
        with pytest.raises(InvalidInputError, match="a PDF file that cannot be read"):
            read(content)


def test_a_page_that_breaks_late_is_one_message_too(read):
    content = pdf_of(ROWS, RULED)
    with pikepdf.open(io.BytesIO(content)) as book:
        book.pages[0].Contents = book.make_stream(b"BT /F0 12 Tf 1 0 0 1 ( Tj ET [1 2")
        book.pages[0].MediaBox = pikepdf.Array([0, 0])
        out = io.BytesIO()
        book.save(out)
    with pytest.raises(InvalidInputError):
        read(out.getvalue())


def test_too_many_pages_are_refused_with_how_to_cut_them(read, monkeypatch):
    monkeypatch.setattr("evaluator.intake.formats.pdf.MOST_PAGES", 0)
    with pytest.raises(InvalidInputError, match=r"1 page. Give at most 0\. Cut the pages"):
        read(pdf_of(ROWS, RULED))


def _turned(content, *, marked):
    """Lay each page on its side, with a mark that turns it upright when shown or without one."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            width, height = (float(edge) for edge in page.mediabox[2:])
            page.contents_add(pikepdf.Stream(pdf, f"q 0 1 -1 0 {height} 0 cm ".encode()), prepend=True)
            page.contents_add(pikepdf.Stream(pdf, b" Q"))
            page.mediabox = [0, 0, height, width]
            if marked:
                page.Rotate = 90
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("marked", [True, False])
def test_a_table_that_lies_on_its_side_is_read_as_if_it_stood(read, marked):
    content = pdf_of(ROWS, RULED)
    assert _texts(read(_turned(content, marked=marked)).tables[0]) == _texts(read(content).tables[0])


def test_a_word_that_runs_over_the_edge_of_its_cell_stays_whole_and_is_told(read):
    long = "<tr><td>1.1<td>Aim<td>x<td>2025<tr><td>1.2<td>Aim<td><nobr>" + "identification" * 3 + "</nobr><td>2026"
    table = read(pdf_of(long, RULED)).tables[0]
    assert table.rows[2][2].text == "identification" * 3 or table.rows[2][2].text.startswith("identification" * 2)
    assert any("runs over the edge of its cell" in doubt for doubt in table.rows[2][2].doubts)


def test_the_paragraph_above_a_table_is_kept_with_it(read):
    source = read(pdf_of(ROWS, RULED, around="<p>A plan</p><p>2. Protection<br>and assistance</p>"))
    assert [cell.text for cell in source.tables[0].above] == ["A plan", "2. Protection\nand assistance"]


def test_three_lines_alone_divide_the_head_and_rows_begin_with_their_numbers(read):
    book = "table{border-top:1px solid #000;border-bottom:1px solid #000}th{border-bottom:1px solid #000}"
    rows = ROWS.replace(" rowspan=2", "").replace("<td>1.2<td>Teach", "<td>1.2<td>Again<td>Teach")
    table = read(pdf_of(rows, book)).tables[0]
    assert [row[0].text for row in table.rows] == ["No.", "1. Prevention", "1.1", "1.2", "1.3"]
    assert table.rows[3][2].text == "Teach\nin schools"


def test_slides_and_forms_without_a_table_are_named(read):
    file = pikepdf.open(io.BytesIO(weasyprint.HTML(string="<p>Our plan in brief").write_pdf()))
    for key, said in (("slides", "a slide deck without a table"), ("form", "a form whose fields hold its text")):
        if key == "slides":
            file.docinfo["/Creator"] = "Microsoft PowerPoint 2019"
        else:
            file.docinfo["/Creator"] = "Writer"
            file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
        out = io.BytesIO()
        file.save(out)
        with pytest.raises(InvalidInputError, match=said):
            read(out.getvalue())


def test_a_shading_closes_a_table_where_its_upright_lines_end(read):
    style = "td,th{border-left:1px solid #000;border-right:1px solid #000;background:#eeddcc}"
    style += "tr:nth-child(2) td,th{border-top:1px solid #000;border-bottom:1px solid #000}"
    rows = "<tr><td>1<td>Goal<td>Train the judges<td>2025<tr><td>2<td>Goal<td>Open a shelter<td>2026"
    (table,) = read(pdf_of(rows, style)).tables
    assert _texts(table)[-1] == ["2", "Goal", "Open a shelter", "2026"]


def rect(x0, top, x1, bottom):
    return {
        "object_type": "rect", "x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0,
        "height": bottom - top, "fill": True, "stroke": False, "non_stroking_color": (0.7, 0.9, 0.9),
    }  # fmt: skip


def test_shadings_in_pieces_beside_and_below_the_text_of_a_cell_rule_nothing_where_each_row_has_rules_of_its_own():
    rules, pieces = [], []
    for top in (100, 130, 160):
        for left in (50, 250):
            rules += [rect(left, top, left + 200, top + 0.5), rect(left, top + 0.5, left + 0.5, top + 29.5)]
            rules += [
                rect(left, top + 29.5, left + 200, top + 30),
                rect(left + 200, top + 0.5, left + 200.5, top + 29.5),
            ]
            pieces += [rect(left + 0.5, top + 0.5, left + 5, top + 13), rect(left + 5, top + 0.5, left + 195, top + 13)]
            pieces += [
                rect(left + 195, top + 0.5, left + 199.5, top + 13),
                rect(left + 0.5, top + 13, left + 199.5, top + 29.5),
            ]
    page = SimpleNamespace(width=612, height=792, rects=[*rules, *pieces], lines=[], curves=[])
    is_rule = is_rule_on(page)
    assert all(map(is_rule, rules))
    assert not any(map(is_rule, pieces))


def test_a_shaded_head_without_upright_rules_is_parted_where_its_shadings_meet_at_the_columns():
    head, row = (50.0, 100.0, 450.0, 120.0), [(50.0, 120.0, 250.0, 140.0), (250.0, 120.0, 450.0, 140.0)]
    pieces = [(50, 56), (56, 244), (244, 250), (250, 256), (256, 450)]
    page = SimpleNamespace(rects=[rect(left, 100, right, 120) for left, right in pieces], curves=[])
    assert parted_by_shadings([[head, head], row], page) == [[(50, 100, 250, 120), (250, 100, 450, 120)], row]
    page.rects = [rect(50, 100, 56, 120), rect(56, 100, 450, 120)]
    assert parted_by_shadings([[head, head], row], page) == [[head, head], row]


def test_texts_of_rows_without_a_line_between_them_stand_in_their_own_rows_with_a_doubt(read):
    style = RULED + "td{height:30px;vertical-align:middle}.o{border-top:none;border-bottom:none}"
    rows = "".join(f"<tr><td>{at}<td>Goal {at}<td>Train group {at}<td class=o>May {2020 + at}" for at in range(1, 4))
    (table,) = read(pdf_of(rows, style)).tables
    assert [row[3] for row in _texts(table)[1:]] == ["May 2021", "May 2022", "May 2023"]
    assert table.rows[1][3].doubts == ("no line stands between it and the text in the next row",)


def test_a_merged_cell_of_two_paragraphs_stays_whole(read):
    rows = (
        "<tr><td>1<td rowspan=2>Goal<br>of the<br>courts<td>Train the judges<td>2025<tr><td>2<td>Open a shelter<td>2026"
    )
    (table,) = read(pdf_of(rows, RULED)).tables
    assert [row[1] for row in _texts(table)[1:]] == ["Goal\nof the\ncourts"] * 2


def test_a_caption_below_a_heading_is_no_part_of_it(read):
    around = "<p style='line-height:1;margin:0 0 9px'>6.1. Help for victims<br>Table 1: Measures and costs</p>"
    (table,) = read(pdf_of(ROWS, RULED, around=around)).tables
    assert [cell.text for cell in table.above] == ["6.1. Help for victims", "Table 1: Measures and costs"]


def test_a_text_on_its_side_is_known_by_its_matrix():
    assert is_lying({"upright": True, "matrix": (-4e-9, 1.0, -1.0, -4e-9, 0, 0)})
    assert not is_lying({"upright": True, "matrix": (1.0, 0.2, -0.2, 1.0, 0, 0)})


def test_a_row_without_any_box_leaves_a_table_as_it_is():
    rows = [[(0.0, 0.0, 9.0, 9.0)], [None]]
    assert divided(rows, {(0.0, 0.0, 9.0, 9.0): []}) == (rows, {(0.0, 0.0, 9.0, 9.0): []}, set())


def test_a_drawing_of_millions_of_lines_is_refused_at_once(read):
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(
            zlib.compress(b"0 0 m\n" + b"1 1 l\n" * 20_000_000), Filter=pikepdf.Name.FlateDecode
        )
        out = io.BytesIO()
        pdf.save(out)
    assert len(out.getvalue()) < 200_000
    before = time.process_time()
    with pytest.raises(InvalidInputError, match="a drawing of more than 30 MB once unpacked"):
        read(out.getvalue())
    assert time.process_time() - before < 3
