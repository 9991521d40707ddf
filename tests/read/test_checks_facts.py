"""Figures under declared variables; the faults have their files in tests/bad."""

from __future__ import annotations

from evaluator.read.checks.facts import check_figures, check_inputs
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.text.table import ReadTable


def test_without_a_dictionary_nothing_is_held_against_it(sound):
    rubric = read_rubric(sound / "rubrics" / "small")
    table = ReadTable(sound, (), ())
    assert list(check_figures(table, None)) == []
    assert check_inputs(Layers((sound / "rubrics" / "small",)), rubric, None) == []
