import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.batch import ReportVariant, jobs_for, worker
from evaluator.batch.job import Failure
from evaluator.batch.worker import CHANGED, OTHER, SHARED_EACH, Printed, print_job, proof
from evaluator.errors import EvaluatorError, MissingDependencyError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from tests.batch.synthetic import inputs_of
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


@pytest.fixture
def edited(monkeypatch, own):
    """Return a function that lets a file be added to the library while a report is made."""

    def while_printing(name):
        real = worker._print_report

        def edited_meanwhile(*args):
            made = real(*args)
            (own / name).parent.mkdir(exist_ok=True)
            (own / name).write_text("", encoding="utf-8")
            return made

        monkeypatch.setattr(worker, "_print_report", edited_meanwhile)

    return while_printing


@pytest.mark.usefixtures("brief")
def test_a_report_whose_countrys_files_change_while_it_is_made_is_not_given(job, edited):
    before = inputs_of(job)
    edited("countries/XAA/more.md")
    assert print_job(job, before) is CHANGED


@pytest.mark.usefixtures("brief")
def test_files_all_reports_share_are_compared_before_the_first_and_after_every_tenth(job, edited, monkeypatch):
    monkeypatch.setattr(worker, "_count", itertools.count(1))
    worker._open_rubric.cache_clear()
    before = inputs_of(job)
    assert print_job(job, replace(before, shared="another library")) is OTHER
    edited("templates/own.css")
    replies = [print_job(job, before) for _ in range(SHARED_EACH + 1)]
    assert all(isinstance(reply, Printed) for reply in replies[: SHARED_EACH - 1])
    assert replies[SHARED_EACH - 1 :] == [OTHER, OTHER]


def test_what_the_worker_lacks_is_its_own_failure_and_not_the_inputs(job, monkeypatch):
    def lacking(*_):
        raise MissingDependencyError("reports as PDF need Pango")

    monkeypatch.setattr(worker, "_print_report", lacking)
    assert print_job(job, inputs_of(job)) == Failure("worker", "reports as PDF need Pango")


def test_a_worker_proves_its_program_its_library_and_for_pdf_the_programs_below(own):
    page, pdf = proof([own, None], pdf=False), proof([own, None], pdf=True)
    assert list(page) == [
        "version of the evaluator or of a library that shapes a report", f"library in {own}", "library in the package"
    ]  # fmt: skip
    assert {"Pango", "HarfBuzz"} <= pdf.keys() - page.keys()
    assert page.items() <= pdf.items()
    (own / "templates").mkdir()
    (own / "templates" / "own.css").write_text("p { color: black }", encoding="utf-8")
    differs = {name for name, value in proof([own, None], pdf=False).items() if page[name] != value}
    assert differs == {f"library in {own}"}


@pytest.mark.usefixtures("brief")
def test_a_rubric_is_read_once_for_a_batch_and_again_when_it_has_changed(job, own, monkeypatch):
    read = []
    real = Library.rubric
    monkeypatch.setattr(Library, "rubric", lambda library, name: read.append(name) or real(library, name))
    worker._open_rubric.cache_clear()
    for code in ("XAA", "XAB"):
        other = replace(job, plan_id=f"{code}-2021-2024")
        assert isinstance(print_job(other, inputs_of(other)), Printed)
    assert [name for name in read if isinstance(name, str)] == ["four-paradigms"]
    (own / "templates").mkdir()
    (own / "templates" / "own.css").write_text("p { color: black }", encoding="utf-8")
    assert isinstance(print_job(job, inputs_of(job)), Printed)
    assert [name for name in read if isinstance(name, str)] == ["four-paradigms"] * 2


def test_threads_of_one_process_take_turns(job, monkeypatch):
    inside, most = [], []

    def made(*_):
        inside.append(threading.get_ident())
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()
        raise EvaluatorError("enough")

    monkeypatch.setattr(worker, "_print_report", made)
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: print_job(job, inputs_of(job)), range(4)))
    assert {reply.message for reply in replies} == {"enough"}
    assert max(most) == 1
