"""A plan's folder becomes an assessment."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.assessment import read_assessment
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder
from evaluator.read.rubric import read_rubric


@pytest.fixture(scope="module")
def rubric():
    return read_rubric(Path(__file__).resolve().parents[1] / "data" / "sound" / "rubrics" / "small")


def folder_of(*roots: Path) -> PlanFolder:
    country = Layers(tuple(root / "countries" / "XXS" for root in roots))
    return PlanFolder(country, country.below("plans").below("XXS-2020-2022"), "XXS-2020-2022")


def test_everything_around_a_plan_is_in_the_bundle(sound, rubric):
    notes = []
    found = read_assessment(folder_of(sound), rubric, notes=notes)
    assert (len(found.measures), len(found.money), len(found.evidence), len(found.codings)) == (6, 7, 3, 2)
    assert found.narrative["en"].startswith("# Summary")
    assert notes == []


def test_every_file_that_entered_is_fingerprinted_from_the_country_s_folder(sound, rubric):
    files = read_assessment(folder_of(sound), rubric).files
    content = (sound / "countries" / "XXS" / "sources.csv").read_bytes()
    assert files["sources.csv"] == hashlib.sha256(content).hexdigest()
    assert "plans/XXS-2020-2022/assessments/small/a.csv" in files
    assert "plans/XXS-2020-2022/narrative/en.md" in files
    assert list(files) == sorted(files)


def test_warnings_are_handed_on_and_do_not_stop(broken, sound, rubric):
    notes = []
    read_assessment(folder_of(broken("evidence-without-address"), sound), rubric, notes=notes)
    assert [note.severity for note in notes] == ["warning"]


@pytest.mark.parametrize(
    ("case", "count"),
    [("csv-many-at-once", 7), ("country-role-unknown", 1), ("plan-open-and-kind", 2), ("text-nul", 1)],
)
def test_every_fault_is_raised_at_once_and_each_once(case, count, broken, sound, rubric):
    with pytest.raises(InvalidInputError) as caught:
        read_assessment(folder_of(broken(case), sound), rubric)
    assert len(caught.value.problems) == count


def test_a_narrative_that_cannot_be_read_is_a_fault(sound, rubric, tmp_path):
    place = tmp_path / "countries" / "XXS" / "plans" / "XXS-2020-2022" / "narrative"
    place.mkdir(parents=True)
    (place / "en.md").write_bytes(b"\xff")
    with pytest.raises(InvalidInputError, match=r"en\.md:1:1: byte 0xff"):
        read_assessment(folder_of(tmp_path, sound), rubric)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nothing-there")])
def test_a_narrative_that_is_no_file_is_a_fault_and_not_passed_over(sound, rubric, tmp_path, make):
    place = tmp_path / "countries" / "XXS" / "plans" / "XXS-2020-2022" / "narrative"
    place.mkdir(parents=True)
    make(place / "en.md")
    with pytest.raises(InvalidInputError, match=r"en\.md: no file that can be read, and a report would print nothing"):
        read_assessment(folder_of(tmp_path, sound), rubric)


def test_ratings_of_the_user_replace_those_below_as_a_whole(sound, rubric, tmp_path):
    place = "countries/XXS/plans/XXS-2020-2022/assessments/small"
    (tmp_path / place).mkdir(parents=True)
    for name in ("b.yaml", "b.csv"):
        (tmp_path / place / name).write_bytes((sound / place / name).read_bytes())
    found = read_assessment(folder_of(tmp_path, sound), rubric)
    assert [coding.header.coder for coding in found.codings] == ["b"]
    assert found.agreed == ()
