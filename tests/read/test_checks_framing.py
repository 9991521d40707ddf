"""The frame of a plan and its origins; most faults have their files in tests/bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.assessment import read_assessment
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder
from evaluator.read.rubric import read_rubric

PLAN = "countries/XXS/plans/XXS-2020-2022"
FRAME = """\
coder: a
state: draft
coded: 2021-05
problem:
  - {code: organised-crime, passages: [{source_id: S1, locator: p. 1, note: in the first line}]}
words:
  victim: {count: 0, source_id: S1, locator: pp. 1-20}
"""
ORIGINS = """\
drafted_by: [{value: MOI, source_id: S1, locator: p. 2}, {value: io, source_id: S1, locator: p. 2}]
adopted_under: [{value: unknown}, {value: treaty, source_id: S2, locator: art. 1}]
"""


@pytest.fixture(scope="module")
def rubric():
    return read_rubric(Path(__file__).resolve().parents[1] / "data" / "sound" / "rubrics" / "small")


@pytest.fixture
def own(tmp_path):
    (tmp_path / PLAN).mkdir(parents=True)
    return tmp_path


def read(own: Path, sound: Path, rubric):
    country = Layers((own / "countries" / "XXS", sound / "countries" / "XXS"))
    return read_assessment(PlanFolder(country, country.below("plans").below("XXS-2020-2022"), "XXS-2020-2022"), rubric)


def test_a_frame_comes_with_its_passages_and_is_fingerprinted(own, sound, rubric):
    (own / PLAN / "framing.yaml").write_text(FRAME, encoding="utf-8")
    found = read(own, sound, rubric)
    assert found.framing is not None
    assert [(item.code, item.passages[0].locator) for item in found.framing.part("problem")] == [
        ("organised-crime", "p. 1")
    ]
    assert found.framing.words["victim"].count == 0
    assert f"plans/{PLAN[-13:]}/framing.yaml" in found.files


def test_a_plan_without_the_file_has_no_frame(own, sound, rubric):
    assert read(own, sound, rubric).framing is None


def test_who_drafted_is_a_body_of_the_table_or_a_kind_of_body(own, sound, rubric):
    head = (sound / PLAN / "plan.yaml").read_text(encoding="utf-8")
    (own / PLAN / "plan.yaml").write_text(head + ORIGINS, encoding="utf-8")
    plan = read(own, sound, rubric).plan
    assert [body.value for body in plan.drafted_by] == ["MOI", "io"]
    assert [occasion.value for occasion in plan.adopted_under] == ["unknown", "treaty"]


def test_a_passage_without_a_place_is_refused(own, sound, rubric):
    (own / PLAN / "framing.yaml").write_text(FRAME.replace("locator: p. 1,", 'locator: "",'), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"framing\.yaml:5:65: .*expected a text that is not empty"):
        read(own, sound, rubric)
