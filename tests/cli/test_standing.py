"""An agreement that no longer holds is told by every command that the ratings enter, in the same words."""

from __future__ import annotations

import json

import pytest

WORDS = "1 agreed rating no longer holds, because the ratings behind it have changed: witness-protection."
PLAN = "XXA-2020-2023"


@pytest.fixture
def stale(small):
    """Return the small library with a second coder, and a lead's decision on ratings that have changed since."""
    ratings = small / "countries" / "XXA" / "plans" / PLAN / "assessments" / "small"
    header = (ratings / "a.yaml").read_text(encoding="utf-8")
    other = header.replace(f"{PLAN}.small.a", f"{PLAN}.small.b").replace("coder: a", "coder: b")
    (ratings / "b.yaml").write_text(other, encoding="utf-8")
    (ratings / "b.csv").write_text((ratings / "a.csv").read_text(encoding="utf-8"), encoding="utf-8")
    rows = "criterion_id,status,level,rule,decided_by,decided_on,reason,inputs\n"
    rows += "witness-protection,rated,2,discussion,lead,2026-01-01,p. 85 names a unit,a:1;b:3\n"
    (ratings / "agreed.csv").write_text(rows, encoding="utf-8")
    return small


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["panel", "agreement", PLAN], 0),
        (["show", PLAN], 0),
        (["recommend", "draft", PLAN], 1),
        (["contrast", PLAN, "-w", "equal", "--show", "scores"], 1),
        (["todo", PLAN], 1),
        (["score", PLAN], 1),
    ],
)
def test_it_is_part_of_the_result_and_names_what_settles_it(stale, small_call, words, status):
    result = small_call(*words, "--rubric", "small", "--quiet")
    assert result.exit_code == status
    assert WORDS in flat(result.stdout)
    assert f"`evaluator panel settle {PLAN} --rubric small --library {stale}`" in flat(result.stdout)


@pytest.mark.parametrize(("words", "status"), [(["panel", "agreement", PLAN], 0), (["todo", PLAN], 1)])
def test_beside_data_it_goes_to_standard_error(stale, small_call, words, status):
    result = small_call(*words, "--rubric", "small", "--format", "json")
    assert result.exit_code == status
    assert WORDS in result.stderr
    assert json.loads(result.stdout)


def test_the_page_of_a_plan_as_data_stays_data(stale, small_call):
    result = small_call("show", PLAN, "--rubric", "small", "--format", "json")
    assert WORDS in result.stderr
    assert json.loads(result.stdout)["plan"]["id"] == PLAN


@pytest.mark.parametrize("words", [["panel", "agreement", PLAN], ["show", PLAN], ["todo", PLAN]])
def test_nothing_is_told_where_all_agreements_hold(stale, small_call, words):
    agreed = next(stale.rglob("agreed.csv"))
    agreed.write_text(agreed.read_text(encoding="utf-8").replace("a:1;b:3", "a:1;b:1"), encoding="utf-8")
    result = small_call(*words, "--rubric", "small")
    assert result.exit_code == 0
    assert "no longer holds" not in result.stdout + result.stderr


def test_explain_tells_the_decision_that_holds_no_longer(stale, small_call):
    result = small_call("explain", PLAN, "witness-protection", "--rubric", "small")
    told = flat(result.stdout)
    said = "holds no longer: level 2, decided by lead on 2026-01-01 (p. 85 names a unit), for the ratings a:1;b:3"
    assert said in told
    other = small_call("explain", PLAN, "unconditional-assistance", "--rubric", "small")
    assert "holds no longer" not in other.stdout
