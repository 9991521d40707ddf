"""The tables of a scorecard: what their columns hold, and the laws between them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator import Library, evaluate
from evaluator.tables.scorecard import (
    CRITERIA,
    EVERY_CRITERION,
    EVERY_NODE,
    GATES,
    LEAVING,
    NODES,
    RESULTS,
    WEIGHTS,
)


def _by(name, rows):
    return {row[name]: row for row in rows}


def test_criteria_keep_levels_and_bounds(card):
    rows = _by("criterion_id", CRITERIA.records(card))
    assert [rows["dates"][name] for name in ("level", "low_level", "high_level")] == [None, 2, 4]
    assert rows["dates"]["note"] == (
        "3 of 3 known measures; counted from the sheet Measures: 3 of 4 rows known; 1 row has no date; "
        "level 2 to 4 is possible"
    )
    assert rows["jobs"]["status"] == "silent"
    known = [row for row in rows.values() if row["level"] is not None]
    assert known
    assert all(row["low_level"] <= row["level"] <= row["high_level"] for row in known)


def test_criteria_carry_their_place_and_weights(card):
    rows = _by("criterion_id", CRITERIA.records(card))
    assert [rows["raids"][name] for name in ("paradigm", "stance", "stated")] == ["rights", "control", 0.0]
    assert [rows["dates"][name] for name in ("paradigm", "stance")] == ["quality", ""]


def test_everything_known_of_a_criterion_names_the_coders_ratings_and_its_state_as_a_gate(card):
    rows = _by("criterion_id", EVERY_CRITERION.records(card))
    gate = rows["help-without-conditions"]
    assert (gate["gate"], gate["ratings"], gate["top"]) == ("in-part", ("a:3",), 4)
    assert rows["raids"]["gate"] == ""


def test_nodes_name_their_parent_and_the_whole_has_none(card):
    rows = NODES.records(card)
    assert [rows[0][name] for name in ("node_id", "parent", "title")] == ["total", "", "Total"]
    assert _by("node_id", rows)["rights"]["parent"] == "paradigms"
    stances = {row["node_id"]: row["stance"] for row in EVERY_NODE.records(card)}
    assert stances["total"] == ""
    assert "control" in stances.values()


def test_gates_and_weights_and_results_are_those_of_the_card(card):
    assert {row["criterion_id"]: row["state"] for row in GATES.records(card)} == {
        "help-without-conditions": "in-part",
        "no-detention": "in-part",
    }
    assert sum(row["stated"] for row in WEIGHTS.records(card)) == 1.0
    (result,) = RESULTS.records(card)
    told = [result[name] for name in ("iso3", "year", "rubric", "version", "score", "grade", "grade_cause", "low")]
    assert told == ["XXS", 2020, "small", "1.2.0", card.score, "C", "score", card.bounds[0]]


def test_every_table_of_a_scorecard_keeps_its_contract(card):
    assert [len(table.frame(card)) for table in (CRITERIA, NODES, GATES, WEIGHTS)] == [7, 8, 2, 7]
    assert len(RESULTS.frame(card, card)) == 2
    assert card.frame().equals(CRITERIA.frame(card))


def test_every_table_has_a_name_and_says_what_a_row_is_and_no_column_stands_twice():
    assert len({table.name for table in LEAVING}) == len(LEAVING)
    for table in LEAVING:
        assert table.doc.endswith(".")
        assert len(set(table.labels)) == len(table.labels)


def test_the_shipped_plan_keeps_every_contract_under_every_weighting():
    library = Library.open()
    rubric = library.rubric()
    assessment = library.assessment("BRA-2018-2022", rubric)
    for name in ("equal", "us-tip"):
        card = evaluate(assessment, rubric, name)
        assert len(CRITERIA.frame(card)) == len(rubric.criteria)
        assert NODES.frame(card)["score"].notna().any()
        assert WEIGHTS.frame(card)["stated"].sum() == pytest.approx(1)


def test_contributions_that_do_not_add_up_are_a_broken_promise(card):
    with pytest.raises(ValueError, match="do not add up to the score"):
        CRITERIA.frame(replace(card, score=0.9))


def test_a_score_outside_its_bounds_is_a_broken_promise(card):
    node = replace(card.nodes[1], low=0.9, high=0.95)
    with pytest.raises(ValueError, match="a score outside its bounds"):
        NODES.frame(replace(card, nodes=(card.nodes[0], node, *card.nodes[2:])))


def test_weights_that_sum_to_something_else_are_a_broken_promise(card):
    first = replace(card.criteria[-1], stated=0.9)
    with pytest.raises(ValueError, match="stated weights that sum to"):
        WEIGHTS.frame(replace(card, criteria=(*card.criteria[:-1], first)))
