import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluator.batch import processes as module
from evaluator.batch.job import Failure
from evaluator.batch.processes import MANY, LocalProcesses, processes, refuse_too_many
from evaluator.errors import EvaluatorError


def test_a_new_pool_begins_after_many_calls_and_no_reply_is_lost(monkeypatch):
    pools = []

    def pool(count, **_):
        pools.append(ThreadPoolExecutor(count))
        return pools[-1]

    monkeypatch.setattr(module, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(module, "REPORTS_PER_PROCESS", 2)
    with LocalProcesses(2) as crew:
        assert [future.result() for future in [crew.submit(abs, -n) for n in range(10)]] == list(range(10))
    assert len(pools) == 3


@pytest.mark.usefixtures("threads")
def test_where_one_process_of_a_machine_is_unfit_all_are():
    with LocalProcesses(2) as crew:
        assert not crew.leave_out(crew.submit(abs, 1), "Pango has gone")
        assert crew.submit(abs, 1).result() == Failure("worker", "Pango has gone")


def test_there_is_a_process_for_each_core_that_this_one_may_use(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert processes() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processes() == 1


def test_more_processes_than_a_few_for_each_core_are_refused(monkeypatch):
    monkeypatch.setattr(module, "processes", lambda: 2)
    refuse_too_many(2 * MANY, "--jobs")
    with pytest.raises(EvaluatorError, match=r"--jobs 9: .* This machine runs 2 at once; give at most 8\."):
        refuse_too_many(2 * MANY + 1, "--jobs")
