"""Many reports in one run, by local processes or a Dask cluster; reports that are up to date are skipped.

A command line uses it in these steps: `jobs_for` returns a job for each plan, and `print_reports` prints them and
calls back with a `BatchProgress` after each. `BatchResult.failed` is the list to show at the end and
`BatchResult.exit_code` the status. For `--scheduler ADDRESS` the client is that of `cluster(ADDRESS)`.
`evaluator/cli/report/bulk.py` does this.

Examples
--------
>>> from pathlib import Path
>>> from evaluator import Library
>>> library = Library.open()
>>> jobs = jobs_for(library, library.assessed_plans(), Path("output"))
>>> [job.out.name for job in jobs if job.plan_id.startswith("ALB")]
['ALB-2005-2007.pdf']
>>> result = print_reports(jobs)  # doctest: +SKIP
"""

from evaluator.batch.cluster import cluster
from evaluator.batch.job import BatchProgress, BatchResult, Failure, JobResult, ReportJob, ReportVariant, jobs_for
from evaluator.batch.run import print_reports

__all__ = [
    "BatchProgress",
    "BatchResult",
    "Failure",
    "JobResult",
    "ReportJob",
    "ReportVariant",
    "cluster",
    "jobs_for",
    "print_reports",
]
