"""The options of a contrast can be written down and read back; wrong ones are refused."""

from __future__ import annotations

import json
import runpy

import pytest

from evaluator import Library
from evaluator.contrasts import options, words
from evaluator.contrasts.options import SECTIONS, USUAL, ContrastOptions, options_from, whole_contrast
from evaluator.contrasts.words import SectionName
from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.model.words import say
from tests.contrasts.synthetic import toy_rubric

OPTIONS = ContrastOptions(
    weightings=("equal", "us-tip"), shares=("human-rights=0.4",), sections=("scores", "flips"), ranks=False, draws=500,
    seed=7, concentration=3.5, rules=("human-rights>economic",), within=0.2, doubts=("coders",),
)  # fmt: skip


@pytest.fixture(scope="module")
def rubric():
    return Library.open().rubric()


def test_what_was_asked_is_read_back_as_it_was_written():
    assert options_from(json.loads(OPTIONS.model_dump_json()), "x") == OPTIONS
    assert OPTIONS.parsed_rules[0].text == "human-rights>economic"


def test_other_options_have_other_digits():
    assert OPTIONS.short == OPTIONS.model_copy().short
    assert OPTIONS.short != OPTIONS.model_copy(update={"seed": 8}).short


def test_the_typed_weighting_stands_last_and_no_weighting_twice(rubric):
    options = OPTIONS.model_copy(update={"weightings": ("us-tip", "equal", "us-tip")})
    assert [w.id for w in options.weightings_of(rubric)] == ["us-tip", "equal", "typed"]
    with pytest.raises(UnknownNameError, match="us-top"):
        ContrastOptions(weightings=("us-top",)).weightings_of(rubric)


def test_draws_and_seed_are_the_rubric_s_where_none_was_asked_for(rubric):
    settled = ContrastOptions(weightings=("equal",)).settled(rubric)
    assert (settled.draws, settled.seed) == (rubric.contrast.draws, rubric.contrast.seed)
    assert OPTIONS.settled(rubric) == OPTIONS
    plain = ContrastOptions(weightings=("equal",))
    assert plain.settled(toy_rubric()) == plain


def test_without_a_weighting_all_are_meant_and_with_a_typed_share_the_reference_alone():
    rubric = toy_rubric()
    every = ContrastOptions().settled(rubric)
    assert every.weightings[0] == rubric.reference_weighting
    assert set(every.weightings) == set(rubric.weightings)
    assert ContrastOptions(weightings=("equal", "all")).settled(rubric) == every
    typed = ContrastOptions(shares=("migration=0.4",))
    assert typed.settled(rubric).weightings == (rubric.reference_weighting,)
    assert [w.id for w in typed.weightings_of(rubric)] == [rubric.reference_weighting, "typed"]
    with pytest.raises(UnknownNameError):
        ContrastOptions(weightings=("equall",)).settled(rubric)


def test_the_whole_contrast_has_every_section_and_the_weighting_in_use_first(rubric):
    whole = whole_contrast(rubric, rubric.weighting("us-tip"))
    assert whole.sections == SECTIONS
    assert whole_contrast(rubric, "us-tip", rank_all=True) == whole.model_copy(update={"rank_all": True})
    assert whole.weightings[:2] == ("us-tip", rubric.reference_weighting)
    assert set(whole.weightings) == set(rubric.weightings)


@pytest.mark.parametrize(
    ("key", "value"),
    [("weightings", [""]), ("sections", ["opinions"]), ("sections", []), ("draws", 10**9), ("draws", 1), ("seed", -1),
     ("within", 2), ("concentration", 0), ("rules", ["x" * 1000]), ("doubts", ["everything"]), ("more", 1)],
)  # fmt: skip
def test_what_no_contrast_is_asked_for_is_refused_by_its_key(key, value):
    with pytest.raises(InvalidInputError, match=f"^place: {key}") as caught:
        options_from({**OPTIONS.model_dump(), key: value}, "place")
    assert len(str(caught.value)) < 1500


def test_what_is_no_mapping_is_refused():
    with pytest.raises(InvalidInputError):
        options_from(None, "place")


@pytest.mark.parametrize("options", [{"rules": ["a"]}, {"shares": ["migration"]}])
def test_a_rule_or_share_that_cannot_be_read_is_refused(options):
    with pytest.raises(InvalidInputError, match=r"as in human-rights[>=]"):
        options_from(options, "place")


def test_the_usual_sections_are_all_but_those_that_ask_for_many_more_draws_or_scorings():
    assert set(SECTIONS) - set(USUAL) == {"leave-one-out", "sensitivity"}
    assert ContrastOptions().sections == USUAL == tuple(name for name in SECTIONS if name in USUAL)


def test_whether_a_section_is_usual_stands_beside_its_words_and_not_in_its_place(monkeypatch):
    distances = {"distances": SectionName(say("distances of frames"), usual=False)}
    monkeypatch.setattr(words, "CONTRAST_SECTIONS", {**distances, **words.CONTRAST_SECTIONS})
    changed = runpy.run_path(str(options.__file__))
    assert changed["SECTIONS"] == ("distances", *SECTIONS)
    assert changed["USUAL"] == USUAL
