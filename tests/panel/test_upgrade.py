"""Ratings carried over where the meaning stayed, listed where it changed."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.panel.upgrade import upgrade


def carried(small, said, rubric, *, state="final"):
    coding = small.coding("a", said, state=state)
    header = coding.header.model_copy(update={"rubric_version": "0.9.0", "rubric_sha256": "f" * 64})
    return upgrade(header, coding.ratings, rubric, [c.id for c in rubric.criteria])


def with_meaning(rubric, name, version):
    changed = [c.model_copy(update={"meaning_version": version}) if c.id == name else c for c in rubric.criteria]
    return rubric.model_copy(update={"criteria": tuple(changed)})


def test_a_rating_stays_where_the_meaning_did(small):
    said = {"shelter": "2", "schools": "1", "work": "3", "courts": "silent"}
    found = carried(small, said, small.rubric())
    assert found.carried == ("shelter", "schools", "work", "courts")
    assert (found.to_rate_again, found.gone, found.new) == ((), (), ())
    assert (found.header.rubric_version, found.header.state) == ("1.0.0", "final")
    assert found.from_version == "0.9.0"


def test_the_fingerprint_is_that_of_the_later_text_only_where_nothing_waits_for_a_rating(small):
    said = {"shelter": "2", "schools": "1", "work": "3", "courts": "silent"}
    later = {"sha256": "a" * 64}
    assert carried(small, said, small.rubric().model_copy(update=later)).header.rubric_sha256 == "a" * 64
    changed = with_meaning(small.rubric(), "work", 2).model_copy(update=later)
    assert carried(small, said, changed).header.rubric_sha256 == ""
    assert carried(small, {"shelter": "2"}, small.rubric().model_copy(update=later)).header.rubric_sha256 == ""


def test_a_criterion_of_another_meaning_is_to_be_rated_again(small):
    said = {"shelter": "2", "schools": "1", "work": "3", "courts": "2"}
    found = carried(small, said, with_meaning(small.rubric(), "work", 2))
    assert [r.criterion_id for r in found.to_rate_again] == ["work"]
    row = next(r for r in found.ratings if r.criterion_id == "work")
    assert (row.status, row.level, row.criterion_version) == ("not-assessed", None, 2)
    assert found.header.state == "draft"


def test_new_and_gone_criteria_are_listed(small):
    found = carried(small, {"shelter": "2", "schools": "1", "works": "3"}, small.rubric())
    assert found.new == ("work", "courts")
    assert [r.criterion_id for r in found.gone] == ["works"]


@pytest.mark.parametrize(("level", "again"), [("3", ["work"]), ("2", [])])
def test_a_level_above_a_shorter_scale_is_rated_again_and_its_top_is_kept(small, level, again):
    rubric = small.rubric()
    shorter = rubric.scale.model_copy(update={"levels": 3})
    changed = tuple(c.model_copy(update={"scale": shorter}) if c.id == "work" else c for c in rubric.criteria)
    said = {"shelter": "2", "schools": "1", "work": level, "courts": "2"}
    found = carried(small, said, rubric.model_copy(update={"criteria": changed}))
    assert [r.criterion_id for r in found.to_rate_again] == again


def test_what_was_not_assessed_needs_no_second_rating(small):
    said = {"shelter": "2", "schools": "1", "work": "not-assessed", "courts": "2"}
    found = carried(small, said, with_meaning(small.rubric(), "work", 2))
    assert found.to_rate_again == ()
    assert found.header.state == "final"


def test_a_rating_without_a_version_is_of_the_first(small):
    coding = small.coding("a", {})
    rating = dataclasses.replace(small.rating("work", "2"), criterion_version=None)
    names = ["shelter", "schools", "work", "courts"]
    assert upgrade(coding.header, [rating], small.rubric(), names).carried == ("work",)
    assert upgrade(coding.header, [rating], with_meaning(small.rubric(), "work", 2), names).carried == ()
