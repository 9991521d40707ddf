"""`evaluator plan evolve` from the command line."""

from __future__ import annotations

import csv
import io

PLANS = ("BGR-2013-2013", "BGR-2018-2018")


def test_rows_are_shown_with_what_became_of_them(call):
    done = call("plan", "evolve", *PLANS)
    assert done.exit_code == 0, done.output
    header = ["state", "earlier", "later", "likeness", "confirmed", "differs", "text"]
    assert done.stdout.splitlines()[0].split() == header
    assert f"{PLANS[0]} to {PLANS[1]}: " in done.stderr


def test_what_a_person_says_in_the_csv_is_taken_and_faults_in_it_are_told(call, tmp_path):
    text = call("plan", "evolve", *PLANS, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    pair = next(row for row in rows if row["old_id"] and row["new_id"])
    path = tmp_path / "matches.csv"
    path.write_text(f"old_id,new_id,state,confirmed\n{pair['old_id']},{pair['new_id']},kept,no\n", encoding="utf-8")
    again = list(
        csv.DictReader(io.StringIO(call("plan", "evolve", *PLANS, "--matches", path, "--format", "csv").stdout))
    )
    assert (pair["old_id"], pair["new_id"]) not in [(row["old_id"], row["new_id"]) for row in again]
    twice = f"{pair['old_id']},{pair['new_id']},kept,yes\n"
    path.write_text(f"old_id,new_id,state,confirmed\n{twice}{twice}X9,,dropped,\n", encoding="utf-8")
    done = call("plan", "evolve", *PLANS, "--matches", path)
    assert done.exit_code == 2
    assert "'X9'; expected a row of the plan" in done.stderr
    assert f"'{pair['old_id']}' confirmed twice" in done.stderr


def test_what_the_later_plan_s_folder_holds_is_taken_for_these_two_plans(call, tmp_path):
    text = call("plan", "evolve", *PLANS, "--format", "csv").stdout
    pair = next(row for row in csv.DictReader(io.StringIO(text)) if row["old_id"] and row["new_id"])
    assert pair["earlier"] == PLANS[0]
    path = tmp_path / "countries/BGR/plans" / PLANS[1] / "matches.csv"
    path.parent.mkdir(parents=True)
    other = "BGR-2012-2012"
    for earlier, old, confirmed in ((PLANS[0], pair["old_id"], "yes"), (other, "BGR12-1", "")):
        row = f"{old},{pair['new_id']},kept,yes,{earlier}\n"
        path.write_text(f"old_id,new_id,state,confirmed,earlier\n{row}", encoding="utf-8")
        done = call("--library", tmp_path, "plan", "evolve", *PLANS, "--format", "csv")
        again = [row for row in csv.DictReader(io.StringIO(done.stdout)) if row["new_id"] == pair["new_id"]]
        assert [row["confirmed"] for row in again] == [confirmed], done.output
        shown = call("--library", tmp_path, "plan", "evolve", *PLANS).stdout.splitlines()
        assert sum("  yes  " in line for line in shown) == (confirmed == "yes")


def test_a_plan_is_not_compared_with_itself(call):
    done = call("plan", "evolve", PLANS[0], PLANS[0])
    assert (done.exit_code, "Name two plans" in done.stderr) == (2, True)
