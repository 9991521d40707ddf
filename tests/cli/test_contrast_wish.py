"""What is asked of a contrast on the command line."""

from __future__ import annotations

from evaluator.cli.contrast_wish import Wish, with_wish
from evaluator.contrast.findings import SECTIONS, USUAL


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
    asked = Wish(rules=("a>b",), draws=500).asked()
    assert (asked.rules[0].text, asked.draws) == ("a>b", 500)
