"""Child processes by fork, where the system supports it: one process loads the programs and forks for each order.

Starting Python and loading the programs takes longer than reading most files. A fork costs almost nothing, and is
as separate as a new process: it has its own memory, its own limits, and no data of other children.
"""

from __future__ import annotations

import atexit
import functools
import os
import pickle
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

BLOCK = 1 << 20
DYING = 2  # seconds in which a process that was killed has ended, on a busy machine too
STATUS = struct.Struct("i")  # format of a child's exit status
GONE = -9  # status if the forker ended before it could report one: killed
BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from evaluator.read.forks_main import serve; serve(0)"


@dataclass(frozen=True, slots=True)
class Forker:
    """The process that forks, the socket for its orders, and the package paths that it was started with."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    path: str

    def serves(self, path: str) -> bool:
        """Return whether the forker runs and finds packages in `path`."""
        return self.process.poll() is None and self.path == path

    def end(self) -> None:
        """Kill the forker, which also ends one that is stopped."""
        self.control.close()
        self.process.kill()
        self.process.wait()


_forkers: list[Forker] = []  # the last is in use; those before it wait until their children end
_held: set[int] = set()  # descriptors that are open for running orders
_lock = threading.Lock()


def _forget() -> None:
    """Close what this process, a fork, has inherited of its parent's forkers and orders."""
    globals()["_lock"] = threading.Lock()  # a thread of the parent may hold the old one
    for forker in _forkers:
        forker.control.close()
        forker.process.returncode = 0  # only the parent can wait for it
    for descriptor in _held:
        os.close(descriptor)
    _forkers.clear()
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


@functools.cache
def can_fork() -> bool:
    """Return whether the system offers process descriptors that can be polled (Linux from 5.3 on)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):  # an older build of Python, or a system that refuses
        return False
    return True


def run_fork(
    order: bytes, names: Sequence[str], path: str, around: Mapping[str, str], seconds: float
) -> tuple[int, bytes]:
    """Run an order in a forked child, and return its exit status and its answer.

    Parameters
    ----------
    order : bytes
        A pickled order, as `child_main.work` reads it.
    names : sequence of str
        Modules that the forker loads before it forks.
    path : str
        The folders of packages, as JSON.
    around : mapping
        The environment variables of the child.
    seconds : float
        Seconds by the clock that the child may take.

    Raises
    ------
    TimeoutError
        The child took longer, and was ended.
    """
    until = time.monotonic() + seconds
    with _begun(names, path, around) as (line, ended, forker):
        answer = _answer(line, pickle.dumps(dict(around)) + order, until)
        status = _status(ended, until)
    if not status:
        _discard(forker)
    return (STATUS.unpack(status)[0] if status else GONE), answer


@contextmanager
def _begun(names: Sequence[str], path: str, around: Mapping[str, str]) -> Iterator[tuple[socket.socket, int, Forker]]:
    """Start a child; yield its socket, the pipe that reports its exit, and its forker; end the child afterwards."""
    with ExitStack() as ours, ExitStack() as theirs:
        line, talk = socket.socketpair()
        ours.enter_context(line)
        theirs.enter_context(talk)
        ended, told = os.pipe()
        ours.callback(os.close, ended)
        theirs.callback(os.close, told)
        folder = os.open(".", os.O_PATH)
        theirs.callback(os.close, folder)
        mine = {line.fileno(), ended}
        ours.callback(_held.difference_update, mine)
        _held.update(mine)
        forker = _send(" ".join(names) or " ", [talk.fileno(), told, folder], path, around)
        theirs.close()
        yield line, ended, forker


def _send(names: str, parts: list[int], path: str, around: Mapping[str, str]) -> Forker:
    """Send the forker the modules to load and the descriptors for a new child; return the forker."""
    with _lock:
        forker = _forker(path, around)
        try:
            socket.send_fds(forker.control, [names.encode()], parts)
        except OSError:  # another process ended the forker
            _forkers.remove(forker)
            forker.end()
            forker = _forker(path, around)
            socket.send_fds(forker.control, [names.encode()], parts)
    return forker


def _discard(forker: Forker) -> None:
    """Take a forker that is dying out of use: it would still accept the next order, and lose it.

    A forker that lives on has only refused one order, for lack of descriptors or processes, and stays in use.
    """
    with suppress(subprocess.TimeoutExpired):
        forker.process.wait(DYING)
        with _lock:
            if forker in _forkers:
                _forkers.remove(forker)
                forker.control.close()


def _forker(path: str, around: Mapping[str, str]) -> Forker:
    """Return the forker in use; start a new one if none serves `path`."""
    if _forkers and _forkers[-1].serves(path):
        return _forkers[-1]
    for forker in _forkers:
        forker.control.close()  # the forker ends after its last child
    _forkers[:] = [forker for forker in _forkers if forker.process.poll() is None]
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603  (our own interpreter, no shell)
            [sys.executable, "-P", "-B", "-c", BOOT, path],
            stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(around), cwd="/",
        )  # fmt: skip
    _forkers.append(Forker(process, control, path))
    return _forkers[-1]


@atexit.register
def end_forker() -> None:
    """End all forkers, the one in use and earlier ones."""
    while _forkers:
        _forkers.pop().end()


def _answer(line: socket.socket, order: bytes, until: float) -> bytes:
    """Send an order to a child, and return all bytes that it sends back before it closes the socket."""
    blocks = []
    with suppress(BrokenPipeError, ConnectionResetError):  # the child died, and its exit status gives the reason
        line.settimeout(_left(until))
        line.sendall(order)
        while True:
            line.settimeout(_left(until))
            if not (block := line.recv(BLOCK)):
                break
            blocks.append(block)
    return b"".join(blocks)


def _status(ended: int, until: float) -> bytes:
    """Return the packed exit status of a child, or no bytes if the forker has ended."""
    waiting = select.poll()
    waiting.register(ended, select.POLLIN)
    if not waiting.poll(_left(until) * 1000):
        raise TimeoutError
    return os.read(ended, STATUS.size)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
