"""`evaluator list`: what there is, at a glance."""

from __future__ import annotations

import csv
import json

import pytest


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_without_a_kind_every_kind_is_counted(small_call):
    rows = {row["kind"]: row for row in _rows(small_call("list", "--rubric", "small", "--format", "csv").stdout)}
    assert list(rows) == ["rubrics", "criteria", "weightings", "lenses", "standards", "countries", "plans"]
    assert (rows["criteria"]["count"], rows["weightings"]["names"]) == ("7", "equal, us-tip")
    assert rows["countries"]["names"].endswith(", ...")


def test_rubrics_have_their_sizes(small_call):
    rows = {row["rubric"]: row for row in _rows(small_call("list", "rubrics", "--format", "csv").stdout)}
    assert {"four-paradigms", "small"} <= set(rows)
    assert [rows["small"][name] for name in ("criteria", "gates", "weightings", "lenses")] == ["7", "2", "2", "0"]


def test_criteria_say_where_they_stand(small_call):
    rows = _rows(small_call("list", "criteria", "--rubric", "small", "--format", "csv").stdout)
    marks = {row["criterion"]: (row["paradigm"], row["stance"], row["mark"]) for row in rows}
    assert marks["unconditional-assistance"] == ("human-rights", "protection", "gate")
    assert marks["operations-and-convictions"] == ("law-enforcement", "control", "yardstick")


def test_weightings_have_shares_that_add_up(small_call):
    for row in _rows(small_call("list", "weightings", "--rubric", "small", "--format", "csv").stdout):
        paradigms = ("migration", "law-enforcement", "human-rights", "economic", "plan-quality")
        assert sum(float(row[name]) for name in paradigms) == pytest.approx(1)
        assert 0 <= float(row["victim-centred"]) <= 1


def test_standards_count_the_criteria_that_rest_on_them(call):
    rows = {row["standard"]: row for row in _rows(call("list", "standards", "--format", "csv").stdout)}
    assert int(rows["cets197-12-6"]["floor of"]) >= 1


def test_countries_show_plans_and_notes_on_names(call):
    rows = {row["country"]: row for row in json.loads(call("list", "countries", "--format", "json").stdout)}
    assert rows["ALB"]["newest here"] == "ALB-2005-2007"
    assert rows["XKX"]["note"].startswith("This designation is without prejudice")


def test_plans_show_how_much_is_here_and_assessed(small_call):
    rows = {
        row["plan"]: row
        for row in json.loads(small_call("list", "plans", "--rubric", "small", "--format", "json").stdout)
    }
    plan = rows["XXA-2020-2023"]
    assert (plan["assessment"], plan["coverage"], plan["weighting"]) == ("a (final)", 0.85, "equal")
    assert rows["ALB-2005-2007"]["assessment"] is None


def test_a_faulty_assessment_does_not_stop_the_list(small_call, small):
    (small / "countries/XXA/plans/XXA-2020-2023/evidence.csv").write_text("colour\n", encoding="utf-8")
    rows = json.loads(small_call("list", "plans", "--rubric", "small", "--format", "json").stdout)
    assert [row["assessment"] for row in rows if row["plan"] == "XXA-2020-2023"] == ["faulty"]


def test_an_empty_folder_of_assessments_is_no_assessment(small_call, small):
    for path in (small / "countries/XXA/plans/XXA-2020-2023/assessments/small").iterdir():
        path.unlink()
    rows = json.loads(small_call("list", "plans", "--rubric", "small", "--format", "json").stdout)
    assert [row["assessment"] for row in rows if row["plan"] == "XXA-2020-2023"] == [None]


def test_nothing_of_a_kind_is_said(small_call):
    result = small_call("list", "lenses", "--rubric", "small")
    assert (result.exit_code, result.stderr) == (0, "There are no lenses yet.\n")


@pytest.mark.parametrize("kind", ["country", "plan", "lens", "criterion", "standard"])
def test_the_singular_is_understood(kind, call):
    assert call("list", kind).exit_code == 0


def test_a_wrong_kind_suggests_the_right_one(call):
    result = call("list", "planz")
    assert (result.exit_code, result.stderr) == (2, "Error: no list is called 'planz'. Did you mean 'plans'?\n")
