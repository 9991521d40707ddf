"""CSV as text, every fault at its place, and never a traceback."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.model.assessment import Rating
from evaluator.model.country import Fact, Source
from evaluator.model.schema import FORMS, column, columns_of
from evaluator.read.text_files.lookalike import skeleton
from evaluator.read.text_files.table import parse_table, read_table, write_table


@dataclass(frozen=True)
class Row:
    """A row of each sort of column."""

    row_id: str = column("id", "identifier", required=True, unique=True)
    text: str = column("text", "words")
    number: float | None = column("number", "a figure")
    parts: tuple[str, ...] = column("ids", "parts")
    flag: bool | None = column("flag", "yes or no")


def parsed(text: str, row: type = Row, **more):
    problems = []
    return parse_table(Path("a.csv"), text, row, problems=problems, **more), [str(p) for p in problems]


def test_columns_may_stand_in_any_order_and_be_left_out():
    table, problems = parsed("number,row_id\n1.5,A\n")
    assert table.rows == (Row("A", "", 1.5),)
    assert problems == []


def test_only_an_empty_cell_is_missing():
    table, _ = parsed("row_id,text,number\nA,NA,\nB,,0\n")
    assert [(row.text, row.number) for row in table.rows] == [("NA", None), ("", 0.0)]


def test_lines_are_those_of_the_file_through_blank_lines_and_long_cells():
    table, _ = parsed('row_id,text\n\nA,"two\nlines"\n\nB,x\n')
    assert table.lines == (3, 6)


def test_windows_line_ends_and_spaces_around_cells_are_no_matter():
    table, problems = parsed("row_id , text\r\nA , x \r\n")
    assert (table.rows, problems) == ((Row("A", "x"),), [])


def test_every_fault_of_every_row_is_told_and_sound_rows_stay():
    table, problems = parsed("row_id,number,flag\nA,x,maybe\nB,1,yes\nB,2,no\n")
    assert table.rows == (Row("B", "", 1.0, (), True),)
    assert problems == [
        "a.csv:2:2: number: found 'x'. Give a number.",
        "a.csv:2:3: flag: found 'maybe'. Give yes or no.",
        "a.csv:4:1: row_id: 'B' given twice (first at line 3). Give each once.",
    ]


def test_sound_cells_and_ids_of_faulty_rows_are_kept_for_other_checks():
    table, _ = parsed("row_id,number,text\nA,x,words\nB,1,y,too many\n")
    assert table.ids == {"A", "B"}
    assert table.cells == ((2, {"row_id": "A", "text": "words"}),)


def test_a_header_that_lacks_a_needed_column_leaves_no_rows_but_checks_the_cells():
    table, problems = parsed("text,number\nx,y\n")
    assert (table.rows, table.is_readable) == ((), False)
    assert problems == [
        "a.csv:1: row_id: column 'row_id' is missing. Give this column: identifier.",
        "a.csv:2:2: number: found 'y'. Give a number.",
    ]


def test_a_misspelt_column_is_told_once_with_the_right_name():
    _, (problem,) = parsed("row_idd,text\nA,x\n")
    assert problem.endswith("Give one of: row_id, text, number, parts, flag. Did you mean 'row_id'?")


@pytest.mark.parametrize("text", ["", "\n", ",,\n", "  \n\n"])
def test_a_table_without_a_header_is_a_fault(text):
    table, problems = parsed(text)
    assert not table.is_readable
    assert problems


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_one_fault_that_says_how_to_save(mark, name):
    table, problems = parsed("row_id,text\nA,a\nB,b\n".replace(",", mark))
    assert not table.is_readable
    assert problems == [f"a.csv:1: columns separated by {name}. Give commas. Save the table as CSV (comma delimited)."]


def test_text_after_a_closing_quotation_mark_is_told_with_its_line():
    _, (problem,) = parsed('row_id,text\nA,"x" y\n')
    assert problem.startswith("a.csv:2: ")
    assert "Double a quotation mark" in problem


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    problems = []
    assert not read_table(tmp_path / "none.csv", Row, problems=problems).is_readable
    assert [p.found for p in problems] == ["there is no such file"]


def test_only_kept_records_are_looked_at():
    table, problems = parsed("row_id,number\nA,x\nB,1\n", keep=lambda cells: cells["row_id"] == "B")
    assert ([row.row_id for row in table.rows], problems) == (["B"], [])


def test_columns_are_named_as_the_file_names_them():
    text = "fact_id,variable,from,to,value\nF,v,2005,soon,1\n"
    _, problems = parsed(text, Fact)
    assert problems == ["a.csv:2:4: to: found 'soon'. Give a date as YYYY, YYYY-MM or YYYY-MM-DD."]
    good, _ = parsed(text.replace("soon", "2006"), Fact)
    assert good.rows[0].end == "2006"
    assert good.problem(0, "end", "x", "y").key == "to"


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(str.strip)
IDS = st.text(st.characters(categories=["L", "N", "Pd", "So"]), min_size=1, max_size=8).filter(FORMS["id"][0].fullmatch)


@settings(max_examples=100)
@given(
    st.lists(
        st.builds(
            Row,
            row_id=IDS,
            text=CELLS,
            number=st.none() | st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
            parts=st.lists(IDS, max_size=3).map(tuple),
            flag=st.none() | st.booleans(),
        ),
        max_size=5,
        unique_by=lambda row: skeleton(row.row_id),
    )
)
def test_what_is_written_is_read_back(rows):
    table, problems = parsed(write_table(rows, Row))
    assert (table.rows, problems) == (tuple(rows), [])


def test_the_written_header_is_that_of_the_file():
    assert write_table([], Fact).startswith("fact_id,variable,from,to,value,")


@settings(max_examples=150)
@given(data=st.binary(max_size=80))
def test_random_bytes_never_give_a_traceback(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    problems = []
    table = read_table(path, Rating, problems=problems)
    assert problems or table.is_readable


@settings(max_examples=200)
@given(
    pieces=st.lists(
        st.sampled_from(["criterion_id", "status", ",", '"', "\n", "\r", "rated", ";", " ", "9", "'", "\u2028", "x"]),
        max_size=30,
    )
)
def test_csv_in_pieces_never_gives_a_traceback(pieces):
    parsed("".join(pieces), Rating)


@settings(max_examples=100)
@given(records=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=4))
def test_any_cells_under_a_sound_header_give_rows_or_problems(records):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([c.label for c in columns_of(Rating)])
    writer.writerows(records)
    table, problems = parsed(out.getvalue(), Rating)
    assert len(table.rows) <= len(records)
    assert len(table.rows) == len(table.lines)
    assert problems or len(table.rows) == sum(any(record) for record in records)
    assert all(
        isinstance(getattr(row, f.name), f.type if isinstance(f.type, type) else object)
        for row in table.rows
        for f in fields(row)
    )


def test_a_table_is_taken_apart_once_for_each_text_and_its_faults_are_told_each_time(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text("source_id,title,kind\nS1,A law,low\nS2,A plan,plan\n", encoding="utf-8")
    first, again, other = [], [], []
    table = read_table(path, Source, problems=first)
    assert read_table(path, Source, problems=again) is table
    assert [source.source_id for source in table.rows] == ["S2"]
    assert len(first) == 1
    assert first == again
    path.write_text("source_id,title,kind\nS2,A law,law\n", encoding="utf-8")
    assert [source.title for source in read_table(path, Source, problems=other).rows] == ["A law"]
    assert other == []
