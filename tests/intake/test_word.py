"""Word documents: merged cells, revisions, content controls, what stands around the tables."""

from __future__ import annotations

import docx as python_docx
import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.formats.reader import read_directly, read_source
from evaluator.intake.formats.word import read_docx
from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows
from evaluator.intake.verdict import verdict_of
from tests.intake.conftest import WORDS, W, para, tbl, tc

SPAN = '<w:gridSpan w:val="2"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def _texts(path):
    return [
        [[cell.text if cell else None for cell in row] for row in table.rows]
        for table in read_source(path, WORDS).tables
    ]


def test_merged_cells_stand_in_every_slot(docx):
    body = tbl([tc("wide", SPAN), tc("c")], [tc("tall", DOWN), tc("b1"), tc("c1")], [tc("", ON), tc("b2"), tc("c2")])
    assert _texts(docx(body)) == [[["wide", "wide", "c"], ["tall", "b1", "c1"], ["tall", "b2", "c2"]]]


def test_a_cell_that_goes_on_but_has_a_text_of_its_own_keeps_it(docx):
    body = tbl([tc("tall", DOWN), tc("b1")], [tc("own", ON), tc("b2")])
    assert _texts(docx(body)) == [[["tall", "b1"], ["own", "b2"]]]


def test_rows_inside_content_controls_are_read_and_deleted_text_is_not(docx):
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('inside')}{tc('b')}</w:tr></w:sdtContent></w:sdt>"
    deleted = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    body = f"<w:tbl>{row}<w:tr><w:tc>{deleted}</w:tc>{tc('d')}</w:tr></w:tbl>"
    assert _texts(docx(body)) == [[["inside", "b"], ["new", "d"]]]


def test_a_table_inside_a_cell_is_its_text_and_list_items_get_a_mark(docx):
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>"
    body = tbl([f"<w:tc>{item}{tbl([tc('inner')])}</w:tc>", tc("b")])
    assert _texts(docx(body)) == [[["• one two\nthree\ninner", "b"]]]


def test_text_around_the_tables_is_counted_footnotes_too(docx):
    path = docx(para("Title") + tbl([tc("a"), tc("b")]), footnotes=para("A note"), header1=para("Gazette"))
    outside = read_source(path, WORDS).outside
    assert [text.text for text in outside] == ["Title", "A note", "Gazette"]


def test_it_agrees_with_a_document_written_by_another_library(tmp_path):
    document = python_docx.Document()
    table = document.add_table(rows=3, cols=3)
    for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{at}"
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    path = tmp_path / "other.docx"
    document.save(path)
    assert _texts(path) == [
        [["c0", "c1\nc2", "c1\nc2"], ["c3\nc6", "c4", "c5"], ["c3\nc6", "c7", "c8"]],
    ]


def test_a_damaged_document_is_one_message(docx, tmp_path):
    path = docx("<w:p>")
    with pytest.raises(InvalidInputError, match=r"a Word document that cannot be read \(ParseError\)"):
        read_source(path, WORDS)
    cut = tmp_path / "cut.docx"
    cut.write_bytes(docx(para("x")).read_bytes()[:100])
    with pytest.raises(InvalidInputError, match="no Word document, or a damaged one"):
        read_source(cut, WORDS)
    assert W


def test_a_document_nested_as_deep_as_can_be_is_one_message(docx):
    deep = "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000
    with pytest.raises(InvalidInputError):
        read_source(docx(deep), WORDS)


def test_tables_that_a_frame_sets_side_by_side_are_tables_of_their_own(docx):
    left = tbl([tc("Activity"), tc("Deadline")], [tc("Train"), tc("2025")])
    right = tbl([tc("MoI"), tc("Ministry")])
    frame = f"<w:tbl><w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc></w:tr></w:tbl>"
    path = docx(para("1. Prevention") + frame)
    source = read_docx(str(path), path.read_bytes(), "0")
    assert [len(table.rows) for table in source.tables] == [2, 1]
    assert [cell.text for cell in source.tables[0].above] == ["1. Prevention"]
    assert source.tables[1].above == ()


def test_tracked_changes_are_read_as_accepted_and_are_a_doubt(docx, settings):
    added, taken_out = "<w:r><w:t>Train all judges</w:t></w:r>", "<w:r><w:delText>x</w:delText></w:r>"
    moved = f"<w:p><w:ins>{added}</w:ins><w:del>{taken_out}</w:del></w:p>"
    body = tbl([tc("Activity"), tc("Deadline")], [f"<w:tc>{moved}</w:tc>", tc("2025")])
    source = read_directly(docx(body), settings.words)
    found = import_rows(source, propose(source, settings.words, "plan").mapping, settings)
    assert [row.text for row in found.measures] == ["Train all judges"]
    assert [(note.kind, note.found) for note in verdict_of(found.notes).doubts] == [
        ("changes-tracked", "2 tracked changes that nobody has accepted")
    ]
