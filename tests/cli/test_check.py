"""`evaluator check`: every fault at once, with its place; the status says whether there is one."""

from __future__ import annotations

import json

import pytest

from evaluator.cli.check import is_draft
from evaluator.errors import Problem


@pytest.fixture
def broken(small):
    plan = small / "countries/XXA/plans/XXA-2020-2023"
    header = plan / "plan.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("action-plan", "acton-plan"), encoding="utf-8")
    ratings = plan / "assessments/small/a.csv"
    text = ratings.read_text(encoding="utf-8")
    ratings.write_text(text.replace("witness-protection,1,rated,1", "witness-protection,1,rated,9"), encoding="utf-8")
    return small


def test_a_sound_folder_has_no_fault(small_call, small):
    result = small_call("check", small)
    assert result.exit_code == 0
    assert result.stderr.startswith("No fault")


@pytest.mark.parametrize("name", ["XXA-2020-2023", "XXA", "xxa"])
def test_a_plan_or_a_country_may_be_named_in_place_of_its_folder(small_call, broken, name):
    assert small_call("check", name, "--library", broken).stderr.startswith("2 faults")


def test_a_plan_of_a_name_is_checked_alone(small_call, broken):
    (broken / "countries/XXA/plans/XXA-2020-2023").rename(broken / "countries/XXA/plans/XXA-2021-2023")
    sound = small_call("check", "ALB-2005-2007", "--library", broken)
    assert sound.exit_code == 0
    assert f"Next: `evaluator score ALB-2005-2007 --library {broken}`." in sound.stderr
    missing = small_call("check", "XXA-2020-2023", "--library", broken)
    assert "XXA-2020-2023: there is no such file or folder" in missing.stdout
    assert missing.exit_code == 2


def test_what_lies_here_comes_before_a_plan_of_that_name(small_call, broken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "XXA-2020-2023").mkdir()
    told = small_call("check", "XXA-2020-2023", "--library", broken)
    assert "nothing to check" in told.stdout


def test_every_fault_is_told_with_its_place_and_status_2(small_call, broken):
    result = small_call("check", broken)
    assert result.exit_code == 2
    assert "plan.yaml:3:7: kind: found 'acton-plan'" in result.stdout
    assert "a.csv:4:4: level: level 9. Give a level from 0 to 4." in result.stdout
    assert "2 faults" in result.stderr


def test_json_counts_and_lists_the_problems(small_call, broken):
    told = json.loads(small_call("check", broken, "--format", "json").stdout)
    assert told["faults"] == 2
    assert {"path", "line", "column", "key", "found", "expected", "suggestion", "severity"} <= set(told["problems"][0])


def test_a_path_that_is_not_there_is_a_fault(small_call):
    result = small_call("check", "nowhere")
    assert (result.exit_code, result.stderr) == (2, "1 fault.\n")
    assert "nowhere: there is no such file or folder" in result.stdout


def test_a_draft_is_a_note_and_counts_only_where_completeness_is_asked_for(small_call, draft):
    result = small_call("check", draft)
    assert result.exit_code == 0
    assert "note: state: a draft" in result.stdout
    assert small_call("check", draft, "--complete").exit_code == 1


def test_only_a_note_about_the_state_is_a_draft():
    assert is_draft(Problem("a.yaml", "a draft", "final", key="state", severity="note"))
    assert not is_draft(Problem("a.yaml", "'drafft'", "draft or final", key="state"))


def test_the_shipped_library_has_no_fault(call):
    result = call("check", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["faults"]) == (0, 0)
