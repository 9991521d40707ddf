"""A rubric folder becomes a rubric, or says everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.standard import Citable
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric, take_rubric


@pytest.fixture
def small(sound) -> Path:
    return sound / "rubrics" / "small"


def over(case: Path, small: Path) -> Layers:
    return Layers((case / "rubrics" / "small", small))


def test_a_rubric_is_read_from_a_folder_or_through_layers(small):
    assert read_rubric(small).id == read_rubric(Layers((small,))).id == "small"


def test_citations_are_held_against_the_standards_that_are_given(small):
    read_rubric(small, Citable(frozenset({"t-1", "t-2", "t-3"})))
    with pytest.raises(InvalidInputError, match="standard 't-3'"):
        read_rubric(small, Citable(frozenset({"t-1", "t-2"})))
    assert read_rubric(small, None).id == "small"


def test_a_provision_that_nobody_opened_is_no_floor_and_may_be_context(small):
    known = frozenset({"t-1", "t-2", "t-3"})
    with pytest.raises(InvalidInputError) as fault:
        read_rubric(small, Citable(known, recalled=frozenset({"t-1"})))
    told = [(Path(p.place.split(":")[0]).stem, p.found.split(",")[0]) for p in fault.value.problems]
    assert told == [(c.id, "t-1") for c in read_rubric(small).criteria if "t-1" in c.floor]
    read_rubric(small, Citable(known, recalled=frozenset({"t-3"})))


def test_a_folder_without_a_rubric_is_one_problem(tmp_path):
    with pytest.raises(InvalidInputError, match="Give a rubric folder"):
        read_rubric(tmp_path)


def test_warnings_go_to_the_notes(broken, small):
    notes = []
    read_rubric(over(broken("weighting-node-passes-on"), small), notes=notes)
    assert [note.severity for note in notes] == ["warning"]


def test_faults_of_several_files_come_together(small, tmp_path):
    (tmp_path / "criteria").mkdir()
    (tmp_path / "weightings").mkdir()
    for name, old, new in (
        ("criteria/jobs.yaml", "object: plan", "object: plans"),
        ("criteria/dates.yaml", "end, milestones", "ends"),
        ("weightings/police.yaml", "criterion: raids", "criterion: raid"),
    ):
        (tmp_path / name).write_text((small / name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_rubric(Layers((tmp_path, small)))
    assert sorted(Path(p.path).name for p in caught.value.problems) == ["dates.yaml", "jobs.yaml", "police.yaml"]


def test_a_broken_criterion_is_no_second_fault_where_it_is_named(broken, small):
    problems = []
    assert take_rubric(over(broken("yaml-many-at-once"), small), None, problems) is None
    assert {Path(p.path).name for p in problems} == {"raids.yaml"}


def test_a_broken_head_leaves_the_checks_that_need_none(small, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "rubric.yaml").write_text("id: small\n", encoding="utf-8")
    problems = []
    assert take_rubric(Layers((folder, small)), Citable(frozenset({"t-1"})), problems) is None
    assert {Path(p.path).name for p in problems} == {
        "rubric.yaml",
        "help-without-conditions.yaml",
        "no-detention.yaml",
        "jobs.yaml",
    }


def test_a_rubric_without_criteria_is_a_fault(small, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    text = (small / "rubric.yaml").read_text(encoding="utf-8")
    (folder / "rubric.yaml").write_text(text, encoding="utf-8")
    problems = []
    assert take_rubric(Layers((folder,)), None, problems) is None
    assert "a rubric without criteria" in {p.found for p in problems}


def test_translations_are_read_by_language(small):
    assert read_rubric(small).translations == {"fr": {"help-without-conditions.title": "Aide sans conditions"}}


def test_a_weighting_that_is_followed_opens_by_its_id_and_is_in_no_list_but_the_reference_stays(small, tmp_path):
    (tmp_path / "weightings").mkdir()
    police = (small / "weightings" / "police.yaml").read_text(encoding="utf-8")
    for name, before in (("guards", "police"), ("crossing", "equal")):
        text = police.replace("id: police", f"id: {name}\nfollows: {before}")
        (tmp_path / "weightings" / f"{name}.yaml").write_text(text, encoding="utf-8")
    rubric = read_rubric(Layers((tmp_path, small)))
    assert (set(rubric.weightings), set(rubric.followed)) == ({"equal", "guards", "crossing"}, {"police"})
    assert rubric.weighting("police").id == "police"
