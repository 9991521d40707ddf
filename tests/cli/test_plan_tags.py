"""`evaluator plan tags` from the command line."""

from __future__ import annotations

import csv
import io

import pytest

PLAN = "BGR-2018-2018"


@pytest.fixture
def proposals(call):
    done = call("plan", "tags", PLAN, "--format", "csv")
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def given(path, *rows):
    path.write_text("measure_id,kind,tag,matched,confirmed\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def own(tmp_path):
    (tmp_path / "countries").mkdir(exist_ok=True)
    return tmp_path


def test_proposals_come_with_their_reason_and_nothing_is_confirmed(call, proposals):
    assert proposals
    assert all(row["matched"] and row["confirmed"] == "" for row in proposals)
    shown = call("plan", "tags", "NZL-2020-2025")
    assert shown.stdout.split()[:4] == ["row", "for", "proposed", "because"]
    assert "function: 6 rows have tags" in shown.stderr
    assert "no row has tags" in call("plan", "tags", PLAN).stderr


def test_a_kind_of_tag_that_no_row_has_is_not_called_disagreement(call, tmp_path):
    folder = tmp_path / "demo"
    call("demo", folder)
    told = call("plan", "tags", "XAR", "--library", folder).stderr
    assert "function: 42 rows have tags" in told
    assert "beneficiary: no row says it, so that there is nothing to hold the 33 proposals against." in told


def test_a_confirmed_tag_is_written_with_who_confirmed_it_and_a_refused_one_is_not(call, tmp_path, proposals):
    first = next(row for row in proposals if row["kind"] == "function")
    other = {"measure_id": "BGR18-1", "kind": "function", "tag": "research"}
    path = given(
        tmp_path / "tags.csv",
        f"{first['measure_id']},function,{first['tag']},x,yes",
        f"{first['measure_id']},beneficiary,children,x,yes",
        f"{other['measure_id']},{other['kind']},{other['tag']},x,no",
    )
    done = call("plan", "tags", PLAN, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert done.exit_code == 0, done.output
    assert "2 tags of 1 rows, proposed by rules, confirmed by a." in done.stderr
    file = tmp_path / "countries" / "BGR" / "plans" / PLAN / "measures.csv"
    rows = {row["measure_id"]: row for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())}
    row = rows[first["measure_id"]]
    assert (row["function"], row["tagged_by"], row["tag_status"], row["beneficiary"]) == (
        first["tag"], "rules, confirmed by a", "confirmed", "children",
    )  # fmt: skip
    assert rows[other["measure_id"]]["function"] == ""
    again = call("plan", "tags", PLAN, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert again.exit_code == 2
    assert f"yes, and the row has {first['tag']}; expected nothing, or no" in again.stderr


def test_faults_are_told_all_at_once_and_nothing_is_written(call, tmp_path, proposals):
    row = proposals[0]["measure_id"]
    path = given(
        tmp_path / "tags.csv",
        "X9,function,research,x,yes",
        f"{row},function,research,x,yes",
        f"{row},function,control,x,yes",
    )
    done = call("plan", "tags", PLAN, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert done.exit_code == 2
    assert "'X9'; expected a row of the plan" in done.stderr
    assert "yes for a second function; expected one for each row" in done.stderr
    assert not (tmp_path / "countries" / "BGR").exists()


def test_a_tag_that_no_row_may_have_is_refused(call, tmp_path, proposals):
    path = given(tmp_path / "tags.csv", f"{proposals[0]['measure_id']},function,teaching,x,yes")
    done = call("plan", "tags", PLAN, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert (done.exit_code, "'teaching'" in done.stderr) == (2, True)
    assert not (tmp_path / "countries" / "BGR").exists()


def test_who_confirmed_must_be_said_and_something_must_be_confirmed(call, tmp_path, proposals):
    path = given(tmp_path / "tags.csv", f"{proposals[0]['measure_id']},function,research,x,")
    done = call("plan", "tags", PLAN, "--take", path)
    assert (done.exit_code, "say with --by who" in done.stderr) == (2, True)
    done = call("plan", "tags", PLAN, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert (done.exit_code, "has no yes under confirmed" in done.stderr) == (2, True)
