"""Invented countries to print, and a folder to print them into."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.library import Library
from tests.batch.synthetic import write_countries


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a library folder of three invented countries."""
    folder = tmp_path / "own"
    write_countries(folder, 3)
    return folder


@pytest.fixture
def library(own: Path) -> Library:
    return Library.open(own)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
