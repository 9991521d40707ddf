from pathlib import Path

import pytest

from evaluator.batch import BatchResult, Failure, JobResult, ReportJob, ReportVariant, jobs_for
from evaluator.errors import UnknownNameError
from evaluator.library import Library, shipped_root
from evaluator.pipeline import evaluate
from evaluator.reports.subject import document_id

PLAN = "XAA-2021-2024"
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
    assert (result.of("printed"), result.of("up-to-date"), result.of("failed")) == ((DRAFT, PRINTED), (KEPT,), (lost,))


def test_files_that_changed_under_a_run_leave_it_open():
    assert BatchResult((PRINTED,), changed=True).exit_code == 1


@pytest.mark.parametrize("weighting", [None, "us-tip"])
@pytest.mark.parametrize("lang", ["en", "sr"])
@pytest.mark.parametrize("assessor", [None, "a"])
def test_files_are_named_as_the_reports_are(library, weighting, lang, assessor):
    rubric = library.rubric()
    (job,) = jobs_for(
        library, [PLAN], Path("out"), [ReportVariant(weighting_id=weighting, lang=lang, assessor=assessor)]
    )
    card = evaluate(library.assessment(PLAN, rubric), rubric, weighting, assessor=assessor)
    assert job.out == Path("out") / f"{document_id(card, lang)}.pdf"


def test_every_plan_is_asked_for_in_every_variant(library, own):
    variants = [ReportVariant(), ReportVariant(weighting_id="equal", form="html")]
    jobs = jobs_for(library, [PLAN, "XAB-2021-2024"], Path("out"), variants)
    reference = library.rubric().reference_weighting
    names = [f"{plan}{end}" for plan in (PLAN, "XAB-2021-2024") for end in (".pdf", ".equal.html")]
    assert [job.out.name for job in jobs] == (
        names if reference != "equal" else [n.replace(".equal", "") for n in names]
    )
    assert {job.library for job in jobs} == {own}


def test_a_weighting_or_rubric_that_does_not_exist_is_told_before_anything_is_printed(library):
    with pytest.raises(UnknownNameError, match="Did you mean 'equal'"):
        jobs_for(library, [PLAN], Path("out"), [ReportVariant(weighting_id="equall")])
    with pytest.raises(UnknownNameError, match="no rubric is called 'none'"):
        jobs_for(library, [PLAN], Path("out"), [ReportVariant(rubric_id="none")])


def test_a_job_names_the_users_folder_alone(own):
    assert jobs_for(Library.open(shipped_root()), [], Path()) == ()
    assert jobs_for(Library.open(shipped_root()), ["ALB-2005-2007"], Path())[0].library is None
    assert jobs_for(Library.open(own), [PLAN], Path())[0].library == own
