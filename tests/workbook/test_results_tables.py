"""Scores in a workbook are those of result.json, and of each weighting's own card; every table keeps a contract."""

from __future__ import annotations

import json

import pytest

from evaluator.pipeline import evaluate, study_of_cards
from evaluator.reports.carried.result import result_json
from evaluator.workbook.results.report import country_xlsx
from evaluator.workbook.results.tables import (
    BLIND_SPOT_SHEET,
    CRITERION_SHEET,
    EVIDENCE_SHEET,
    GATE_SHEET,
    NODE_SHEET,
    SUMMARY,
    WEIGHTING_SHEET,
    instruments,
)
from tests.workbook.results import table


def test_each_weighting_s_score_is_that_of_its_own_scorecard(both, cards):
    for row in table(both, "Frames"):
        card = next(card for card in cards if card.assessment.plan.id == row["plan_id"])
        alone = evaluate(card.assessment, card.rubric, row["weighting"])
        assert (row["score"], row["coverage"], row["grade"]) == (alone.score, alone.coverage, alone.grade.grade)
        assert (row["low"], row["high"]) == alone.bounds
        given = [row[name] for name in ("control", "protection", "structural", "no_stance")]
        assert sum(given) == pytest.approx(1, abs=1e-8)
    assert {row["rank"] for row in table(both, "Frames")} == {None}, "neither reaches the least coverage"


def test_one_plan_alone_has_no_rank(albania):
    assert {row["rank"] for row in table(albania, "Frames")} == {None}


def test_shares_of_the_blind_spot_add_up_on_each_basis(albania, cards):
    rows = table(albania, "What the TIP Report looks at")
    for basis in {row["basis"] for row in rows}:
        own = [row for row in rows if row["basis"] == basis]
        assert sum(row["share"] for row in own) == pytest.approx(1, abs=1e-8)
        assert sum(row["criteria"] for row in own) == len(cards[0].rubric.criteria)
    assert [row["is_named"] for row in rows].count("yes") == 4


def test_nodes_have_the_numbers_of_the_result(albania, cards):
    for row, node in zip(
        table(albania, "Paradigms and stances"), json.loads(result_json(cards[0]))["nodes"], strict=True
    ):
        assert row["node_id"] == node["node"]
        assert [row[n] for n in ("score", "coverage", "used")] == pytest.approx(
            [node[n] for n in ("score", "coverage", "used")]
        )
        assert [row["low"], row["high"]] == (node["bounds"] or [None, None])


def test_criteria_have_the_numbers_and_words_of_the_result(albania, cards):
    result = json.loads(result_json(cards[0]))["criteria"]
    for row, found in zip(table(albania, "Criteria"), result, strict=True):
        assert row["criterion_id"] == found["criterion"]
        for name in ("status", "level", "low_level", "high_level", "confidence", "note", "rule"):
            assert row[name] == found[name]
        for name in ("points", "stated", "applicable", "used", "contribution"):
            assert row[name] == (None if found[name] is None else pytest.approx(found[name], abs=1e-12))
        assert (row["evidence_ids"] or "") == ";".join(found["evidence"])
    parts = [row["contribution"] for row in table(albania, "Criteria") if row["contribution"] is not None]
    assert sum(parts) == pytest.approx(cards[0].score or 0.0, abs=1e-9)


def test_gates_say_what_they_say_in_the_result(albania, cards):
    result = json.loads(result_json(cards[0]))["gates"]
    found = [(row["criterion_id"], row["state"], row["caps"] == "yes") for row in table(albania, "Safeguards")]
    assert found == [(gate["criterion"], gate["state"], gate["caps"]) for gate in result]


def test_the_summary_has_the_numbers_of_the_result(albania, cards):
    (row,) = table(albania, "Summary")
    result = json.loads(result_json(cards[0]))
    assert (row["score"], row["coverage"]) == (result["score"], result["coverage"])
    assert [row["low"], row["high"]] == result["bounds"]
    assert [row["judgement_low"], row["judgement_high"]] == result["judgement_interval"]
    for name in ("lowest", "highest", "judgement_lowest", "judgement_highest", "without_gates", "cause", "grade"):
        assert row[name] == result["grade"][name]
    assert (row["weighting"], row["ratings"], row["worked_example"]) == ("equal", "panel", "yes")


def test_words_of_the_rubric_are_in_the_language_asked_for_and_columns_stay(shipped, cards, albania):
    serbian = country_xlsx(shipped, cards[0], "sr-Latn")
    own, english = table(serbian, "Criteria"), table(albania, "Criteria")
    assert [row.keys() for row in own] == [row.keys() for row in english]
    assert all(row["title"] != other["title"] for row, other in zip(own, english, strict=True))
    assert [row["status"] for row in own] == [row["status"] for row in english]
    assert table(serbian, "Summary")[0]["country"] == "Albanija"


def test_every_table_is_a_frame_under_its_contract(shipped, cards):
    card, study = cards[0], study_of_cards(cards)
    for made in (SUMMARY, NODE_SHEET, CRITERION_SHEET, GATE_SHEET, EVIDENCE_SHEET, instruments(shipped)):
        assert list(made.frame(card).columns) == list(made.labels)
    assert set(WEIGHTING_SHEET.frame(study)["plan_id"]) == set(study.plan_ids)
    assert BLIND_SPOT_SHEET.frame(study)["share"].between(0, 1).all()
