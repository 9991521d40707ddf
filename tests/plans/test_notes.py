"""What rows gave, in words that can be said again."""

from __future__ import annotations

import pytest

from evaluator.plans import notes
from tests.marking import Marked, unsaid

SOME = {"lead": 2, "unread": 1}
COUNTED = "counted from the sheet Measures: 4 of 7 rows known; 2 rows have no lead; 1 row is not entered"
TOLD = {
    "3 of 4 measures": notes.rows_note(3, 4, 4, {}),
    f"3 of 4 known measures; {COUNTED}": notes.rows_note(3, 4, 7, SOME),
    "counted from the sheet Measures: 0 of 30 rows known; 30 rows have no lead": notes.rows_note(
        0, 0, 30, {"lead": 30}
    ),
    "3 of the 4 measures read; the plan’s total is not known": notes.no_total(3, 4, {}),
    "counted from the sheet Measures: 0 of 2 rows known; 2 rows have no date; the plan’s total is not known": (
        notes.no_total(0, 0, {"date": 2})
    ),
    "no measure of the plan was read": notes.costed_here(0, 0, {}),
    "2 of the 4 measures read have a cost; the plan’s total is not known": notes.costed_here(2, 4, {}),
    "1 of 40 measures have a cost, under the floor of 10%": notes.under_floor(1, 40, 0.1, {}),
    "2 of 4 measures have a cost and the sum is zero": notes.costed_at_zero(2, 4, {}),
    "2 of 4 measures have a cost": notes.cost_note(2, 4, {}),
    f"2 of 6 measures have a cost; {COUNTED}": notes.cost_note(2, 6, SOME),
    "2 of 9 measures have a confirmed paradigm (3 co-ordinating, 1 proposed, 3 untagged)": notes.with_paradigm(
        2, 3, 1, 9, {}
    ),
    "0 of the 2 measures here have a confirmed paradigm (1 co-ordinating, 1 proposed, 0 untagged); "
    "measures in the plan unknown or untagged": notes.tagged_here(0, 1, 1, 2, {}),
    "1 of 1 measure; level 2 to 3 is possible": notes.left_open(notes.rows_note(1, 1, 1, {}), 2, 3),
    "1 of 1 measure; the others cannot change the level": notes.ending(notes.rows_note(1, 1, 1, {}), holds=True),
    "1 of 1 measure; the level is an estimate from these": notes.ending(notes.rows_note(1, 1, 1, {}), holds=False),
    "costs in several currencies cannot be added": notes.several_currencies(),
}


@pytest.mark.parametrize("english", TOLD)
def test_a_note_says_its_numbers_and_can_be_said_again(english):
    assert TOLD[english] == english
    assert unsaid(TOLD[english]) == ""


@pytest.mark.parametrize("reason", notes.REASONS)
def test_each_reason_is_a_sentence_for_one_row_and_for_several(reason):
    (_, one), (_, two) = (notes.unknown_rows(0, n, {reason: n}) for n in (1, 2))
    assert one.startswith("1 row ")
    assert two.startswith("2 rows ")
    assert unsaid(two) == ""


def test_a_note_on_rows_that_are_all_known_says_nothing_of_unknown_ones():
    assert notes.unknown_rows(4, 4, {}) == []
    assert notes.cost_note(2, 4, {}).said(Marked()) == "[]2[ of ]4[ measures have a cost]"
