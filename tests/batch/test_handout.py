import threading
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor, process
from contextlib import closing

import pytest

from evaluator.batch.crew import BorrowedExecutor, LocalProcesses
from evaluator.batch.handout import DIED, BatchTask, answers
from evaluator.batch.inputs import Inputs
from evaluator.batch.job import Failure, ReportJob
from evaluator.batch.work import Printed
from tests.batch import workers

NO_INPUTS = Inputs("", "")


@pytest.fixture
def tasks(tmp_path):
    """Return a function that makes tasks of names; what a worker does is decided by the name."""

    def make(*names):
        return [BatchTask(n, ReportJob(name, tmp_path / f"{n}.pdf"), NO_INPUTS) for n, name in enumerate(names)]

    return make


def _replies(found):
    return {a.task.job.plan_id: a.reply.content.decode() if isinstance(a.reply, Printed) else a.reply for a in found}


def test_every_task_gets_its_answer(tasks):
    with ThreadPoolExecutor(2) as threads:
        found = list(answers(tasks(*"abc"), BorrowedExecutor(threads), workers.echo))
    assert _replies(found) == {"a": "a", "b": "b", "c": "c"}
    assert not any(answer.retried for answer in found)


def test_no_task_no_worker():
    assert list(answers([], LocalProcesses(2), workers.echo)) == []


def test_a_fault_of_ours_is_a_failure_with_its_trace_and_costs_no_other(tasks):
    with ThreadPoolExecutor(1) as threads:
        found = _replies(answers(tasks("a", "raises", "fails", "b"), BorrowedExecutor(threads), workers.moody))
    assert (found["a"], found["b"]) == ("a", "b")
    assert found["fails"] == Failure("input", "a fault of the files")
    assert (found["raises"].cause, found["raises"].message) == ("program", "ZeroDivisionError: a fault of ours")
    assert "in moody" in found["raises"].trace


@pytest.mark.slow
def test_a_report_that_kills_every_worker_fails_alone(tasks):
    found = list(answers(tasks("a", "b", "dies", "c", "d", "e"), LocalProcesses(2), workers.moody))
    replies = _replies(found)
    assert replies.pop("dies") is DIED
    assert replies == {name: name for name in "abcde"}
    assert {answer.task.job.plan_id: answer.retried for answer in found}["dies"]


@pytest.mark.slow
def test_what_was_lost_with_a_worker_is_tried_once_more(tasks):
    found = list(answers(tasks("a", "dies once", "b", "c"), LocalProcesses(2), workers.moody))
    assert _replies(found) == {name: name for name in ("a", "dies once", "b", "c")}
    retried = {answer.task.job.plan_id for answer in found if answer.retried}
    assert "dies once" in retried


@pytest.mark.slow
def test_a_given_pool_that_breaks_is_replaced_by_processes_of_this_machine(tasks):
    spawn = process.mp.get_context("spawn")
    with process.ProcessPoolExecutor(1, mp_context=spawn) as pool:
        found = list(answers(tasks("a", "dies once", "b"), BorrowedExecutor(pool), workers.moody))
    assert _replies(found) == {name: name for name in ("a", "dies once", "b")}


def test_no_more_is_handed_out_than_the_window_allows(tasks):
    crew = _Counting(window=3)
    assert len(list(answers(tasks(*"abcdefgh"), crew, workers.echo))) == 8
    assert crew.most == 3
    assert crew.closed


class _Counting:
    """A crew that answers the oldest call when the window is full or the last call is there."""

    def __init__(self, window):
        self.window, self.most, self.closed = window, 0, False
        self.open: list[Future] = []

    def submit(self, work, job, inputs):
        future: Future = Future()
        self.open.append(future)
        self.most = max(self.most, len(self.open))
        if len(self.open) == self.window or job.plan_id == "h":
            threading.Timer(0.01, self._answer).start()
        return future

    def _answer(self):
        for future in self.open:
            future.set_result(Printed(b"", is_draft=False))
        self.open.clear()

    def renew(self):
        raise AssertionError

    def second(self):
        return None

    def close(self):
        self.closed = True


def test_a_crew_whose_end_is_known_at_once_loses_all_and_none_is_forgotten(tasks):
    found = list(answers(tasks("a", "b"), _Dead(), workers.echo))
    assert [answer.reply for answer in found] == [DIED, DIED]


class _Dead(_Counting):
    def __init__(self):
        super().__init__(window=1)

    def submit(self, work, job, inputs):
        raise BrokenExecutor("no worker is left")

    def renew(self):
        return False


def test_a_cancelled_call_counts_as_lost(tasks):
    found = list(answers(tasks("a"), _Cancelling(window=1), workers.echo))
    assert [answer.reply for answer in found] == [DIED]


class _Cancelling(_Counting):
    def submit(self, work, job, inputs):
        future: Future = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_closing_calls_off_what_has_not_begun(tasks):
    crew = _Counting(window=2)
    handed: list[Future] = []
    submit = crew.submit
    crew.submit = lambda *args: handed.append(submit(*args)) or handed[-1]
    with closing(answers(tasks(*"abcde"), crew, workers.echo)) as found:
        next(found)
    assert crew.closed
    assert len(handed) < 5
    assert all(future.done() for future in handed)
