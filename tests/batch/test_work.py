import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.batch import ReportVariant, jobs_for, work
from evaluator.batch.inputs import inputs_of
from evaluator.batch.work import Printed, print_job
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from tests.reports.editions import rated_otherwise

PLAN = "XAA-2021-2024"


@pytest.fixture
def job(library, out):
    (job,) = jobs_for(library, [PLAN], out, [ReportVariant(form="html")])
    return job


def test_a_report_comes_back_as_bytes_and_nothing_is_written(job, out):
    reply = print_job(job, inputs_of(job))
    assert isinstance(reply, Printed)
    assert b"Inventia XAA" in reply.content
    assert not reply.is_draft
    assert list(out.iterdir()) == []


@pytest.mark.slow
def test_a_report_of_many_tells_the_changes_since_the_edition_kept_with_its_plan(job, own):
    assert b"differently than in the edition of" not in print_job(job, inputs_of(job)).content
    library = Library.open(own)
    card = evaluate(library.assessment(PLAN), library.rubric())
    folder = own / "countries" / "XAA" / "plans" / PLAN / "editions" / "2026-11-02"
    folder.mkdir(parents=True)
    (folder / "result.json").write_bytes(result_json(rated_otherwise(card)))
    assert b"differently than in the edition of" in print_job(job, inputs_of(job)).content


def test_a_report_s_results_come_back_as_a_workbook_too(library, out):
    (job,) = jobs_for(library, [PLAN], out, [ReportVariant(form="xlsx")])
    reply = print_job(job, inputs_of(job))
    assert isinstance(reply, Printed)
    assert reply.content[:4] == b"PK\x03\x04"
    assert job.out.name == f"{PLAN}.xlsx"


def test_a_draft_is_known_as_one(job, own):
    header = own / "countries" / "XAA" / "plans" / PLAN / "assessments" / "four-paradigms" / "a.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("state: final", "state: draft"), encoding="utf-8")
    reply = print_job(job, inputs_of(job))
    assert isinstance(reply, Printed)
    assert reply.is_draft


def test_faults_of_files_come_back_with_every_problem(job, own):
    (own / "countries" / "XAA" / "country.yaml").write_text("iso3: XAA\nnames: []\n", encoding="utf-8")
    reply = print_job(job, inputs_of(job))
    assert reply.cause == "input"
    assert any(problem.path.endswith("country.yaml") and problem.line == 2 for problem in reply.problems)


def test_a_file_that_breaks_off_is_told_with_its_place(job, own):
    (own / "countries" / "XAA" / "country.yaml").write_text("names: [", encoding="utf-8")
    reply = print_job(job, inputs_of(job))
    assert ("country.yaml", 2) in [(Path(problem.path).name, problem.line) for problem in reply.problems]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"plan_id": "XAA-1999"}, "no plan is called 'XAA-1999'"),
        ({"variant": ReportVariant(weighting_id="equall", form="html")}, "Did you mean 'equal'?"),
        ({"variant": ReportVariant(rubric_id="none", form="html")}, "no rubric is called 'none'"),
    ],
)
def test_an_unknown_name_comes_back_as_a_message(job, change, words):
    wrong = replace(job, **change)
    reply = print_job(wrong, inputs_of(wrong))
    assert (reply.cause, reply.problems) == ("input", ())
    assert words in reply.message


def test_a_report_whose_files_change_while_it_is_made_is_not_given(job, own, monkeypatch):
    before = inputs_of(job)
    real = work._made

    def edited_meanwhile(*args):
        made = real(*args)
        (own / "countries" / "XAA" / "more.md").write_text("", encoding="utf-8")
        return made

    monkeypatch.setattr(work, "_made", edited_meanwhile)
    reply = print_job(job, before)
    assert reply.cause == "changed"
    assert "edited meanwhile" in reply.message


@pytest.mark.slow
def test_a_rubric_is_read_once_for_a_batch_and_again_when_it_has_changed(job, own, monkeypatch):
    read = []
    real = Library.rubric
    monkeypatch.setattr(Library, "rubric", lambda library, *a: read.append(a) or real(library, *a))
    work._opened.cache_clear()
    for code in ("XAA", "XAB"):
        other = replace(job, plan_id=f"{code}-2021-2024")
        assert isinstance(print_job(other, inputs_of(other)), Printed)
    assert len(read) == 1
    (own / "templates").mkdir()
    (own / "templates" / "own.css").write_text("p { color: black }", encoding="utf-8")
    assert isinstance(print_job(job, inputs_of(job)), Printed)
    assert len(read) == 2


def test_threads_of_one_process_take_turns(job, monkeypatch):
    inside, most = [], []

    def made(job, inputs):
        inside.append(threading.get_ident())
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()
        raise work.EvaluatorError("enough")

    monkeypatch.setattr(work, "_made", made)
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: print_job(job, inputs_of(job)), range(4)))
    assert {reply.message for reply in replies} == {"enough"}
    assert max(most) == 1
