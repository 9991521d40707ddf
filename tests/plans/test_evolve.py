"""Rows of two plans, paired."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from evaluator.model.intake import Alike, RowMatch
from evaluator.model.plan import Measure
from evaluator.plans.evolve import evolve, likeness

ALIKE = Alike(kept=0.85, changed=0.4)


def _rows(letter, *texts, level="activity", **columns):
    return [Measure(f"{letter}{at}", level=level, text=text, **columns) for at, text in enumerate(texts, start=1)]


OLD = _rows("A", "Train judges and prosecutors", "Open a shelter for children", "Draft the by-law on compensation")
NEW = _rows("B", "Draft the by-law on compensation", "Open a second shelter for children", "Publish a yearly report")


def _pairs(found):
    return [(match.old_id, match.new_id, match.state) for match in found]


def test_each_row_is_kept_changed_dropped_or_new():
    found = evolve(OLD, NEW, ALIKE)
    assert _pairs(found) == [("A3", "B1", "kept"), ("A2", "B2", "changed"), ("", "B3", "new"), ("A1", "", "dropped")]
    assert found[0].likeness == 1.0
    assert 0.4 <= found[1].likeness < 0.85


def test_a_person_makes_and_refuses_pairs():
    said = [RowMatch("A1", "B3", "new", confirmed="yes"), RowMatch("A2", "B2", "changed", confirmed="no")]
    found = evolve(OLD, NEW, ALIKE, said)
    assert _pairs(found) == [("A3", "B1", "kept"), ("", "B2", "new"), ("A1", "B3", "changed"), ("A2", "", "dropped")]
    assert [match.confirmed for match in found] == ["", "", "yes", ""]


def test_columns_that_say_something_else_are_named():
    old, new = _rows("A", "Train judges", end="2025"), _rows("B", "Train judges", end="2026", lead_ids=("MOJ",))
    assert evolve(old, new, ALIKE)[0].differs == ("lead_ids", "end")


def test_an_objective_is_no_pair_of_an_activity():
    found = evolve(_rows("A", "Train judges", level="objective"), _rows("B", "Train judges"), ALIKE)
    assert _pairs(found) == [("", "B1", "new"), ("A1", "", "dropped")]


def test_both_scripts_and_other_forms_of_a_word_are_alike():
    assert likeness(["Обука инспектора рада"], ["Obuka inspektora rada"])[0, 0] == pytest.approx(1.0)
    assert likeness(["Отварање сигурних кућа"], ["Otvaranje sigurne kuće"])[0, 0] > 0.4


texts = st.lists(st.text(alphabet="abcde ", max_size=12), max_size=6)


@quick(deadline=None)
@given(texts, texts)
def test_every_row_stands_once_and_likeness_is_a_share(old, new):
    first, second = _rows("A", *old), _rows("B", *new)
    found = evolve(first, second, ALIKE)
    assert Counter(m.old_id for m in found if m.old_id) == Counter(row.measure_id for row in first)
    assert Counter(m.new_id for m in found if m.new_id) == Counter(row.measure_id for row in second)
    scores = likeness(old, new)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert np.allclose(scores, likeness(new, old).T)
