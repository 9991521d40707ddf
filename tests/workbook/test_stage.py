"""Staged files lie over the library; what is wrong with them is told at the sheet's cells."""

from __future__ import annotations

from pathlib import Path

from evaluator.errors import Problem
from evaluator.model.plan import Evidence
from evaluator.workbook.grid import Grid
from evaluator.workbook.rows import Place
from evaluator.workbook.stage import Origin, Stage, beside, line_places, seen


def stage(desk, tmp_path):
    return Stage(tmp_path / "stage", desk.library.layers, "XXA-2020-2023", desk.rubric)


def test_what_is_staged_is_read_instead_of_the_library(desk, tmp_path):
    staged = stage(desk, tmp_path)
    before = staged.read()
    staged.put(f"{staged.plan}/narrative/en.md", "New words\n")
    assert staged.read().narrative == {"en": "New words\n"}
    assert staged.text(f"{staged.plan}/narrative/en.md") == "New words\n"
    assert staged.text("nothing.csv") == ""
    assert before.narrative == {}


def test_with_the_first_file_of_the_ratings_its_neighbours_come_along(desk, tmp_path):
    staged = stage(desk, tmp_path)
    staged.put(f"{staged.ratings}/log.csv", "record,when,coder\n")
    assert {name.rpartition("/")[2] for name in staged.files} == {"a.csv", "a.yaml", "log.csv"}
    assert set(beside(staged.folder, "small", tmp_path / "new")) == {"a.csv", "a.yaml", "log.csv"}
    assert set(beside(staged.folder, "small", desk.ratings)) == {"log.csv"}


def test_a_fault_in_a_staged_table_is_told_at_its_cell(desk, tmp_path):
    staged = stage(desk, tmp_path)
    path = f"{staged.plan}/evidence.csv"
    text = staged.text(path).replace("XXA-S1", "XXA-S7")
    grid = Grid("table", "evidence", "Evidence", {"source_id": "B"}, ())
    places = line_places(Path("evidence.csv"), text, Evidence, [Place(grid, n) for n in range(3, 7)])
    staged.put(path, text, Origin("sheet.xlsx", places))
    problems = staged.check(frozenset())
    assert [p.cell for p in problems if "XXA-S7" in p.found] == [f"Evidence!B{n}" for n in range(3, 7)]
    assert all(p.path == "sheet.xlsx" for p in problems if "XXA-S7" in p.found)


def test_a_fault_that_was_there_is_not_the_sheets(desk, tmp_path):
    staged = stage(desk, tmp_path)
    staged.put(f"{staged.plan}/evidence.csv", staged.text(f"{staged.plan}/evidence.csv").replace("XXA-S1", "XXA-S7"))
    (first, *_) = staged.check(frozenset())
    old = Problem(f"{staged.root}/{first.path}", first.found, first.expected)
    assert len(staged.check(frozenset({seen(old)}))) < len(staged.check(frozenset()))
