"""Work for strangers runs in a child process: it gives its result, its fault, or one message at a limit."""

from __future__ import annotations

import ast
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError
from evaluator.read import child_main
from evaluator.read.child import LAYOUT, PDF, TEMPLATE, WORKBOOK, StoppedError, in_child, tell_progress
from evaluator.read.text_files.yaml_file import read_yaml

NAME = "strange.xlsx"


def _told(call, *args, **limits):
    with pytest.raises(StoppedError) as caught:
        in_child(replace(WORKBOOK, **limits), NAME, call, *args)
    (problem,) = caught.value.problems
    assert problem.path == NAME
    assert problem.suggestion == WORKBOOK.mend
    return problem.found


def test_the_result_comes_back():
    assert in_child(WORKBOOK, NAME, json.loads, '{"a": [1, null]}') == {"a": [1, None]}
    assert in_child(WORKBOOK, NAME, sorted, [2, 1], reverse=True) == [2, 1]


def test_a_call_runs_in_another_process():
    assert in_child(WORKBOOK, NAME, os.getpid) != os.getpid()


def test_what_sleeps_is_stopped_by_the_clock():
    start = time.monotonic()
    assert _told(time.sleep, 60, seconds=1) == "reading this workbook took longer than 1 second"
    assert time.monotonic() - start < 10


def test_what_works_without_end_is_stopped_by_the_processor_time():
    found = _told(eval, "all(x == 0 for x in iter(int, 1))", cpu=1)
    assert found == "reading this workbook took more than 1 second of the processor"


@pytest.mark.slow
def test_what_hears_no_signal_is_ended_by_the_system():
    found = _told(eval, "sum(range(10 ** 12))", cpu=1)
    assert found == (
        "reading this workbook was stopped by the system, for lack of memory or after 1 second of the processor"
    )


def test_what_takes_too_much_memory_is_stopped():
    assert _told(bytearray, 900_000_000, memory=500) == "reading this workbook took more than 500 MB of memory"
    assert len(in_child(replace(WORKBOOK, memory=500), NAME, bytes, 100_000_000)) == 100_000_000


def test_a_child_that_dies_is_told_with_its_status():
    assert _told(os._exit, 7) == "reading this workbook broke the program that did it (status 7)"
    assert _told(os.abort) == "reading this workbook broke the program that did it (status -6)"


def test_nothing_can_be_written_where_nothing_is_to_be(tmp_path):
    target = tmp_path / "out.txt"
    with pytest.raises(OSError, match="too large"):
        in_child(WORKBOOK, NAME, Path.write_text, target, "words")
    in_child(replace(WORKBOOK, writes=1), NAME, Path.write_text, target, "words")
    assert target.read_text(encoding="utf-8") == "words"


def test_what_is_printed_by_the_way_does_not_spoil_the_answer():
    assert in_child(WORKBOOK, NAME, print, "noise") is None
    assert in_child(WORKBOOK, NAME, os.write, 1, b"noise") == 5


def test_a_child_tells_how_far_it_is_only_where_its_limits_let_it():
    out, into = os.pipe()
    kept = os.dup(2)
    os.dup2(into, 2)
    try:
        in_child(WORKBOOK, NAME, tell_progress, 20, 40, "page")
        in_child(replace(WORKBOOK, shows=True), NAME, tell_progress, 40, 40, "page")
    finally:
        os.dup2(kept, 2)
        for one in (kept, into):
            os.close(one)
    with os.fdopen(out, "rb") as told:
        assert told.read() == b"\rpage 40 of 40\n"


def test_faults_of_the_input_come_back_whole(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as here:
        read_yaml(path)
    with pytest.raises(InvalidInputError) as there:
        in_child(WORKBOOK, path, read_yaml, path)
    assert there.value.problems == here.value.problems
    assert str(there.value) == str(here.value)


@pytest.mark.parametrize(
    "error", [EvaluatorError("plain words"), UnknownNameError("weighting", "us-tp", ["us-tip"]), KeyError("key")]
)
def test_errors_travel(error):
    kind, _ = child_main._answer(_raise, (error,), {})
    assert kind == "error"
    with pytest.raises(type(error)) as caught:
        in_child(WORKBOOK, NAME, _raise, error)
    assert str(caught.value) == str(error)


def _raise(error):
    raise error


def test_a_fault_of_ours_keeps_the_traceback_of_the_child():
    with pytest.raises(SyntaxError) as caught:
        in_child(WORKBOOK, NAME, ast.parse, "a b")
    assert "child_main.py" in caught.value.__notes__[0]


def test_the_child_finds_no_module_in_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / "evaluator").mkdir()
    (tmp_path / "evaluator" / "__init__.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert in_child(WORKBOOK, NAME, divmod, 7, 2) == (3, 1)


def test_the_environment_of_a_child_is_that_of_one_that_begins_anew(monkeypatch):
    monkeypatch.setenv("TZ", "XYZ-5")
    assert in_child(WORKBOOK, NAME, os.getenv, "OPENBLAS_NUM_THREADS") == "1"
    assert in_child(WORKBOOK, NAME, os.getenv, "PYTHONHASHSEED") == "0"
    assert (
        in_child(WORKBOOK, NAME, time.strftime, "%Z %H", time.struct_time((2020, 1, 1, 7, 0, 0, 2, 1, 0))) == "XYZ 07"
    )


def test_places_of_packages_may_be_relative_and_what_is_no_place_is_passed_over(tmp_path, monkeypatch):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "found_near.py").write_text("def told(): return 'found'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [*sys.path, "lib", Path("lib"), "vanished"])
    import found_near

    assert in_child(WORKBOOK, NAME, found_near.told) == "found"


def test_a_place_of_packages_that_may_not_be_looked_at_is_passed_over(monkeypatch):
    monkeypatch.setattr("sys.path", [*sys.path, "/hidden/packages"])
    monkeypatch.setattr(Path, "exists", _hidden(Path.exists))
    assert in_child(WORKBOOK, NAME, divmod, 7, 2) == (3, 1)


def _hidden(exists):
    def _exists(path):
        if path == Path("/hidden/packages"):
            raise PermissionError(13, "Permission denied", str(path))
        return exists(path)

    return _exists


def test_inside_a_child_no_further_one_is_started():
    inner = in_child(WORKBOOK, NAME, _pids)
    assert inner[0] == inner[1]


def _pids():
    return os.getpid(), in_child(WORKBOOK, NAME, os.getpid)


def test_every_clock_leaves_a_busy_machine_several_times_the_processor_time():
    for limits in (WORKBOOK, TEMPLATE, LAYOUT, PDF):
        assert limits.seconds >= 5 * limits.cpu
        assert limits.doing
        assert limits.mend.endswith(".")
