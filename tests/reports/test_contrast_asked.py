"""What a contrast report was asked for can be written down and read back; what no contrast is, is refused."""

from __future__ import annotations

import json

import pytest

from evaluator.contrasts.findings import SECTIONS
from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.reports.contrast_asked import ContrastAsked, asked_from, beside_of, whole_contrast
from tests.contrasts.synthetic import toy_rubric

WISH = ContrastAsked(
    weightings=("equal", "us-tip"), shares=("human-rights=0.4",), sections=("scores", "flips"), ranks=False, draws=500,
    seed=7, concentration=3.5, rules=("human-rights>economic",), within=0.2, doubts=("coders",),
)  # fmt: skip


def test_what_was_asked_is_read_back_as_it_was_written():
    assert asked_from(json.loads(WISH.model_dump_json()), "x") == WISH
    asked = WISH.asked()
    assert (asked.sections, asked.draws, asked.seed, asked.within) == (("scores", "flips"), 500, 7, 0.2)
    assert asked.rules[0].text == "human-rights>economic"


def test_other_wishes_have_other_digits():
    assert WISH.short == WISH.model_copy().short
    assert WISH.short != WISH.model_copy(update={"seed": 8}).short


def test_the_typed_weighting_stands_last_and_no_weighting_twice(rubric):
    wish = WISH.model_copy(update={"weightings": ("us-tip", "equal", "us-tip")})
    assert [w.id for w in wish.weightings_of(rubric)] == ["us-tip", "equal", "typed"]
    with pytest.raises(UnknownNameError, match="us-top"):
        ContrastAsked(weightings=("us-top",)).weightings_of(rubric)


def test_draws_and_seed_are_the_rubric_s_where_none_was_asked_for(rubric):
    settled = ContrastAsked(weightings=("equal",)).settled(rubric)
    assert (settled.draws, settled.seed) == (rubric.contrast.draws, rubric.contrast.seed)
    assert WISH.settled(rubric) == WISH
    plain = ContrastAsked(weightings=("equal",))
    assert plain.settled(toy_rubric()) == plain


def test_the_whole_contrast_has_every_section_and_the_weighting_in_use_first(rubric):
    whole = whole_contrast(rubric, rubric.weighting("us-tip"))
    assert whole.sections == SECTIONS
    assert whole.weightings[:2] == ("us-tip", rubric.reference_weighting)
    assert set(whole.weightings) == set(rubric.weightings)


@pytest.mark.parametrize(
    ("key", "value"),
    [("weightings", []), ("sections", ["opinions"]), ("sections", []), ("draws", 10**9), ("draws", 1), ("seed", -1),
     ("within", 2), ("concentration", 0), ("rules", ["x" * 1000]), ("doubts", ["everything"]), ("more", 1)],
)  # fmt: skip
def test_what_no_contrast_is_asked_for_is_refused_by_its_key(key, value):
    with pytest.raises(InvalidInputError, match=f"^place: {key}") as caught:
        asked_from({**WISH.model_dump(), key: value}, "place")
    assert len(str(caught.value)) < 1500


def test_what_is_no_mapping_is_refused():
    with pytest.raises(InvalidInputError):
        asked_from(None, "place")


def test_only_the_blind_spot_looks_beside_the_plans(library):
    assert beside_of(library, SECTIONS).standards
    assert beside_of(library, SECTIONS).placements
    other = beside_of(library, ("scores",))
    assert (other.standards, other.placements) == ((), ())
