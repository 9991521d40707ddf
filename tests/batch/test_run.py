import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.batch import Failure, ReportJob, ReportVariant, jobs_for, print_reports, run
from evaluator.batch.manifest import NAME
from evaluator.errors import EvaluatorError, MissingDependencyError
from evaluator.library import Library
from evaluator.store.whole import HOST
from tests.batch import workers
from tests.batch.synthetic import SMALL, write_small_countries

ROOT = Path(__file__).resolve().parents[2]
HTML = [ReportVariant(form="html")]


@pytest.fixture
def jobs(library, out):
    return jobs_for(library, [f"{code}-2021-2024" for code in ("XAC", "XAA", "XAB")], out, HTML)


def _states(result):
    return [(done.job.plan_id[:3], done.state) for done in result.results]


@pytest.mark.usefixtures("brief", "threads")
def test_results_come_in_the_order_asked_and_the_files_hold_the_reports(jobs, out):
    result = print_reports(jobs)
    assert _states(result) == [("XAC", "printed"), ("XAA", "printed"), ("XAB", "printed")]
    assert result.exit_code == 0
    assert {path.name for path in out.iterdir()} == {NAME, *(job.out.name for job in jobs)}
    assert all(f"Inventia {job.plan_id[:3]}" in job.out.read_text(encoding="utf-8") for job in jobs)


@pytest.mark.usefixtures("brief", "threads")
def test_a_rerun_prints_only_what_has_changed(jobs, own):
    print_reports(jobs)
    written = {job.out: job.out.stat().st_mtime_ns for job in jobs}
    narrative = own / "countries" / "XAA" / "plans" / "XAA-2021-2024" / "narrative" / "en.md"
    narrative.write_text("# Summary\n\nAnother text.\n", encoding="utf-8")
    result = print_reports(jobs)
    assert _states(result) == [("XAC", "up-to-date"), ("XAA", "printed"), ("XAB", "up-to-date")]
    assert [job.plan_id for job in jobs if job.out.stat().st_mtime_ns != written[job.out]] == ["XAA-2021-2024"]
    assert "Another text." in jobs[1].out.read_text(encoding="utf-8")


@pytest.mark.usefixtures("brief", "threads")
def test_a_report_that_was_touched_or_is_gone_is_printed_again_with_the_same_bytes(jobs):
    print_reports(jobs)
    whole = jobs[0].out.read_bytes()
    jobs[0].out.write_bytes(whole[:-1])
    jobs[1].out.unlink()
    result = print_reports(jobs)
    assert [done.state for done in result.results] == ["printed", "printed", "up-to-date"]
    assert jobs[0].out.read_bytes() == whole


@pytest.mark.usefixtures("brief", "threads")
def test_what_is_up_to_date_can_be_printed_again(jobs):
    print_reports(jobs)
    assert len(print_reports(jobs, again=True).of("printed")) == 3


@pytest.mark.usefixtures("brief", "threads")
def test_faults_of_one_country_cost_no_other_and_its_older_report_stays(jobs, own):
    print_reports(jobs)
    older = jobs[0].out.read_bytes()
    (own / "countries" / "XAC" / "country.yaml").write_text("iso3: XAC\n", encoding="utf-8")
    result = print_reports(jobs, again=True)
    assert _states(result) == [("XAC", "failed"), ("XAA", "printed"), ("XAB", "printed")]
    (failed,) = result.of("failed")
    assert (result.exit_code, failed.failure.cause) == (2, "input")
    assert any(problem.path.endswith("country.yaml") for problem in failed.failure.problems)
    assert jobs[0].out.read_bytes() == older


@pytest.mark.usefixtures("threads")
def test_a_draft_is_told_by_the_run_that_prints_it_and_by_those_that_skip_it(out, monkeypatch):
    monkeypatch.setattr(run, "print_job", workers.echo)
    jobs = [ReportJob("draft-XAA", out / "a.html", *HTML)]
    first, again = print_reports(jobs), print_reports(jobs)
    assert [done.is_draft for done in (*first.results, *again.results)] == [True, True]
    assert (first.exit_code, again.exit_code) == (1, 1)


@pytest.mark.usefixtures("brief", "threads")
def test_progress_is_told_before_the_first_report_and_after_each(jobs):
    print_reports(jobs[:1])
    told = []
    print_reports(jobs, progress=told.append)
    assert [(step.done, step.total) for step in told] == [(0, 2), (1, 2), (2, 2)]
    assert told[0].result is None
    assert {step.result.job for step in told[1:]} == set(jobs[1:])


def test_two_reports_in_one_file_are_refused_before_anything_is_printed(jobs, out):
    twice = replace(jobs[1], out=out / "." / jobs[0].out.name)
    with pytest.raises(EvaluatorError, match=r"two reports would be one file: .*XAC-2021-2024.html"):
        print_reports([jobs[0], twice])
    assert list(out.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_before_anything_is_printed(jobs, out):
    with pytest.raises(EvaluatorError, match=r"no such folder to write into: .*nowhere"):
        print_reports([jobs[0], replace(jobs[1], out=out / "nowhere" / "a.html")])
    assert list(out.iterdir()) == []


@pytest.mark.usefixtures("brief", "threads")
def test_a_file_that_cannot_be_written_fails_alone(jobs, out):
    jobs[1].out.mkdir()
    result = print_reports(jobs)
    assert [done.state for done in result.results] == ["printed", "failed", "printed"]
    assert result.of("failed")[0].failure.cause == "output"
    assert result.exit_code == 1
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == [NAME]


def test_nothing_asked_is_nothing_done():
    assert print_reports([]).results == ()


def test_a_missing_library_for_pdf_is_told_once_and_not_for_each_report(library, out, monkeypatch):
    def missing():
        raise MissingDependencyError("reports as PDF need WeasyPrint")

    monkeypatch.setattr(run, "load_weasyprint", missing)
    with pytest.raises(MissingDependencyError):
        print_reports(jobs_for(library, library.assessed_plans(), out))


@pytest.mark.usefixtures("threads")
def test_a_full_disk_costs_the_reports_it_has_no_room_for_and_the_same_command_goes_on(out, monkeypatch):
    monkeypatch.setattr(run, "print_job", workers.echo)
    real, room = run.write_part, iter("ab")

    def write_part(path, content):
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(path, content)

    monkeypatch.setattr(run, "write_part", write_part)
    jobs = _several(out, "abcd")
    result = print_reports(jobs, workers=1)
    assert [done.state for done in result.results] == ["printed", "printed", "failed", "failed"]
    assert result.results[2].failure == Failure("output", f"{jobs[2].out}: cannot be written (No space left on device)")
    assert (result.exit_code, len(list(out.glob("*.html")))) == (1, 2)
    monkeypatch.setattr(run, "write_part", real)
    assert [done.state for done in print_reports(jobs).results] == ["up-to-date", "up-to-date", "printed", "printed"]


@pytest.mark.usefixtures("threads")
def test_what_a_killed_command_left_half_written_is_deleted(out, monkeypatch):
    monkeypatch.setattr(run, "print_job", workers.echo)
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    left = out / f".0.html.{HOST}-{process.pid}-abc.part"
    ours = out / f".0.html.{HOST}-{os.getpid()}-abc.part"
    for path in (left, ours):
        path.write_text("half", encoding="utf-8")
    print_reports(_several(out, "a"))
    assert (left.exists(), ours.exists()) == (False, True)


@pytest.mark.usefixtures("brief", "threads")
def test_files_that_all_reports_share_changed_under_the_run_and_back_again_are_noticed(jobs, own, monkeypatch):
    style = own / "templates" / "own.css"

    def edit(step):
        style.parent.mkdir(exist_ok=True)
        style.write_text("p { color: black }", encoding="utf-8")

    result = print_reports(jobs[:1], progress=edit)
    assert (result.changed, result.exit_code) == (True, 1)
    style.unlink()
    again = print_reports(jobs[:1])
    assert [done.state for done in again.results] == ["printed"]
    assert not again.changed


@pytest.mark.usefixtures("threads")
def test_where_the_processes_of_this_machine_prove_unfit_the_rest_fails_at_once(out, monkeypatch):
    unfit = Failure("worker", "Pango has gone")
    calls = []
    monkeypatch.setattr(run, "print_job", lambda *call: calls.append(call) or unfit)
    result = print_reports(_several(out, "abcdefghij"), workers=1)
    assert {done.failure for done in result.results} == {unfit}
    assert len(calls) <= 3
    assert result.exit_code == 1


def _several(out, names):
    return [ReportJob(name, out / f"{n}.html", *HTML) for n, name in enumerate(names)]


@pytest.mark.slow
def test_a_process_killed_from_outside_costs_no_report(out, monkeypatch):
    monkeypatch.setattr(run, "print_job", workers.moody)
    names = [f"report {n}" for n in range(20)]

    def kill_one(step):
        if step.done == 5:
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

    result = print_reports(_several(out, names), progress=kill_one, workers=1)
    assert [done.job.plan_id for done in result.of("printed")] == names
    assert 0 < sum(done.retried for done in result.results) <= 2


@pytest.mark.slow
def test_a_report_that_kills_its_process_twice_fails_alone_and_one_that_does_so_once_is_printed(out, monkeypatch):
    monkeypatch.setattr(run, "print_job", workers.moody)
    names = ["dies once", "a", "raises", "fails", "b", "dies"]
    result = print_reports(_several(out, names), workers=2)
    assert [done.job.plan_id for done in result.of("printed")] == ["dies once", "a", "b"]
    assert [done.failure.cause for done in result.of("failed")] == ["program", "input", "worker"]
    assert "in moody" in result.results[2].failure.trace
    assert result.results[0].retried
    assert result.exit_code == 2


# A shell's background job starts with interrupts ignored, and would hand that on; whoever runs the tests may be one.
SCRIPT = """
import signal
import sys
from pathlib import Path
from evaluator.batch import ReportJob, ReportVariant, print_reports, run
from tests.batch import workers
from tests.batch.synthetic import SMALL, write_small_countries

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run.print_job = workers.slow
    names = ["a", "b", "c", "long", "long", "long", "d"]
    as_page = ReportVariant(form="html")
    jobs = [ReportJob(name, Path(sys.argv[1]) / f"{n}.html", as_page) for n, name in enumerate(names)]
    print_reports(jobs, progress=lambda step: print(step.done, flush=True), workers=2)
"""


@pytest.fixture
def running(tmp_path, out):
    """Return a batch in a process group of its own, with three reports printed and two that take long."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, script, out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    for line in process.stdout:
        if line.strip() == "3" and _until(lambda: len(list(out.glob("[34].*.pid"))) == 2):
            break
    yield process
    process.kill()
    process.communicate()


def _until(holds, seconds=20):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _alive(out):
    found = {int(path.suffixes[0][1:]) for path in out.glob("*.pid")}
    return [pid for pid in found if Path(f"/proc/{pid}").exists()]


@pytest.mark.slow
@pytest.mark.parametrize("everybody", [True, False])
def test_an_interrupt_of_all_or_of_the_command_alone_ends_at_once_and_leaves_whole_files_only(running, out, everybody):
    assert len(_alive(out)) == 2
    began = time.monotonic()
    os.killpg(running.pid, signal.SIGINT) if everybody else running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert told.count("Traceback") == 1  # of the script itself, which lets the interrupt through
    assert "KeyboardInterrupt" in told
    assert _alive(out) == []
    files = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.suffix != ".pid"}
    assert files.pop(NAME)
    assert files == {"0.html": "a", "1.html": "b", "2.html": "c"}


@pytest.mark.slow
def test_workers_do_not_outlive_their_parent(running, out):
    assert len(_alive(out)) == 2
    running.kill()
    assert _until(lambda: _alive(out) == [])


@pytest.mark.slow
def test_a_process_prints_a_pdf(tmp_path, out):
    plans = write_small_countries(tmp_path / "small", 1)
    jobs = jobs_for(Library.open(tmp_path / "small"), plans, out, [ReportVariant(SMALL)])
    assert len(print_reports(jobs).of("printed")) == 1
    content = jobs[0].out.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
