"""A fourth kind of criterion comes in a package outside: it is read, scored, explained, contrasted and explored."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.test_doors import outside

__all__ = ["outside"]

COUNTED = """
from evaluator.model.kind import Kind
from evaluator.model.schema import Shape, Whole
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import say


class Settings(Shape):
    steps: tuple[Whole, ...]


class Counted(Kind):
    words = say("from the number of measures")
    settings = Settings

    def lacks(self, criterion):
        return "" if criterion.settings else "`settings` with `steps`, how many measures each level asks for"

    def outcome(self, criterion, given):
        steps = Settings.model_validate(criterion.settings).steps
        number = len(given.assessment.measures)
        level = sum(number >= step for step in steps)
        note = say("%(number)s measures", number=number)
        ends = (level, level, level, level)
        found = Outcome(criterion.id, "rated", level, *ends, covered=True, note=note, rule="computed")
        return found


KIND = Counted()
"""
CRITERION = Path("rubrics/four-paradigms/criteria/budget-balance.yaml")


@pytest.fixture
def library(tmp_path):
    """A library whose rubric asks one criterion by the number of measures."""
    folder = tmp_path / "library"
    shutil.copytree(CRITERION.parents[1], folder / "rubrics" / "four-paradigms")
    shutil.copytree("countries/BRA", folder / "countries" / "BRA")
    path = folder / CRITERION
    text = re.sub(r"(?ms)^(rule|conditions|thresholds_origin):.*?(?=^\w)", "", path.read_text(encoding="utf-8"))
    text = text.replace("kind: computed", "kind: counted\nsettings: {steps: [1, 2, 3, 1000]}")
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_kind_of_a_package_outside_is_scored_explained_contrasted_and_explored(outside, library, tmp_path):
    install, run = outside
    install("nap-counted", "counted = counted:KIND", group="kinds", counted=COUNTED)
    at = ("--library", str(library))
    explained = run("explain", "BRA", "budget-balance", *at)
    assert (explained.returncode, explained.stderr) == (0, "")
    assert re.search(r"computed: \d+ measures", explained.stdout)
    assert "level 3" in explained.stdout
    contrasted = run("contrast", "BRA", "--format", "json", *at)
    assert (contrasted.returncode, "left out" in contrasted.stderr) == (0, False)
    assert json.loads(contrasted.stdout)
    page = tmp_path / "explorer.html"
    explored = run("explore", "BRA", "--out", str(page), *at)
    assert explored.returncode == 0, explored.stderr
    assert page.is_file()


@pytest.mark.parametrize(
    ("text", "status", "why"),
    [
        (COUNTED.replace("number = len", "number = 1 / 0 + len"), 0, "ZeroDivisionError"),
        (COUNTED.replace("return found", "return (found, found)"), 0, "it gave tuple and no Outcome"),
        (COUNTED.replace("number = len", "raise SystemExit(7)\n        number = len"), 0, "SystemExit: 7"),
        (
            COUNTED.replace("ends = (level,", "ends = (5,"),
            0,
            "levels for 'budget-balance' that do not rise from 0 to 4",
        ),
        (
            COUNTED.replace("criterion.id", "'deadlines'"),
            0,
            "the outcome of 'deadlines', 'rated', for 'budget-balance'",
        ),
        (COUNTED.replace("note=note", "normalised=(0.5, 0.0, float('nan'))"), 0, "points outside of 0 to 1"),
        (COUNTED.replace("def outcome", "def outcomes"), 2, "it has no `outcome`"),
        (COUNTED.replace("settings = Settings", "settings = int"), 2, "its `settings` are no `Shape`"),
        (COUNTED.replace("KIND = Counted()", "KIND = 7"), 2, "it is no `Kind`"),
        (COUNTED + "MADE_FOR = 2", 2, "edition 2"),
    ],
    ids=[
        "raises",
        "returns-something-else",
        "ends-the-program",
        "level-beyond-its-scale",
        "of-another-criterion",
        "no-points",
        "no-outcome",
        "no-settings",
        "no-kind",
        "another-edition",
    ],
)
def test_a_broken_kind_is_named_and_its_criteria_are_not_assessed_or_refused(outside, library, text, status, why):
    install, run = outside
    install("nap-counted", "counted = counted:KIND", group="kinds", counted=text)
    done = run("score", "BRA", "--library", str(library))
    assert done.stderr.count("is left out") == 1  # and no second sentence for what reads it again
    done = run("explain", "BRA", "budget-balance", "--library", str(library))
    assert done.stderr.count("The extension 'counted' of nap-counted 2.5 is left out: ") == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == status
    assert ("not-assessed" in done.stdout or "not assessed" in done.stdout) == (status == 0)


def test_a_kind_that_is_not_there_is_a_fault_of_the_rubric_and_settings_are_checked(outside, library):
    install, run = outside
    at = ("check", str(library / "rubrics"), "--format", "json")
    missing = json.loads(run(*at).stdout)["problems"]
    assert any(p["key"] == "kind" and "judged" in p["expected"] for p in missing)
    install("nap-counted", "counted = counted:KIND", group="kinds", counted=COUNTED)
    path = library / CRITERION
    path.write_text(path.read_text(encoding="utf-8").replace("[1, 2, 3, 1000]", "[many]"), encoding="utf-8")
    wrong = [p for p in json.loads(run(*at).stdout)["problems"] if p["severity"] == "fault"]
    assert any("settings" in p["expected"] and "steps" in p["expected"] for p in wrong)
