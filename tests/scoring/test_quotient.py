"""Weighted means as quotients of matrix products."""

from __future__ import annotations

import numpy as np

from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Missing
from evaluator.scoring.quotient import EVERYWHERE, CriterionRows, NodeValues, mean
from evaluator.scoring.tree import Branch

POINTS = np.array([[1.0, 0.5], [0.0, 0.25], [0.5, 0.0]])
HAVE = np.array([[True, True], [False, True], [True, False]])
WEIGHTS = np.array([[1.0, 3.0], [1.0, 0.0]])


def branch(nodes=(), criteria=(0, 1)):
    return Branch("n", nodes, criteria, Aggregation(), Missing(), None)


def test_what_is_missing_leaves_and_its_weight_with_it():
    made = mean(CriterionRows.of(np.where(HAVE, POINTS, 0.0), HAVE), branch(), [], WEIGHTS)
    assert made.values[0].tolist() == [0.625, 0.25, 0.5]
    assert made.there.tolist() == [[True, True, True], [True, False, True]]


def test_child_nodes_enter_with_weight_and_value_where_they_have_one():
    inner = NodeValues(np.full((2, 3), 1.0), np.array([[True, False, True], [True, True, True]]))
    made = mean(
        CriterionRows.of(np.where(HAVE, POINTS, 0.0), HAVE),
        branch((1,), (0,)),
        [(np.array([[1.0], [2.0]]), inner)],
        WEIGHTS,
    )
    assert made.values[0, [0, 2]].tolist() == [1.0, 0.75]
    assert made.values[1].tolist() == [1.0, 1.0, (0.5 + 2) / 3]
    assert made.there.tolist() == [[True, False, True], [True, True, True]]


def test_values_everywhere_are_said_to_be_in_one_cell():
    everything = np.ones_like(HAVE)
    assert mean(CriterionRows.of(POINTS, everything), branch(), [], np.ones((2, 2))).there is EVERYWHERE


def test_a_branch_without_children_has_no_value():
    assert not mean(CriterionRows.of(POINTS, HAVE), branch((), ()), [], WEIGHTS).there.any()


def test_spare_arrays_are_used_again_if_they_are_long_enough():
    cells = CriterionRows.of(POINTS, HAVE)
    cells.spare.extend([np.empty((5, 3)), np.empty((1, 3))])
    assert cells.room(2).base is not None
    assert cells.spare == []


def test_a_node_with_nothing_below_it_brings_nothing_whatever_its_room_held_before():
    cells = CriterionRows.of(POINTS, np.ones_like(HAVE))
    cells.spare.append(np.full((2, 3), np.nan))
    nothing = mean(cells, branch(criteria=()), [], WEIGHTS)
    made = mean(cells, branch((1,), (0,)), [(np.array([[1.0], [2.0]]), nothing)], np.ones((2, 2)))
    assert made.values[0].tolist() == [1.0, 0.0, 0.5]
