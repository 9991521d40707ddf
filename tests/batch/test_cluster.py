import gc
import os
import signal
import sys

import pytest

from evaluator.batch import ReportVariant, cluster, jobs_for, print_reports, run
from evaluator.batch.job import ReportJob
from evaluator.errors import EvaluatorError, MissingDependencyError
from evaluator.library import Library
from tests.batch import workers
from tests.batch.synthetic import SMALL, write_small_countries


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependencyError, match=r"nap-evaluator\[cluster\]"), cluster("tcp://127.0.0.1:1"):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://here", "127.0.0.1"])
def test_where_no_scheduler_answers_the_address_is_named(address):
    from distributed import Client

    with pytest.raises(EvaluatorError, match=f"^{address}: no scheduler"), cluster(address, patience=0.5):
        pass
    assert [left for left in gc.get_objects() if type(left) is Client] == []


@pytest.fixture
def two_workers(monkeypatch):
    """Return a local cluster of two workers, each a process of its own; none is given up for another's death."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made


@pytest.mark.slow
def test_two_workers_print_and_one_killed_on_the_way_costs_no_report(tmp_path, out, two_workers):
    plans = write_small_countries(tmp_path / "small", 5)
    jobs = jobs_for(Library.open(tmp_path / "small"), plans, out, [ReportVariant(SMALL)])
    victim = two_workers.workers[0].pid
    told = []

    def kill_one(step):
        told.append(step.done)
        if step.done == 1:
            os.kill(victim, signal.SIGKILL)

    with cluster(two_workers.scheduler_address) as executor:
        result = print_reports(jobs, executor, kill_one)
        gone = executor.gone()
    assert [done.job for done in result.printed] == list(jobs)
    assert told == list(range(6))
    assert len(gone) == 1
    assert any(done.retried for done in result.results)
    assert all(job.out.read_bytes().rstrip().endswith(b"%%EOF") for job in jobs)
    with cluster(two_workers.scheduler_address) as executor:
        assert len(print_reports(jobs, executor).up_to_date) == 5


@pytest.mark.slow
def test_a_report_that_kills_every_worker_of_a_cluster_fails_alone(out, two_workers, monkeypatch):
    monkeypatch.setattr(run, "print_job", workers.moody)
    names = ["a", "b", "dies", "c", "raises"]
    jobs = [ReportJob(name, out / f"{n}.html", ReportVariant(form="html")) for n, name in enumerate(names)]
    with cluster(two_workers.scheduler_address) as executor:
        result = print_reports(jobs, executor)
    assert [done.job.plan_id for done in result.printed] == ["a", "b", "c"]
    assert [done.failure.cause for done in result.failed] == ["worker", "program"]


@pytest.mark.slow
def test_a_cluster_without_a_worker_is_told():
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(EvaluatorError, match="the cluster has no worker"),
        cluster(empty.scheduler_address, patience=0.5),
    ):
        pass
