"""What a lens's cut-offs do to the outcome of an invented plan."""

from __future__ import annotations

import pytest

from evaluator.contrasts.audit.lenses import _reach, audit_lenses
from evaluator.contrasts.audit.variants import changed
from evaluator.library import Library
from evaluator.scoring.lens.look import LensContext
from tests.scoring.small import card_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
FILE = LIBRARY.audit(RUBRIC)


def moved(level, **other):
    ratings = dict.fromkeys((c.id for c in RUBRIC.criteria), level)
    ratings |= {name.replace("_", "-"): rating for name, rating in other.items()}
    effects = audit_lenses(tuple(RUBRIC.lenses.values()), FILE, [card_of(RUBRIC, ratings)], LensContext())
    return {(e.lens_id, e.number, e.tried): e.outcomes for e in effects if e.outcomes}


def test_a_cut_off_moves_a_plan_that_stands_on_it():
    found = moved(3)
    assert found["tip-tier", "Tier 1: efforts", "3.5"] == ("XXA-2020-2023: Tier 1 -> Tier 2",)
    assert found["tip-tier", "Tier 1: proportionate-penalties", "level 4"] == ("XXA-2020-2023: Tier 1 -> Tier 2",)
    assert ("tip-tier", "Tier 1: efforts", "2.5") not in found


def test_a_cut_off_is_tried_on_both_sides():
    card = card_of(RUBRIC, dict.fromkeys((c.id for c in RUBRIC.criteria), 3))
    effects = audit_lenses((RUBRIC.lenses["tip-tier"],), FILE, [card], LensContext())
    assert [e.tried for e in effects if e.number == "Tier 1: efforts"] == ["2.5", "3.5"]
    ladder = [(e.stated, e.tried) for e in effects if e.number == "Tier 1: proportionate-penalties"]
    assert ladder == [("level 3", "level 2"), ("level 3", "level 4")]


def test_a_modelled_cap_that_is_lifted_gives_the_outcome_without_it():
    found = moved(4, official_complicity="contrary")
    assert found["tip-tier", "cap by official-complicity", "none"] == ("XXA-2020-2023: Tier 3 -> Tier 1",)


def test_lenses_of_numbers_and_lines_have_no_outcome_to_move():
    assert {lens for lens, _, _ in moved(2)} <= {"tip-tier", "gsi-letter"}


def test_what_is_seen_in_part_is_tried_as_nothing_and_as_the_whole():
    card = card_of(RUBRIC, dict.fromkeys((c.id for c in RUBRIC.criteria), 3))
    effects = audit_lenses((RUBRIC.lenses["tip-tier"],), FILE, [card], LensContext())
    tried = [(e.stated, e.tried) for e in effects if e.number == "efforts: weight of partly"]
    assert tried == [("0.5", "0"), ("0.5", "1")]


@pytest.mark.parametrize(
    ("lens", "part", "reach"),
    [
        ("tip-tier", "efforts", 4),  # 0 to 4
        ("gsi-letter", "total", 100),  # a mean from 0 to 100, whatever its four parts reach
        ("three-p", "total", 12),  # three parts of 1 to 5, added
    ],
)
def test_a_cut_off_moves_by_a_share_of_what_the_number_reaches(lens, part, reach):
    assert _reach(RUBRIC.lenses[lens], part) == reach


def test_the_reach_of_a_mean_is_from_its_lowest_to_its_highest_and_recalled_cut_offs_are_not_tried():
    lens = RUBRIC.lenses["gsi-letter"]
    assert _reach(changed(lens, total=changed(lens.total, lowest=20.0)), "total") == 80
    card = card_of(RUBRIC, dict.fromkeys((c.id for c in RUBRIC.criteria), 3))
    numbers = {effect.number for effect in audit_lenses((lens,), FILE, [card], LensContext())}
    assert not {number for number in numbers if number.startswith("A")}, "its letters are recalled, not modelled"
