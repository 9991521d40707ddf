"""Criteria taken from another rubric: their text is its own, their place is new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.companion import borrowed_files
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric

RUBRICS = Path(__file__).parents[2] / "rubrics"


@pytest.fixture
def shelf(tmp_path):
    for name in ("four-paradigms", "first-look"):
        shutil.copytree(RUBRICS / name, tmp_path / name)
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder):
    with pytest.raises(InvalidInputError) as caught:
        read_rubric(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_borrowed_criterion_is_the_same_but_for_its_node():
    whole, short = read_rubric(RUBRICS / "four-paradigms"), read_rubric(RUBRICS / "first-look")
    for criterion in short.criteria:
        own = criterion.model_copy(update={"parent": whole.by_id[criterion.id].parent})
        assert own == whole.by_id[criterion.id]


def test_the_fingerprint_follows_the_lender(shelf):
    before = read_rubric(shelf / "first-look").sha256
    change(shelf / "four-paradigms" / "criteria" / "demand-measures.yaml", "title: ", "title: X ")
    assert read_rubric(shelf / "first-look").sha256 == before
    change(shelf / "four-paradigms" / "criteria" / "witness-protection.yaml", "title: ", "title: X ")
    assert read_rubric(shelf / "first-look").sha256 != before


def test_names_that_are_not_there_are_told_with_a_suggestion(shelf):
    head = shelf / "first-look" / "rubric.yaml"
    change(head, "witness-protection: law-enforcement", "witnes-protection: law-enforcement")
    change(head, "root-causes-analysis: economic", "root-causes-analysis: econmic")
    told = faults(shelf / "first-look")
    assert any("criterion 'witnes-protection'" in t and "Did you mean 'witness-protection'" in t for t in told)
    assert any("borrowed.four-paradigms.root-causes-analysis: node 'econmic'" in t for t in told)


def test_an_unknown_lender_is_a_fault(shelf):
    change(shelf / "first-look" / "rubric.yaml", "borrowed:\n  four-paradigms:", "borrowed:\n  five-paradigms:")
    assert any("rubric 'five-paradigms'. Give a rubric beside this one" in t for t in faults(shelf / "first-look"))


def test_an_own_criterion_of_the_same_name_is_a_fault(shelf):
    own = shelf / "first-look" / "criteria"
    own.mkdir()
    shutil.copy(shelf / "four-paradigms" / "criteria" / "witness-protection.yaml", own)
    change(own / "witness-protection.yaml", "parent: law-enforcement.protection", "parent: law-enforcement")
    assert any("criterion 'witness-protection' given twice" in told for told in faults(shelf / "first-look"))


def test_a_users_layer_lends_before_the_shipped_one(tmp_path):
    own = tmp_path / "four-paradigms" / "criteria"
    own.mkdir(parents=True)
    shutil.copy(RUBRICS / "four-paradigms" / "criteria" / "witness-protection.yaml", own)
    change(own / "witness-protection.yaml", "title: ", "title: X ")
    layers = Layers((tmp_path / "first-look", RUBRICS / "first-look"))
    assert read_rubric(layers).by_id["witness-protection"].title.startswith("X ")
    assert len(borrowed_files(layers, {"four-paradigms": {"witness-protection": "law-enforcement", "none": "x"}})) == 1
