"""What a command that prints many reports costs itself, beside the printing: on a Dask cluster with an unfit worker.

Run as `python benchmarks/many_reports.py [--reports 2000] [--prints 60] [--print-ms 20]`. It starts a scheduler and
three workers as processes of this machine, one of which has no WeasyPrint. Two runs of the whole command:

1. `--reports` invented countries, with a stand-in for the printing that keeps its worker waiting for `--print-ms` and
   returns some bytes: all else is as ever (proofs, fingerprints, comparison of files, manifest, paths). Waiting costs
   no processor time, so that what is measured is the machinery alone.
2. `--prints` of these countries, really printed as PDF.

For each: processor time of the command for a report, and the same beside that of a real print (ratios of one run). The
first is repeated, all up to date. Bounds to keep: all printed, none by the unfit worker; the command's own share of
a real print under a tenth.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import ascii_uppercase

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.batch import synthetic
from tests.batch.synthetic import SMALL, write_small_countries

ROOT = Path(__file__).resolve().parents[1]
WORKER = """
import sys, time
{before}
from distributed.cli.dask_worker import main
main()
"""
LAME = 'sys.modules["weasyprint"] = None'
STAND_IN = """
from types import SimpleNamespace
from evaluator.batch import worker
final = SimpleNamespace(is_draft=False)
worker._print_report = lambda library, rubric, job: (job.plan_id.encode() * 1000, time.sleep({seconds}) or final)
"""


def many_codes(count: int) -> list[str]:
    """Return invented codes, also beyond those that ISO 3166 leaves to its users."""
    codes = ("".join(letters) for first in "XQZYWV" for letters in itertools.product(first, *[ascii_uppercase] * 2))
    return list(itertools.islice((code for code in codes if code != "XKX"), count))


def start(*words: str) -> subprocess.Popen[bytes]:
    """Start a Python process that says nothing."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, *words], stdout=nowhere, stderr=nowhere, env=environment())  # noqa: S603


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@contextmanager
def cluster(seconds: float | None) -> Iterator[str]:
    """Start a scheduler, two fit workers and an unfit one; yield the scheduler's address."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        own = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        started = [start("-m", "distributed.cli.dask_scheduler", *own)]
        while not file.exists() or not file.read_text(encoding="utf-8").strip():
            time.sleep(0.1)
        address = re.findall(r'"address": "(tcp://[^"]+)"', file.read_text(encoding="utf-8"))[0]
        stand_in = "" if seconds is None else STAND_IN.format(seconds=seconds)
        for before in (stand_in, stand_in, LAME):
            own = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", folder]
            started.append(start("-c", WORKER.format(before=before), address, *own))
        try:
            yield address
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def children() -> float:
    """Return the processor time of all processes that have ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(library: Path, names: Sequence[str], out: Path, address: str) -> tuple[float, list[str], str]:
    """Run the command; return its processor time, the paths that it showed and what it said."""
    words = ["--library", library, "report", *(names or ["--all"]), "--rubric", SMALL, "--out", out]
    before = children()
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "evaluator", *map(str, words), "--scheduler", address],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return children() - before, done.stdout.split(), done.stderr


def measure(library: Path, names: Sequence[str], out: Path, seconds: float | None) -> tuple[int, float, float, float]:
    """Return the number of reports, and the processor time of the command, of its repetition and of the rest."""
    before = children()
    with cluster(seconds) as address:
        spent, paths, said = run(library, names, out, address)
        again, _, twice = run(library, names, out, address)
    assert "is left out: reports as PDF need WeasyPrint" in said, said
    assert f"Reports: {len(paths)} printed." in said, said
    assert f"Reports: {len(paths)} up to date." in twice, twice
    assert all(Path(path).is_file() for path in paths)
    return len(paths), spent, again, children() - before - spent - again


def main() -> None:
    """Print both runs and their ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=2000)
    options.add_argument("--prints", type=int, default=60)
    options.add_argument("--print-ms", type=int, default=20)
    asked = options.parse_args()
    synthetic.invented_codes = many_codes
    with tempfile.TemporaryDirectory() as folder:
        library, out = Path(folder) / "library", Path(folder) / "out"
        plans = write_small_countries(library, asked.reports)
        count, spent, again, _ = measure(library, [], out, asked.print_ms / 1000)
        print(f"{count} reports with a stand-in of {asked.print_ms} ms, all printed; one worker of three was unfit")
        print(f"  the command       {1000 * spent / count:7.1f} ms a report")
        print(f"  all up to date    {1000 * again / count:7.1f} ms a report")
        real, _, _, printing = measure(library, plans[: asked.prints], out / "real", None)
        print(f"{real} reports really printed as PDF, with the same unfit worker")
        print(f"  the workers       {1000 * printing / real:7.1f} ms a report")
        print(f"  the command's own share of a print: {spent / count / (printing / real):.1%}")


if __name__ == "__main__":
    main()
