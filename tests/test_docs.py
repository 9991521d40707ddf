"""The guide is true: links lead somewhere, commands exist, the README opens with its two commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
PAGES = [
    *(ROOT / name for name in TOP),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "output" / "README.md",
]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _code(text: str) -> str:
    """Return the code blocks and the code spans of a page, a line each."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return "\n".join([*blocks, *spans])


def _words_after(text: str, program: str) -> set[str]:
    return set(re.findall(rf"^\s*(?:\$ )?{program} ([a-z]+)\b", _code(text), flags=re.MULTILINE))


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """Return the commands that `evaluator --help` lists."""
    call = [sys.executable, "-c", "from evaluator.cli import main; main()", "--help"]
    shown = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return set(re.findall(r"^  ([a-z]+)(?:\s|$)", shown.partition("Begin:")[2], flags=re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert dead == []


@cache
def _anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub and the site make them."""
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_to_a_heading_find_it(page):
    links = re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", page.read_text(encoding="utf-8"))
    ours = [(link, anchor) for link, anchor in links if "://" not in link]
    assert [one for one in ours if one[1] not in _anchors((page.parent / one[0]).resolve() if one[0] else page)] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_named_in_pages_exist(page, commands):
    assert _words_after(page.read_text(encoding="utf-8"), "evaluator") - commands == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_named_in_pages_exist(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    assert _words_after(page.read_text(encoding="utf-8"), "make") - targets == set()


def test_every_command_stands_in_the_guide(commands):
    guide = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert commands - _words_after(guide, "evaluator") == set()


def test_every_page_of_the_guide_is_in_its_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in pages if f"({name})" not in index} == set()


def test_the_readme_opens_with_its_two_commands_and_stays_short():
    first = re.search(r"^```[^\n]*\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    assert first is not None
    assert [line.partition("#")[0].strip() for line in first[1].splitlines()] == ["make report", "make test"]
    assert len(README.splitlines()) <= 150


def test_the_output_that_the_readme_shows_is_what_the_command_prints():
    shown = re.search(r"<!-- output: evaluator ([^>]+) -->\n```text\n(.*?)\n```", README, flags=re.DOTALL)
    call = [sys.executable, "-m", "evaluator", "--no-color", *shown[1].split()]
    printed = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert printed.rstrip() == shown[2]


def test_every_extra_has_its_size_on_the_page_of_installation():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    measured = re.findall(r"`([a-z]+)`", "\n".join(re.findall(r"^\| (`[^|]+) \|.*\+\d+ \|$", page, flags=re.MULTILINE)))
    assert sorted(measured) == sorted(extras)


NOTEBOOK = ROOT / "docs" / "analyst.md"


@pytest.mark.slow
def test_every_cell_of_the_analysts_notebook_runs_after_the_one_before(tmp_path, monkeypatch):
    import matplotlib as mpl

    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    text = NOTEBOOK.read_text(encoding="utf-8")
    for cell in re.finditer(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        above = text[: cell.start(1)].count("\n")
        exec(compile("\n" * above + cell[1], str(NOTEBOOK), "exec"), names)  # noqa: S102  (our own page; a fault is told at its line)
    assert f"  # {names['plan'].score('us-tip').line}" in text
    pictures = {path.name for path in tmp_path.iterdir()}
    assert pictures == {"frames.png", "ranges.svg", "BRA.html"}


@pytest.mark.slow
def test_the_notebook_of_nine_years_runs_and_is_kept_without_what_it_printed(tmp_path, monkeypatch):
    import matplotlib as mpl

    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    book = json.loads((ROOT / "examples" / "nine-years.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert {(cell["execution_count"], *cell["outputs"]) for cell in cells} == {(None,)}
    names: dict[str, Any] = {}
    for cell in cells:
        exec("".join(cell["source"]), names)  # noqa: S102  (our own notebook)
    assert len(names["shown"]) == 89  # the chapters that the guide's page of the public record counts
    assert names["by_year"].index.tolist() == list(range(2003, 2012))
    assert names["places"].loc[(2011, "HRV"), ["best", "worst"]].tolist() == [1, 11]
    assert {path.name for path in tmp_path.iterdir()} == {"nine-years.png", "nine-years.csv"}


@pytest.fixture(scope="module")
def contrast() -> str:
    """Return what the README's contrast of the region prints, its lines joined."""
    command = re.search(r"^evaluator (contrast .*)$", README, flags=re.MULTILINE)
    call = [sys.executable, "-m", "evaluator", "--no-color", *command[1].split()]
    printed = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return " ".join(printed.split())


@pytest.mark.slow
def test_the_sentences_of_the_contrast_that_the_readme_shows_are_what_the_command_prints(contrast):
    shown = re.findall(r"^> (.+)$", README, flags=re.MULTILINE)
    assert len(shown) == 1
    assert [sentence for sentence in shown if sentence not in contrast] == []


def test_make_report_prints_the_graded_plan_that_the_readme_shows():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    country = re.search(r"^COUNTRY \?= ([A-Z]{3})$", makefile, flags=re.MULTILINE)[1]
    shown = re.search(r"<!-- output: evaluator score ([A-Z]{3}) -->\n```text\n(.*?)\n```", README, flags=re.DOTALL)
    assert shown[1] == country
    plan = re.search(r"^plan +(\S+)$", shown[2], flags=re.MULTILINE)[1]
    assert re.search(r"^grade +[A-E],", shown[2], flags=re.MULTILINE)
    for page in (makefile, README, (ROOT / "output" / "README.md").read_text(encoding="utf-8")):
        assert f"{plan}.pdf" in page
