"""One file written whole or not at all."""

from __future__ import annotations

import glob
import hashlib
import os
import platform
import re
import tempfile
import time
from pathlib import Path

from evaluator.errors import EvaluatorError, unwritable

SUFFIX = ".part"
SHOWN = 60  # most bytes of the file's name in the temporary name
HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
PART = re.compile(r".*\.(?P<host>[0-9a-f]{8})-(?P<process>[0-9]+)-[^.]*\.part")
UMASK = os.umask(0o077)
os.umask(UMASK)  # reading it means setting it
USUAL = 0o666 & ~UMASK  # the rights of a new file, as the user wants them
OLD = 24 * 3600.0  # seconds after which a temporary file of another machine counts as left over


def write_whole(out: Path, content: bytes, *, make_folder: bool = False, mode: int = USUAL) -> Path:
    """Write a file under a temporary name next to its target, then rename it, so that no half file is ever visible.

    Leftovers of a killed command for the same file are removed.

    Parameters
    ----------
    out : Path
        The path of the file; an existing one is replaced once the new one is complete.
    content : bytes
        Its content.
    make_folder : bool
        Whether to create the file's folder if it does not exist.
    mode : int
        Its permissions, which hold from the first byte on.

    Raises
    ------
    EvaluatorError
        There is no such folder, it cannot be written to, the disk is full, or the existing target
        is not an ordinary file; no temporary file is left.
    """
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise EvaluatorError(f"{out} is not an ordinary file and is not written over. Name another.")
    try:
        if make_folder:
            out.parent.mkdir(parents=True, exist_ok=True)
        if not out.parent.is_dir():
            raise EvaluatorError(f"{out.parent}: there is no such folder. Make it, or name another for {out.name}.")
        sweep(out)
        part = write_part(out, content, mode)
        try:
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(out, "cannot be written", error) from None
    return out


def write_part(out: Path, content: bytes, mode: int = USUAL) -> Path:
    """Write a file under a temporary name next to its target and return its path; on failure nothing is left.

    Raises
    ------
    OSError
        The file cannot be written.
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
    """Delete temporary files that killed commands left for a target; those of running commands stay."""
    for part in parts_of(out):
        if is_left_over(part) and not part.is_dir():
            part.unlink(missing_ok=True)


def parts_of(out: Path) -> list[Path]:
    """Return the paths of all temporary files for a target, of running and of killed commands."""
    return sorted(out.parent.glob(f".{glob.escape(_start(out))}.*{SUFFIX}"))


def part_prefix(out: Path) -> str:
    """Return the start of the temporary names that this process uses for a target."""
    return f".{_start(out)}.{HOST}-{os.getpid()}-"


def _start(out: Path) -> str:
    return out.name.encode()[:SHOWN].decode(errors="ignore")


def is_left_over(part: Path) -> bool:
    """Return whether a temporary file is left over, that is, by its name and age no running command wrote it."""
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
        return True  # the process belongs to another user
    return True
