"""A rubric of any field and shape is printed in its own words: no page speaks of what it does not have."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library
from tests.other_rubrics import PLANS, SHAPES, write_shape

ONE, OTHER = PLANS
TAGS = re.compile(r"<style>.*?</style>|<script\b.*?</script>|<[^<>]*>", flags=re.DOTALL)
FIELD = (
    "traffick", "TIP", "tiers?", "paradigms?", "stances?", "control", "protection", "structural", "victims?",
    "treat(?:y|ies)", "binding", "police", "policing", "border", "prostitution", "deport", "smuggl",
)  # fmt: skip
PAGES = {
    "country": ["report", ONE, "--annex"],
    "other country": ["report", OTHER, "--annex"],
    "brief": ["report", ONE, "--kind", "brief"],
    "brief on several": ["report", ONE, OTHER, "--kind", "brief"],
    "comparative": ["report", ONE, OTHER, "--kind", "comparative", "--annex"],
    "contrast": ["report", ONE, OTHER, "--kind", "contrast", "--annex"],
    "contrast of one": ["report", ONE, "--kind", "contrast", "--annex"],
    "poster": ["report", ONE, "--kind", "poster"],
}
LISTS = {
    "score": ["score", ONE, OTHER],
    "explain": ["explain", ONE],
    "todo": ["todo", OTHER],
    "contrast on a terminal": ["contrast", ONE, OTHER, "--show", "all"],
    "contrast under one frame": ["contrast", ONE, OTHER, "-w", "even"],
    "grades": ["list", "grades"],
}
SHAPED = [pytest.param(name, marks=() if name == "safe-schools" else pytest.mark.slow, id=name) for name in SHAPES]


def shipped_words() -> list[str]:
    """Return the titles of nodes, criteria and frames of the shipped rubric, and the words of its field."""
    rubric = Library.open().rubric()
    titles = [rubric.title(name) for name in (*rubric.nodes, *rubric.by_id)]
    titles += [title for frame in rubric.weightings.values() for title in frame.names.values()]
    own = {title for title in titles if title not in ("Even", "Economic")}
    return [*map(re.escape, sorted(own, key=len, reverse=True)), *FIELD]


WORDS = re.compile(rf"\b(?:{'|'.join(shipped_words())})\b", flags=re.IGNORECASE)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Print every kind of page on a rubric once, and return the text of each."""
    kept: dict[str, dict[str, str]] = {}

    def printed(name: str) -> dict[str, str]:
        if name not in kept:
            kept[name] = _printed(tmp_path_factory.mktemp(name), name)
        return kept[name]

    return printed


def _printed(folder: Path, name: str) -> dict[str, str]:
    write_shape(folder, SHAPES[name])
    common = ["--rubric", name, "--library", str(folder)]
    pages = {page: _file(folder, [*words, *common, "--html"]) for page, words in PAGES.items()}
    pages["explorer"] = _file(folder, ["explore", ONE, OTHER, *common])
    pages |= {page: _run([*words, *common, "--no-color"]) for page, words in LISTS.items()}
    for page, words in {"rubric": ["show", name], "rubric to read": ["rubric", "show", name]}.items():
        pages[page] = _run([*words, "--library", str(folder)])
    return pages


def _run(words: list[str]) -> str:
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output
    return done.stdout


def _file(folder: Path, words: list[str]) -> str:
    file = folder / "page.html"
    _run([*words, "-o", str(file), "--force"])
    return " ".join(html.unescape(TAGS.sub(" ", file.read_text("utf-8"))).split())


def around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 60) : found.end() + 60]


@pytest.mark.parametrize("name", SHAPED)
def test_no_page_says_a_word_of_the_shipped_rubric(told, name):
    for page, text in told(name).items():
        assert len(text) > 60, page
        assert [(page, around(text, found)) for found in WORDS.finditer(text)] == []


@pytest.mark.parametrize("name", SHAPED)
def test_what_is_missing_is_told_by_the_rule_of_the_rubric(told, name):
    counts = SHAPES[name].keys.get("missing", {}).get("policy") == "zero"
    pages = told(name)
    assert [page for page, text in pages.items() if ("never counts as 0" in text) and counts] == []
    wanted = "What is not assessed counts as level 0." if counts else "What is not assessed never counts as 0."
    assert all(wanted in pages[page] for page in ("comparative", "brief on several"))


@pytest.mark.parametrize("name", SHAPED)
def test_who_is_ahead_is_not_denied_where_nobody_computed_it(told, name):
    pages = told(name)
    assert "Whether one is firmly ahead of another was not computed." in pages["comparative"]
    assert [page for page, text in pages.items() if "none is firmly ahead" in text] == []


@pytest.mark.parametrize("name", SHAPED)
def test_under_one_frame_nothing_is_said_of_a_choice_of_frame(told, name):
    text = told(name)["contrast under one frame"]
    assert not re.search("choice of frame|only the frame changes|moves? furthest", text)


@pytest.mark.parametrize("name", SHAPED)
def test_a_band_is_a_grade_only_where_it_is_a_letter(told, name):
    bands = SHAPES[name].keys["grading"].get("bands", [])
    if bands and len(bands[0]["grade"]) == 1:
        assert "A letter is the grade" in told(name)["contrast"]
        return
    said = re.compile(r"\b(?:un)?grad(?:e|es|ed|ing)\b|letter is", flags=re.IGNORECASE)
    pages = {page: text for page, text in told(name).items() if page not in ("rubric to read", "grades")}
    assert [(page, around(text, found)) for page, text in pages.items() for found in said.finditer(text)] == []


def test_no_heading_of_a_section_stands_over_nothing(told):
    pages = told("safe-schools")
    for heading in ("Plans and tiers over time", "The blind spot across these plans", "Roles in these years"):
        assert [page for page, text in pages.items() if heading in text] == []
