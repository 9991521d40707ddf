"""A child that is a copy begins clean, in the place and surroundings of the moment, and ends with whom it works for."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from evaluator.read import forks
from evaluator.read.child import WORKBOOK, StoppedError, in_child
from tests.read.gone import is_gone

pytestmark = pytest.mark.skipif(not forks.can_fork(), reason="this system cannot")


def _forker():
    in_child(WORKBOOK, "x", os.getpid)
    return forks._forkers[0]


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
    assert before.process.poll() == 0


def test_several_are_at_work_at_once_and_each_gets_its_own_answer():
    start = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: in_child(WORKBOOK, "x", _slow, number), range(4)))
    assert found == [(number, bytes(300_000)) for number in range(4)]
    assert time.monotonic() - start < 4


def _slow(number):
    time.sleep(1)
    return number, bytes(300_000)


def test_a_child_whose_time_is_over_is_ended(tmp_path):
    note = tmp_path / "number.txt"
    with pytest.raises(StoppedError):
        in_child(replace(WORKBOOK, seconds=1, writes=1), "x", _note_and_sleep, note)
    assert is_gone(int(note.read_text(encoding="utf-8")))


def _note_and_sleep(note):
    note.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


def test_a_forker_that_was_ended_is_begun_anew():
    forker = _forker()
    forker.process.kill()
    forker.process.wait()
    assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)
    assert forks._forkers[0] is not forker


def test_a_forker_that_ends_at_work_is_told_as_a_child_that_was_stopped():
    with pytest.raises(StoppedError, match="was stopped by the system"):
        in_child(WORKBOOK, "x", _end_forker)
    assert in_child(WORKBOOK, "x", divmod, 7, 2) == (3, 1)


def _end_forker():
    os.kill(os.getppid(), signal.SIGKILL)
