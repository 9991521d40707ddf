"""The child's side of `child`: read one order, set the limits, run it, and answer once."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evaluator.errors import EvaluatorError
from evaluator.read.child import OutOfTimeError

if TYPE_CHECKING:
    from evaluator.read.child import Limits

if os.name == "posix":
    import resource
    import signal

# Whether this process is a child started by `in_child`.
INSIDE = False
GRACE = 2
STATM = Path("/proc/self/statm")
MEGABYTE = 1_000_000


def main() -> None:
    """Read the order from standard input, and write the answer to the original standard output."""
    # Text that the work prints must not mix with the bytes of the answer.
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        work(sys.stdin.buffer, answer)


def work(order: BinaryIO, answer: BinaryIO) -> None:
    """Run the pickled order under its limits, and write the pickled answer."""
    globals()["INSIDE"] = True
    limits, call, args, kwargs = pickle.load(order)  # noqa: S301  (written by our own parent)
    limit(limits)
    _write(answer, _answer(call, args, kwargs))


def limit(limits: Limits) -> None:
    """Set the resource limits of this process, as far as the system supports them."""
    if os.name != "posix":  # only the parent's clock limits the child
        return
    _set(resource.RLIMIT_CORE, 0)
    # The child has some seconds to report that time ran out; after them the system ends it.
    _set(resource.RLIMIT_CPU, limits.cpu, limits.cpu + GRACE)
    signal.signal(signal.SIGXCPU, _out_of_time)
    _set(resource.RLIMIT_FSIZE, limits.writes * MEGABYTE)
    if STATM.is_file():  # elsewhere the memory of the loaded programs is not known
        taken = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _set(resource.RLIMIT_AS, taken + limits.memory * MEGABYTE)
    # Ends the child even if the parent, which watches the clock, was killed.
    signal.alarm(limits.seconds + 5)


def _set(kind: int, most: int, at_last: int | None = None) -> None:
    """Lower a resource limit, and its hard bound if `at_last` is given; never raise a lower one."""
    _, hard = resource.getrlimit(kind)
    last = hard if at_last is None else _lower(at_last, hard)
    resource.setrlimit(kind, (_lower(most, last), last))


def _lower(most: int, bound: int) -> int:
    return most if bound == resource.RLIM_INFINITY else min(most, bound)


def _out_of_time(*_: object) -> None:
    raise OutOfTimeError


def _answer(call: Any, args: Any, kwargs: Any) -> tuple[str, Any]:  # noqa: ANN401  (whatever is asked)
    try:
        return "value", call(*args, **kwargs)
    except OutOfTimeError:
        return "time", None
    except MemoryError:
        return "memory", None
    except EvaluatorError as error:
        return "error", error
    except Exception as error:  # noqa: BLE001  (the parent raises it again, with its traceback)
        error.add_note(f"In the child process:\n{traceback.format_exc()}")
        return "error", error


def _write(answer: BinaryIO, told: tuple[str, Any]) -> None:
    try:
        content = pickle.dumps(told)
        pickle.loads(content)  # noqa: S301  (written just now)
    except MemoryError:
        content = pickle.dumps(("memory", None))
    except Exception:  # noqa: BLE001  (an error that cannot travel travels as its words)
        content = pickle.dumps(("error", RuntimeError("\n".join(getattr(told[1], "__notes__", [repr(told[1])])))))
    answer.write(content)
