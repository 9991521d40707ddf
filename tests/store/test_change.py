"""Several files are one change: all or none, over a kill at any point too."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.errors import EvaluatorError
from evaluator.store.change import below, fingerprint, fingerprints, recover, write_all
from evaluator.store.lock import STATE


def texts(folder):
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and STATE not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in files}


def state(folder):
    return sorted(path.name for path in (folder / STATE).iterdir())


AT_REST = [".gitignore", "lock"]


def test_folders_are_made_and_only_what_differs_is_written(tmp_path):
    assert write_all(tmp_path, {"a/b.txt": "č", "c.bin": b"\0"}) == [tmp_path / "a" / "b.txt", tmp_path / "c.bin"]
    assert write_all(tmp_path, {"a/b.txt": "č", "c.bin": b"1"}) == [tmp_path / "c.bin"]
    assert write_all(tmp_path, {"a/b.txt": "č"}) == []
    assert (texts(tmp_path), state(tmp_path)) == ({"a/b.txt": "č", "c.bin": "1"}, AT_REST)


def test_a_file_that_was_changed_since_it_was_read_stops_all(tmp_path):
    write_all(tmp_path, {"a": "1", "b": "1"})
    seen = fingerprints(tmp_path, ".")
    (tmp_path / "b").write_text("by hand")
    with pytest.raises(EvaluatorError, match=r"changed on the disk since it was read, so nothing was written: \S*b\."):
        write_all(tmp_path, {"a": "2", "b": "2"}, seen)
    with pytest.raises(EvaluatorError, match="changed on the disk"):
        write_all(tmp_path, {"b": "2"}, {"b": None})
    assert texts(tmp_path) == {"a": "1", "b": "by hand"}
    write_all(tmp_path, {"a": "2", "c": "2"}, {**seen, "c": None})
    assert texts(tmp_path) == {"a": "2", "b": "by hand", "c": "2"}


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "", "link/x", "link", "a\\..\\x", "a\0b"])
def test_a_path_that_leads_out_is_refused(tmp_path, path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "link").symlink_to(tmp_path)
    with pytest.raises((EvaluatorError, ValueError), match=r"lies outside|null"):
        write_all(own, {"good": "x", path: "x"})
    assert texts(own) == {}
    assert below(own, "a/b") == own / "a" / "b"


def test_where_one_cannot_be_written_all_stay_as_they_were(tmp_path):
    write_all(tmp_path, {"kept": "before"})
    (tmp_path / "taken").mkdir()
    (tmp_path / "file").write_text("")
    for path in ("taken", "file/below"):
        with pytest.raises(EvaluatorError, match=rf"{path}: cannot be written \(.*\); nothing was changed"):
            write_all(tmp_path, {"kept": "after", "new": "new", path: "x"})
        assert (texts(tmp_path), state(tmp_path)) == ({"kept": "before", "file": ""}, AT_REST)


@pytest.mark.parametrize("at", range(4))
def test_where_one_cannot_be_moved_those_moved_before_are_put_back(tmp_path, monkeypatch, at):
    write_all(tmp_path, {"a": "before"})
    calls, real = [], Path.replace

    def full(self, target):
        calls.append(target)
        if len(calls) == at + 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EvaluatorError, match="No space left on device"):
        write_all(tmp_path, {"a": "after", "b": "after", "c": "after"})
    monkeypatch.undo()
    assert (texts(tmp_path), state(tmp_path)) == ({"a": "before"}, AT_REST)


# A process that dies before its Nth step on the disk, for each N, on a fresh copy of the folder.
KILLS = """
import os, pathlib, shutil, sys
from evaluator.store.change import write_all
import filelock
before, work = map(pathlib.Path, sys.argv[1:])
steps = ("replace", "rename", "fsync", "unlink", "rmdir", "mkdir", "open")
left = -1
def dying(real):
    def step(*given, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
        return real(*given, **more)
    return step
for at in range(1, 200):
    folder = work / str(at)
    shutil.copytree(before, folder)
    child = os.fork()
    if child == 0:
        for name in steps:
            setattr(os, name, dying(getattr(os, name)))
        left = at
        write_all(folder, {"a": "after", "b/b": "after", "log": "before after"})
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
print(at)
"""


def test_a_kill_at_any_step_leaves_the_old_state_or_one_that_the_next_command_completes(tmp_path):
    write_all(tmp_path / "before", {"a": "before", "log": "before "})
    (tmp_path / "work").mkdir()
    words = [sys.executable, "-c", KILLS, str(tmp_path / "before"), str(tmp_path / "work")]
    steps = int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    old, new = {"a": "before", "log": "before "}, {"a": "after", "b/b": "after", "log": "before after"}
    completed = []
    for at in range(1, steps + 1):
        folder = tmp_path / "work" / str(at)
        found = texts(folder)
        recover(folder)
        completed.append(texts(folder) == new)
        assert texts(folder) in ([old, new] if found in (old, new) else [new]), at
        assert set(state(folder)) <= {*AT_REST, "holder"}
        write_all(folder, {"a": "again"})
        assert state(folder) == AT_REST
    assert steps > 15
    # Old up to one step, new from there on.
    assert completed == sorted(completed)
    assert any(completed)
    assert not all(completed)


def interrupted(folder, listed, **parts):
    waiting = folder / STATE / "change"
    waiting.mkdir(parents=True)
    (waiting / "list.json").write_text(listed if isinstance(listed, str) else json.dumps(listed))
    for name, text in parts.items():
        (waiting / name.removeprefix("_")).write_text(text)
    return waiting


def test_a_file_changed_by_hand_after_an_interruption_is_not_written_over(tmp_path):
    (tmp_path / "a").write_text("by hand")
    waiting = interrupted(tmp_path, [{"path": "a", "old": None, "new": "0"}], _0="by the command")
    with pytest.raises(
        EvaluatorError, match=r"a was changed after .* was interrupted\. .*change.0\. Copy what you need"
    ):
        recover(tmp_path)
    assert (tmp_path / "a").read_text() == "by hand"
    shutil.rmtree(waiting)
    recover(tmp_path)
    assert state(tmp_path) == AT_REST


@pytest.mark.parametrize(
    "listed", ["{", "[]", "[1]", "{}", '[{"path": 1, "old": null, "new": "x"}]', '[{"path": "a"}]', "[" * 100_000]
)
def test_a_list_that_no_command_left_is_refused(tmp_path, listed):
    interrupted(tmp_path, listed, _0="x")
    with pytest.raises(EvaluatorError, match=r"change is not as a command left it\. Remove it"):
        recover(tmp_path)
    assert texts(tmp_path) == {}


def test_a_list_from_someone_else_writes_nothing_outside_and_takes_nothing_from_there(tmp_path):
    own = tmp_path / "own"
    waiting = interrupted(own, [{"path": "../x", "old": None, "new": "0"}], _0="x")
    with pytest.raises(EvaluatorError, match="lies outside"):
        recover(own)
    (tmp_path / "secret").write_text("TOPSECRET")
    (waiting / "0").unlink()
    (waiting / "0").symlink_to(tmp_path / "secret")
    (waiting / "list.json").write_text(json.dumps([{"path": "x", "old": None, "new": "0"}]))
    with pytest.raises(EvaluatorError, match="not as a command left it"):
        recover(own)
    assert texts(tmp_path) == {"secret": "TOPSECRET"}


def test_what_was_only_begun_is_dropped(tmp_path):
    (tmp_path / STATE / "change.part").mkdir(parents=True)
    (tmp_path / STATE / "change.part" / "0").write_text("half")
    recover(tmp_path)
    assert (texts(tmp_path), state(tmp_path)) == ({}, AT_REST)
    assert fingerprint(tmp_path / "none") is None
