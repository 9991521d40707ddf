"""Finding another Python; what it prints is tried by `make interpreters`, which installs an environment."""

from __future__ import annotations

import sys

from tools.interpreters import main, others


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


def test_without_another_nothing_is_compared_and_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert main([]) == 0
    assert "nothing was compared" in capsys.readouterr().out
