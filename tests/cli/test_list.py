"""`evaluator list`: what there is, at a glance."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from evaluator.cli import cli


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_without_a_kind_every_kind_is_counted(small_call):
    rows = {row["kind"]: row for row in _rows(small_call("list", "--rubric", "small", "--format", "csv").stdout)}
    assert list(rows) == ["rubrics", "criteria", "weightings", "lenses", "standards", "countries", "plans", "grades"]
    assert (rows["criteria"]["count"], rows["weightings"]["names"]) == ("7", "equal, us-tip")
    assert rows["countries"]["names"].endswith(", ...")
    assert rows["grades"]["names"].startswith("ALB-2005-2007 four-paradigms, ")


def test_rubrics_have_their_sizes(small_call):
    rows = {row["rubric"]: row for row in _rows(small_call("list", "rubrics", "--format", "csv").stdout)}
    assert {"four-paradigms", "small"} <= set(rows)
    assert [rows["small"][name] for name in ("criteria", "gates", "weightings", "lenses")] == ["7", "2", "2", "0"]


def test_criteria_say_where_they_stand(small_call):
    rows = _rows(small_call("list", "criteria", "--rubric", "small", "--format", "csv").stdout)
    marks = {row["criterion"]: (row["paradigm"], row["stance"], row["mark"]) for row in rows}
    assert marks["unconditional-assistance"] == ("human-rights", "protection", "gate")
    assert marks["operations-and-convictions"] == ("law-enforcement", "control", "yardstick")


def test_the_reference_comes_first_and_portraits_of_the_paper_last():
    found = [
        row["weighting"] for row in _rows(CliRunner().invoke(cli, ["list", "weightings", "--format", "csv"]).stdout)
    ]
    assert found[0] == "equal"
    assert found.index("us-tip-current") < found.index("astra") < found.index("us-tip")


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
    assert plan["grade"] == "D"
    assert rows["ALB-2005-2007"]["assessment"] is None


def test_the_list_of_plans_names_the_rubric_of_its_assessments(small_call):
    assert "Assessed by four-paradigms. --rubric names another rubric" in small_call("list", "plans").stderr
    assert small_call("list", "plans", "--rubric", "small").stderr == ""


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


@pytest.mark.parametrize("kind", ["country", "plan", "lens", "criterion", "standard", "grade"])
def test_the_singular_is_understood(kind, call):
    assert call("list", kind).exit_code == 0


def test_a_wrong_kind_suggests_the_right_one(call):
    result = call("list", "planz")
    assert (result.exit_code, result.stderr) == (2, "Error: no list is called 'planz'. Did you mean 'plans'?\n")


def test_a_country_counts_the_plans_that_were_rated(small_call):
    rows = {
        row["country"]: row
        for row in _rows(small_call("list", "countries", "--rubric", "small", "--format", "csv").stdout)
    }
    assert [rows[code]["assessed"] for code in ("XXA", "ALB")] == ["1", "0"]


def test_grades_say_what_limits_them(small_call):
    result = small_call("list", "grades", "--rubric", "small")
    head, row = result.stdout.splitlines()
    assert head.split() == ["plan", "rubric", "coders", "coverage", "whole", "on", "TIP", "alone", "limits"]
    assert row.split()[:6] == ["XXA-2020-2023", "small", "a", "85", "%", "D"]
    assert row.endswith("capped by unconditional-assistance; one coder, no agreement known")
    assert result.stderr == ""


def test_a_grade_that_is_a_draft_is_listed_as_one(draft, small_call):
    (row,) = _rows(small_call("list", "grades", "--rubric", "small", "--format", "csv").stdout)
    assert (row["is_draft"], row["limits"]) == ("yes", "gates;draft;one-coder")


def test_grades_of_every_rubric_stand_side_by_side_by_paradigm(call):
    rows = json.loads(call("list", "grades", "--format", "json").stdout)
    found = {(row["plan_id"], row["rubric"].split()[0]): row for row in rows}
    brazil = found["BRA-2018-2022", "four-paradigms"]
    assert (brazil["grade"], brazil["paradigms"], brazil["tip_alone"]) == ("E", [], None)
    serbia = found["SRB-2021-2023", "law-and-practice"]
    assert (serbia["coders"], serbia["limits"]) == ([*"abcdefg"], [])
    assert serbia["grade"] == "D"
    assert serbia["paradigms"] == ["migration:D", "law-enforcement:C", "human-rights:D", "economic:D"]
    assert serbia["tip_alone"] == pytest.approx(0.0804, abs=0.0001)
    albania = found["ALB-2005-2007", "four-paradigms"]
    assert (albania["grade"], albania["limits"], albania["coders"]) == (None, ["coverage", "open-gates"], ["a", "b"])


def test_the_least_coverage_and_the_open_gates_are_named(call):
    lines = call("list", "grades", "--rubric", "four-paradigms").stdout.splitlines()
    (found,) = [line for line in lines if line.startswith("USA-2021-2024")]
    gates = "no-summary-deportation, no-detention-of-victims, unconditional-assistance"
    assert found.endswith(f"coverage 3 % is under 67 %; gates open: {gates}")


def test_a_plan_with_faults_is_left_out_of_the_grades_and_named(small_call, small):
    (small / "countries/XXA/plans/XXA-2020-2023/evidence.csv").write_text("colour\n", encoding="utf-8")
    result = small_call("list", "grades", "--rubric", "small", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    left, none = result.stderr.splitlines()
    assert left.startswith("XXA-2020-2023 under small has faults and is left out; `evaluator check --library ")
    assert none == "There are no grades yet."


def test_a_rubric_that_is_none_is_refused_with_the_near_one(call):
    result = call("list", "grades", "--rubric", "law-and-practise")
    assert result.exit_code == 2
    assert "Did you mean 'law-and-practice'?" in result.stderr


def test_grades_of_a_rubric_that_nobody_used_are_none(call):
    result = call("list", "grades", "--rubric", "first-look")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "There are no grades yet.\n")
