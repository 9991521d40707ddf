"""Coders' files of one plan under one rubric."""

from __future__ import annotations

from evaluator.read.coding import read_codings
from evaluator.read.layers import Layers

PLACE = "countries/XXS/plans/XXS-2020-2022/assessments/small"


def test_every_coder_has_a_header_and_a_table(sound):
    problems = []
    found = read_codings(Layers((sound / PLACE,)), problems)
    assert problems == []
    assert [(c.header.coder, c.state, len(c.table.rows)) for c in found.coders] == [
        ("a", "final", 5),
        ("b", "draft", 2),
    ]
    assert [coding.header.coder for coding in found.codings] == ["a", "b"]
    assert sorted(found.tables) == ["agreed", "log"]


def test_a_header_at_fault_keeps_the_ratings_and_is_held_to_be_final(broken, sound):
    problems = []
    found = read_codings(Layers((broken("coder-state") / PLACE,)), problems)
    assert [(c.state, len(c.table.rows)) for c in found.coders] == [("final", 5), ("draft", 2)]
    assert [coding.header.coder for coding in found.codings] == ["b"]


def test_no_folder_is_no_ratings(tmp_path):
    problems = []
    assert read_codings(Layers((tmp_path / "none",)), problems).coders == ()
    assert problems == []
