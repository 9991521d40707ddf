"""Invented countries to print, and a folder to print them into."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluator.batch import processes, worker
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
def threads(monkeypatch):
    """Let threads of this process be the workers, in which a test may replace what a worker calls."""
    monkeypatch.setattr(processes, "ProcessPoolExecutor", lambda count, **_: ThreadPoolExecutor(count))


@pytest.fixture
def brief(monkeypatch):
    """Let a report be its country's name and its account, which is read in a hundredth of the time of a page."""

    def made(library, rubric, job):
        assessment = library.assessment(job.plan_id, rubric)
        content = f"{assessment.country.names['en']}\n{assessment.narrative['en']}"
        return content.encode(), evaluate(assessment, rubric)

    monkeypatch.setattr(worker, "_print_report", made)
