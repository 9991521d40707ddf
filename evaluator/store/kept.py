"""Rows that a command printed of a country, kept under the hash of every byte that they depend on.

An entry is found only by that hash, so none can be stale: an edit gives another name, and nothing is ever invalidated.
It is data alone (JSON) and carries the hash of itself; whatever is odd about an entry, it is as if it were not there.
The folder is the user's own, never beside a library, and nobody else may write to it; where that cannot be, nothing is
kept.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from evaluator.doors import GROUPS, extensions

COMMANDS = "nap_evaluator.commands"  # makes no row
SWITCH = "EVALUATOR_CACHE"  # names another folder, or is `off`
LARGEST = 4_000_000  # bytes of one entry
MOST = 256_000_000  # bytes of all; the entries used longest ago go first
BLOCK = 200  # countries that are made at once, so that memory stays flat
DEEPEST = 12  # folders below a folder
DEPENDS = ("pydantic", "numpy", "PyYAML", "babel", "click", "krippendorff")  # whose versions may change a row
Look = Callable[[], "Print"]
Make = Callable[[list[int]], list[Any]]  # rows by place; None for what is not to be kept


class UnfitError(Exception):
    """What lies there cannot be told by a hash, or an entry is not one of ours."""


@dataclass(slots=True)
class Print:
    """The hash of words and of all that lies in folders, with the stamps by which a change and its undoing show."""

    name: str = ""
    stamps: list[tuple[str, int, int, int]] = field(default_factory=list)

    def words(self, *words: str) -> Print:
        """Return the print with further words."""
        whole = hashlib.sha256("\0".join((self.name, *words)).encode("utf-8", "surrogateescape"))
        return Print(whole.hexdigest(), self.stamps)

    def folders(self, places: Iterable[Path], *, deep: bool = True) -> Print:
        """Return the print with the names and contents of all that lies in folders, or directly in them."""
        whole, stamps = hashlib.sha256(self.name.encode()), list(self.stamps)
        for place in places:
            whole.update(f"{place}\0".encode("utf-8", "surrogateescape"))
            for part in _parts(str(place), stamps, deep=deep):
                whole.update(part)
        return Print(whole.hexdigest(), stamps)


def _parts(folder: str, stamps: list[tuple[str, int, int, int]], *, deep: bool, depth: int = 0) -> Iterator[bytes]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        yield b"-"
        return
    if depth > DEEPEST:
        raise UnfitError(folder)
    for entry in entries:
        name = entry.name.encode("utf-8", "surrogateescape")
        if entry.is_dir():
            if deep:
                yield b"d%d:" % len(name) + name
                yield from _parts(entry.path, stamps, deep=deep, depth=depth + 1)
                yield b"/"
            continue
        state = entry.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnfitError(entry.path)
        content = Path(entry.path).read_bytes()
        yield b"f%d:%d:" % (len(name), len(content)) + name + hashlib.sha256(content).digest()
        stamps.append((entry.path, state.st_ino, state.st_mtime_ns, state.st_ctime_ns))


@functools.cache
def program() -> str:
    """Return the hash of the program: its files by name, size and time, its Python, and what it is made with."""
    root = Path(__file__).parents[1]
    parts = [sys.version, sys.platform, *(f"{name} {metadata.version(name)}" for name in DEPENDS)]
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "_library"))
        for name in sorted(name for name in files if name.endswith(".py")):
            state = Path(folder, name).stat()
            parts.append(f"{folder}/{name}:{state.st_size}:{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


class Kept:
    """The user's folder of kept rows; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder if folder is not None and _is_own_folder(folder) else None
        self.written = 0

    def of_many(self, looks: Sequence[Look], make: Make, is_still: Callable[[], bool]) -> list[Any]:
        """Return what is kept for each print; what is not is made in blocks, by place, and kept unless it is None.

        It is kept only if the print is the same after it was made as before, and what all prints share `is_still`.
        """
        found: dict[int, Any] = {}
        before: dict[int, Print] = {}
        for at, look in enumerate(looks) if self.folder is not None else ():
            seen = _seen(look)
            if seen is None:
                continue
            before[at] = seen
            entry = self.get(seen.name)
            if entry is not None:
                found[at] = entry[0]
        missing = [at for at in range(len(looks)) if at not in found]
        for start in range(0, len(missing), BLOCK):
            some = missing[start : start + BLOCK]
            found |= dict(zip(some, make(some), strict=True))
            for at in some if self.folder is not None and is_still() else ():
                if at in before and found[at] is not None and _seen(looks[at]) == before[at]:
                    self.put(before[at].name, found[at])
        self.sweep()
        return [found[at] for at in range(len(looks))]

    def get(self, name: str) -> tuple[Any] | None:
        """Return what is kept under a name, in a tuple, or None: also where the entry is damaged or not ours."""
        if self.folder is None:
            return None
        place = self.folder / name[:2] / name
        try:
            handle = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(handle, "rb") as file:
                state = os.fstat(file.fileno())
                if not _is_ours(state) or state.st_size > LARGEST:
                    return None
                head, _, body = file.read().partition(b"\n")
            if head.decode() != hashlib.sha256(name.encode() + body).hexdigest():
                return None
            return (json.loads(body),)
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, name: str, rows: object) -> None:
        """Keep rows, whole or not at all; a folder that cannot be written to keeps nothing more."""
        if self.folder is None:
            return
        body = json.dumps(rows, ensure_ascii=False).encode()
        place = self.folder / name[:2] / name
        part = ""
        try:
            place.parent.mkdir(mode=0o700, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=place.parent, prefix=".part-")  # for this user alone
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(name.encode() + body).hexdigest().encode() + b"\n" + body)
            Path(part).replace(place)
            self.written += len(body)
        except OSError:
            self.folder = None
            if part:
                Path(part).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove the entries of longest ago until all are within their size; only after something was written."""
        if self.folder is None or not self.written:
            return
        self.written = 0
        states = [(path.stat(), path) for path in self.folder.glob("??/*")]
        over = sum(state.st_size for state, _ in states) - MOST
        for state, path in sorted(states, key=lambda pair: pair[0].st_mtime_ns) if over > 0 else ():
            if over <= 0:
                break
            path.unlink(missing_ok=True)
            over -= state.st_size


def _seen(look: Look) -> Print | None:
    try:
        return look()
    except (OSError, UnfitError):
        return None


def _is_ours(state: os.stat_result, *, is_folder: bool = False) -> bool:
    kind = stat.S_ISDIR(state.st_mode) if is_folder else stat.S_ISREG(state.st_mode)
    if os.name == "nt":
        return kind
    return kind and state.st_uid == os.geteuid() and not state.st_mode & 0o022


def _is_own_folder(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _is_ours(folder.lstat(), is_folder=True)
    except OSError:
        return False


@functools.cache
def kept() -> Kept:
    """Return the kept rows of this user, in `~/.cache/nap-evaluator` or where EVALUATOR_CACHE says; `off`: none."""
    named = os.environ.get(SWITCH, "")
    others = [one for group in GROUPS if group != COMMANDS for one in extensions(group)]
    if named == "off" or others:  # what a package of others does is in no hash
        return Kept(None)
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return Kept(None)
    return Kept(Path(named) if named else base / "nap-evaluator" / "rows")
