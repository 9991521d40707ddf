from pathlib import Path

import pytest

from evaluator.batch import BatchResult, Failure, JobResult, ReportJob

JOB = ReportJob("XAA-2021-2024", Path("a.pdf"))
PRINTED = JobResult(JOB, "printed")
DRAFT = JobResult(JOB, "printed", is_draft=True)
KEPT = JobResult(JOB, "up-to-date")


def failed(cause):
    return JobResult(JOB, "failed", failure=Failure(cause, "why"))


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ([], 0),
        ([PRINTED, KEPT], 0),
        ([PRINTED, DRAFT], 1),
        ([PRINTED, failed("worker")], 1),
        ([failed("changed")], 1),
        ([failed("output")], 1),
        ([failed("program")], 1),
        ([PRINTED, failed("worker"), failed("input")], 2),
    ],
)
def test_the_status_is_2_for_an_input_at_fault_and_1_for_whatever_else_is_open(results, status):
    assert BatchResult(tuple(results)).exit_code == status


def test_results_are_sorted_by_what_came_of_them_in_the_order_asked():
    lost = failed("worker")
    result = BatchResult((KEPT, DRAFT, lost, PRINTED))
    assert (result.printed, result.up_to_date, result.failed) == ((DRAFT, PRINTED), (KEPT,), (lost,))
