"""Several reports by one command: which are meant, how far they are, what failed."""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from evaluator.batch import BatchProgress, BatchResult, Failure, JobResult, ReportJob, print_reports, processes, worker
from evaluator.cli import cli
from evaluator.cli.report import bulk
from evaluator.cli.report.bulk import BatchWatch, Bulk, _watch, failures, tell_result
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

    def made(library, rubric, job):
        card = evaluate(library.assessment(job.plan_id, rubric), rubric, job.variant.weighting_id)
        return card.assessment.plan.id.encode(), card

    def run(*words, form="--html"):
        call = ["--library", own, "report", *words, *([form] if form else [])]
        return CliRunner().invoke(cli, [str(word) for word in call])

    monkeypatch.setattr(processes, "ProcessPoolExecutor", lambda *_, **__: ThreadPoolExecutor(1))
    monkeypatch.setattr(worker, "_print_report", made)
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
    assert "no country here is assessed under the rubric first-look" in result.stderr


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
        ((), "Name countries or plans, as in `evaluator report ALB"),
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
    assert "no language. Give /Lang." in result.stderr


def test_a_cluster_prints_and_a_worker_that_is_left_out_is_told_on_the_way(report, monkeypatch):
    def on_the_cluster(jobs, client, watch, tell, **how):
        tell(f"{client} is left out: reports as PDF need Pango")
        return print_reports(jobs, None, watch, **how)

    monkeypatch.setattr(bulk, "cluster", nullcontext)
    monkeypatch.setattr(bulk, "print_reports", on_the_cluster)
    result = report("XAA", "--scheduler", "tcp://there:1")
    assert result.stdout == "output/XAA-2021-2024.html\n"
    assert "tcp://there:1 is left out: reports as PDF need Pango.\n" in result.stderr


def test_files_that_changed_under_the_run_are_told(capsys):
    tell_result(Session(), BatchResult((JobResult(JOB, "printed"),), changed=True))
    assert "Files that all reports share were edited meanwhile. Run the same command again" in capsys.readouterr().err


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
    assert "A worker failed; printed at the second try: XAB-2021-2024." in told


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


PRINTED = BatchProgress(1, 2, JobResult(JOB, "printed"))


def test_on_a_terminal_there_is_a_bar_and_the_paths_wait_for_its_end(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    watch = BatchWatch(Session(), bar=True)
    watch(BatchProgress(0, 2))
    watch(PRINTED)
    drawn = capsys.readouterr()
    assert "1/2" in drawn.err
    assert "XAA-2021-2024" in drawn.err
    assert drawn.out == ""
    watch.close()
    assert capsys.readouterr().out == "output/XAA-2021-2024.pdf\n"
    empty = BatchWatch(Session(), bar=True)
    empty(BatchProgress(0, 0))
    empty.close()
    assert capsys.readouterr().err == ""


def test_in_a_log_each_path_comes_as_its_file_is_written_and_a_line_each_minute_says_how_far(capsys, monkeypatch):
    clock = iter([0, 30, 61, 61, 90])
    monkeypatch.setattr(bulk.time, "monotonic", lambda: next(clock))
    watch = BatchWatch(Session(), bar=False)
    watch(BatchProgress(0, 4))
    watch(PRINTED)
    assert capsys.readouterr() == ("output/XAA-2021-2024.pdf\n", "")
    failed = JobResult(OTHER, "failed", failure=Failure("worker", "it died"))
    watch(BatchProgress(2, 4, failed))
    assert capsys.readouterr() == ("", "2 of 4 reports done; about 1 min more.\n")
    watch(BatchProgress(3, 4, failed))
    watch.close()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupt_and_the_signal_that_ends_a_process_say_how_far_it_came(capsys, sent):
    def interrupted():
        with _watch(Session()) as watch:
            watch(BatchProgress(3, 9, JobResult(JOB, "failed")))
            signal.raise_signal(sent)

    before = signal.getsignal(signal.SIGTERM), signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "Interrupted, 3 of 9 done; what was written is whole." in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == before[0]
    signal.signal(signal.SIGINT, before[1])


UNITS = ("report", "ALB", "SRB", "--html", "--rubric", "public-record")


def test_several_years_and_frames_are_printed_by_one_command_each_report_with_a_name_of_its_own(call, monkeypatch):
    monkeypatch.setattr(processes, "ProcessPoolExecutor", lambda *_, **__: ThreadPoolExecutor(1))
    monkeypatch.setattr(
        worker, "_print_report", lambda library, rubric, job: (job.plan_id.encode(), SimpleNamespace(is_draft=False))
    )
    names = {}
    for years in (("2010",), ("2011",), ("2010", "2011")):
        chosen = [word for year in years for word in ("--year", year)]
        done = call(*UNITS, *chosen, "-w", "equal", "-w", "us-tip", "--out", "mine")
        names[years] = done.stdout.split()
    both = names["2010", "2011"]
    assert sorted(both) == sorted(names["2010",] + names["2011",])
    assert len(set(both)) == len(both) == 8


@pytest.mark.slow
def test_processes_print_for_the_command_as_installed(own, root):
    call = [sys.executable, "-m", "evaluator", "--library", own, "report", "--html"]
    run = functools.partial(subprocess.run, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(root)})
    done = run([*call, "XAA", "XAB", "--jobs", "2"])
    assert done.returncode == 0  # each path is shown when its file is written, whichever is done first
    assert sorted(done.stdout.split()) == ["output/XAA-2021-2024.html", "output/XAB-2021-2024.html"]
    assert "Reports: 2 printed." in done.stderr
    assert run([*call, "XAA", "--out", "alone"]).returncode == 0
    assert Path("alone/XAA-2021-2024.html").read_bytes() == Path("output/XAA-2021-2024.html").read_bytes()
