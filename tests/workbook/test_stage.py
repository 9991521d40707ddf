"""Staged files lie over the library; what is wrong with them is told at the sheet's cells."""

from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError, Problem
from evaluator.model.plan import Evidence
from evaluator.read.layers import Layers
from evaluator.workbook.back.stage import Origin, Stage, beside, origin_of, seen
from evaluator.workbook.sheet.grid import Grid
from evaluator.workbook.sheet.rows import Entries, SheetPlace


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


def names(staged):
    return {name.rpartition("/")[2] for name in staged.files}


def test_the_ratings_of_ones_own_folder_are_seen_by_the_checks(desk, tmp_path):
    (desk.ratings / "log.csv").write_text("record,when,coder\n", encoding="utf-8")
    staged = stage(desk, tmp_path)
    staged.begin(["b"])
    assert names(staged) == {"a.csv", "a.yaml", "log.csv"}
    assert staged.hidden(["b"]) == 0
    assert staged.install(desk.own) == ()
    assert set(beside(staged.folder, "small", tmp_path / "new")) == {"a.csv", "a.yaml", "log.csv"}
    assert set(beside(staged.folder, "small", desk.ratings)) == {"log.csv"}


def test_of_the_library_below_come_only_the_coders_own_files_and_lines_of_the_log(desk, tmp_path):
    log = desk.ratings / "log.csv"
    log.write_text("record,when,coder\nL0001,2026,a\nL0002,2026,c\n", encoding="utf-8")
    below = Layers((tmp_path / "over", *desk.library.layers.folders))
    staged = Stage(tmp_path / "stage", below, "XXA-2020-2023", desk.rubric)
    staged.begin(["b"])
    assert names(staged) == set()
    assert staged.hidden(["b"]) == 1
    staged.begin(["a"])
    assert names(staged) == {"a.csv", "a.yaml", "log.csv"}
    assert staged.files[f"{staged.ratings}/log.csv"] == "record,when,coder\nL0001,2026,a\n"


def test_a_stage_goes_back_to_what_was_saved(desk, tmp_path):
    below = Layers((tmp_path / "over", *desk.library.layers.folders))
    staged = Stage(tmp_path / "stage", below, "XXA-2020-2023", desk.rubric)
    before = staged.saved()
    staged.put(f"{staged.ratings}/b.csv", "criterion_id\n")
    staged.go_back(before)
    assert staged.files == {}
    assert [coding.header.coder for coding in staged.read().codings] == ["a"]


def test_what_a_sheet_does_not_show_is_told_of_the_workbook(desk, tmp_path):
    staged = stage(desk, tmp_path)
    path = f"{staged.ratings}/b.yaml"
    head = (
        (desk.ratings / "a.yaml").read_text(encoding="utf-8").replace("coder: a", "coder: b").replace("0.1.0", "0.1.1")
    )
    staged.begin(["b"])
    staged.put(f"{staged.ratings}/b.csv", "criterion_id,status\n")
    staged.put(path, head, Origin("sheet.xlsx", entries=Entries(None, {})))
    (note,) = (p for p in staged.check(frozenset()) if "rated under rubric 0.1.1" in p.found)
    assert (note.path, note.line, note.cell) == ("sheet.xlsx", None, "")


def test_a_fault_in_a_staged_table_is_told_at_its_cell(desk, tmp_path):
    staged = stage(desk, tmp_path)
    path = f"{staged.plan}/evidence.csv"
    text = staged.text(path).replace("XXA-S1", "XXA-S7")
    grid = Grid("table", "evidence", "Evidence", {"source_id": "B"}, ())
    staged.put(path, text, origin_of("sheet.xlsx", text, Evidence, [SheetPlace(grid, n) for n in range(3, 7)]))
    problems = staged.check(frozenset())
    assert [p.cell for p in problems if "XXA-S7" in p.found] == [f"Evidence!B{n}" for n in range(3, 7)]
    assert all(p.path == "sheet.xlsx" for p in problems if "XXA-S7" in p.found)


def test_a_fault_that_was_there_is_not_the_sheets(desk, tmp_path):
    staged = stage(desk, tmp_path)
    staged.put(f"{staged.plan}/evidence.csv", staged.text(f"{staged.plan}/evidence.csv").replace("XXA-S1", "XXA-S7"))
    (first, *_) = staged.check(frozenset())
    old = Problem(f"{staged.root}/{first.path}", first.found, first.expected)
    assert len(staged.check(frozenset({seen(old)}))) < len(staged.check(frozenset()))


def test_what_was_changed_on_the_disk_since_it_was_read_is_not_written_over(desk, tmp_path):
    (desk.ratings / "log.csv").write_text("record,when,coder\n", encoding="utf-8")
    staged = stage(desk, tmp_path)
    staged.begin(["b"])
    (desk.ratings / "a.csv").write_text("of another command\n", encoding="utf-8")
    assert staged.install(desk.own) == ()  # another coder's file, only looked at
    staged.put(f"{staged.ratings}/log.csv", "record,when,coder\nL0001,2026,b\n")
    staged.put(f"{staged.ratings}/b.csv", "criterion_id\n")
    (desk.ratings / "log.csv").write_text("record,when,coder\nL0001,2026,a\n", encoding="utf-8")
    before = desk.files()
    with pytest.raises(EvaluatorError, match=r"changed on the disk since it was read.*log\.csv"):
        staged.install(desk.own)
    assert desk.files() == before
    with pytest.raises(EvaluatorError, match="lies outside"):
        staged.put("../x.csv", "")
