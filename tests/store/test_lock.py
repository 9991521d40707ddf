"""One command at a time writes to a folder; whoever waits is told for whom."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluator.errors import EvaluatorError
from evaluator.store.lock import STATE, WAIT, held

HOLD = (
    "import pathlib, sys; from evaluator.store.lock import held\n"
    "with held(pathlib.Path(sys.argv[1]), 'evaluator sheet import'):\n"
    "    print('held', flush=True); sys.stdin.readline()\n"
)


@pytest.fixture
def holder(tmp_path):
    """Return a process that holds the lock of the folder until it is told or killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_whoever_waits_too_long_is_told_who_writes_and_a_dead_holder_is_in_nobodys_way(tmp_path, holder):
    with pytest.raises(EvaluatorError) as caught, held(tmp_path, wait=0.1):
        raise AssertionError("taken twice")
    assert f"is being written to by evaluator sheet import (process {holder.pid} on " in str(caught.value)
    assert "nothing was written. Run the command again once that has ended." in str(caught.value)
    holder.kill()
    holder.wait()
    assert (tmp_path / STATE / "holder").exists()
    with held(tmp_path, "evaluator new plan", wait=0):
        assert json.loads((tmp_path / STATE / "holder").read_text())["command"] == "evaluator new plan"
    assert sorted(path.name for path in (tmp_path / STATE).iterdir()) == [".gitignore", "lock"]


def test_another_command_waits_half_a_minute():
    assert WAIT == 30


def test_a_lock_is_waited_for(tmp_path, holder):
    holder.stdin.write("\n")
    holder.stdin.flush()
    with held(tmp_path, wait=20):
        pass


def test_within_one_command_it_may_be_taken_again(tmp_path):
    with held(tmp_path, "outer"), held(tmp_path, "inner", wait=0):
        assert json.loads((tmp_path / STATE / "holder").read_text())["command"] == "outer"
    assert not (tmp_path / STATE / "holder").exists()


def test_a_holder_that_cannot_be_read_is_another_command(tmp_path, holder):
    for text in ("{", "[]", "{}", ""):
        (tmp_path / STATE / "holder").write_text(text)
        with pytest.raises(EvaluatorError, match="is being written to by another command"), held(tmp_path, wait=0):
            raise AssertionError("taken twice")


def test_a_place_for_the_lock_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / STATE).symlink_to(tmp_path)
    with pytest.raises(EvaluatorError, match="is no folder of its own"), held(tmp_path / "own"):
        raise AssertionError("taken")
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluatorError, match="cannot be written to"), held(tmp_path / "file"):
        raise AssertionError("taken")


@pytest.mark.parametrize("name", ["lock", "holder", ".gitignore"])
@pytest.mark.parametrize("kind", ["link", "link to nothing", "pipe", "folder"])
def test_a_file_of_the_lock_that_leads_elsewhere_is_refused_and_nothing_is_written_there(tmp_path, name, kind):
    folder, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    (folder / STATE).mkdir(parents=True)
    if kind == "link":
        elsewhere.write_text("precious", encoding="utf-8")
    path = folder / STATE / name
    {"pipe": os.mkfifo, "folder": os.mkdir}.get(kind, lambda made: made.symlink_to(elsewhere))(path)
    with pytest.raises(EvaluatorError, match=f"{name} is no file of its own. Remove it"), held(folder, wait=0):
        raise AssertionError("taken")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.glob("else*")] == ["precious"] * (kind == "link")


def test_a_disk_too_full_to_name_the_holder_is_in_nobodys_way(tmp_path, monkeypatch):
    def full(path, text, **_):
        if path.name == "holder":
            path.touch()
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(text.encode())

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with held(tmp_path, "evaluator new plan"):
        pass
    assert sorted(path.name for path in (tmp_path / STATE).iterdir()) == [".gitignore", "lock"]


def test_threads_that_ask_for_the_lock_of_a_folder_at_once_wait_for_each_other_and_never_for_themselves(
    tmp_path, monkeypatch
):
    """A lock takes a while to be made: all of them ask for it before the first is there."""
    import filelock

    class Slow(filelock.FileLock):
        def __init__(self, path):
            time.sleep(0.05)
            super().__init__(path)

    monkeypatch.setattr(filelock, "FileLock", Slow)
    begin, held_by = threading.Barrier(5), []

    def work(n):
        begin.wait()
        with held(tmp_path, wait=5), held(tmp_path, wait=5):
            held_by.append(n)
            assert len(held_by) == 1
            time.sleep(0.01)
            held_by.clear()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, range(5)))
