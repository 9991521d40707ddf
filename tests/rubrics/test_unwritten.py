"""What a blank leaves to be written is named, and keeps reports drafts until somebody has written it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library
from evaluator.panel.settled_words import draft_reasons
from evaluator.pipeline import contrast, evaluate
from evaluator.read.layers import Layers
from evaluator.read.rubric_lint import lint_rubric
from tests.other_rubrics import PLANS, SHAPES, write_shape

NAME, PLAN = "forest-fires", next(iter(PLANS))


@pytest.fixture
def library(tmp_path):
    return write_shape(tmp_path, SHAPES[NAME])


def _unwrite(folder: Path, file: str, old: str, new: str) -> Library:
    path = folder / "rubrics" / NAME / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return Library(Layers((folder,)))


def test_a_rubric_that_is_written_gives_a_final_result(library):
    rubric = library.rubric(NAME)
    assert rubric.unwritten == ()
    assert not evaluate(library.assessment(PLAN, rubric), rubric).is_draft


def test_a_level_that_is_the_blanks_own_makes_a_draft_and_the_file_is_named(library, tmp_path):
    changed = _unwrite(tmp_path, "criteria/forest-1.yaml", "Part 2 of it is there.", "To be written")
    rubric = changed.rubric(NAME)
    card = evaluate(changed.assessment(PLAN, rubric), rubric)
    assert card.is_draft
    assert draft_reasons(card) == (
        "Of the rubric 1 file is still to be written: forest-1. `evaluator rubric lint forest-fires` names each place.",
    )
    assert contrast([changed.assessment(PLAN, rubric)], rubric).entrants[0].is_draft
    (told,) = [p for p in lint_rubric(Layers((tmp_path / "rubrics" / NAME,)), rubric) if "of the blank" in p.found]
    assert (Path(told.path).name, told.key, told.severity) == ("forest-1.yaml", "levels.2", "warning")


def test_a_frame_whose_ground_is_to_be_written_makes_drafts_of_its_own_results_alone(library, tmp_path):
    changed = _unwrite(tmp_path, "weightings/first.yaml", "ground: first", "ground: chosen by the user; to be grounded")
    rubric = changed.rubric(NAME)
    assessment = changed.assessment(PLAN, rubric)
    assert evaluate(assessment, rubric, "first").is_draft
    assert not evaluate(assessment, rubric, "even").is_draft


def test_a_new_rubric_has_a_contrast_that_can_be_computed_and_lint_names_what_to_write(tmp_path):
    done = CliRunner().invoke(cli, ["new", "rubric", "mine", "--library", str(tmp_path)])
    assert done.exit_code == 0
    own = Library(Layers((tmp_path,)))
    assert own.rubric("mine").contrast is not None
    assert own.rubric("mine").unwritten == ("rubric.yaml", "first-question")
    told = CliRunner().invoke(cli, ["rubric", "lint", "mine", "--library", str(tmp_path), "--format", "json"]).stdout
    assert len(re.findall("words of the blank", told)) > 8


def test_lint_of_a_rubric_with_faults_says_to_mend_them_and_speaks_of_no_writing(library, tmp_path):
    _unwrite(tmp_path, "rubric.yaml", "reference_weighting: even", "reference_weighting: eben")
    done = CliRunner().invoke(cli, ["rubric", "lint", NAME, "--library", str(tmp_path)])
    assert done.exit_code == 2
    assert "The rubric has faults; mend them" in done.stderr
    assert "written" not in done.stderr


def test_a_group_of_which_nothing_is_assessed_has_no_score_on_the_terminal(tmp_path):
    write_shape(tmp_path, SHAPES["reading-rooms"])
    for path in tmp_path.rglob("a.csv"):
        path.write_text(re.sub(r",rated,\d,high,E1,.*", ",not-assessed,,,,", path.read_text("utf-8")), "utf-8")
    words = ["score", PLAN, "--rubric", "reading-rooms", "--library", str(tmp_path)]
    told = CliRunner().invoke(cli, words).stdout
    assert re.search(r"Rooms +50.00 % +- +0 %", told), told
