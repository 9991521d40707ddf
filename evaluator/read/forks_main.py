"""The forker's side of `forks`: load the modules, fork a child for each order, and report how each child ends.

The forker reads no untrusted file and unpickles nothing, so each child starts as clean as a new program.
"""

from __future__ import annotations

import importlib
import os
import select
import signal
import socket
from contextlib import suppress

from evaluator.read import child_main
from evaluator.read.forks import STATUS

MOST_NAMES = 4_096  # bytes of the names of modules that come with an order
PARTS = 3  # what comes with an order: the child's end of its talk, where its end is told, and the folder to work in


def serve(descriptor: int) -> None:
    """Fork a child for each order that arrives, until the other end of the socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever gave the order decides what is to end
    control = socket.socket(fileno=descriptor)
    children: dict[int, tuple[int, int]] = {}  # by what is waited for: the child's number, and where its end is told
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    while True:
        found, _ = waiting.poll()[0]  # one at a time: what is closed for one may be opened anew for the next
        if found != control.fileno():
            _tell(waiting, children, *children[found])
            continue
        names, parts, *_ = socket.recv_fds(control, MOST_NAMES, PARTS)
        if not names:
            break
        _load(names.decode().split())
        child, told = _fork(control, children, *parts)
        ended = os.pidfd_open(child)
        children[ended] = children[told] = (child, told)
        waiting.register(ended, select.POLLIN)
        waiting.register(told, 0)  # tells of nothing but that the other side is gone
    for child in {child for child, _ in children.values()}:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os._exit(0)


def _load(names: list[str]) -> None:
    """Load modules once for all children; ignore import errors, which the child that needs the module reports."""
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)


def _fork(
    control: socket.socket, children: dict[int, tuple[int, int]], talk: int, told: int, folder: int
) -> tuple[int, int]:
    """Start a child; return its process id and the descriptor on which its exit is reported."""
    child = os.fork()
    if child == 0:
        _work(control, {*children, told}, talk, folder)
    os.close(talk)
    os.close(folder)
    return child, told


def _work(control: socket.socket, others: set[int], talk: int, folder: int) -> None:
    """Close the descriptors of the forker and of other children, run the order, and end the process."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(1, control.detach())  # nothing comes from standard input, as nothing goes to standard output
        for descriptor in others:
            os.close(descriptor)
        os.fchdir(folder)
        os.close(folder)
        with socket.socket(fileno=talk) as line, line.makefile("rb") as order, line.makefile("wb") as answer:
            child_main.work_around(order, answer)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def _tell(waiting: select.poll, children: dict[int, tuple[int, int]], child: int, told: int) -> None:
    """Kill a child that still runs, and write its exit status to the process that waits for it."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # has no effect on one that has ended
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):
        os.write(told, STATUS.pack(status))
    for descriptor in [at for at, (number, _) in children.items() if number == child]:
        waiting.unregister(descriptor)
        del children[descriptor]
        os.close(descriptor)
