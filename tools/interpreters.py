"""Print a report with another Python, let this one verify it, and run tests with the other: the promise tried for real.

    python -m tools.interpreters [--country ALB] [TEST ...]
    python -m tools.interpreters --newest

Looks for Python 3.11 to 3.14 other than the one that runs, on the path and among pyenv's
versions; makes an environment with the oldest of them and the locked packages, prints a
country report with it, verifies it here, and runs the given tests there, without the slow
ones and those of a browser. Where there is no other interpreter nothing is compared, and
that is said. `--newest` prints the newest interpreter at hand, the one that runs included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINORS = (11, 12, 13, 14)
LANE = ("-n", "auto", "--dist", "worksteal", "-m", "not slow and not browser", "--hypothesis-profile", "quick", "-q")


def others(path: str | None = None, pyenv: Path | None = None) -> dict[int, Path]:
    """Return an interpreter for each minor version that can be run here, but for the one that is running."""
    found: dict[int, Path] = {}
    for place in _places(path, pyenv):
        minor = _minor(place)
        if minor in MINORS and minor != sys.version_info.minor:
            found.setdefault(minor, place)
    return dict(sorted(found.items()))


def newest() -> Path:
    """Return the newest interpreter at hand that can make an environment, the one that is running included."""
    return max({sys.version_info.minor: Path(sys.executable), **others()}.items())[1]


def _places(path: str | None, pyenv: Path | None) -> Iterator[Path]:
    root = pyenv or Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for minor in MINORS:
        named = shutil.which(f"python3.{minor}", path=path)
        yield from ([Path(named)] if named else [])
        yield from sorted(root.glob(f"versions/3.{minor}.*/bin/python"))


def _minor(place: Path) -> int | None:
    """Return the minor version of an interpreter; None where it does not run, as a shim of no version."""
    code = "import ensurepip, sys, venv; print(sys.version_info.major, sys.version_info.minor)"
    try:
        done = subprocess.run([place, "-c", code], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor = done.stdout.split()
    return int(minor) if major == "3" else None


def tried(interpreter: Path, country: str, folder: Path, tests: Sequence[str] = ()) -> int:
    """Make an environment, print the report with it, verify it with the running interpreter, and run tests with it.

    Return the status of verify, or that of the tests where it is 0.
    """
    there = folder / "environment"
    python = there / "bin" / "python"
    report = folder / "report.pdf"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    source = {**os.environ, "PYTHONPATH": str(ROOT)}
    for words in (
        [interpreter, "-m", "venv", there],
        [*pip, "--require-hashes", "--no-deps", "-r", ROOT / "requirements.lock"],
        # Installed for its recorded version alone; the source is that of this folder.
        [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT],
    ):
        subprocess.run([str(word) for word in words], check=True)  # noqa: S603
    said = [python, "-m", "evaluator", "report", country, "--out", report]
    subprocess.run([str(word) for word in said], check=True, cwd=folder, env=source, stdout=subprocess.DEVNULL)  # noqa: S603
    verify = [sys.executable, "-m", "evaluator", "verify", str(report)]
    status = subprocess.run(verify, check=False, cwd=folder, env=source).returncode  # noqa: S603
    if not tests:
        return status
    lane = [str(python), "-m", "pytest", *LANE, "--no-header", *tests]
    return subprocess.run(lane, check=False, cwd=ROOT, env=source).returncode or status  # noqa: S603


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the oldest other interpreter; return 0 where its report is verified and its tests pass, or there is none."""
    parser = argparse.ArgumentParser(prog="python -m tools.interpreters", description="Print with another Python.")
    parser.add_argument("--country", default="ALB")
    parser.add_argument("--newest", action="store_true", help="print the newest interpreter at hand, and do no more")
    parser.add_argument("tests", nargs="*", metavar="TEST", help="files or folders of tests to run with it")
    asked = parser.parse_args(arguments)
    if asked.newest:
        sys.stdout.write(f"{newest()}\n")
        return 0
    found = others()
    if not found:
        sys.stdout.write("No other Python of 3.11 to 3.14 here: nothing was compared.\n")
        return 0
    minor, place = min(found.items())
    sys.stdout.write(f"Printing {asked.country} with Python 3.{minor}, verifying with 3.{sys.version_info.minor}\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        return tried(place, asked.country, Path(folder), asked.tests)


if __name__ == "__main__":
    sys.exit(main())
