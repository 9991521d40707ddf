import gc
import sys
import time

import pytest

from evaluator.batch import ReportVariant, jobs_for, print_reports, run
from evaluator.batch import cluster as connect
from evaluator.batch.job import Failure, ReportJob
from evaluator.errors import EvaluatorError, MissingDependencyError
from tests.batch import workers

HTML = ReportVariant(form="html")
module = sys.modules["evaluator.batch.cluster"]


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependencyError, match=r"pip install .*\"distributed"), connect("tcp://127.0.0.1:1"):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://here", "127.0.0.1"])
def test_where_no_scheduler_answers_the_address_is_named(address):
    from distributed import Client

    with pytest.raises(EvaluatorError, match=f"^{address}: no scheduler"), connect(address, patience=0.2):
        pass
    assert [left for left in gc.get_objects() if type(left) is Client] == []


@pytest.fixture
def threads_of_dask(monkeypatch):
    """Return a cluster of three workers that are threads of this process, and a client of it."""
    from distributed import Client, LocalCluster

    monkeypatch.setattr(module, "proof", workers.proof_here)
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    monkeypatch.setattr(module, "ROUND", 0.2)
    monkeypatch.setattr(module.FitWorkers, "patience", 0.2)
    monkeypatch.setattr(run, "print_job", workers.echo_where_fit)
    monkeypatch.setattr(workers, "UNFIT", {})
    with (
        LocalCluster(n_workers=3, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0") as made,
        Client(made, set_as_default=False) as client,
    ):
        yield made, client


@pytest.fixture
def client(threads_of_dask):
    return threads_of_dask[1]


def _jobs(out, names):
    return [ReportJob(name, out / f"{n}.html", HTML) for n, name in enumerate(names)]


def _by_whom(jobs):
    return {job.out.read_text(encoding="utf-8").split()[1] for job in jobs}


def test_a_worker_that_cannot_prove_itself_takes_no_work_and_is_told_with_address_and_reason(out, client):
    lame, other, fit = sorted(client.nthreads())
    workers.UNFIT.update({lame: {"Pango": "1.51.0"}, other: {"version of the evaluator": "2"}})
    jobs, told = _jobs(out, "abcdefghij"), []
    result = print_reports(jobs, client, tell=told.append)
    assert len(result.of("printed")) == 10
    assert _by_whom(jobs) == {fit}
    assert told == [
        f"{lame} is left out: it has another Pango",
        f"{other} is left out: it has another version of the evaluator",
    ]
    assert result.exit_code == 0


def test_where_no_worker_can_prove_itself_nothing_begins(out, client):
    workers.UNFIT.update({address: {"Pango": "none"} for address in client.nthreads()})
    with pytest.raises(EvaluatorError, match=r"no worker of the cluster can print \(.*: it has another Pango; "):
        print_reports(_jobs(out, "ab"), client)
    assert list(out.iterdir()) == []


def test_a_report_that_failed_for_its_workers_sake_is_printed_by_another_and_the_worker_left_out(out, client):
    lame, *fit = sorted(client.nthreads())
    workers.UNFIT[lame] = Failure("worker", "reports as PDF need Pango")
    jobs, told = _jobs(out, [f"report {n}" for n in range(60)]), []
    result = print_reports(jobs, client, tell=told.append)
    assert len(result.of("printed")) == 60
    assert 1 <= sum(done.retried for done in result.results) <= 30
    assert told == [f"{lame} is left out: reports as PDF need Pango"]
    assert lame not in _by_whom([ReportJob("", job.out) for job in jobs])
    assert fit


def test_where_every_worker_proves_unfit_on_the_way_the_rest_fails_for_the_workers_sake(out, client):
    workers.UNFIT.update(dict.fromkeys(client.nthreads(), Failure("worker", "Pango has gone")))
    result = print_reports(_jobs(out, "abcdefgh"), client)
    assert {done.failure.cause for done in result.of("failed")} == {"worker"}
    assert len(result.of("failed")) == 8
    assert result.exit_code == 1


@pytest.mark.slow
def test_calls_for_workers_that_all_have_left_are_made_again_by_one_that_has_come(out, threads_of_dask, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 20)
    monkeypatch.setattr(module.FitWorkers, "fetch", 10)
    made, client = threads_of_dask
    first, told = sorted(client.nthreads()), []

    def exchange(step):
        if step.done == 1:
            made.scale(0)
            while client.nthreads():
                time.sleep(0.05)
            made.scale(1)

    jobs = _jobs(out, [f"report {n}" for n in range(30)])
    result = print_reports(jobs, client, exchange, told.append)
    assert len(result.of("printed")) == 30
    assert sorted(told) == [f"{address} has left the cluster" for address in first]
    assert result.exit_code == 0


def test_a_cluster_without_a_worker_is_told(threads_of_dask):
    made, client = threads_of_dask
    made.scale(0)
    while client.nthreads():
        time.sleep(0.05)
    with (
        pytest.raises(EvaluatorError, match="the cluster has no worker"),
        connect(made.scheduler_address, patience=0.2),
    ):
        pass


@pytest.mark.slow
def test_a_process_of_a_cluster_prints_and_a_report_that_kills_it_twice_fails_alone(library, out, monkeypatch):
    import dask
    from distributed import LocalCluster

    printed = jobs_for(library, ["XAA-2021-2024"], out, [HTML])
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as made,
        connect(made.scheduler_address) as client,
    ):
        assert len(print_reports(printed, client).of("printed")) == 1
        assert "Inventia" in printed[0].out.read_text(encoding="utf-8")
        monkeypatch.setattr(run, "print_job", workers.moody)
        result = print_reports(_jobs(out, ["dies once", "a", "dies", "raises"]), client)
    assert [done.job.plan_id for done in result.of("printed")] == ["dies once", "a"]
    assert [done.failure.cause for done in result.of("failed")] == ["worker", "program"]
