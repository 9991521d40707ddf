"""A child that is a copy begins clean, in the place and surroundings of the moment, and ends with whom it works for."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.read import forks
from evaluator.read.child import WORKBOOK, StoppedError, in_child
from tests.read.gone import is_gone

pytestmark = pytest.mark.skipif(not forks.can_fork(), reason="this system cannot")


def _forker():
    in_child(WORKBOOK, "x", os.getpid)
    return forks._forkers[-1]


def test_children_are_copies_of_one_process_that_has_the_programs_loaded():
    forker = _forker()
    assert in_child(WORKBOOK, "x", os.getppid) == forker.process.pid
    assert in_child(WORKBOOK, "x", _loaded, "openpyxl")


def _loaded(name):
    return name in sys.modules


def test_a_child_works_in_the_folder_and_the_environment_of_the_moment(tmp_path, monkeypatch):
    _forker()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OF_THE_MOMENT", "yes")
    assert in_child(WORKBOOK, "x", os.getcwd) == str(tmp_path)
    assert in_child(WORKBOOK, "x", os.getenv, "OF_THE_MOMENT") == "yes"


def test_a_child_finds_packages_where_its_owner_finds_them_now(tmp_path, monkeypatch):
    before = _forker()
    (tmp_path / "found_later.py").write_text("def told(): return 'found'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import found_later

    assert in_child(WORKBOOK, "x", found_later.told) == "found"
    assert before.process.wait(60) == 0


def test_several_are_at_work_at_once_and_each_gets_its_own_answer(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: in_child(WORKBOOK, "x", _meet, tmp_path, number), range(4)))
    assert found == [(number, bytes(300_000)) for number in range(4)]


def _meet(folder, number):
    """Return when all four are there, which none alone can bring about."""
    (folder / str(number)).mkdir()
    while len(list(folder.iterdir())) < 4:
        time.sleep(0.01)
    return number, bytes(300_000)


def test_two_hundred_orders_of_eight_threads_leave_nothing_open():
    _forker()
    before = len(list(Path("/proc/self/fd").iterdir()))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: in_child(WORKBOOK, "x", divmod, number, 7), range(200)))
    assert found == [divmod(number, 7) for number in range(200)]
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert not forks._held


def test_one_that_is_at_work_goes_on_when_another_finds_packages_elsewhere(tmp_path, monkeypatch):
    with ThreadPoolExecutor(1) as pool:
        earlier = pool.submit(in_child, WORKBOOK, "x", _begin_and_wait, tmp_path / "begun", tmp_path / "go on")
        _wait_for(tmp_path / "begun")
        monkeypatch.syspath_prepend(tmp_path)
        assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)
        (tmp_path / "go on").mkdir()
        assert earlier.result() == "done"


def _begin_and_wait(begun, go_on):
    begun.mkdir()
    _wait_for(go_on)
    return "done"


def _wait_for(path):
    while not path.exists():
        time.sleep(0.01)


def test_a_child_whose_time_is_over_is_ended(tmp_path):
    note = tmp_path / "number.txt"
    for seconds in (1, 5, 30):  # a busy machine may need more than one to begin a child
        with pytest.raises(StoppedError):
            in_child(replace(WORKBOOK, seconds=seconds, writes=1), "x", _note_and_sleep, note)
        if note.exists():
            break
    assert is_gone(int(note.read_text(encoding="utf-8")))


def _note_and_sleep(note):
    note.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


def test_a_forker_that_was_ended_is_begun_anew():
    forker = _forker()
    forker.process.kill()
    forker.process.wait()
    assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)
    assert forks._forkers[-1] is not forker


def test_a_forker_that_ends_at_work_is_told_as_a_child_that_was_stopped():
    for _ in range(20):  # the next order finds a new one, and never the old one as it dies
        with pytest.raises(StoppedError, match="was stopped by the system"):
            in_child(WORKBOOK, "x", _end_forker)
        assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)


def _end_forker():
    os.kill(os.getppid(), signal.SIGKILL)


def test_a_forker_that_is_stopped_lets_the_clock_go_on():
    with pytest.raises(StoppedError, match="took longer than 3 seconds"):
        in_child(replace(WORKBOOK, seconds=3), "x", _stop_forker)
    forks.end_forker()
    assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)


def _stop_forker():
    os.kill(os.getppid(), signal.SIGSTOP)


def test_a_library_that_fails_as_it_is_loaded_ends_no_forker(tmp_path, monkeypatch):
    (tmp_path / "without_pango.py").write_text("raise OSError('cannot load library')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    limits = replace(WORKBOOK, programs=("without_pango",))
    assert in_child(limits, "x", divmod, 7, 2) == (3, 1)
    with pytest.raises(OSError, match="cannot load library"):
        in_child(limits, "x", importlib.import_module, "without_pango")


def test_an_order_for_which_there_is_no_room_ends_no_other(tmp_path):
    forker = _forker().process.pid
    with ThreadPoolExecutor(1) as pool:
        earlier = pool.submit(in_child, WORKBOOK, "x", _begin_and_wait, tmp_path / "begun", tmp_path / "go on")
        _wait_for(tmp_path / "begun")
        most, hard = resource.prlimit(forker, resource.RLIMIT_NOFILE)
        resource.prlimit(forker, resource.RLIMIT_NOFILE, (7, hard))  # there is room for two more files
        with pytest.raises(StoppedError, match="was stopped by the system"):
            in_child(WORKBOOK, "x", divmod, 7, 2)
        resource.prlimit(forker, resource.RLIMIT_NOFILE, (most, hard))
        (tmp_path / "go on").mkdir()
        assert earlier.result() == "done"
    assert in_child(WORKBOOK, "x", os.getppid) == forker


@pytest.mark.parametrize("lacks", ["the call", "the right"])
def test_where_the_system_or_python_lacks_something_a_child_begins_anew(monkeypatch, lacks):
    if lacks == "the call":
        monkeypatch.delattr(os, "pidfd_open")
    else:
        monkeypatch.setattr(os, "pidfd_open", _refused)
    monkeypatch.setattr("evaluator.read.child.can_fork", forks.can_fork.__wrapped__)
    assert in_child(WORKBOOK, "x", os.getppid) == os.getpid()


def _refused(_number):
    raise PermissionError(1, "Operation not permitted")


def test_in_a_folder_that_may_not_be_entered_a_child_begins_anew(monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert in_child(WORKBOOK, "x", os.getppid) == os.getpid()


def test_a_deleted_folder_is_no_hindrance(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.rmdir()
    assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)
