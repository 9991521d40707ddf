"""Rows of the tables that leave the stages."""

from __future__ import annotations

from evaluator.panel.settle import settle
from evaluator.tables.stages import (
    gate_rows,
    node_rows,
    outcome_rows,
    result_rows,
    scored_rows,
    settled_rows,
    weight_rows,
)


def test_settled_ratings_show_the_coders_votes(library):
    rubric = library.rubric("small")
    rows = settled_rows(list(settle(library.assessment("XXS", rubric), rubric).values()))
    agreed = next(row for row in rows if row.criterion_id == "help-without-conditions")
    assert (agreed.status, agreed.level, agreed.rule, agreed.inputs, agreed.decided_by) == (
        "rated",
        3,
        "single",
        "a:3",
        "a",
    )


def test_outcomes_keep_levels_and_bounds(card):
    rows = {row.criterion_id: row for row in outcome_rows([one.outcome for one in card.criteria])}
    assert (rows["dates"].level, rows["dates"].figure, rows["dates"].note) == (2, 0.75, "3 of 4 rows")
    assert rows["jobs"].status == "silent"


def test_scored_criteria_carry_their_place_and_weights(card):
    rows = {row.criterion_id: row for row in scored_rows(card)}
    assert (rows["raids"].paradigm, rows["raids"].stance, rows["raids"].stated) == ("rights", "control", 0.0)
    assert (rows["dates"].paradigm, rows["dates"].stance) == ("quality", "")


def test_nodes_name_their_parent_and_the_whole_has_none(card):
    rows = node_rows(card)
    assert (rows[0].node_id, rows[0].parent, rows[0].title) == ("total", "", "Total")
    assert {row.node_id: row.parent for row in rows}["rights"] == "paradigms"


def test_gates_and_weights_and_results_are_those_of_the_card(card):
    assert {row.criterion_id: row.state for row in gate_rows(card)} == {
        "help-without-conditions": "held",
        "no-detention": "held",
    }
    assert sum(row.stated for row in weight_rows(card)) == 1.0
    (result,) = result_rows([card])
    assert (result.rubric, result.score, result.grade, result.cause) == ("small 1.2.0", card.score, "C", "score")
