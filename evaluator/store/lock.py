"""A lock of the operating system on a folder, so that one command at a time writes to it; it ends with its process."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import BusyError, EvaluatorError, unwritable

if TYPE_CHECKING:
    from filelock import FileLock

STATE = ".evaluator"
LOCK, HOLDER, IGNORE = "lock", "holder", ".gitignore"  # files in it, besides a change
WAIT = 30.0  # seconds
_LOCKS: dict[str, FileLock] = {}
_MAKING = threading.Lock()
if hasattr(os, "register_at_fork"):  # a child takes locks of its own
    os.register_at_fork(after_in_child=_LOCKS.clear)
IGNORED = "# Of the running commands alone: not part of the library.\n*\n"


def state_folder(folder: Path) -> Path:
    """Return the path of a folder's `.evaluator`, which holds the lock and any change under way.

    Raises
    ------
    EvaluatorError
        It, or a file in it that commands write to, is a link or otherwise not of the expected type,
        so that a command might write elsewhere.
    """
    state = folder / STATE
    if state.is_symlink() or (state.exists() and not state.is_dir()):
        raise EvaluatorError(f"{state} is no folder of its own. Remove it, and run the command again.")
    for path in (state / name for name in (LOCK, HOLDER, IGNORE)):
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise EvaluatorError(f"{path} is no file of its own. Remove it, and run the command again.")
    return state


@contextmanager
def held(folder: Path, what: str = "", wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of a folder for the block; the same process may take it again inside.

    The operating system frees the lock of a killed process at once.

    Parameters
    ----------
    folder : Path
        The folder to be written to.
    what : str
        The name of the command, for the message to others that wait.
    wait : float
        Seconds to wait for another command.

    Raises
    ------
    EvaluatorError
        Another command holds the lock all this time (the message names it and its process), or the
        folder cannot be written to.
    """
    from filelock import Timeout

    state = state_folder(folder)
    lock = _lock(os.path.realpath(state / LOCK))
    is_outermost = not lock.is_locked
    try:
        state.mkdir(parents=True, exist_ok=True)
        if not (state / IGNORE).is_file() or not (state / IGNORE).stat().st_size:  # a full disk leaves it empty
            (state / IGNORE).write_text(IGNORED, encoding="utf-8")
        lock.acquire(timeout=wait)
    except Timeout:
        raise BusyError(_told(folder, state)) from None
    except OSError as error:
        raise unwritable(folder, "cannot be written to", error) from None
    try:
        if is_outermost:
            _name_holder(state, what)
        yield
    finally:
        if is_outermost:
            (state / HOLDER).unlink(missing_ok=True)
        lock.release()


def _lock(path: str) -> FileLock:
    """Return the one lock object of a path; it counts its holders, so that the same thread can take it again.

    Two threads that ask at once get the same one: with two a thread would wait for itself.
    """
    from filelock import FileLock

    with _MAKING:
        if path not in _LOCKS:
            _LOCKS[path] = FileLock(path)
        return _LOCKS[path]


def _name_holder(state: Path, what: str) -> None:
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    holder = {"command": what or "a program", "process": os.getpid(), "machine": platform.node(), "since": now}
    with suppress(OSError):  # on a full disk the command itself will report that it cannot write
        (state / HOLDER).write_text(json.dumps(holder), encoding="utf-8")


def _told(folder: Path, state: Path) -> str:
    try:
        holder = json.loads((state / HOLDER).read_text(encoding="utf-8"))
        who = "{command} (process {process} on {machine}, since {since})".format(**holder)
    except (OSError, ValueError, KeyError, TypeError):
        who = "another command"
    return f"{folder} is being written to by {who}; nothing was written. Run the command again once that has ended."
