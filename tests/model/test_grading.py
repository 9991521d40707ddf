"""A rubric grades by bands that it calls letters or words, or has none."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.library import Library
from evaluator.model.grading import ENOUGH, Grading, NormLevel, norm_of, standing_of

BANDS = [{"grade": "A", "from": 0.5}, {"grade": "E", "from": 0.0}]
RUBRIC = Library.open().rubric()


@pytest.mark.parametrize("given", [{}, {"bands": []}, {"kind": "none"}, {"kind": "none", "bands": []}])
def test_without_bands_enough_is_known_or_too_little_and_nothing_caps(given):
    caps = [{"tripped": 1, "at_most": "E"}]
    grading = Grading.model_validate({**given, "least_coverage": 0.4, "gates": ["safe"], "gate_caps": caps})
    assert grading.kind == "none"
    assert [(band.grade, band.lower) for band in grading.bands] == [(ENOUGH, 0.0)]
    assert (grading.gates, grading.gate_caps) == (("safe",), ())
    assert (grading.noun, grading.without) == ("known", "too little known")
    assert grading.told == ("bands", "none; enough is known from a coverage of 0.4")


def test_a_rubric_that_says_nothing_of_grading_asks_for_no_coverage():
    assert (Grading().kind, Grading().least_coverage) == ("none", 0.0)


@pytest.mark.parametrize(
    ("kind", "noun", "without"), [("letters", "grade", "not graded"), ("words", "verdict", "no verdict")]
)
def test_bands_are_grades_unless_they_are_words(kind, noun, without):
    given = {"least_coverage": 0.67, "bands": BANDS} | ({"kind": kind} if kind == "words" else {})
    grading = Grading.model_validate(given)
    assert (grading.kind, grading.noun, grading.without) == (kind, noun, without)
    assert grading.told == (f"{noun}s", "A from 0.5, E from 0; none under a coverage of 0.67")


def test_a_band_starts_at_a_score_that_there_is():
    with pytest.raises(ValidationError):
        Grading.model_validate({"bands": [{"grade": "A", "from": 1.5}]})


@pytest.mark.parametrize("name", Library.open().rubric_names)
def test_every_shipped_rubric_declares_it_with_origin_and_ground(name):
    norm = Library.open().rubric(name).norm_level
    assert norm is not None
    assert (norm.level, norm.gap_up_to, norm.origin) == (3, 1, "modelled")
    assert norm.ground


@pytest.mark.parametrize(("level", "gap"), [(3, 3), (1, 2)])
def test_no_level_is_a_strength_and_a_gap(level, gap):
    with pytest.raises(ValidationError, match="a `gap_up_to` lower than `level`"):
        NormLevel(level=level, gap_up_to=gap, origin="modelled")


def test_without_a_norm_level_no_level_is_either():
    bare = RUBRIC.model_copy(update={"norm_level": None})
    assert norm_of(bare, "non-punishment") is None
    assert standing_of(bare, "non-punishment", 4, 1.0) == "neither"
