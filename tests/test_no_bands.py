"""A rubric without bands gives scores and ranges: no command and no page speaks of a grade or verdict."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator import evaluate
from evaluator.cli import cli
from evaluator.library import Library

FOLDER = Path(__file__).parent / "data" / "other-field"
NAME, PLAN, SECOND = "coastal-adaptation", "XXS-2020-2029", "XXS-2021-2028"
GRADING = re.compile(r"^grading:\n(?:  .*\n)+", flags=re.MULTILINE)
FORMS = {
    "no grading": "",
    "no bands": "grading: {least_coverage: 0.95, gates: [relocation-consent], origin: modelled}\n",
    "one band for every score": (
        "grading: {least_coverage: 0.5, bands: [{grade: scored, from: 0.0}], origin: modelled, ground: no classes}\n"
    ),
    "empty bands": "grading: {least_coverage: 0.5, bands: [], origin: modelled}\n",
}
SAID = re.compile(r"\b(?:un)?grad(?:e|es|ed|ing)\b|verdict|enough known to", flags=re.IGNORECASE)
TAGS = re.compile(r"<style>.*?</style>|<script\b.*?</script>|<[^<>]*>", flags=re.DOTALL)


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Lay out the rubric in one of the forms, with a second plan of later years."""

    def lay(form: str) -> Library:
        for part in ("rubrics", "countries"):
            shutil.copytree(FOLDER / part, tmp_path / part)
        head = tmp_path / "rubrics" / NAME / "rubric.yaml"
        text, changed = GRADING.subn(FORMS[form], head.read_text("utf-8"))
        assert changed == 1
        head.write_text(text, "utf-8")
        plans = tmp_path / "countries" / "XXS" / "plans"
        shutil.copytree(plans / PLAN, plans / SECOND)
        for path in (plans / SECOND).rglob("*.yaml"):
            own = path.read_text("utf-8").replace(PLAN, SECOND).replace("start: 2020", "start: 2021")
            path.write_text(own.replace("end: 2029", "end: 2028"), "utf-8")
        monkeypatch.chdir(tmp_path)
        return Library.open(tmp_path)

    return lay


@pytest.mark.parametrize("form", FORMS)
def test_a_rubric_without_bands_scores_as_with_them(form, library):
    bare = library(form)
    rubric, banded = bare.rubric(NAME), Library.open(FOLDER)
    card = evaluate(bare.assessment(PLAN, rubric), rubric)
    other = evaluate(banded.assessment(PLAN, banded.rubric(NAME)), banded.rubric(NAME))
    assert (card.score, card.bounds) == (other.score, other.bounds)
    assert card.grade.grade == (None if form == "no bands" else "enough known")


@pytest.mark.parametrize("form", FORMS)
def test_no_command_speaks_of_a_grade(form, library):
    library(form)
    asked = (
        ["score", PLAN],
        ["score", PLAN, SECOND],
        ["explain", PLAN],
        ["todo", PLAN],
        ["contrast", PLAN, SECOND],
        ["list", "grades"],
    )
    words = [[*words, "--rubric", NAME] for words in asked] + [["show", NAME], ["rubric", "show", NAME]]
    for one in words:
        done = CliRunner().invoke(cli, [*one, "--no-color"], catch_exceptions=False)
        assert done.exit_code in (0, 1), done.output
        assert SAID.findall(done.stdout) == [], (one, done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_no_page_speaks_of_a_grade(form, library, tmp_path):
    library(form)
    for kind in ("country", "brief", "comparative", "contrast"):
        plans = [PLAN] if kind in ("country", "brief") else [PLAN, SECOND]
        words = ["report", *plans, "--rubric", NAME, "--html", "-o", f"{kind}.html"]
        done = CliRunner().invoke(cli, [*words, "--kind", kind], catch_exceptions=False)
        assert done.exit_code in (0, 1), done.output
        told = " ".join(TAGS.sub(" ", (tmp_path / f"{kind}.html").read_text("utf-8")).split())
        assert [told[max(0, m.start() - 60) : m.end() + 60] for m in SAID.finditer(told)] == []
