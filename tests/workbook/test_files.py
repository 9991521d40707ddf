"""Files are written all or none."""

from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError
from evaluator.workbook.files import write_all


def test_folders_are_made_and_nothing_else_is_left(tmp_path):
    assert write_all({tmp_path / "a" / "b.txt": "č", tmp_path / "c.bin": b"\0"}) == (
        tmp_path / "a" / "b.txt",
        tmp_path / "c.bin",
    )
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b.txt", "c.bin"]


def test_where_one_cannot_be_written_all_stay_as_they_were(tmp_path):
    kept, new = tmp_path / "kept.txt", tmp_path / "new.txt"
    kept.write_text("before")
    (tmp_path / "taken").mkdir()
    with pytest.raises(EvaluatorError, match="nothing was changed"):
        write_all({kept: "after", new: "new", tmp_path / "taken": "a folder is here"})
    assert kept.read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept.txt", "taken"]


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(EvaluatorError, match="cannot be written"):
        write_all({tmp_path / "a" / "b": "x"})
