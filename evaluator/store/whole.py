"""One file, written whole or not at all."""

from __future__ import annotations

import glob
import hashlib
import os
import platform
import re
import tempfile
import time
from pathlib import Path

from evaluator.errors import EvaluatorError

SUFFIX = ".part"
SHOWN = 60  # of a name may be longer than a name beside it
HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
PART = re.compile(r".*\.(?P<host>[0-9a-f]{8})-(?P<process>[0-9]+)-[^.]*\.part")
OLD = 24 * 3600.0  # seconds after which a part from another machine is taken for left behind


def write_whole(out: Path, content: bytes, *, make_folder: bool = False, mode: int = 0o644) -> Path:
    """Write a file beside its place, then move it there, so that no half file is ever seen.

    A part that a killed command left of the same file is removed.

    Parameters
    ----------
    out : Path
        The file; an older one of that name is replaced once the new one is whole.
    content : bytes
        What it shall hold.
    make_folder : bool
        Make the folder that it stands in, where there is none.
    mode : int
        Who may read and write it; from its first byte on nobody else may.

    Raises
    ------
    EvaluatorError
        There is no such folder, it cannot be written to, the disk is full, or what
        stands at the place is no ordinary file; nothing is left beside it.
    """
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise EvaluatorError(f"{out} is not an ordinary file and is not written over")
    try:
        if make_folder:
            out.parent.mkdir(parents=True, exist_ok=True)
        if not out.parent.is_dir():
            raise EvaluatorError(f"{out.parent}: there is no such folder to write {out.name} into")
        sweep(out)
        part = write_part(out, content, mode)
        try:
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise EvaluatorError(f"{out}: cannot be written ({error.strerror or error})") from None
    return out


def write_part(out: Path, content: bytes, mode: int = 0o644) -> Path:
    """Write a file under a passing name beside its place, and return that; where it fails, nothing is left.

    Raises
    ------
    OSError
        It cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=part_prefix(out), suffix=SUFFIX, dir=out.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def sweep(out: Path) -> None:
    """Remove what killed commands left beside a file; the part of a command that is at work stays."""
    for part in parts_of(out):
        if is_left_over(part) and not part.is_dir():
            part.unlink(missing_ok=True)


def parts_of(out: Path) -> list[Path]:
    """Return what commands have begun beside a place, at work or left behind."""
    return sorted(out.parent.glob(f".{glob.escape(_start(out))}.*{SUFFIX}"))


def part_prefix(out: Path) -> str:
    """Return how the passing name of what this process writes for a place begins."""
    return f".{_start(out)}.{HOST}-{os.getpid()}-"


def _start(out: Path) -> str:
    return out.name.encode()[:SHOWN].decode(errors="ignore")


def is_left_over(part: Path) -> bool:
    """Return whether no command that is at work can have made a part, by its name and age."""
    named = PART.fullmatch(part.name)
    if named is None:
        return False
    if named["host"] == HOST and os.name == "posix":
        return not _is_running(int(named["process"]))
    try:
        return time.time() - part.stat().st_mtime > OLD
    except OSError:
        return False


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # another user's
    return True
