"""Pages of HTML: spans, lists, what a browser shows nobody."""

from __future__ import annotations

from evaluator.intake.formats.web import read_html


def _read(text):
    return read_html("page.html", text.encode(), "0" * 64)


def _texts(source):
    return [[[cell.text if cell else None for cell in row] for row in table.rows] for table in source.tables]


def test_spans_are_laid_into_the_grid():
    page = "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>"
    assert _texts(_read(page)) == [[["a", "b", "b"], ["a", "c", "d"]]]


def test_lists_and_breaks_are_lines_and_scripts_are_nothing():
    page = "<table><tr><td>x<br>y<ul><li>one<li>two</ul><script>no()</script><!-- no --><td>b  \n c</table>"
    assert _texts(_read(page)) == [[["x\ny\n• one\n• two", "b c"]]]


def test_a_table_inside_a_cell_is_its_text():
    page = "<table><tr><td>a<table><tr><td>in</table></td><td>b</table>"
    assert _texts(_read(page)) == [[["a\nin", "b"]]]


def test_text_around_tables_is_kept_and_counted():
    source = _read("<title>T</title><h1>Plan</h1><table><tr><td>a<td>b</table><p>Done")
    assert source.outside[0].text.split() == ["Plan", "Done"]
    assert _read("<table><tr><td>a</table>").outside == ()


def test_a_span_beyond_reason_is_cut():
    assert _read("<table><tr><td colspan=100000>a<td>b</table>").tables[0].width == 201
    assert _read("<table><tr><td colspan=x rowspan=-1>a<td>b</table>").tables[0].width == 2


def test_a_cell_reaches_no_further_down_than_its_part_of_the_table():
    head = "<table><thead><tr><th rowspan=9>A<th>B<tbody>"
    assert _texts(_read(f"{head}<tr><td rowspan=99>a<td>b<tr><td>c</table>")) == [
        [["A", "B"], ["a", "b"], ["a", "c"]],
    ]
    assert _texts(_read(f"{head}<tr><td>a<td rowspan=0>b<tr><td>c<tr><td>d</table>")) == [
        [["A", "B"], ["a", "b"], ["c", "b"], ["d", "b"]],
    ]


def test_a_page_nested_as_deep_as_can_be_is_read():
    assert _texts(_read("<div>" * 2_000 + "<table><tr><td>a<td>b</table>")) == [[["a", "b"]]]


def test_a_frame_gives_the_tables_inside_it_and_its_own_text_stays_outside():
    inner = "<table><tr><td>Activity<td>Deadline<tr><td>Train<td>2025</table>"
    page = f"<h2>1. Prevention</h2><table><tr><td>menu<td><p>2. Protection</p>{inner}</table><p>end"
    source = read_html("p", page.encode(), "0")
    (table,) = source.tables
    assert [cell.text for cell in table.cells()] == ["Activity", "Deadline", "Train", "2025"]
    assert [cell.text for cell in table.above] == ["1. Prevention", "menu", "2. Protection"]
    assert source.outside[0].text == "1. Prevention\nmenu\n2. Protection\nend"


def test_a_page_that_names_no_charset_is_utf_8_where_it_can_be_and_one_that_does_is_believed():
    row = "<table><tr><td>Képzés</table>"
    texts = {
        name: next(read_html("p.html", content, "").tables[0].cells()).text
        for name, content in {
            "none": row.encode(),
            "not utf-8": row.encode("cp1252"),
            "named": b'<meta charset="iso-8859-2">' + row.encode("iso-8859-2"),
        }.items()
    }
    assert texts == dict.fromkeys(texts, "Képzés")
