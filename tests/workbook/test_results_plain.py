"""Tables of results as a workbook that people sort and programs read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import openpyxl
import pytest

from evaluator.errors import EvaluatorError
from evaluator.model.schema import Column, column
from evaluator.workbook.results.plain import About, Look, PlainSheet, cell_of, day_of, plain_xlsx, sheet_of

ABOUT = About("XXA-2020-2023", "Results: XXA-2020-2023", "2020-07", "nap-evaluator 9.9")


@dataclass(frozen=True)
class Row:
    """A row with a column of each kind that matters."""

    name: str = column("id", "name")
    score: float | None = column("number", "score")
    share: float | None = column("number", "share")
    level: int | None = column("integer", "level")
    flag: bool | None = column("flag", "flag")
    ids: tuple[str, ...] = column("ids", "ids")
    start: str = column("text", "word of the language", header="from")


def opened(*sheets: PlainSheet):
    return openpyxl.load_workbook(io.BytesIO(plain_xlsx(sheets, ABOUT)))


ROWS = (Row("a", 0.123456789, 0.5, 3, flag=True, ids=("x", "y"), start="2005"), Row("b", None, 0.0, 0, flag=False))


def test_numbers_are_numbers_with_a_form_and_nothing_missing_is_a_zero():
    page = opened(sheet_of("Table", Row, ROWS, {"share"}))["Table"]
    assert [c.value for c in page[1]] == ["name", "score", "share", "level", "flag", "ids", "from"]
    assert [c.value for c in page[2]] == ["a", 0.123456789, 0.5, 3, "yes", "x;y", "2005"]
    assert [c.value for c in page[3]] == ["b", None, 0, 0, "no", None, None]
    assert [page.cell(2, at).number_format for at in (2, 3, 4)] == ["0.000", "0.0%", "0"]
    assert [page.cell(2, at).data_type for at in (2, 3, 4, 7)] == ["n", "n", "n", "s"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org")'])
def test_what_looks_like_a_formula_stays_text_when_it_is_edited_too(text):
    cell = opened(sheet_of("T", Row, [Row(text)]))["T"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_plain_text_is_not_guarded_and_a_web_address_is_no_link():
    cell = opened(sheet_of("T", Row, [Row("https://example.org/a")]))["T"]["A2"]
    assert not cell.quotePrefix
    assert cell.hyperlink is None


def test_each_sheet_is_one_table_with_its_header_in_sight():
    book = opened(sheet_of("One", Row, ROWS, kept=2), sheet_of("Empty", Row, ()))
    for page, pane, reach in ((book["One"], "C2", "A1:G3"), (book["Empty"], "B2", "A1:G2")):
        assert page.freeze_panes == pane
        assert page.auto_filter.ref == reach
        assert not page.merged_cells.ranges
        assert page.print_title_rows == "$1:$1"


def test_a_column_is_as_wide_as_its_header_and_texts_up_to_a_measure():
    page = opened(sheet_of("T", Row, [Row("x" * 40, start="long " * 60)]))["T"]
    assert page.column_dimensions["A"].width == pytest.approx(42, abs=1)
    assert page.column_dimensions["G"].width == pytest.approx(60, abs=1)
    assert page["G2"].alignment.wrap_text
    assert not page["A2"].alignment.wrap_text


def test_the_same_tables_give_the_same_bytes_dated_by_the_data():
    sheet = sheet_of("T", Row, ROWS)
    assert plain_xlsx([sheet], ABOUT) == plain_xlsx([sheet], ABOUT)
    book = opened(sheet)
    assert book.properties.created == day_of("2020-07")
    assert (book.properties.title, book.properties.creator) == (ABOUT.title, ABOUT.tool)
    assert {p.name: p.value for p in book.custom_doc_props.props} == {"document": "XXA-2020-2023"}


def test_a_cell_may_have_a_look_of_its_own_and_keeps_its_number():
    columns = (Column("a", "text", "a"),)
    page = opened(PlainSheet("T", columns, ((0,), (2,)), looks={(0, 0): Look('0"s"', "#C9D9E3", "#000000")}))["T"]
    assert (page["A2"].value, page["A2"].number_format, page["A2"].fill.fgColor.rgb) == (0, '0"s"', "FFC9D9E3")
    assert page["A3"].fill.fill_type is None


def test_a_text_longer_than_a_cell_is_told_by_its_place():
    with pytest.raises(EvaluatorError, match=r"T!A3: a text of 32768 characters"):
        plain_xlsx([sheet_of("T", Row, [Row("a"), Row("x" * 32_768)])], ABOUT)


def test_there_is_nothing_in_the_package_but_sheets():
    names = zipfile.ZipFile(io.BytesIO(plain_xlsx([sheet_of("T", Row, ROWS)], ABOUT))).namelist()
    assert not [name for name in names if "vba" in name or "external" in name or "comment" in name]


def test_flags_are_words_and_lists_have_semicolons():
    assert [cell_of(v) for v in (True, False, 1, 1.5, ("a", 2))] == ["yes", "no", 1, 1.5, "a;2"]
