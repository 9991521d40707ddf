"""The forker keeps its children apart from each other and from itself, and ends with whom it works for."""

from __future__ import annotations

import json
import os
import signal
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


def test_a_child_holds_nothing_but_the_lines_to_whom_it_answers():
    with ThreadPoolExecutor(2) as pool:
        pool.submit(in_child, WORKBOOK, "x", time.sleep, 1)
        time.sleep(0.5)  # while another is at work
        assert in_child(WORKBOOK, "x", _open_files) == ["/dev/null", "/dev/null", "/dev/null", "pipe", "socket"]


def _open_files():
    names = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return sorted(name.partition(":")[0] for name in names if not name.startswith("/proc"))


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"])
def test_the_forker_ends_with_its_owner(end):
    told = subprocess.run([sys.executable, "-c", OWNER + end], capture_output=True, check=False)
    assert is_gone(int(told.stdout))


COPIED = """import os, sys, time
from evaluator.read.child import WORKBOOK, in_child
forker = in_child(WORKBOOK, 'x', os.getppid)
if os.fork() == 0:
    os.close(1)
    sys.stdin.read()  # outlives its parent
    os._exit(0)
print(forker, flush=True)
"""


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)", "os.kill(forker, 19)"])
def test_a_forked_copy_of_the_owner_keeps_no_forker_alive_and_a_stopped_one_is_ended(end):
    with subprocess.Popen([sys.executable, "-c", COPIED + end], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        number = int(owner.stdout.readline())
        owner.wait(60)
        assert is_gone(number)


FORKED = """import os, sys, threading
from evaluator.read import forks
from evaluator.read.child import WORKBOOK, in_child
in_child(WORKBOOK, 'x', os.getppid)
held, leave = threading.Event(), threading.Event()
def hold():
    with forks._lock:
        held.set()
        leave.wait()
threading.Thread(target=hold).start()
held.wait()
if (copy := os.fork()) == 0:
    print(in_child(WORKBOOK, 'x', divmod, 7, 2), flush=True)
    forks.end_forker()
    os._exit(0)
os.waitpid(copy, 0)
leave.set()
print(in_child(WORKBOOK, 'x', divmod, 9, 2), flush=True)
"""


def test_a_forked_copy_of_the_owner_has_a_forker_of_its_own():
    told = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, check=True, timeout=120)
    assert told.stdout.split(b"\n") == [b"(3, 1)", b"(4, 1)", b""]


AT_WORK = """import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs the tests may hear no interrupt
from evaluator.read.child import WORKBOOK, in_child
sys.path.append(sys.argv[1])
import at_work
in_child(WORKBOOK, 'x', at_work.tell, sys.argv[2])
"""
TELL = """import os, time
def tell(pipe):
    with open(pipe, 'w', buffering=1, opener=lambda path, _: os.open(path, os.O_WRONLY)) as told:
        told.write(f'{os.getppid()} {os.getpid()}')
    time.sleep(100)
"""


@pytest.fixture
def at_work(tmp_path):
    """Start an owner with a child at work, in a group of their own; yield it, its forker and the child."""
    (tmp_path / "at_work.py").write_text(TELL, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-c", AT_WORK, str(tmp_path), str(tmp_path / "pipe")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as owner:
        forker, child = map(int, (tmp_path / "pipe").read_text(encoding="utf-8").split())
        yield owner, forker, child
        owner.kill()


@pytest.mark.parametrize("before", [None, signal.SIGKILL, signal.SIGSTOP])
def test_no_child_works_on_when_its_owner_is_killed_whatever_has_become_of_the_forker(at_work, before):
    owner, forker, child = at_work
    if before:
        os.kill(forker, before)
    owner.kill()
    owner.wait()
    assert _has_ended(child)
    if before is signal.SIGSTOP:
        os.kill(forker, signal.SIGCONT)
    assert is_gone(forker)


def _has_ended(number):
    """Return whether a process does nothing more, though nobody may have asked how it ended."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.1)
    return False


def test_an_interrupt_of_the_whole_group_leaves_nothing(at_work):
    owner, forker, child = at_work
    os.killpg(owner.pid, signal.SIGINT)
    assert b"KeyboardInterrupt" in owner.stderr.read()
    owner.wait()
    assert is_gone(forker)
    assert _has_ended(child)


DEAF = """import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
from evaluator.read.child import WORKBOOK, in_child
print(in_child(WORKBOOK, 'x', signal.getsignal, signal.SIGINT).name)
"""


def test_a_child_of_a_program_that_hears_no_interrupt_hears_none():
    told = subprocess.run([sys.executable, "-c", DEAF], capture_output=True, check=True)
    assert told.stdout.strip() == b"SIG_IGN"
