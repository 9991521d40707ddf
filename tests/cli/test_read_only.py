"""A folder that may be read and not written, as an ordinary user: one message, status 2, nothing half written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

CALLS = {
    "sheet": ("sheet", "export", "XAR", "--coder", "z", "--library", "LIBRARY", "--out", "LIBRARY/z.xlsx"),
    "survey": ("survey", "new", "other", "--library", "LIBRARY"),
    "publish": ("publish", "LIBRARY/site", "--no-pdf", "--lang", "en", "--only", "XAR", "--library", "LIBRARY"),
    "explore": ("explore", "XAR", "--library", "LIBRARY", "--out", "LIBRARY/page.html"),
}


# What makes root more than an ordinary user before the rights of files; a user beside root has none of it.
ORDINARY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner") if os.geteuid() == 0 else ()
needs_rights = pytest.mark.skipif(
    os.name != "posix" or bool(ORDINARY and shutil.which("setpriv") is None), reason="rights of an ordinary user"
)


@pytest.fixture(scope="module")
def closed(root):
    """Return a library that its user may read alone, in a place that every user reaches."""
    folder = Path(tempfile.mkdtemp(prefix="read-only-", dir="/tmp"))
    folder.chmod(0o755)
    shutil.copytree(root / "examples" / "countries", folder / "own" / "countries")
    for path in (folder / "own").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (folder / "own").chmod(0o555)
    yield folder / "own"
    for path in (folder / "own").rglob("*"):
        path.chmod(0o755)
    (folder / "own").chmod(0o755)
    shutil.rmtree(folder)


def run(root, closed, *words):
    environment = {**os.environ, "PYTHONPATH": str(root)}
    call = [*ORDINARY, sys.executable, "-m", "evaluator", *(word.replace("LIBRARY", str(closed)) for word in words)]
    return subprocess.run(call, capture_output=True, text=True, check=False, cwd="/", env=environment, timeout=120)


@needs_rights
@pytest.mark.parametrize("name", CALLS)
def test_a_command_that_writes_is_one_message_and_writes_nothing(name, closed, root):
    before = sorted(path.name for path in closed.rglob("*"))
    done = run(root, closed, *CALLS[name])
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    (said,) = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert "Permission denied" in said or "may not be written" in said or "rights" in said, said
    assert sorted(path.name for path in closed.rglob("*")) == before


@needs_rights
def test_a_command_that_reads_works_there(closed, root):
    done = run(root, closed, "score", "XAR", "--library", "LIBRARY")
    assert done.returncode in (0, 1), done.stderr
    assert "XAR-2022-2025" in done.stdout
