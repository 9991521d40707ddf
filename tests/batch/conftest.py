"""Invented countries to print, and a folder to print them into."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluator.batch import work
from evaluator.library import Library
from evaluator.pipeline import evaluate
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


@pytest.fixture
def threads():
    """Return an executor of this process, in which a test may replace what a worker calls."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def brief(monkeypatch):
    """Let a report be its country's name and its account, which is read in a hundredth of the time of a page."""

    def made(job, inputs):
        library, rubric = work._opened(job.library, job.variant.rubric_id, inputs.shared)
        assessment = library.assessment(job.plan_id, rubric)
        content = f"{assessment.country.names['en']}\n{assessment.narrative['en']}"
        return content.encode(), evaluate(assessment, rubric)

    monkeypatch.setattr(work, "_made", made)
