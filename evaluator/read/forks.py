"""Child processes by fork, where the system supports it: one process loads the programs and forks for each order.

Starting Python and loading the programs takes longer than reading most files. A fork costs almost nothing, and is
as separate as a new process: it has its own memory, its own limits, and no data of other children.
"""

from __future__ import annotations

import atexit
import functools
import os
import pickle
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

BLOCK = 1 << 20
STATUS = struct.Struct("i")  # how the end of a child is told
GONE = -9  # as a child that the system ended: its forker was ended before it could tell
BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from evaluator.read.forks_main import serve; serve(0)"


@dataclass(frozen=True, slots=True)
class Forker:
    """The process that forks, the socket for its orders, and the owner and package paths that it was started with."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    owner: int
    path: str

    def serves(self, path: str) -> bool:
        """Return whether the forker runs, belongs to this process, and finds packages in `path`."""
        return self.process.poll() is None and (self.owner, self.path) == (os.getpid(), path)

    def end(self) -> None:
        """End the forker and the children that it has started."""
        self.control.close()
        if self.owner == os.getpid():
            self.process.wait()


_forkers: list[Forker] = []  # the one in use
_lock = threading.Lock()


@functools.cache
def can_fork() -> bool:
    """Return whether the system offers process descriptors that can be polled (Linux from 5.3 on)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
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
    with _begun(names, path, around) as (line, ended):
        answer = _answer(line, pickle.dumps(dict(os.environ)) + order, until)
        status = os.read(ended, STATUS.size)
    return (STATUS.unpack(status)[0] if status else GONE), answer


@contextmanager
def _begun(names: Sequence[str], path: str, around: Mapping[str, str]) -> Iterator[tuple[socket.socket, int]]:
    """Start a child; yield the socket to it and the pipe that reports its exit; end the child afterwards."""
    line, theirs = socket.socketpair()
    ended, told = os.pipe()
    folder = os.open(".", os.O_PATH)
    try:
        _send(" ".join(names) or " ", [theirs.fileno(), told, folder], path, around)
    except BaseException:
        line.close()
        os.close(ended)
        raise
    finally:
        theirs.close()
        os.close(told)
        os.close(folder)
    try:
        yield line, ended
    finally:
        line.close()
        os.close(ended)


def _send(names: str, parts: list[int], path: str, around: Mapping[str, str]) -> None:
    """Send the forker the modules to load and the descriptors for a new child."""
    with _lock:
        try:
            socket.send_fds(_forker(path, around).control, [names.encode()], parts)
        except OSError:  # it has just been ended by somebody
            end_forker()
            socket.send_fds(_forker(path, around).control, [names.encode()], parts)


def _forker(path: str, around: Mapping[str, str]) -> Forker:
    """Return the forker in use; start a new one if none serves `path`."""
    if _forkers and not _forkers[0].serves(path):
        _forkers.pop().end()
    if not _forkers:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(  # noqa: S603  (our own interpreter, no shell)
                [sys.executable, "-P", "-B", "-c", BOOT, path],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(around), cwd="/",
            )  # fmt: skip
        _forkers.append(Forker(process, control, os.getpid(), path))
    return _forkers[0]


@atexit.register
def end_forker() -> None:
    """End the forker in use, if any."""
    while _forkers:
        _forkers.pop().end()


def _answer(line: socket.socket, order: bytes, until: float) -> bytes:
    """Send an order to a child, and return all bytes that it sends back before it closes the socket."""
    blocks = []
    with suppress(BrokenPipeError, ConnectionResetError):  # a child that died: its end tells why
        line.settimeout(_left(until))
        line.sendall(order)
        while True:
            line.settimeout(_left(until))
            if not (block := line.recv(BLOCK)):
                break
            blocks.append(block)
    return b"".join(blocks)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
