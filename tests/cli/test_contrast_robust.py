"""Draws on a terminal."""

from __future__ import annotations

from evaluator.cli.contrast.robust import ROBUST_PRINTERS
from evaluator.contrasts.sensitivity import SensitivityIndex
from evaluator.contrasts.tables.robust import AcceptabilityRow, LeftOutRow, PairRow


def test_many_plans_are_sent_to_the_table_file():
    rows = [AcceptabilityRow("weights", f"P{k}", r, 0.1) for k in range(13) for r in range(1, 14)]
    assert "too many for a terminal" in " ".join(ROBUST_PRINTERS["acceptability"](None, rows))
    pairs = [PairRow("weights", f"P{k}", f"P{j}", 0.1) for k in range(13) for j in range(13) if k != j]
    assert "too many for a terminal" in " ".join(ROBUST_PRINTERS["pairs"](None, pairs))


def test_what_moves_no_rank_is_said():
    row = LeftOutRow("criterion", "a", "A", "P", 0.5, 0.4, 1, 1)
    assert ROBUST_PRINTERS["leave-one-out"](None, [row]) == ["Nothing that is left out alone moves any rank."]


def test_an_index_is_printed_with_its_interval():
    row = SensitivityIndex("weights", "the weights", 0.5, 0.1, 0.6, 0.2, 0.01)
    assert "0.50 ± 0.10  0.60 ± 0.20" in "\n".join(ROBUST_PRINTERS["sensitivity"](None, [row]))
