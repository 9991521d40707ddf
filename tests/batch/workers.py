"""Workers that go wrong on demand, in a module of their own so that another process can import them."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from evaluator.batch.inputs import Inputs
from evaluator.batch.job import Failure, ReportJob
from evaluator.batch.worker import Printed, Reply

if TYPE_CHECKING:
    from distributed import Worker


def echo(job: ReportJob, inputs: Inputs) -> Reply:
    """Print the plan's name."""
    return Printed(job.plan_id.encode(), is_draft=job.plan_id.startswith("draft"))


def moody(job: ReportJob, inputs: Inputs) -> Reply:
    """Do what the plan's name says: die, die once, raise, fail; else print the name."""
    mark = job.out.with_suffix(".tried")
    first = not mark.exists()
    if job.plan_id.startswith("dies") and (first or "once" not in job.plan_id):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if job.plan_id.startswith("raises"):
        raise ZeroDivisionError("a fault of ours")
    if job.plan_id.startswith("fails"):
        return Failure("input", "a fault of the files")
    time.sleep(0.02)
    return echo(job, inputs)


def slow(job: ReportJob, inputs: Inputs) -> Reply:
    """Leave the number of this process beside the report, and take longer than anyone waits."""
    job.out.with_suffix(f".{os.getpid()}.pid").touch()
    time.sleep(60 if job.plan_id == "long" else 0.2)
    return echo(job, inputs)


PROOF = {"version of the evaluator": "1", "Pango": "1.50.0"}
# By address, what a Dask worker of this process has that is another, or the failure with which it replies.
UNFIT: dict[str, dict[str, str] | Failure] = {}


def proof_here(folders: object, *, pdf: bool, dask_worker: Worker | None = None) -> dict[str, str]:
    """Return what every worker has, changed by `UNFIT`; Dask itself hands the worker over."""
    held = UNFIT.get(dask_worker.address) if dask_worker else None
    return PROOF | held if isinstance(held, dict) else PROOF


def echo_where_fit(job: ReportJob, inputs: Inputs) -> Reply:
    """Print the plan's name and this worker's address, or reply with the failure of this worker."""
    from distributed import get_worker

    address = get_worker().address
    held = UNFIT.get(address)
    return held if isinstance(held, Failure) else Printed(f"{job.plan_id} {address}".encode(), is_draft=False)
