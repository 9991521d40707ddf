"""One file is written whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from evaluator.errors import EvaluatorError
from evaluator.store.whole import HOST, sweep, write_part, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_folders_are_made_where_asked(tmp_path):
    write_whole(tmp_path / "a.txt", b"old")
    assert write_whole(tmp_path / "a.txt", b"new").read_bytes() == b"new"
    write_whole(tmp_path / "b" / "c.txt", b"x", make_folder=True)
    assert names(tmp_path) == ["a.txt", "b"]
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644
    with pytest.raises(EvaluatorError, match=r"there is no such folder\. Make it, or name another for d\.txt"):
        write_whole(tmp_path / "none" / "d.txt", b"x")


@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "os.fdopen"])
def test_a_full_disk_is_told_with_the_file_and_nothing_is_left(tmp_path, monkeypatch, call):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "s.xlsx").write_bytes(b"old")
    monkeypatch.setattr(call, full)
    with pytest.raises(EvaluatorError, match=r"s\.xlsx: cannot be written \(No space left on device\)"):
        write_whole(tmp_path / "s.xlsx", b"new")
    monkeypatch.undo()
    assert (names(tmp_path), (tmp_path / "s.xlsx").read_bytes()) == (["s.xlsx"], b"old")


def test_what_breaks_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    (tmp_path / "x.pdf").write_bytes(b"old")
    monkeypatch.setattr("os.fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "x.pdf", b"new")
    assert (names(tmp_path), (tmp_path / "x.pdf").read_bytes()) == (["x.pdf"], b"old")


def test_a_folder_that_cannot_be_written_to_is_one_message(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(EvaluatorError, match=r"x\.pdf: cannot be written \(Permission denied\)"):
        write_whole(tmp_path / "x.pdf", b"")


def test_the_part_of_a_killed_command_is_removed_by_the_next_and_that_of_one_at_work_stays(tmp_path):
    program = (
        "import os, pathlib, sys; from evaluator.store.whole import write_part;"
        "write_part(pathlib.Path(sys.argv[1]), b'half'); os.kill(os.getpid(), 9)"
    )
    out = tmp_path / "plan [1].pdf"
    assert subprocess.run([sys.executable, "-c", program, str(out)], check=False).returncode == -9
    assert len(names(tmp_path)) == 1
    ours = write_part(out, b"at work")
    (tmp_path / f".plan [1].pdf.{HOST}-x-1.part").write_bytes(b"of someone else")
    write_whole(out, b"whole")
    assert names(tmp_path) == sorted([ours.name, f".plan [1].pdf.{HOST}-x-1.part", "plan [1].pdf"])


def test_the_part_of_another_machine_is_removed_when_it_is_a_day_old(tmp_path):
    part = tmp_path / ".a.pdf.00000000-1-x.part"
    part.write_bytes(b"")
    sweep(tmp_path / "a.pdf")
    assert part.exists()
    os.utime(part, (1, 1))
    sweep(tmp_path / "a.pdf")
    assert not part.exists()


def test_a_name_as_long_as_names_may_be_is_written(tmp_path):
    out = tmp_path / ("é" * 125 + ".csv")
    assert write_whole(out, b"x").read_bytes() == b"x"


@pytest.mark.parametrize("kind", ["folder", "link", "nowhere"])
def test_what_is_no_file_is_not_written_over(tmp_path, kind):
    out = tmp_path / "out.pdf"
    if kind == "folder":
        out.mkdir()
    else:
        out.symlink_to(tmp_path / "elsewhere.pdf")
    if kind == "link":
        (tmp_path / "elsewhere.pdf").write_bytes(b"precious")
    with pytest.raises(EvaluatorError, match="is not an ordinary file and is not written over"):
        write_whole(out, b"x")
    assert names(tmp_path) == (["elsewhere.pdf", "out.pdf"] if kind == "link" else ["out.pdf"])


def test_who_may_read_a_file_is_kept_from_its_first_byte(tmp_path):
    written = write_whole(tmp_path / "secret", b"x", mode=0o600)
    assert written.stat().st_mode & 0o777 == 0o600
    assert write_whole(tmp_path / "open", b"x").stat().st_mode & 0o777 == 0o644
