"""What is asked of a contrast on the command line."""

from __future__ import annotations

import pytest

from evaluator.cli.contrast_wish import Wish, with_wish
from evaluator.contrasts.findings import SECTIONS, USUAL
from evaluator.errors import InvalidInputError, UnknownNameError
from tests.contrasts.synthetic import toy_rubric


def test_sections_are_the_usual_ones_all_or_those_named():
    assert Wish().wanted == USUAL
    assert Wish(sections=("all",)).wanted == SECTIONS
    assert Wish(sections=("levels", "plans")).wanted == ("plans", "levels")


def test_csv_needs_the_section_of_its_table():
    assert Wish(form="csv").wanted == ("scores",)
    assert Wish(form="csv", table="pairs").wanted == ("robustness",)


def test_every_option_is_handed_over():
    taken = with_wish(lambda wish: wish)
    given = dict.fromkeys(Wish.__dataclass_fields__)
    assert taken(**{**given, "rules": ("a>b",), "within": 0.2, "doubts": ()}).within == 0.2
    asked = Wish(rules=("a>b",), draws=500).contrast(toy_rubric(), ())
    assert (asked.rules, asked.draws) == (("a>b",), 500)


def test_without_a_weighting_all_are_meant_and_with_a_typed_share_the_reference_alone():
    rubric = toy_rubric()
    every = Wish().contrast(rubric, ())
    assert every.weightings[0] == rubric.reference_weighting
    assert set(every.weightings) == set(rubric.weightings)
    assert Wish(every=True).contrast(rubric, (rubric.reference_weighting,)) == every
    typed = Wish(shares=("migration=0.4",)).contrast(rubric, ())
    assert (typed.weightings, typed.shares) == ((rubric.reference_weighting,), ("migration=0.4",))


def test_what_cannot_be_asked_is_told_before_anything_is_scored():
    rubric = toy_rubric()
    with pytest.raises(UnknownNameError):
        Wish().contrast(rubric, ("equall",))
    for wish in (Wish(shares=("migration",)), Wish(rules=("a",)), Wish(rules=("a>" + "b" * 1000,))):
        with pytest.raises(InvalidInputError):
            wish.contrast(rubric, ())
