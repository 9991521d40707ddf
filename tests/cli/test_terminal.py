"""What may stand on a terminal."""

from __future__ import annotations

from evaluator.cli.terminal import clean


def test_controls_and_marks_of_direction_are_taken_out():
    assert clean("plan\x1b[31m\x07\u202etxt") == "plan\ufffd[31m\ufffd\ufffdtxt"


def test_letters_of_all_scripts_tabs_and_lines_stay():
    text = "Србија\tՀայաստան\nსაქართველო"
    assert clean(text) == text
