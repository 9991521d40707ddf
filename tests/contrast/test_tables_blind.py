"""Rows of the blind spot."""

from __future__ import annotations

from evaluator import contrast
from evaluator.contrast.findings import Asked, findings_of
from evaluator.contrast.tables_blind import blind_tables
from tests.contrast.synthetic import three_plans, toy_rubric


def test_shares_stand_apart_and_tiers_are_there_only_if_known():
    found = findings_of(contrast(three_plans(), toy_rubric(), ["equal"]), Asked(("blind-spot",)))
    tables = {t.name: t.rows for t in blind_tables(found)}
    practice = tables["blind-spot"][2]
    assert (round(practice.assessed, 9), round(practice.partly, 9), round(practice.ignored, 9)) == (0.3, 0.3, 0.4)
    assert practice.gates_ignored == ("human-rights.protection-1",)
    assert set(tables) == {"blind-spot", "seen-and-ignored"}
