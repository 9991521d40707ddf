"""What a change is said to be due to, order by order."""

from __future__ import annotations

from decimal import Decimal

from evaluator.reports.sections.changes import CauseView


def test_a_cause_that_gives_the_same_in_every_order_says_so():
    one = Decimal("0.010")
    assert CauseView("ratings", one, one, one).in_every_order
    assert not CauseView("weights", one, Decimal("0.005"), Decimal("0.015")).in_every_order
