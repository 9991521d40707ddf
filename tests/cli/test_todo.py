"""`evaluator todo`: what is open, by weight, with what it needs and from whom."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import openpyxl
import pytest

from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.session import Session
from evaluator.cli.todo import _list_lines
from evaluator.reports.request import open_tasks

TODO = ("todo", "XXA", "--rubric", "small")


@pytest.fixture
def half_done(small):
    """Take two ratings back, the gate's among them."""
    ratings = small / "countries/XXA/plans/XXA-2020-2023/assessments/small/a.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("unconditional-assistance", "education-prevention"))]
    ratings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return small


def test_the_heaviest_comes_first_with_the_coverage_reached_then(half_done):
    (card,) = PlanChoice(rubric="small").cards(Session(folder=half_done), ["XXA"])
    tasks = open_tasks(card)
    assert [task.criterion_id for task in tasks] == ["education-prevention", "deadlines", "unconditional-assistance"]
    assert [task.status for task in tasks] == ["not-assessed", "estimated", "not-assessed"]
    assert tasks[-1].coverage_then == pytest.approx(1.0)
    assert tasks[0].coverage_then == pytest.approx(card.coverage + tasks[0].weight)


def test_a_gate_is_listed_whatever_it_weighs_and_the_rest_on_request(half_done):
    (card,) = PlanChoice(rubric="small", weightings=("us-tip",)).cards(Session(folder=half_done), ["XXA"])
    assert [task.criterion_id for task in open_tasks(card)] == ["unconditional-assistance"]
    every = [task.criterion_id for task in open_tasks(card, everything=True)]
    assert every == ["unconditional-assistance", "education-prevention", "deadlines"]


def test_the_text_says_what_is_open_and_what_is_known_so_far(small_call, half_done):
    result = small_call(*TODO)
    assert result.exit_code == 0
    assert "3 criteria are open; a grade needs 67 %." in result.stdout
    assert "GATE" in result.stdout
    assert "\n   asks    What share of the plan's activities" in result.stdout
    assert "\n   so far  3 of 4 known measures; counted from the sheet Measures: 4 of 5 rows" in result.stdout


def test_the_shipped_rubric_says_what_each_needs_and_whom_to_ask(call):
    text = call("todo", "ALB").stdout
    for label in ("asks", "needs", "ask "):
        assert f"\n   {label}" in text


def test_after_a_criterion_longer_than_a_screen_the_rest_is_counted(half_done):
    (card,) = PlanChoice(rubric="small").cards(Session(folder=half_done), ["XXA"])
    first, *rest = open_tasks(card)
    lines = _list_lines(card, [replace(first, note="word " * 1000), *rest], full=False)
    assert lines[-2:] == ["", "2 more. --full prints for each what it asks, what it needs and whom to ask."]


def test_what_weighs_nothing_is_counted(small_call, half_done):
    assert "2 more weigh nothing under us-tip: --all lists them." in small_call(*TODO, "-w", "us-tip").stderr
    assert small_call(*TODO, "-w", "us-tip", "--all", "-q").stderr == ""
    assert "more weigh nothing" not in small_call(*TODO, "-w", "us-tip", "--all").stderr


def test_csv_and_json_hold_the_same(small_call, half_done):
    rows = list(csv.DictReader(small_call(*TODO, "--format", "csv").stdout.splitlines()))
    tasks = json.loads(small_call(*TODO, "--format", "json").stdout)
    assert [row["criterion_id"] for row in rows] == [task["criterion_id"] for task in tasks]
    assert float(rows[0]["weight"]) == tasks[0]["weight"]


def test_one_open_criterion_is_counted_as_one(small_call):
    assert "1 criterion is open" in small_call(*TODO).stdout


def test_one_weighting_orders_the_list(small_call):
    result = small_call(*TODO, "-w", "equal", "-w", "us-tip")
    assert result.exit_code == 2
    assert "One --weighting orders the list." in result.stderr


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), pytest.param("pdf", b"%PDF", marks=pytest.mark.slow)])
def test_it_is_a_request_to_send_on_as_workbook_and_pdf(small_call, half_done, tmp_path, form, start):
    file = tmp_path / f"request.{form}"
    done = small_call(*TODO, "--format", form, "--out", file)
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(start)
    assert "Written: " in done.stderr
    assert "exists already" in small_call(*TODO, "--format", form, "--out", file).stderr


def test_a_file_is_named_only_for_a_form_that_is_a_file(small_call, half_done, tmp_path):
    done = small_call(*TODO, "--format", "csv", "--out", tmp_path / "todo.csv")
    assert (done.exit_code, list(tmp_path.glob("todo.csv"))) == (2, [])
    assert "--out writes xlsx and pdf" in done.stderr


@pytest.fixture
def request_file(small_call, half_done, tmp_path):
    """Return the request for what is open, as a workbook."""
    path = tmp_path / "request.xlsx"
    assert small_call(*TODO, "--format", "xlsx", "--out", path).exit_code == 0
    return path


def answer(path, criterion, **values):
    book = openpyxl.load_workbook(path)
    page = next(p for p in book.worksheets if str(p["A1"].value).startswith("evaluator/request"))
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == criterion)
    for key, value in values.items():
        page.cell(row, keys.index(key) + 1).value = value
    book.save(path)


def read_back(small_call, path):
    return small_call("todo", "import", "XXA", path, "--rubric", "small")


def evidence(small):
    return (small / "countries/XXA/plans/XXA-2020-2023/evidence.csv").read_text(encoding="utf-8")


def test_answers_of_a_request_become_passages_and_their_documents_sources(small_call, small, request_file):
    answer(request_file, "education-prevention", answer="Taught in all schools", place="Letter of May", page="p. 2")
    answer(request_file, "unconditional-assistance", answer="Help is for all", place="XXA-S1", page="p. 9")
    done = read_back(small_call, request_file)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 answers read\n")
    assert "request-E1" in done.stdout
    assert "evaluator sheet export XXA-2020-2023 --coder a --rubric small" in done.stderr
    rows = {row["evidence_id"]: row for row in csv.DictReader(evidence(small).splitlines())}
    first = next(row for row in rows.values() if row["note"] == "Taught in all schools")
    assert (first["source_id"], first["locator"], first["object"], first["added_by"]) == (
        "R1",
        "p. 2",
        "plan",
        "request",
    )
    assert next(row for row in rows.values() if row["note"] == "Help is for all")["source_id"] == "XXA-S1"
    sources = (small / "countries/XXA/sources.csv").read_text(encoding="utf-8")
    assert "R1,Letter of May,,letter" in sources


def test_answers_that_were_read_before_are_not_taken_twice(small_call, small, request_file):
    answer(request_file, "education-prevention", answer="Taught in all schools", place="Letter of May")
    read_back(small_call, request_file)
    before = evidence(small)
    assert read_back(small_call, request_file).stdout == "0 answers read\n"
    assert evidence(small) == before


def test_half_an_answer_is_a_fault_at_its_cell_and_all_are_told(small_call, small, request_file):
    before = evidence(small)
    answer(request_file, "education-prevention", answer="Taught in all schools")
    answer(request_file, "unconditional-assistance", place="Letter of May", kind="epistle")
    done = read_back(small_call, request_file)
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert "an answer without a document. Give the title of the document it stands in, or the id of a source" in said
    assert "a document without an answer. Give what it says, in your words" in said
    assert "found 'epistle'. Give one of: plan, law" in said
    assert evidence(small) == before


def test_a_request_without_answers_is_read_and_changes_nothing(small_call, small, request_file):
    before = evidence(small)
    assert read_back(small_call, request_file).stdout == "0 answers read\n"
    assert evidence(small) == before


def test_the_list_needs_no_word_of_its_own(small_call, half_done):
    assert small_call("todo", "list", *TODO[1:]).stdout == small_call(*TODO).stdout
    assert "import" in small_call("todo", "--help").stdout


def test_the_day_for_an_answer_and_its_address_stand_in_a_letter_alone(small_call, half_done):
    done = small_call(*TODO, "--format", "xlsx", "--due", "2027-03-31")
    assert (done.exit_code, "--due and --reply-to stand in a letter" in done.stderr) == (2, True)
    assert small_call(*TODO, "--format", "pdf", "--due", "31 March").exit_code == 2
