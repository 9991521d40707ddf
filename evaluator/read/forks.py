"""Children by fork, where the system can: one process has the programs loaded and copies itself for each order.

To start Python and to load the programs takes longer than to read most files. A copy costs next to nothing, and is as
separate as a process that begins anew: it has its own memory, its own limits, and nothing of what other children read.
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
    """The process that is copied, the line on which it gets its orders, and what it was begun with."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    owner: int
    path: str

    def serves(self, path: str) -> bool:
        """Return whether it is there, is this process's own, and finds packages in these places."""
        return self.process.poll() is None and (self.owner, self.path) == (os.getpid(), path)

    def end(self) -> None:
        """End it and what it has begun."""
        self.control.close()
        if self.owner == os.getpid():
            self.process.wait()


_forkers: list[Forker] = []  # the one in use
_lock = threading.Lock()


@functools.cache
def can_fork() -> bool:
    """Return whether the system has what is needed: processes that are waited for like files (Linux from 5.3 on)."""
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
    """Return how a child ended and what it answered.

    Parameters
    ----------
    order : bytes
        What `child_main.work` takes.
    names : sequence of str
        Modules that are loaded before the copy is made.
    path : str
        Where packages are found, as JSON.
    around : mapping
        The environment.
    seconds : float
        How long the child may take by the clock.

    Raises
    ------
    TimeoutError
        It took longer, and was ended.
    """
    until = time.monotonic() + seconds
    with _begun(names, path, around) as (line, ended):
        answer = _answer(line, pickle.dumps(dict(os.environ)) + order, until)
        status = os.read(ended, STATUS.size)
    return (STATUS.unpack(status)[0] if status else GONE), answer


@contextmanager
def _begun(names: Sequence[str], path: str, around: Mapping[str, str]) -> Iterator[tuple[socket.socket, int]]:
    """Have a child begun; yield the line to it, and where its end is told. Whatever happens, it is ended after that."""
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
    """Have the forker load modules and begin a child that gets these parts."""
    with _lock:
        try:
            socket.send_fds(_forker(path, around).control, [names.encode()], parts)
        except OSError:  # it has just been ended by somebody
            end_forker()
            socket.send_fds(_forker(path, around).control, [names.encode()], parts)


def _forker(path: str, around: Mapping[str, str]) -> Forker:
    """Return the forker in use, begun anew where there is none that serves."""
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
    """End the forker in use, if there is one."""
    while _forkers:
        _forkers.pop().end()


def _answer(line: socket.socket, order: bytes, until: float) -> bytes:
    """Hand over an order, and return all that comes back until the child is at its end."""
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
