"""A folder is laid down whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.errors import EvaluatorError
from evaluator.store.folder import copy_whole
from evaluator.store.whole import HOST

# One that dies at its Nth call of a function, as a command that is killed does.
DYING = (
    "import os, pathlib, shutil, sys; from evaluator.store.folder import copy_whole\n"
    "def die(*given, **named): os.kill(os.getpid(), 9)\n"
    "real, left = shutil.copyfile, int(sys.argv[1])\n"
    "def copy(*given):\n"
    "    global left\n"
    "    left -= 1\n"
    "    return die() if left == 0 else real(*given)\n"
    "shutil.copyfile = copy\n"
    "if left == 0: pathlib.Path.rename = die\n"
    "copy_whole(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))\n"
)


@pytest.fixture
def source(tmp_path) -> Path:
    folder = tmp_path / "source"
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "c.txt").write_text("c", encoding="utf-8")
    (folder / "d.txt").write_text("d", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "e.txt").write_text("e", encoding="utf-8")
    (folder / "d.txt").chmod(0o444)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_file_that_is_not_hidden_comes_over_and_is_the_user_s_to_change(source, tmp_path):
    target = tmp_path / "new" / "target"
    assert copy_whole(source, target) == [target / "a" / "b" / "c.txt", target / "d.txt"]
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()) == ["a/b/c.txt", "d.txt"]
    assert (target / "a" / "b" / "c.txt").read_text(encoding="utf-8") == "c"
    assert (target / "d.txt").stat().st_mode & 0o200
    assert target.stat().st_mode & 0o777 == 0o755
    assert names(target.parent) == ["target"]


@pytest.mark.parametrize("what", ["empty folder", "file", "link that leads nowhere"])
def test_what_stands_at_the_place_is_never_written_over(what, source, tmp_path):
    target = tmp_path / "target"
    if what == "empty folder":
        target.mkdir()
    elif what == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to(tmp_path / "nowhere")
    before = names(tmp_path)
    with pytest.raises(EvaluatorError, match="target exists already and is not written over"):
        copy_whole(source, target)
    assert names(tmp_path) == before
    assert what != "file" or target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("place", "code", "words"),
    [
        ("tempfile.mkdtemp", errno.EACCES, "Permission denied"),
        ("tempfile.mkdtemp", errno.EROFS, "Read-only file system"),
        ("shutil.copyfile", errno.ENOSPC, "No space left on device"),
        ("pathlib.Path.rename", errno.EACCES, "Permission denied"),
    ],
)
def test_where_it_cannot_be_written_one_message_says_so_and_nothing_is_left(
    place, code, words, source, tmp_path, monkeypatch
):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(place, fail)
    with pytest.raises(EvaluatorError, match=rf"target: cannot be written \({words}\)"):
        copy_whole(source, tmp_path / "target")
    assert names(tmp_path) == ["source"]


def test_below_a_file_there_is_no_place_for_a_folder(source, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="cannot be written"):
        copy_whole(source, tmp_path / "file" / "target")


@pytest.mark.parametrize("at", [1, 2, 0], ids=["first file", "second file", "rename"])
def test_a_kill_leaves_no_half_folder_and_the_next_call_clears_up(at, source, tmp_path):
    target = tmp_path / "target"
    killed = subprocess.run([sys.executable, "-c", DYING, str(at), source, target], check=False)
    assert killed.returncode == -9
    assert not target.exists()
    (left,) = tmp_path.glob(".target.*.part")
    assert left.is_dir()
    copy_whole(source, target)
    assert names(tmp_path) == ["source", "target"]


def test_what_a_command_at_work_has_begun_and_what_is_no_folder_stays(source, tmp_path):
    at_work = tmp_path / f".target.{HOST}-{os.getpid()}-abc.part"
    at_work.mkdir()
    linked = tmp_path / f".target.{HOST}-99999999999-abc.part"
    linked.symlink_to(source)
    copy_whole(source, tmp_path / "target")
    assert at_work.is_dir()
    assert linked.is_symlink()
    shutil.rmtree(at_work)
