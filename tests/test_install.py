"""Setting up: how far it is, and what pip says where it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.install import progress, wanted_of

ROOT = Path(__file__).resolve().parents[1]


def test_every_twentieth_package_is_told_and_the_last():
    lines = [f"Collecting p{n}==1" for n in range(45)]
    assert list(progress(lines, 45)) == ["  20 of 45 packages", "  40 of 45 packages", "  45 of 45 packages"]


def test_a_lock_names_each_package_once_whatever_its_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert wanted_of(lock) == len({line.partition("==")[0] for line in lock.splitlines() if line[:1].isalpha()})


def test_what_pip_says_is_shown_whole_where_it_fails(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("no such package==1\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "install.py"), str(lock)], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Invalid requirement" in done.stderr
