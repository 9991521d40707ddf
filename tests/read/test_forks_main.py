"""The forker keeps its children apart from each other and from itself, and ends with whom it works for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evaluator.read import forks
from evaluator.read.child import WORKBOOK, in_child
from tests.read.gone import is_gone

pytestmark = pytest.mark.skipif(not forks.can_fork(), reason="this system cannot")

OWNER = """import os
from evaluator.read.child import WORKBOOK, in_child
print(in_child(WORKBOOK, 'x', os.getppid), flush=True)
"""


def _spoil():
    json.loads = None
    os.environ["SPOILED"] = "yes"


def _seen():
    return json.loads is not None, os.environ.get("SPOILED")


def test_a_child_sees_nothing_of_the_one_before():
    in_child(WORKBOOK, "x", _spoil)
    assert in_child(WORKBOOK, "x", _seen) == (True, None)


def test_a_child_holds_nothing_but_the_line_to_whom_it_answers():
    with ThreadPoolExecutor(2) as pool:
        pool.submit(in_child, WORKBOOK, "x", time.sleep, 1)
        time.sleep(0.5)  # while another is at work
        assert in_child(WORKBOOK, "x", _open_files) == ["/dev/null", "/dev/null", "/dev/null", "socket"]


def _open_files():
    names = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return sorted(name.partition(":")[0] for name in names if not name.startswith("/proc"))


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"])
def test_the_forker_ends_with_its_owner(end):
    told = subprocess.run([sys.executable, "-c", OWNER + end], capture_output=True, check=False)
    assert is_gone(int(told.stdout))
