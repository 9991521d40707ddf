"""Tests whose program is not here are left out in one line; where a change lands none may be left out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import programs
from tests.programs import Program


@pytest.fixture
def bare(monkeypatch):
    """Take the browser away."""
    found = {**programs.PROGRAMS, "chromium": Program("Chromium", ("no-such-browser",), "chromium")}
    monkeypatch.setattr(programs, "PROGRAMS", found)
    monkeypatch.delenv("CI", raising=False)


def test_the_newest_version_in_a_folder_of_versions_comes_before_what_is_on_the_path(tmp_path, monkeypatch):
    for folder in ("9/bin", "15/bin", "path"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "initdb").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    folders = (f"{str(tmp_path).lstrip('/')}/*/bin",)
    assert Program("PostgreSQL", ("initdb",), "", folders).path() == tmp_path / "15/bin/initdb"
    assert Program("PostgreSQL", ("initdb",), "").path() == tmp_path / "path/initdb"
    assert Program("PostgreSQL", ("no-such-program",), "").path() is None


def test_what_is_not_here_is_named_once_with_what_to_install(bare):
    said = "Left out: the tests that need Chromium. To run them:  apt-get install --no-install-recommends chromium"
    assert [line for line in programs.left_out() if "Chromium" in line] == [said]


def test_in_ci_it_is_a_fault(bare, monkeypatch):
    assert programs.faults() == []
    monkeypatch.setenv("CI", "true")
    assert "Chromium" in programs.faults()


@pytest.mark.slow
def test_a_run_without_any_of_them_is_green_and_says_so_in_a_line_each():
    code = (
        "import pytest, sys; from dataclasses import replace; from tests import programs\n"
        "programs.PROGRAMS.update({k: replace(p, names=('none',), folders=()) for k, p in programs.PROGRAMS.items()})\n"
        "sys.exit(pytest.main(['-q', 'tests/workbench/test_app.py', 'tests/explorer/test_browser.py', '-k', 'posts']))"
    )
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("Left out: the tests that need ") == len(programs.PROGRAMS)
    assert "skipped" not in done.stdout
