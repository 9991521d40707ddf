"""`evaluator panel` from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from evaluator.cli.panel import KEY, MARKS


def test_every_kind_of_difference_has_a_mark_that_the_key_explains():
    assert set(MARKS) == {"same", "one-apart", "further", "status", "single", "none"}
    assert all(mark in KEY for mark in MARKS.values())


RATINGS = Path("countries", "XXA", "plans", "XXA-2020-2023", "assessments", "small")


@pytest.fixture(autouse=True)
def _time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")


@pytest.fixture
def two(small):
    """Put a second final coder beside the first: one level apart once, further once, on a gate once."""
    folder = small / RATINGS
    head = (folder / "a.yaml").read_text(encoding="utf-8")
    (folder / "b.yaml").write_text(head.replace("coder: a", "coder: b").replace("small.a", "small.b"), encoding="utf-8")
    text = (folder / "a.csv").read_text(encoding="utf-8")
    text = text.replace("referral,1,rated,2", "referral,1,rated,3").replace(
        "protection,1,rated,1", "protection,1,rated,4"
    )
    (folder / "b.csv").write_text(text.replace("contrary,0", "rated,2"), encoding="utf-8")
    return folder


def panel(small_call, *words):
    return small_call("panel", words[0], "XXA", *words[1:], "--rubric", "small")


def test_agreement_is_shown_with_what_it_rests_on(small_call, two):
    done = panel(small_call, "agreement")
    assert done.exit_code == 0, done.output
    assert "levels, ordinal" in done.stdout
    assert "It is only a difference" in done.stdout
    assert "!*" in done.stdout


def test_agreement_as_csv_json_and_workbook(small_call, two):
    assert (
        "witness-protection,law-enforcement,no,further,3,a:1;b:4"
        in panel(small_call, "agreement", "--format", "csv").stdout
    )
    found = json.loads(panel(small_call, "agreement", "--format", "json").stdout)
    assert (found["levels"]["pairable"], found["silences"]) == (4, 1)  # what both are silent on is counted apart
    assert found["choices"]["seed"] == 2006
    assert panel(small_call, "agreement", "--format", "xlsx").exit_code == 0
    assert Path("XXA-2020-2023.agreement.xlsx").is_file()


def test_one_coder_or_an_unknown_one_is_told(small_call, two):
    assert "agreement needs two coders" in panel(small_call, "agreement", "--coder", "a").stderr
    assert "no coder is called 'z'" in panel(small_call, "agreement", "--coder", "z").stderr


def test_settling_writes_rule_and_date_and_leaves_the_coders_alone(small_call, two):
    before = {name: (two / name).read_bytes() for name in ("a.csv", "b.csv", "a.yaml", "b.yaml")}
    done = panel(small_call, "settle")
    assert done.exit_code == 1
    assert "In dispute: " in done.stderr
    agreed = (two / "agreed.csv").read_text(encoding="utf-8")
    assert "early-identification-referral,rated,2,lower,,2026-01-02,one level apart: the lower,a:2;b:3" in agreed
    assert {name: (two / name).read_bytes() for name in before} == before


def test_settling_prints_where_coders_differ_and_counts_the_rest(small_call, two):
    few, full = (panel(small_call, "settle", "--dry-run", *more).stdout for more in ((), ("--full",)))
    assert "early-identification-referral" in few
    alike = set(full.splitlines()) - set(few.splitlines())
    assert f"{len(alike)} of {len(full.splitlines()) - 1} criteria: all coders agree (--full prints them)." in few
    assert alike


def test_a_decision_settles_and_is_on_record(small_call, two):
    done = panel(
        small_call, "settle", "--decide", "witness-protection=2", "--by", "lead", "--reason", "p. 5 read together"
    )
    assert "witness-protection" not in done.stderr
    history = panel(small_call, "history", "witness-protection").stdout
    assert "p. 5 read together" in history
    assert "agreed: 2 (discussion, by lead, 2026-01-02)" in history
    gate = ["--decide", "unconditional-assistance=contrary", "--by", "lead", "--reason", "p. 4", "--unanimous"]
    assert panel(small_call, "settle", *gate).exit_code == 0


def test_a_decision_on_what_nobody_disputes_is_said(small_call, two):
    words = ["--decide", "early-identification-referral=3", "--by", "lead", "--reason", "p. 7"]
    done = panel(small_call, "settle", *words)
    assert "early-identification-referral was not in dispute: the rule of the rubric gives level 2." in done.stderr
    assert "early-identification-referral,rated,3,discussion,lead" in (two / "agreed.csv").read_text(encoding="utf-8")


def test_decisions_that_still_hold_are_taken_from_a_workbook_and_the_others_are_named(small_call, two):
    panel(small_call, "settle", "--sheet", "d.xlsx")
    filled("d.xlsx", "witness-protection", level=3, decided_by="lead", reason="read together")
    filled("d.xlsx", "unconditional-assistance", level=2, decided_by="lead", reason="p. 4", unanimous="yes")
    text = (two / "b.csv").read_text(encoding="utf-8")
    (two / "b.csv").write_text(text.replace("protection,1,rated,4", "protection,1,rated,1"), encoding="utf-8")
    done = panel(small_call, "settle", "--decisions", "d.xlsx")
    assert done.exit_code == 1
    assert "1 decision read from d.xlsx." in done.stderr
    assert "warning: witness-protection was decided on the ratings a:1;b:4, which are a:1;b:1" in done.stderr
    agreed = (two / "agreed.csv").read_text(encoding="utf-8")
    assert "unconditional-assistance,rated,2,unanimous-gate,lead" in agreed
    assert "witness-protection,rated,1,equal,," in agreed


def test_the_workbook_of_disputes_is_named_where_something_is_in_dispute(small_call, small, two):
    said = f"`evaluator panel settle XXA-2020-2023 --rubric small --sheet disputes.xlsx --library {small}`"
    assert f"{said} writes a workbook to decide them in." in panel(small_call, "settle").stderr


def test_decisions_come_by_workbook(small_call, two):
    made = panel(small_call, "settle", "--sheet", "d.xlsx")
    assert made.exit_code == 1
    said = "Next: decide in the workbook, then `evaluator panel settle XXA-2020-2023 --rubric small --decisions d.xlsx"
    assert said in made.stderr
    assert not (two / "agreed.csv").exists()
    book = openpyxl.load_workbook("d.xlsx")
    page = book["Disputes"]
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == "witness-protection")
    for key, value in {"status": "rated", "level": 3, "decided_by": "lead", "reason": "read together"}.items():
        page.cell(row, keys.index(key) + 1).value = value
    book.save("d.xlsx")
    done = panel(small_call, "settle", "--decisions", "d.xlsx")
    assert "witness-protection" not in done.stderr
    assert "witness-protection,rated,3,discussion,lead" in (two / "agreed.csv").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(small_call, two):
    panel(small_call, "settle", "--dry-run")
    assert not (two / "agreed.csv").exists()


def test_wrong_words_are_told(small_call, two):
    assert "write CRITERION=RATING" in panel(small_call, "settle", "--decide", "witness-protection").stderr
    assert "no criterion is called 'x'" in panel(small_call, "history", "x").stderr


def test_the_history_says_that_an_agreement_holds_no_longer(small_call, two):
    panel(small_call, "settle")
    path = two / "b.csv"
    before = panel(small_call, "history", "witness-protection").stdout
    assert "holds no longer" not in before
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("protection,1,rated,4", "protection,1,rated,3"), encoding="utf-8")
    told = " ".join(panel(small_call, "history", "witness-protection").stdout.split())
    assert "holds no longer" in told
    assert "b:3" in told


def test_without_records_the_present_ratings_are_shown(small_call, two):
    shown = panel(small_call, "history", "witness-protection").stdout
    assert "No change is on record." in shown
    assert "a: 1. Named only" in shown


def filled(path, criterion, **values):
    book = openpyxl.load_workbook(path)
    page = book["Disputes"]
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == criterion)
    for key, value in values.items():
        page.cell(row, keys.index(key) + 1).value = value
    book.save(path)


def test_a_level_alone_is_a_decision_and_the_number_read_is_said(small_call, two):
    panel(small_call, "settle", "--sheet", "d.xlsx")
    assert "0 decisions read from d.xlsx." in panel(small_call, "settle", "--decisions", "d.xlsx").stderr
    filled("d.xlsx", "witness-protection", level=3, decided_by="lead", reason="read together")
    assert "1 decision read from d.xlsx." in panel(small_call, "settle", "--decisions", "d.xlsx").stderr
    assert "witness-protection,rated,3,discussion,lead" in (two / "agreed.csv").read_text(encoding="utf-8")


def test_a_changed_rating_ends_the_agreement_everywhere_until_it_is_settled_anew(small_call, two):
    decide = ["--decide", "witness-protection=2", "--by", "lead", "--reason", "p. 5"]
    gate = ["--decide", "unconditional-assistance=contrary", "--by", "lead", "--reason", "p. 4", "--unanimous"]
    panel(small_call, "settle", *decide)
    assert panel(small_call, "settle", *gate).exit_code == 0
    assert small_call("score", "XXA", "--rubric", "small").exit_code == 0
    text = (two / "b.csv").read_text(encoding="utf-8")
    (two / "b.csv").write_text(text.replace("protection,1,rated,4", "protection,1,rated,2"), encoding="utf-8")
    words = "1 agreed rating no longer holds, because the ratings behind it have changed: witness-protection."
    command = "`evaluator panel settle XXA-2020-2023 --rubric small --library "
    for call in (("score", "XXA"), ("explain", "XXA"), ("report", "XXA", "--html")):
        done = small_call(*call, "--rubric", "small")
        assert (done.exit_code, words in done.stderr, command in done.stderr) == (1, True, True), call
    assert words in " ".join(small_call("todo", "XXA", "--rubric", "small").stdout.split())
    checked = small_call("check")
    assert checked.exit_code == 1
    assert "the agreed rating of witness-protection no longer holds: it went by a:1;b:4" in checked.stdout
    panel(small_call, "settle")
    assert small_call("score", "XXA", "--rubric", "small").exit_code == 0


def test_the_history_names_each_record(small_call, two):
    panel(small_call, "settle")
    told = panel(small_call, "history", "early-identification-referral").stdout
    assert "record" in told.splitlines()[2]
    assert re.search(r"^L\d{4} +2026-01-02T\S+ +panel +- +2 ", told, flags=re.MULTILINE)


def test_of_many_coders_a_row_stands_for_all_pairs_of_a_coder():
    from types import SimpleNamespace as Row

    from evaluator.cli.panel import CoderRow, by_coder
    from evaluator.panel.agreement import Lean, Pair

    pairs = (
        Pair("a", "b", 10, 0.8, 1.0, 0.6, 0.1),
        Pair("a", "c", 30, 0.4, 0.6, 0.2, 0.0),
        Pair("b", "c", 0, *[None] * 4),
    )
    found = Row(coders=("a", "b", "c"), pairs=pairs, leans=(Lean("a", 40, -0.25),))
    assert by_coder(found) == [
        CoderRow("a", 2, 40, (0.8 * 10 + 0.4 * 30) / 40, (10 + 0.6 * 30) / 40, 0.2, 0.4, -0.25),
        CoderRow("b", 1, 10, 0.8, 1.0, 0.6, 0.6, None),
        CoderRow("c", 1, 30, 0.4, 0.6, 0.2, 0.2, None),
    ]
