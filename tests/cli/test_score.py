"""`evaluator score`: every score with weighting, coverage, bounds, grade and what set it."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

from evaluator.cli.score import cards_json, cards_xlsx
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.session import Session
from evaluator.tables.scorecard import OF_CARDS

SCORE = ("score", "XXA", "--rubric", "small")


def test_the_table_shows_a_score_with_all_that_belongs_to_it(small_call):
    result = small_call(*SCORE)
    assert result.exit_code == 0
    for line in (
        "frame               equal: Equal weights",
        "score               0.50",
        "coverage            85 % of the weight is assessed",
        "range               0.50 to 0.54",
        "judgement interval  0.46 to 0.57",
        "grade               D, limited by breached safeguards (unconditional-assistance); ",
        "safeguards          breached: unconditional-assistance",
    ):
        assert line in result.stdout


def test_the_table_has_a_line_for_each_paradigm_with_coverage_and_bounds(small_call):
    result = small_call(*SCORE)
    assert "Human rights         21.25 %   0.25     100 %  0.25 to 0.25  0.13 to 0.38" in result.stdout
    assert "Migration            21.25 %      -         -  -             -" in result.stdout
    assert "Quality of the plan  15.00 %   0.50       0 %  0.50 to 0.75  0.50 to 0.75" in result.stdout


def test_a_weighting_that_looks_past_gates_says_so(small_call):
    result = small_call(*SCORE, "--weighting", "us-tip")
    assert "breached: unconditional-assistance; this frame disregards them" in result.stdout
    assert "grade               E, set by the score" in result.stdout


def test_several_weightings_begin_with_an_overview(small_call):
    result = small_call(*SCORE, "--weighting", "equal", "-w", "us-tip")
    first, equal, tip = result.stdout.splitlines()[:3]
    assert first.split()[:4] == ["plan", "frame", "score", "coverage"]
    assert equal.split()[:4] == ["XXA-2020-2023", "equal", "0.50", "85"]
    assert tip.split()[:4] == ["XXA-2020-2023", "us-tip", "0.11", "100"]


def test_the_word_all_stands_for_every_weighting(small_call):
    assert small_call(*SCORE, "-w", "all").stdout == small_call(*SCORE, "-w", "equal", "-w", "us-tip").stdout


def test_csv_holds_the_result_with_nine_digits(small_call):
    result = small_call(*SCORE, "--weighting", "us-tip", "--format", "csv")
    (whole,) = csv.DictReader(result.stdout.splitlines())
    assert [whole[name] for name in ("weighting", "score", "coverage", "low", "high", "grade", "grade_cause")] == [
        "us-tip", "0.113636364", "1", "0.113636364", "0.113636364", "E", "score",
    ]  # fmt: skip


@pytest.mark.parametrize(("table", "name"), [("nodes", "human-rights.protection"), ("criteria", "witness-protection")])
def test_csv_holds_other_tables_on_request(table, name, small_call):
    text = small_call(*SCORE, "--format", "csv", "--table", table).stdout
    assert [row for row in csv.DictReader(text.splitlines()) if name in row.values()]


def test_json_holds_every_criterion_with_its_weights_and_contribution(small_call):
    (card,) = json.loads(small_call(*SCORE, "--format", "json").stdout)
    assert (card["score"], card["coverage"], card["bounds"]) == (0.5, 0.85, [0.5, 0.5375])
    parts = [c["contribution"] for c in card["criteria"] if c["contribution"] is not None]
    assert sum(parts) == pytest.approx(card["score"], abs=1e-12)
    assert (card["schema"], card["weighting"]) == ("nap-evaluator/result", "equal")


def test_a_draft_is_marked_and_ends_with_status_1(small_call, draft):
    result = small_call(*SCORE)
    assert result.exit_code == 1
    assert "DRAFT" in result.stdout
    assert "XXA-2020-2023: DRAFT" in result.stderr


def test_not_graded_is_a_result_and_is_said_on_standard_error(call):
    result = call("score", "USA")
    assert result.exit_code == 0
    assert "grade               not graded: coverage" in result.stdout
    assert "USA-2021-2024 under equal: not graded; coverage" in result.stderr
    assert "A worked example, read by machine, checked by no person." in result.stdout


def test_the_next_command_is_named_beside_a_table_alone(small_call, call):
    assert "Next: `evaluator todo ALB-2005-2007` lists what to assess first." in call("score", "ALB").stderr
    assert "Next: `evaluator report XXA-2020-2023 --rubric small" in small_call(*SCORE).stderr
    assert "Next:" not in small_call(*SCORE, "--format", "csv").output
    assert "Next:" not in small_call(*SCORE, "--weighting", "equal", "-w", "us-tip").output


def test_quiet_leaves_only_the_result(call):
    assert call("score", "ALB", "--quiet").stderr == ""


def test_one_coder_may_be_scored_alone_and_a_wrong_one_is_told(small_call):
    assert small_call(*SCORE, "--coder", "a").stdout == small_call(*SCORE).stdout
    wrong = small_call(*SCORE, "--coder", "b")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "no coder is called 'b'. Known: a." in wrong.stderr


def test_a_wrong_weighting_suggests_the_right_one(small_call):
    result = small_call(*SCORE, "--weighting", "us-tp")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: no weighting is called 'us-tp'. Did you mean 'us-tip'?\n"


def test_faults_of_all_files_are_told_at_once_with_their_places(small_call, small):
    ratings = small / "countries/XXA/plans/XXA-2020-2023/assessments/small/a.csv"
    text = ratings.read_text(encoding="utf-8")
    ratings.write_text(text.replace("witness-protection,1,rated,1", "witnes-protection,1,rated,9"), encoding="utf-8")
    plan = small / "countries/XXA/plans/XXA-2020-2023/plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("kind: action-plan", "kind: acton-plan"), encoding="utf-8")
    result = small_call(*SCORE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "in the input; nothing was written." in result.stderr
    for part in ("plan.yaml:3:7: kind: found 'acton-plan'", "Did you mean 'action-plan'", "'witness-protection'"):
        assert part in result.stderr


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(small_call, tmp_path):
    book = tmp_path / "scores.xlsx"
    assert small_call(*SCORE, "--format", "xlsx").stdout == "scores.xlsx\n"
    assert small_call(*SCORE, "--format", "xlsx").exit_code == 2  # the file stands
    result = small_call(*SCORE, "--format", "xlsx", "--out", book)
    assert (result.exit_code, result.stdout) == (0, f"{book}\n")
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["results", "nodes", "criteria", "gates", "alarms", "law-beside"]
    head, row = sheets["results"].iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["score"] == 0.5
    assert all(cell.data_type != "f" for sheet in sheets for line in sheet.iter_rows() for cell in line)


def test_a_file_that_is_there_is_replaced_only_on_request(small_call, tmp_path):
    out = tmp_path / "scores.csv"
    out.write_text("mine", encoding="utf-8")
    refused = small_call(*SCORE, "--format", "csv", "--out", out)
    assert (refused.exit_code, out.read_text(encoding="utf-8")) == (2, "mine")
    assert "exists already. Give another name, or --force to replace it." in refused.stderr
    assert small_call(*SCORE, "--format", "csv", "--out", out, "--force").exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("weighting,plan_id,iso3,year,rubric,version")


@pytest.fixture
def cards(small):
    return PlanChoice(rubric="small", weightings=("equal", "us-tip")).cards(Session(folder=small), ["XXA"])


@pytest.mark.parametrize("table", OF_CARDS)
def test_every_table_has_the_declared_columns_and_rows_of_every_card(table, cards):
    text = OF_CARDS[table].csv(*cards).splitlines()
    assert text[0].split(",") == list(OF_CARDS[table].labels)
    # The small rubric lists no alarms, and asks nothing of the law.
    rows = {row["weighting"] for row in csv.DictReader(text)}
    assert rows == (set() if table in ("alarms", "law-beside") else {"equal", "us-tip"})


@pytest.mark.parametrize("table", ["results", "nodes"])
def test_no_table_has_a_score_without_weighting_coverage_and_bounds(table, cards):
    head = OF_CARDS[table].csv(*cards).splitlines()[0].split(",")
    assert {"weighting", "score", "coverage", "low", "high"} <= set(head)


def test_json_is_a_list_of_result_documents(cards):
    documents = json.loads(cards_json(cards))
    assert [document["weighting"] for document in documents] == ["equal", "us-tip"]
    assert {document["schema"] for document in documents} == {"nap-evaluator/result"}


def test_the_same_scores_give_the_same_workbook(cards):
    assert cards_xlsx(cards) == cards_xlsx(cards)


def test_all_units_of_a_table_are_said_to_be_the_newest_of_each_country(call):
    said = "Of each country its newest year alone; --year names others."
    assert said in call("score", "--all", "--rubric", "public-record", "--format", "csv").stderr
    assert said not in call("score", "--all", "--rubric", "public-record", "--year", "2005", "--format", "csv").stderr
