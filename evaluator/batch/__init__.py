"""Many reports at once: local processes, or any executor; what is up to date is skipped.

A command line calls it so: `assessed_plans` or `plan_to_print` say which plans,
`jobs_for` makes a job of each, `print_reports` prints them, with a `BatchProgress`
for its bar after each; `BatchResult.failed` is the list to show at the end and
`BatchResult.exit_code` the status. For `--scheduler ADDRESS` it hands over
`cluster(ADDRESS)` as the executor. `evaluator/cli/shared/bulk.py` does this.

Examples
--------
>>> from pathlib import Path
>>> from evaluator import Library
>>> library = Library.open()
>>> jobs = jobs_for(library, assessed_plans(library), Path("output"))
>>> [job.out.name for job in jobs if job.plan_id.startswith("ALB")]
['ALB-2005-2007.pdf']
>>> result = print_reports(jobs)  # doctest: +SKIP
"""

from evaluator.batch.choose import assessed_plans, jobs_for, plan_to_print
from evaluator.batch.cluster import cluster
from evaluator.batch.job import BatchProgress, BatchResult, Failure, JobResult, ReportJob, ReportVariant
from evaluator.batch.run import print_reports

__all__ = [
    "BatchProgress",
    "BatchResult",
    "Failure",
    "JobResult",
    "ReportJob",
    "ReportVariant",
    "assessed_plans",
    "cluster",
    "jobs_for",
    "plan_to_print",
    "print_reports",
]
