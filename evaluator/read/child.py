"""Calls in a child process with limits of time and memory, for work on untrusted files.

A workbook, a template, a style or a PDF can be made to need more time or memory than any machine has. No count of
its parts shows that in advance, so a child process does the work, and the operating system stops it at the limits.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import evaluator
from evaluator.errors import InvalidInputError, Problem

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """The resources that one task may use, and the message for a person if it uses more.

    Parameters
    ----------
    doing : str
        The task, as in "reading this workbook".
    expected : str
        A file that stays within the limits, in words.
    mend : str
        How a person can mend the fault.
    cpu : int
        Seconds of a processor. Holds where the system has `setrlimit` (Linux, macOS).
    seconds : int
        Seconds by the clock, several times `cpu`, for machines that are busy. Holds everywhere.
    memory : int
        Megabytes beyond the memory of the loaded programs. Holds on Linux.
    writes : int
        Megabytes of the largest file that the task may write; 0 if it may write none.
    shows : bool
        Whether the task may tell on the terminal how far it is.
    """

    doing: str
    expected: str
    mend: str
    cpu: int
    seconds: int
    memory: int
    writes: int = 0
    shows: bool = False


# Most bytes of a file with a plan or a source.
LARGEST_SOURCE = 50_000_000

# All limits of work on untrusted files. Shipped reports use less than a tenth of each.
WORKBOOK = Limits(
    doing="reading this workbook",
    expected="a score sheet, which takes a second",
    mend="Copy the rows into a sheet that is freshly exported.",
    cpu=20,
    seconds=120,
    memory=700,
)
MARKING = replace(WORKBOOK, doing="marking the faults in this workbook", memory=1_000, writes=100)
PLAN_FILE = Limits(
    doing="reading the tables of this file",
    expected="the tables of a plan, which take seconds",
    mend="Cut the pages or rows of the plan out into a file of their own, and import that one.",
    cpu=180,
    seconds=900,
    memory=1_500,
)
PASSAGES = Limits(
    doing="reading the passages of this file",
    expected="a source whose pages are read in seconds",
    mend="Cut the pages that are cited out into a file of their own, and cite that one.",
    cpu=120,
    seconds=600,
    memory=1_500,
    writes=200,
)
TEMPLATE = Limits(
    doing="filling in the templates of this folder",
    expected="templates that fill a page in seconds",
    mend="Look for loops inside loops and for texts that are doubled again and again.",
    cpu=30,
    seconds=180,
    memory=700,
)
LAYOUT = Limits(
    doing="laying out pages by the styles of this folder",
    expected="styles that lay out a page in a second",
    mend="Look at sizes of pages, columns and margins in own.css.",
    cpu=120,
    seconds=600,
    memory=2_000,
    writes=100,
)
PDF = Limits(
    doing="rebuilding this report",
    expected="a report of the evaluator, which takes seconds",
    mend="Do not trust this file; ask its publisher for another copy.",
    cpu=180,
    seconds=900,
    memory=2_000,
    writes=100,
)

# The variable that names the child's way to the terminal; a child may start no other that shows anything.
PROGRESS = "EVALUATOR_PROGRESS"
# The child uses the package folders of this process, and never the current folder.
BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from evaluator.read.child_main import main; main()"


class OutOfTimeError(Exception):
    """The processor time of the child is used up; if the code at work catches this, the system ends the child."""


class StoppedError(InvalidInputError):
    """The work reached one of its limits and was stopped, without a result."""


def in_child(limits: Limits, path: str | Path, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a call in a child process under limits, and return its result.

    Inside such a child the call runs directly, under the limits of the outer child.

    Parameters
    ----------
    limits : Limits
        One of those declared in this module, or one made from them by `dataclasses.replace`.
    path : str or Path
        The file or folder that the messages name.
    call : callable
        A function of a module (no lambda, no method of a local class): the child imports it by name.
    *args, **kwargs
        Its arguments. They and its result are pickled.

    Returns
    -------
    object
        What the call returned.

    Raises
    ------
    StoppedError
        The call took more time or memory than `limits` allow, or the child died; names `path`.
    Exception
        The exception that the call raised; if it is a fault of the program, with the child's traceback as a note.

    Examples
    --------
    >>> in_child(WORKBOOK, "some.xlsx", divmod, 17, 5)
    (3, 2)
    >>> import time
    >>> from dataclasses import replace
    >>> in_child(replace(WORKBOOK, seconds=1), "some.xlsx", time.sleep, 60)
    Traceback (most recent call last):
    ...
    evaluator.read.child.StoppedError: some.xlsx: reading this workbook took longer than 1 second. Give a score \
sheet, which takes a second. Copy the rows into a sheet that is freshly exported.
    """
    if "evaluator.read.child_main" in sys.modules and sys.modules["evaluator.read.child_main"].INSIDE:
        return call(*args, **kwargs)
    order = pickle.dumps((limits, call, args, kwargs))
    code, out = _run(order, limits, str(path))
    if code != 0 or not out:
        raise _stopped(limits, str(path), _death(code, limits))
    kind, told = pickle.loads(out)  # noqa: S301  (written by our own child)
    if kind == "time":
        raise _stopped(limits, str(path), f"took more than {_seconds(limits.cpu)} of the processor")
    if kind == "memory":
        raise _stopped(limits, str(path), f"took more than {limits.memory} MB of memory")
    if kind == "error":
        raise told
    return cast("T", told)


def _run(order: bytes, limits: Limits, path: str) -> tuple[int, bytes]:
    """Start a child process, send it its pickled order, and return its exit status and its answer."""
    entries = cast("list[object]", sys.path)  # users may add objects that are no strings
    where = [str(Path(entry).absolute()) for entry in entries if isinstance(entry, str) and entry and _is_there(entry)]
    home = str(Path(evaluator.__file__).resolve().parent.parent)
    packages = json.dumps([*where, home])
    # Threads of the linear algebra library would reserve unused memory; the hash seed keeps the order of sets fixed.
    around = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    terminal = os.dup(2) if limits.shows and os.name == "posix" else None
    try:
        return _run_anew(order, packages, around, limits.seconds, terminal)
    except TimeoutError:
        raise _stopped(limits, path, f"took longer than {_seconds(limits.seconds)}") from None
    finally:
        if terminal is not None:
            os.close(terminal)


def tell_progress(done: int, total: int, what: str) -> None:
    """Write on one line of the terminal how far a child's work is, where its limits let it."""
    if terminal := os.environ.get(PROGRESS):
        with suppress(OSError):
            os.write(int(terminal), f"\r{what} {done} of {total}{chr(10) if done == total else ''}".encode())


def _is_there(entry: str) -> bool:
    """Return whether a file or folder exists and is visible to this user."""
    try:
        return Path(entry).exists()
    except PermissionError:
        return False


def _run_anew(
    order: bytes, packages: str, around: Mapping[str, str], seconds: float, terminal: int | None = None
) -> tuple[int, bytes]:
    """Run an order in a new Python process, and return its exit status and its answer.

    Raises
    ------
    TimeoutError
        The process took longer than `seconds`, and was killed.
    """
    command = [sys.executable, "-P", "-B", "-c", BOOT, packages]
    kept = () if terminal is None else (terminal,)
    with subprocess.Popen(  # noqa: S603  (our own interpreter, no shell)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=kept,
        env={**around, PROGRESS: "" if terminal is None else str(terminal)},
    ) as child:  # fmt: skip
        try:
            out, _ = child.communicate(order, timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            raise TimeoutError from None
        except BaseException:
            child.kill()
            raise
    return child.returncode, out


def _death(code: int, limits: Limits) -> str:
    """Return the reason, in words, why a child ended without an answer."""
    if os.name == "posix" and code == -signal.SIGKILL:
        return f"was stopped by the system, for lack of memory or after {_seconds(limits.cpu)} of the processor"
    return f"broke the program that did it (status {code})"


def _seconds(number: int) -> str:
    return f"{number} second{'' if number == 1 else 's'}"


def _stopped(limits: Limits, path: str, found: str) -> StoppedError:
    return StoppedError([Problem(path, f"{limits.doing} {found}", limits.expected, limits.mend)])
