"""Scorecards as files."""

from __future__ import annotations

import csv
import json

import pytest

from evaluator.cli.shared.cards import TABLES, cards_csv, cards_json, cards_xlsx
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.session import Session
from evaluator.tables.scorecard import OF_CARDS


@pytest.fixture
def cards(small):
    return PlanChoice(rubric="small", weightings=("equal", "us-tip")).cards(Session(folder=small), ["XXA"])


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_the_declared_columns_and_rows_of_every_card(table, cards):
    text = cards_csv(cards, table).splitlines()
    assert text[0].split(",") == list(OF_CARDS[table].labels)
    # The small rubric lists no alarms.
    assert {row["weighting"] for row in csv.DictReader(text)} == (set() if table == "alarms" else {"equal", "us-tip"})


@pytest.mark.parametrize("table", ["results", "nodes"])
def test_no_table_has_a_score_without_weighting_coverage_and_bounds(table, cards):
    head = cards_csv(cards, table).splitlines()[0].split(",")
    assert {"weighting", "score", "coverage", "low", "high"} <= set(head)


def test_json_is_a_list_of_result_documents(cards):
    documents = json.loads(cards_json(cards))
    assert [document["weighting"] for document in documents] == ["equal", "us-tip"]
    assert {document["schema"] for document in documents} == {"nap-evaluator/result"}


def test_the_same_scores_give_the_same_workbook(cards):
    assert cards_xlsx(cards) == cards_xlsx(cards)
