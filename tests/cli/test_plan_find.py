"""`evaluator plan find` from the command line."""

from __future__ import annotations

import csv
import io
import json

PLAN = "ALB-2005-2007"
CRITERION = "compensation-access"


def test_passages_are_shown_with_place_and_what_matched(call):
    done = call("plan", "find", PLAN, CRITERION, "--word", "testify", "--most", "2")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("1. ")
    assert "ALB-S1, p. 85" in done.stdout
    assert "[testify]" in done.stdout
    assert "2 shown for testify." in done.stderr


def test_csv_has_whole_texts_and_json_scores(call):
    rows = list(csv.DictReader(io.StringIO(call("plan", "find", PLAN, CRITERION, "--format", "csv").stdout)))
    assert [row["rank"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert "[" not in rows[0]["text"]
    found = json.loads(call("plan", "find", PLAN, CRITERION, "--format", "json").stdout)
    scores = [one["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) == 10


def test_nothing_found_is_said_to_prove_nothing(call):
    done = call("plan", "find", PLAN, CRITERION, "--word", "xyzzy")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "That is no proof that the plan is silent" in done.stderr


def test_wordings_of_an_import_are_looked_through_and_faults_in_them_told(small_call, small):
    folder = small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "intake"
    folder.mkdir()
    path = folder / "wording.csv"
    path.write_text("wording_id,measure_id,role,text,page\nW1,M1,activity,Отварање сигурне куће,7\n", encoding="utf-8")
    done = small_call(
        "plan", "find", "XXA-2020-2023", "early-identification-referral", "--word", "sigurna kuća", "--rubric", "small"
    )
    assert "1. wording M1" in done.stdout, done.output
    assert "p. 7" in done.stdout
    path.write_text("wording_id,role,text,page\nW1,activity,x,seven\n", encoding="utf-8")
    assert (
        small_call("plan", "find", "XXA-2020-2023", "early-identification-referral", "--rubric", "small").exit_code == 2
    )


def test_a_wrong_criterion_is_answered_with_the_right_one(call):
    done = call("plan", "find", PLAN, "compensation-acces")
    assert done.exit_code == 2
    assert "Did you mean 'compensation-access'?" in done.stderr
