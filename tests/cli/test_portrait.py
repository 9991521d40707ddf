"""`evaluator plan portrait` from the command line."""

from __future__ import annotations

import csv
import io
import json

import pytest

FOLDER = ("countries", "XXA", "plans", "XXA-2020-2023")
FRAME = """\
coder: a
state: draft
problem:
  - {code: organised-crime, passages: [{source_id: XXA-S1, locator: p. 9}]}
words:
  victim: {count: 4, source_id: XXA-S1, locator: whole text}
"""


@pytest.fixture(autouse=True)
def _flagship(small):
    """Leave out the ratings: a portrait needs none."""


def test_the_frame_is_shown_with_coder_state_and_passages(small_call, small):
    (small.joinpath(*FOLDER) / "framing.yaml").write_text(FRAME, encoding="utf-8")
    done = small_call("plan", "portrait", "XXA-2020-2023")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("XXA-2020-2023: whose plan is it?\n")
    assert "coder a reads it (draft)" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("problem"))
    assert line.split() == ["problem", "organised-crime", "law-enforcement", "XXA-S1", "p.", "9"]
    assert "victim 4" in done.stdout


def test_csv_has_a_line_for_each_passage_and_json_the_choices_too(small_call, small):
    (small.joinpath(*FOLDER) / "framing.yaml").write_text(FRAME, encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(small_call("plan", "portrait", "XXA", "--format", "csv").stdout)))
    code = next(row for row in rows if row["part"] == "problem")
    assert (code["item"], code["source_id"], code["locator"]) == ("organised-crime", "XXA-S1", "p. 9")
    told = json.loads(small_call("plan", "portrait", "XXA", "--format", "json").stdout)
    assert told["choices"]["permutations"] == 2000
    assert [row["part"] for row in told["rows"]] == [row["part"] for row in rows]


def test_two_plans_are_compared_and_the_rows_they_share_listed(call):
    done = call("plan", "portrait", "BGR-2018-2018", "BGR-2013-2013")
    assert done.exit_code == 0, done.output
    assert "- BGR18-2.1 and BGR13-2.2, 1.00: Create public intolerance of trafficking" in done.stdout
    assert "2015 tier 2 to 2WL" in done.stdout
    assert "need not be its cause" in done.stdout


def test_a_plan_says_once_where_no_source_tells_under_what_it_came(call):
    silent, told = (call("plan", "portrait", name).stdout for name in ("ALB-2005-2007", "NZL"))
    assert silent.count("No source here says under what it was adopted.") == 1
    assert "No source here" not in told
    assert "treaty       NZL-S2 fourth paragraph" in told


def test_a_plan_of_which_nothing_is_recorded_says_so(call):
    done = call("plan", "portrait", "BIH-2020-2023")
    assert done.stdout.splitlines()[-1] == "Nothing is recorded of its frame, its origin or its rows."


def test_a_name_that_is_not_there_is_told_with_status_2(call):
    done = call("plan", "portrait", "XXQ")
    assert done.exit_code == 2
    assert "XXQ" in done.output
