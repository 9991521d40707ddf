"""The tree of a rubric: children, ancestors, stances, paradigms, titles."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from evaluator.errors import UnknownNameError
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Rubric
from evaluator.read.rubric import read_rubric

SOUND = Path(__file__).resolve().parents[1] / "data" / "sound" / "rubrics" / "small"


def fields(rubric):
    return {name: getattr(rubric, name) for name in Rubric.model_fields}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return read_rubric(SOUND)


def test_criteria_stand_in_tree_order_then_by_name(rubric):
    assert [criterion.id for criterion in rubric.criteria] == [
        "raids",
        "help-after-raids",
        "help-without-conditions",
        "no-detention",
        "jobs",
        "spending",
        "dates",
    ]


def test_children_are_nodes_then_criteria(rubric):
    assert rubric.children["total"] == ("paradigms", "quality")
    assert rubric.children["rights"] == ("rights.control", "rights.protection")
    assert rubric.children["quality"] == ("dates",)


def test_ancestors_come_nearest_first_without_the_root(rubric):
    assert rubric.ancestors("jobs") == ("economy.structural", "economy", "paradigms")
    assert rubric.ancestors("economy") == ("paradigms",)


def test_a_stance_is_that_of_the_path_and_may_be_none(rubric):
    assert rubric.stance_of("raids") == "control"
    assert rubric.stance_of("dates") is None


def test_paradigms_are_opened_and_groups_beside_them_are_not(rubric):
    assert rubric.paradigms == ("rights", "economy", "quality")
    assert rubric.paradigm_of("jobs") == "economy"
    assert rubric.paradigm_of("dates") == "quality"


def test_a_short_name_is_the_title_where_there_is_none(rubric):
    assert rubric.short("rights") == "Rights"
    assert rubric.short("jobs") == rubric.title("jobs")
    named = [c.model_copy(update={"short": "Jobs"}) if c.id == "jobs" else c for c in rubric.criteria]
    nodes = [n.model_copy(update={"short": {"en": "HR"}}) if n.id == "rights" else n for n in rubric.tree]
    words = {"fr": {"help-without-conditions.short": "Aide"}}
    short = Rubric(**{**fields(rubric), "criteria": tuple(named), "tree": tuple(nodes), "translations": words})
    assert (short.short("jobs"), short.short("rights")) == ("Jobs", "HR")
    assert short.short("help-without-conditions", "fr") == "Aide"
    assert short.short("jobs", "fr") == short.title("jobs", "fr")


def test_titles_are_translated_where_there_is_a_translation(rubric):
    assert rubric.title("help-without-conditions", "fr") == "Aide sans conditions"
    assert rubric.title("jobs", "fr") == "Work for those at risk"
    assert rubric.title("rights") == "Rights"
    assert rubric.title("rights.control") == "Control"


def test_a_weighting_is_found_by_name_or_given_as_it_is(rubric):
    equal = rubric.weighting("equal")
    assert rubric.weighting(equal) is equal
    with pytest.raises(UnknownNameError, match=r"no weighting is called 'equals'\. Did you mean 'equal'"):
        rubric.weighting("equals")


def test_the_fingerprint_is_of_the_rubric_and_its_criteria_alone(rubric, tmp_path):
    copy = Path(shutil.copytree(SOUND, tmp_path / "small"))
    (copy / "weightings" / "police.yaml").unlink()
    assert read_rubric(copy).sha256 == rubric.sha256
    jobs = copy / "criteria" / "jobs.yaml"
    jobs.write_text(jobs.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read_rubric(copy).sha256 != rubric.sha256


@pytest.mark.parametrize("given", [{"kind": "power"}, {"exponent": 2.0}, {"kind": "share-met"}, {"met_from": 0.5}])
def test_an_aggregation_has_what_its_kind_needs_and_nothing_else(given):
    with pytest.raises(ValidationError):
        Aggregation.model_validate(given)


def test_the_weighting_in_use_stands_first_then_the_reference(rubric):
    assert [w.id for w in rubric.ordered_weightings("police")] == ["police", "equal"]
    assert [w.id for w in rubric.ordered_weightings("equal")] == ["equal", "police"]
    own = rubric.weighting("equal").model_copy(update={"id": "own"})
    assert [w.id for w in rubric.ordered_weightings(own)] == ["own", "equal", "police"]
