"""Whether a tree stands; the other faults have their files in tests/bad."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.rubric import RubricFile
from evaluator.read.checks.rubric import tree_is_sound
from evaluator.read.rubric import read_rubric

HEAD = {
    "id": "r",
    "version": "1.0.0",
    "titles": {},
    "licence": "CC0",
    "scale": {"levels": 5},
    "grading": {"least_coverage": 0.5, "bands": [{"grade": "A", "from": 0.0}], "origin": "modelled"},
}
RUBRICS = Path(__file__).parents[2] / "rubrics"


@pytest.mark.parametrize(
    ("edges", "stands"),
    [
        ([("a", "total"), ("b", "a")], True),
        ([("b", "a"), ("a", "total")], True),
        ([("a", "total"), ("a", "total")], False),
        ([("a", "total"), ("b", "c")], False),
        ([("a", "b"), ("b", "a")], False),
        ([("a", "a")], False),
    ],
)
def test_a_tree_stands_if_every_node_is_there_once_on_a_path_to_the_root(edges, stands):
    tree = [{"id": node, "parent": parent} for node, parent in edges]
    assert tree_is_sound(RubricFile.model_validate({**HEAD, "tree": tree})) is stands


def faults(tmp_path, lens, *changes):
    folder = Path(shutil.copytree(RUBRICS / "four-paradigms", tmp_path / "four-paradigms"))
    path = folder / "lenses" / f"{lens}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_rubric(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("lens", "old", "new", "words"),
    [
        ("three-p", "[non-punishment]", "[non-punishmint]", "Did you mean 'non-punishment'"),
        ("gsi-letter", "negatives: [official-complicity", "negatives: [official-complicty", "'official-complicity'"),
        ("tip-tier", "{criterion: proportionate-penalties", "{criterion: proportional-penalties", "criterion"),
        ("tip-tier", "{part: efforts", "{part: eforts", "Did you mean 'efforts'"),
        ("tip-tier", "at_most: Tier 3", "at_most: Tier 4", "an outcome of the steps"),
        ("tip-tier", "listed: Tier 2 Watch List", "listed: Watch List", "an outcome of the steps"),
        ("greta-verbs", "residence-not-tied-to-testimony: >-", "residence-tied: >-", "a criterion of the rubric"),
        ("greco", "rubric: four-paradigms", "rubric: five-paradigms", "'four-paradigms'"),
    ],
)
def test_a_name_that_does_not_exist_is_a_fault(tmp_path, lens, old, new, words):
    (told,) = faults(tmp_path, lens, (old, new))
    assert words in told
    assert f"{lens}.yaml:" in told


def test_all_faults_are_told_at_once(tmp_path):
    told = faults(tmp_path, "tip-tier", ("{part: efforts", "{part: eforts"), ("then: Tier 3", "then: Tier 9"))
    assert len(told) == 2


@pytest.mark.parametrize(
    ("lens", "old", "new", "words"),
    [
        ("gsi-letter", "at_least: 60", "at_least: 95", "step 'BBB' is never reached: step 1 (AAA) holds first"),
        ("tip-tier", "at_least: 2.5", "at_least: 2.0", "step 'Tier 2' is never reached: step 2 (Tier 2) holds first"),
    ],
)
def test_a_step_that_an_earlier_one_forestalls_is_a_fault(tmp_path, lens, old, new, words):
    told = faults(tmp_path, lens, (old, new))
    assert words in told[0]
    assert f"{lens}.yaml:" in told[0]
