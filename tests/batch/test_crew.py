import os
import signal
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

import pytest

from evaluator.batch import crew
from evaluator.batch.crew import MANY, BorrowedExecutor, LocalProcesses, processes, refuse_too_many
from evaluator.errors import EvaluatorError


def test_local_processes_are_not_this_one_and_can_be_made_again_after_a_death():
    local = LocalProcesses(1)
    try:
        assert local.submit(os.getpid).result() != os.getpid()
        with pytest.raises(BrokenExecutor):
            local.submit(os.kill, local.submit(os.getpid).result(), signal.SIGKILL).result()
        assert local.renew()
        assert local.submit(os.getpid).result() != os.getpid()
    finally:
        local.close()
    local.close()


@pytest.mark.slow
def test_processes_are_started_anew_after_many_calls_and_no_answer_is_lost(monkeypatch):
    monkeypatch.setattr(crew, "REPORTS_PER_PROCESS", 2)
    local = LocalProcesses(1)
    try:
        found = [future.result() for future in [local.submit(os.getpid) for _ in range(4)]]
    finally:
        local.close()
    assert found[0] == found[1] != found[2] == found[3]


def test_one_call_more_than_there_are_processes_is_handed_out_and_one_at_a_time_the_second_time():
    local = LocalProcesses(3)
    second = local.second()
    assert (local.window, second.window, second.second()) == (4, 1, None)


def test_a_given_executor_gets_everything_at_once_then_one_by_one_and_is_left_open():
    with ThreadPoolExecutor(1) as threads:
        given = BorrowedExecutor(threads)
        second = given.second()
        assert given.window > 10**6
        assert (second.executor, second.window, second.second()) == (threads, 1, None)
        given.close()
        assert given.submit(os.getpid).result() == os.getpid()


def test_where_a_given_executor_is_broken_processes_of_this_machine_take_over():
    broken = BorrowedExecutor(_Broken())
    with pytest.raises(BrokenExecutor):
        broken.submit(os.getpid)
    assert not broken.renew()
    second = broken.second()
    assert isinstance(second, LocalProcesses)
    assert second.count == processes()


class _Broken(ThreadPoolExecutor):
    def submit(self, *args, **kwargs):
        raise BrokenExecutor("a worker died")


def test_there_is_a_process_for_each_core_that_this_one_may_use(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert processes() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processes() == 1


def test_more_processes_than_a_few_for_each_core_are_refused(monkeypatch):
    monkeypatch.setattr(crew, "processes", lambda: 2)
    refuse_too_many(2 * MANY, "--jobs")
    with pytest.raises(EvaluatorError, match=r"--jobs 9: .* This machine runs 2 at once; give at most 8\."):
        refuse_too_many(2 * MANY + 1, "--jobs")
