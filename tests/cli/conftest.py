"""A small library of invented and cut-down files, and a way to call the command line as a user does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evaluator.cli import cli

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
SMALL = "small"


@pytest.fixture(scope="session", autouse=True)
def _prints(shared_prints) -> None:
    """Print each page once, whichever of these tests asks for it."""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in an empty folder, with no variable of the caller."""
    for name in ("EVALUATOR_LIBRARY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder with the worked examples under a rubric of their own, `small`, and without Albania's."""
    folder = tmp_path / "own"
    shutil.copytree(EXAMPLES / "rubrics" / "four-paradigms", folder / "rubrics" / SMALL)
    shutil.copytree(EXAMPLES / "countries" / "XXA", folder / "countries" / "XXA")
    ratings = folder / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "assessments"
    (ratings / "four-paradigms").rename(ratings / SMALL)
    sources = "source_id,title,kind\nXXA-S1,An invented plan,plan\n"
    (folder / "countries" / "XXA" / "sources.csv").write_text(sources, encoding="utf-8")
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("four-paradigms", SMALL), encoding="utf-8")
    return folder


@pytest.fixture
def call() -> Callable[..., Result]:
    """Return a function that runs `evaluator` with the words given."""

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(word) for word in words])

    return run


@pytest.fixture
def small_call(small: Path) -> Callable[..., Result]:
    """Return a function that runs `evaluator` with the small library laid over the shipped one."""

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(cli, ["--library", str(small), *[str(word) for word in words]])

    return run


@pytest.fixture
def draft(small: Path) -> Path:
    """Return the small library with its one assessment turned into a draft."""
    header = small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "assessments" / SMALL / "a.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("state: final", "state: draft"), encoding="utf-8")
    return small
