"""What a lens may say of a rubric: every name that does not exist is told, with a suggestion."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.rubric import read_rubric

RUBRICS = Path(__file__).parents[2] / "rubrics"


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
