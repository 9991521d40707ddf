"""What every test relies on: the repository's root, repeatable laws, and the programs that some need."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from evaluator.cli import COLLECT_AFTER
from evaluator.read import child_main
from tests import printing
from tests.kept_text import golden
from tests.programs import PROGRAMS, faults, lacking, left_out
from tests.read_once import READS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["golden"]  # a fixture for all

ROOT = Path(__file__).resolve().parent.parent

# A law that fails does so on every run and every machine; how long an example takes proves nothing.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("quick", settings.get_profile("house"), max_examples=20)  # for `make quick`
settings.load_profile("house")

PRINTS = printing.Shared()

os.environ.setdefault("EVALUATOR_CACHE", "off")  # tests/test_kept.py keeps rows; to others they would be strange

gc.set_threshold(COLLECT_AFTER, 20, 20)  # as seldom as in a command


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the golden outputs be kept anew; run it in one process (`-n 0`)."""
    parser.addoption("--update-golden", action="store_true", help="keep the present outputs; see tests/kept_text.py")


def pytest_sessionstart() -> None:
    """Run all tests or none where a change lands."""
    if found := faults():
        raise pytest.UsageError(f"CI runs every test, and these are not here: {', '.join(found)}; run  make programs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose program is not here."""
    names = lacking().keys()
    out = [item for item in items if names & _asked(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if not names & _asked(item)]


def _asked(item: pytest.Item) -> set[str]:
    marked = (name for mark in item.iter_markers("needs") for name in mark.args)
    return {*getattr(item, "fixturenames", ()), *marked}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each program that is not here in one line."""
    for sentence in left_out():
        terminalreporter.write_line(sentence)


def pytest_collection_finish() -> None:
    """Search for cycles no more among the tests themselves, which all last to the end."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note, before its fixtures are made, whether a test must print, and whether it must read, by itself."""
    PRINTS.anew = printing.prints_anew(item)
    READS.anew = item.path.parent.name == "read"


@pytest.fixture(scope="session")
def shared_prints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Print each page once in a run; folders of tests that print use this (see `tests/printing.py`)."""
    with PRINTS.in_folder(_of_the_run(tmp_path_factory)):
        yield


def _of_the_run(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this run share, and no other run."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


# Folders whose tests read many files that are no strangers': each would start a child process for it.
READERS = ("anchors", "cli", "workbench", "workbook")


@pytest.fixture(autouse=True)
def _reads_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks and sources in this process where a test does not prove the child that reads them."""
    if request.path.parent.name in READERS and "child" not in request.keywords:
        monkeypatch.setattr(child_main, "INSIDE", True)


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Parse each text once in a process, and read once what no test changes."""
    with READS.lasting():
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium."""
    return str(PROGRAMS["chromium"].path())


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    """Return a browser for the tests of a module; its loop would end those of others that run one."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, headless=True, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def node() -> str:
    """Return the path of Node, which runs the scripts of pages."""
    return str(PROGRAMS["node"].path())
