"""Finding another Python; what it prints is tried by `make interpreters`, which installs an environment."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.interpreters import main, newest, others, tried


def stand_in(path, words):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_version_is_what_the_interpreter_says_and_a_shim_that_fails_is_passed_over(tmp_path):
    other = next(minor for minor in (11, 12, 13, 14) if minor != sys.version_info.minor)
    stand_in(tmp_path / "bin" / f"python3.{other}", "exit 127")
    good = tmp_path / "pyenv" / "versions" / f"3.{other}.1" / "bin" / "python"
    stand_in(good, f"echo 3 {other}")
    assert others(str(tmp_path / "bin"), tmp_path / "pyenv") == {other: good}


def test_the_running_version_is_no_other(tmp_path):
    here = sys.version_info.minor
    stand_in(tmp_path / "bin" / f"python3.{here}", f"echo 3 {here}")
    assert others(str(tmp_path / "bin"), tmp_path / "none") == {}


def test_the_newest_is_the_highest_version_and_the_running_one_where_there_is_no_other(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tools.interpreters.others", lambda: {9: tmp_path / "old", 99: tmp_path / "new"})
    assert newest() == tmp_path / "new"
    monkeypatch.setattr("tools.interpreters.others", dict)
    assert main(["--newest"]) == 0
    assert capsys.readouterr().out == f"{sys.executable}\n"


@pytest.mark.parametrize(("verified", "passed", "status"), [(0, 0, 0), (1, 0, 1), (0, 2, 2)])
def test_tests_run_with_the_other_interpreter_and_their_status_counts_too(
    tmp_path, monkeypatch, verified, passed, status
):
    ran = []

    def run(words, **_):
        ran.append([str(word) for word in words])
        code = verified if "verify" in ran[-1] else passed if "pytest" in ran[-1] else 0
        return subprocess.CompletedProcess(words, code)

    monkeypatch.setattr("tools.interpreters.subprocess.run", run)
    assert tried(tmp_path / "python", "ALB", tmp_path, ["tests/model"]) == status
    there = str(tmp_path / "environment" / "bin" / "python")
    assert ran[-2][:4] == [sys.executable, "-m", "evaluator", "verify"]
    assert ran[-1][:3] == [there, "-m", "pytest"]
    assert ran[-1][-1] == "tests/model"


def test_without_another_nothing_is_compared_and_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert main([]) == 0
    assert "nothing was compared" in capsys.readouterr().out
