"""The forker's side of `forks`: load the modules, fork a child for each order, and report how each child ends.

The forker reads no untrusted file and unpickles nothing, so each child starts as clean as a new program.
"""

from __future__ import annotations

import fcntl
import importlib
import os
import select
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from evaluator.read import child_main
from evaluator.read.forks import STATUS

Handler = Callable[[int, FrameType | None], object] | int | None  # of a signal

MOST_NAMES = 4_096  # most bytes of the module names in an order
PARTS = 3  # descriptors of an order: the child's socket, the pipe for its exit status, and the working folder
TOLD = 1  # position of the pipe among these


def serve(descriptor: int) -> None:
    """Fork a child for each order that arrives, until the other end of the socket closes and the last child ends."""
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that gives orders handles interrupts
    control = socket.socket(fileno=descriptor)
    children: dict[int, tuple[int, int]] = {}  # process id and status pipe of a child, by polled descriptor
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    left = False
    while children or not left:
        found, _ = waiting.poll()[0]  # one event at a time, because a closed descriptor's number may be used again
        if found != descriptor:
            _tell(waiting, children, *children[found])
            continue
        names, parts, *_ = socket.recv_fds(control, MOST_NAMES, PARTS)
        if not names:
            waiting.unregister(control)
            left = True
            continue
        _load(names.decode().split())
        if child := _fork(control, {*children}, interrupt, parts):
            _watch(waiting, children, child, parts[TOLD])
    os._exit(0)


def _load(names: list[str]) -> None:
    """Load modules once for all children; ignore import errors, which the child that needs the module reports."""
    for name in names:
        with suppress(Exception):  # a library that lacks a system library may raise any error
            importlib.import_module(name)


def _fork(control: socket.socket, others: set[int], interrupt: Handler, parts: Sequence[int]) -> int:
    """Start a child and return its process id, or 0 if the system has no descriptor or process left."""
    with suppress(ValueError, OSError):
        talk, told, folder = parts  # fewer come where too many files are open
        child = os.fork()
        if child == 0:
            _work(control, others, interrupt, (talk, told, folder))
        os.close(talk)
        os.close(folder)
        return child
    for descriptor in parts:
        os.close(descriptor)
    return 0


def _watch(waiting: select.poll, children: dict[int, tuple[int, int]], child: int, told: int) -> None:
    """Poll for the end of a child, and for the closing of the pipe that reports its exit."""
    ended = os.pidfd_open(child)
    children[ended] = children[told] = (child, told)
    waiting.register(ended, select.POLLIN)
    waiting.register(told, 0)  # reports only that the reader of the pipe is gone


def _work(control: socket.socket, others: set[int], interrupt: Handler, parts: tuple[int, int, int]) -> NoReturn:
    """Close the descriptors of the forker and of other children, run the order, and end the process."""
    talk, told, folder = parts
    code = 1
    try:
        signal.signal(signal.SIGINT, interrupt)
        os.dup2(1, control.detach())  # standard input and standard output both lead to the null device
        for descriptor in others:
            os.close(descriptor)
        _end_with(told)
        os.fchdir(folder)
        os.close(folder)
        with socket.socket(fileno=talk) as line, line.makefile("rb") as order, line.makefile("wb") as answer:
            child_main.work_around(order, answer)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def _end_with(told: int) -> None:
    """Have the system kill this process when the reader of the pipe `told` closes it, even if the forker has ended."""
    fcntl.fcntl(told, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(told, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(told, fcntl.F_SETFL, os.O_WRONLY | os.O_ASYNC)
    waiting = select.poll()
    waiting.register(told, 0)
    if waiting.poll(0):  # the reader had closed it before
        os._exit(1)


def _tell(waiting: select.poll, children: dict[int, tuple[int, int]], child: int, told: int) -> None:
    """Kill a child that still runs, and write its exit status to the process that waits for it."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # has no effect on a child that has ended
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):
        os.write(told, STATUS.pack(status))
    for descriptor in [at for at, (number, _) in children.items() if number == child]:
        waiting.unregister(descriptor)
        del children[descriptor]
        os.close(descriptor)
