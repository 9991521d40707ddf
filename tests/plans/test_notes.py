"""What rows gave, in words that can be said again."""

from __future__ import annotations

import pytest

from evaluator.plans import notes
from tests.marking import Marked, unsaid

TOLD = {
    "3 of 4 measures": notes.rows_note(3, 4, 4),
    "3 of the 4 measures read; the plan’s total is not known": notes.rows_note(3, 4, None),
    "3 of 4 measures read, of 5 in the plan; estimated from 4 of 5 measures": notes.rows_note(3, 4, 5),
    "2 of the 4 measures read have a cost; the plan’s total is not known": notes.costed_here(2, 4),
    "1 of 40 measures have a cost, under the floor of 10%": notes.under_floor(1, 40, 0.1),
    "2 of 4 measures have a cost and the sum is zero": notes.costed_at_zero(2, 4),
    "2 of 4 measures have a cost": notes.with_cost(2, 4),
    "2 of 4 measures have a cost; estimated from 4 of 9 measures": notes.estimated(notes.with_cost(2, 4), 4, 9),
    "2 of 9 measures have a paradigm (3 co-ordinating, 4 untagged)": notes.with_paradigm(2, 3, 9),
    "0 of the 2 measures here have a paradigm (1 co-ordinating, 1 untagged); "
    "measures in the plan unknown or untagged": notes.tagged_here(0, 1, 2),
    "1 of 1 measure; from proposed tags where not confirmed": notes.from_proposed(notes.rows_note(1, 1, 1)),
}


@pytest.mark.parametrize("english", TOLD)
def test_a_note_says_its_numbers_and_can_be_said_again(english):
    assert TOLD[english] == english
    assert unsaid(TOLD[english]) == ""


def test_a_note_on_all_rows_is_no_estimate():
    note = notes.with_cost(2, 4)
    assert notes.estimated(note, 4, 4) is note
    assert note.said(Marked()) == "[]2[ of ]4[ measures have a cost]"
