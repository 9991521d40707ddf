"""What a reader notes of a folder's files, and what it finds changed when it looks again."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from evaluator.errors import EvaluatorError
from evaluator.store.change import CHANGE, LIST, write_all
from evaluator.store.lock import STATE, held
from evaluator.store.still import Sight

INSIDE = ("countries", "rubrics")


@pytest.fixture
def folder(tmp_path):
    for name in ("countries/A/a.csv", "countries/A/deep/b.csv", "rubrics/r.yaml", "output/x.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    return tmp_path


def _same_size_and_time(path):
    """Put another file of the same size in place of one, written at the same time as that."""
    state = path.stat()
    other = path.with_name("other")
    other.write_text("2", encoding="utf-8")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda f: (f / "countries/A/deep/b.csv").write_text("12", encoding="utf-8"), "countries/A/deep/b.csv"),
        (lambda f: os.utime(f / "rubrics/r.yaml", ns=(0, 0)), "rubrics/r.yaml"),
        (lambda f: (f / "countries/A/new.csv").write_text("", encoding="utf-8"), "countries/A/new.csv"),
        (lambda f: (f / "countries/A/a.csv").unlink(), "countries/A/a.csv"),
        (lambda f: shutil.rmtree(f / "rubrics"), "rubrics/r.yaml"),
        (lambda f: _same_size_and_time(f / "rubrics/r.yaml"), "rubrics/r.yaml"),
        (lambda f: write_all(f, {"countries/A/a.csv": "2"}), "countries/A/a.csv"),
    ],
)
def test_a_file_that_is_written_made_removed_or_replaced_is_named(folder, change, named):
    sight = Sight.of(folder, INSIDE)
    assert sight.changed() == ""
    change(folder)
    assert sight.changed() == str(folder / named)


def test_what_is_no_input_does_not_count(folder):
    sight = Sight.of(folder, INSIDE)
    (folder / "output/x.pdf").write_text("22", encoding="utf-8")
    (folder / "countries/A/.a.csv.swp").write_text("", encoding="utf-8")
    write_all(folder, {"countries/A/a.csv": "1"})
    with held(folder):
        assert sight.changed() == ""


def test_a_file_that_the_command_writes_itself_does_not_count(folder):
    sight = Sight.of(folder, INSIDE).without(folder / "rubrics" / "kept.pdf")
    (folder / "rubrics/kept.pdf").write_text("", encoding="utf-8")
    assert sight.changed() == ""
    (folder / "rubrics/other.pdf").write_text("", encoding="utf-8")
    assert sight.changed() == str(folder / "rubrics/other.pdf")


def test_a_folder_that_is_not_there_has_no_files(tmp_path):
    assert Sight.of(tmp_path / "none", INSIDE).changed() == ""


def test_a_change_whose_files_are_not_all_in_place_is_told_though_nothing_moved_since(folder):
    """Which is how a reader finds the folder that begins and ends between two moves of an import."""
    state = folder / STATE / CHANGE
    state.mkdir(parents=True)
    listed = [{"path": "countries/A/a.csv", "old": None, "new": ""}]
    (state / LIST).write_text(json.dumps(listed), encoding="utf-8")
    assert Sight.of(folder, INSIDE).changed() == str(folder)
    shutil.rmtree(state)
    assert Sight.of(folder, INSIDE).changed() == ""


def test_a_state_that_is_a_link_is_refused_here_too(folder, tmp_path):
    sight = Sight.of(folder, INSIDE)
    (folder / STATE).symlink_to(tmp_path)
    with pytest.raises(EvaluatorError, match="no folder of its own"):
        sight.changed()
