"""Agreement as text; the command is tested in test_panel_command.py."""

from __future__ import annotations

from evaluator.cli.panel.agreement import KEY, MARKS


def test_every_kind_of_difference_has_a_mark_that_the_key_explains():
    assert set(MARKS) == {"same", "one-apart", "further", "status", "single", "none"}
    assert all(mark in KEY for mark in MARKS.values())
