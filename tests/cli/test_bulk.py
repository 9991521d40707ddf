"""Several reports by one command: which are meant, how far they are, what failed."""

from __future__ import annotations

import functools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluator.batch import BatchProgress, BatchResult, Failure, JobResult, ReportJob, print_reports, work
from evaluator.cli import cli
from evaluator.cli.shared import bulk
from evaluator.cli.shared.bulk import BatchBar, Bulk, _bar, failures, tell_result
from evaluator.cli.shared.session import Session
from evaluator.errors import Problem
from evaluator.pipeline import evaluate
from tests.batch.synthetic import write_countries

JOB = ReportJob("XAA-2021-2024", Path("output/XAA-2021-2024.pdf"))
OTHER = ReportJob("XAB-2021-2024", Path("output/XAB-2021-2024.pdf"))


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    write_countries(folder, 2)
    return folder


@pytest.fixture
def report(own, monkeypatch):
    """Return a function that runs `evaluator report ... --html`; a thread of this process prints names alone."""

    def made(job, inputs):
        library, rubric = work._opened(job.library, job.variant.rubric_id, inputs.shared)
        card = evaluate(library.assessment(job.plan_id, rubric), rubric, job.variant.weighting_id)
        return card.assessment.plan.id.encode(), card

    def in_threads(jobs, executor, watcher, *, workers, again):
        with ThreadPoolExecutor(1) as thread:
            return print_reports(jobs, executor or thread, watcher, again=again)

    def run(*words, form="--html"):
        call = ["--library", own, "report", *words, *([form] if form else [])]
        return CliRunner().invoke(cli, [str(word) for word in call])

    monkeypatch.setattr(bulk, "print_reports", in_threads)
    monkeypatch.setattr(work, "_made", made)
    return run


def _broken(own, code):
    (own / "countries" / code / "country.yaml").write_text(f"iso3: {code}\n", encoding="utf-8")


def test_several_are_printed_in_the_order_asked_and_a_rerun_leaves_them(report):
    first, again = report("XAB", "XAA-2021-2024"), report("XAB", "XAA-2021-2024")
    assert first.exit_code == again.exit_code == 0
    assert first.stdout == again.stdout == "output/XAB-2021-2024.html\noutput/XAA-2021-2024.html\n"
    assert "Reports: 2 printed." in first.stderr
    assert "Reports: 2 up to date." in again.stderr
    assert "Reports: 2 printed." in report("XAB", "XAA", "--again").stderr


def test_a_name_given_twice_is_printed_once_and_every_weighting_has_a_file_of_its_own(report):
    result = report("XAA", "xaa", "XAA-2021-2024", "-w", "equal", "-w", "us-tip")
    assert len(result.stdout.splitlines()) == 2
    assert "output/XAA-2021-2024.us-tip.html" in result.stdout


def test_all_are_the_assessed_countries(report):
    lines = report("--all", "--out", "mine").stdout.splitlines()
    assert {"mine/ALB-2005-2007.html", "mine/XAA-2021-2024.html", "mine/XAB-2021-2024.html"} <= set(lines)
    assert lines == sorted(lines)


def test_where_nobody_is_assessed_that_is_told(report):
    result = report("--all", "--rubric", "first-look")
    assert result.exit_code == 2
    assert "no country here has an assessment under the rubric first-look" in result.stderr


def test_one_country_at_fault_is_listed_at_the_end_and_costs_no_other(report, own):
    _broken(own, "XAA")
    result = report("XAA", "XAB")
    assert result.exit_code == 2
    assert result.stdout == "output/XAB-2021-2024.html\n"
    end = result.stderr.partition("Reports: 1 printed, 1 failed.\n")[2]
    assert end.startswith("Not printed:\n  XAA-2021-2024: 1 fault in the input\n    ")
    assert "country.yaml:1:1: names:" in end


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Name countries or plans, or ask for --all."),
        (("--all", "XAA"), "--all leaves nothing to name."),
        (("--all", "--jobs", "2", "--scheduler", "tcp://a:1"), "give one of them"),
        (("--all", "--jobs", "0"), "0 is not in the range"),
        (("XAA", "XAQ"), "no country is called 'XAQ'"),
        (("XAA", "XAB-2005"), "no plan is called 'XAB-2005'"),
        (("XAA", "XAB", "--out", "one.html"), "one.html is one file, and several reports were requested"),
        (("XAA", "-j", "1", "--out", "one.html"), "one.html is one file, and --jobs, --scheduler and --again write to"),
        (("XAA", "XAB", "-w", "equall"), "Did you mean 'equal'?"),
        (("XAA", "XAB", "--plan", "XAA-2021-2024"), "is a plan of XAA"),
    ],
)
def test_a_wrong_call_prints_nothing(report, words, message):
    result = report(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("output").exists()


def test_a_folder_that_cannot_be_made_is_told(report):
    Path("taken").write_text("", encoding="utf-8")
    result = report("XAA", "XAB", "--out", "taken/here")
    assert result.exit_code == 2
    assert "taken/here: cannot be made" in result.stderr


def test_a_file_of_somebody_else_is_not_replaced_but_one_of_ours_is(report, own):
    assert report("XAA", "XAB", "--out", "mine").exit_code == 0
    (own / "templates").mkdir()
    (own / "templates" / "own.css").write_text("p { color: black }", encoding="utf-8")
    assert "Reports: 2 printed." in report("XAA", "XAB", "--out", "mine").stderr
    Path("mine/XAB-2021-2024.html").write_text("my own words", encoding="utf-8")
    result = report("XAA", "XAB", "--out", "mine")
    assert result.exit_code == 2
    assert "XAB-2021-2024.html holds something that is no report of ours" in result.stderr
    assert report("XAA", "XAB", "--out", "mine", "--force").exit_code == 0


def test_each_report_is_read_back_with_check(report, monkeypatch):
    lacks = {"XAB-2021-2024.pdf": (Problem("x.pdf", "no language", "/Lang"),)}
    monkeypatch.setattr("evaluator.reports.pdf.check.check_report", lambda path: lacks.get(path.name, ()))
    result = report("XAA", "XAB", "--check", form="")
    assert result.exit_code == 1
    assert "XAA-2021-2024.pdf: nothing that a machine can check is missing" in result.stderr
    assert "no language; expected /Lang." in result.stderr


def test_a_cluster_prints_and_tells_of_workers_that_went_away(report, monkeypatch):
    @contextmanager
    def fake(address):
        with ThreadPoolExecutor(1) as executor:
            executor.gone = lambda: (address,)
            yield executor

    monkeypatch.setattr(bulk, "cluster", fake)
    result = report("XAA", "--scheduler", "tcp://there:1")
    assert result.stdout == "output/XAA-2021-2024.html\n"
    assert "Workers that left the cluster on the way: tcp://there:1." in result.stderr


def test_failures_for_the_same_reason_stand_together():
    library = Failure("input", "reports as PDF need Pango")
    lines = failures([JobResult(JOB, "failed", failure=library), JobResult(OTHER, "failed", failure=library)])
    assert lines == ["  XAA-2021-2024, XAB-2021-2024: reports as PDF need Pango"]


def test_a_fault_of_ours_keeps_its_trace_and_nothing_steers_the_terminal():
    ours = Failure("program", "ValueError: \x1b[2J", trace="Traceback:\n  in evaluator\n")
    lines = failures([JobResult(JOB, "failed", failure=ours)])
    assert lines[0].startswith("  XAA-2021-2024: a fault of this program, please report it: ValueError: ")
    assert lines[1:] == ["    Traceback:", "      in evaluator"]
    assert "\x1b" not in "".join(lines)


def test_drafts_and_second_tries_are_told(capsys):
    done = (JobResult(JOB, "printed", is_draft=True), JobResult(OTHER, "printed", retried=True))
    tell_result(Session(), BatchResult(done))
    told = capsys.readouterr().err
    assert "DRAFT, not to be quoted; `evaluator score XAA-2021-2024` says why: XAA-2021-2024." in told
    assert "A process died; printed at the second try: XAB-2021-2024." in told


def test_quiet_tells_failures_alone(capsys):
    session = Session(quiet=True)
    tell_result(session, BatchResult((JobResult(JOB, "printed", is_draft=True),)))
    assert capsys.readouterr().err == ""
    tell_result(session, BatchResult((JobResult(JOB, "failed", failure=Failure("worker", "it died")),)))
    assert capsys.readouterr().err == "Not printed:\n  XAA-2021-2024: it died\n"


def test_one_name_goes_its_own_way_unless_an_option_asks_for_a_batch():
    assert not Bulk().asked(["ALB"])
    assert all(b.asked(["ALB"]) for b in (Bulk(jobs=1), Bulk(scheduler="tcp://a:1"), Bulk(again=True)))
    assert Bulk().asked(["ALB", "SRB"])
    assert Bulk(every=True).asked([])
    with pytest.raises(click.UsageError):
        Bulk().asked([])


def test_the_bar_shows_on_a_terminal_alone(capsys, monkeypatch):
    for shown in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        bar = BatchBar(shown=shown)
        for step in (BatchProgress(0, 2), BatchProgress(1, 2, JobResult(JOB, "printed"))):
            bar(step)
        bar.close()
        told = capsys.readouterr().err
        assert ("1/2" in told and "XAA-2021-2024" in told) == shown
        assert bar.last.done == 1
    empty = BatchBar(shown=True)
    empty(BatchProgress(0, 0))
    empty.close()
    assert capsys.readouterr().err == ""


def test_an_interrupt_says_how_far_it_came(capsys):
    def interrupted():
        with _bar(Session()) as bar:
            bar(BatchProgress(3, 9, JobResult(JOB, "printed")))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "Interrupted, 3 of 9 done; what was written is whole." in capsys.readouterr().err


@pytest.mark.slow
def test_processes_print_for_the_command_as_installed(own, root):
    call = [sys.executable, "-m", "evaluator", "--library", own, "report", "--html"]
    run = functools.partial(subprocess.run, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(root)})
    done = run([*call, "XAA", "XAB", "--jobs", "2"])
    assert (done.returncode, done.stdout) == (0, "output/XAA-2021-2024.html\noutput/XAB-2021-2024.html\n")
    assert "Reports: 2 printed." in done.stderr
    assert run([*call, "XAA", "--out", "alone"]).returncode == 0
    assert Path("alone/XAA-2021-2024.html").read_bytes() == Path("output/XAA-2021-2024.html").read_bytes()
