"""Rows as a table, CSV or JSON."""

from __future__ import annotations

import json

from evaluator.cli.layout import Share, Weight
from evaluator.cli.out import as_csv, as_json, as_text

HEAD = ["plan", "coverage", "weight", "rows"]
ROWS = [["ALB-2005-2007", Share(0.4329), Weight(0.1 + 0.2), 13], ["BIH", None, Weight(0), 0]]


def test_a_table_shows_percentages_and_dashes():
    assert as_text(HEAD, ROWS, "table", right=[1, 2, 3]).splitlines()[1:] == [
        "ALB-2005-2007      43 %  30.00 %    13",
        "BIH                   -   0.00 %     0",
    ]


def test_csv_has_all_digits_and_empty_cells():
    assert as_csv(HEAD, ROWS) == "plan,coverage,weight,rows\nALB-2005-2007,0.4329,0.3,13\nBIH,,0.0,0\n"


def test_json_has_numbers_and_null():
    assert json.loads(as_text(HEAD, ROWS, "json")) == [
        {"plan": "ALB-2005-2007", "coverage": 0.4329, "weight": 0.3, "rows": 13},
        {"plan": "BIH", "coverage": None, "weight": 0.0, "rows": 0},
    ]


def test_json_keeps_letters_of_all_scripts():
    assert as_json({"sr": "Србија"}) == '{\n  "sr": "Србија"\n}\n'
