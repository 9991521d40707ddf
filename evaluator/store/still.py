"""A check that the files of a folder did not change while a command read them; readers take no lock.

A lock for readers would make an import wait while a report is printed, and could not be taken in a
read-only folder. So a reader records the files' stamps before it reads and compares them before any
output. That also detects changes by an editor, git or a synchronised drive.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.store.change import is_under_way

# The state of a file without reading it: path, inode, size, time of its last change.
Stamp = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Sight:
    """The stamps of the files below some names in a folder at one time; the files in `apart` are ignored."""

    folder: Path
    inside: tuple[str, ...]
    stamps: frozenset[Stamp]
    apart: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Path, inside: Collection[str]) -> Sight:
        """Return the present stamps of all visible files of a folder below the names in `inside`."""
        whole = Path(os.path.realpath(folder))
        return cls(whole, tuple(inside), _seen(whole, inside))

    def changed(self) -> str:
        """Return the path of the first changed file; empty if there is none and no change is under way.

        A change under way is checked first: once it has ended, all its files are in place, and a
        file that it moved since has another stamp.
        """
        if is_under_way(self.folder):
            return str(self.folder)
        others = self.stamps ^ _seen(self.folder, self.inside)
        return min((path for path, *_ in others if path not in self.apart), default="")

    def without(self, path: Path) -> Sight:
        """Return the sight with one more ignored file, which the command itself writes."""
        return replace(self, apart=self.apart | {os.path.realpath(path)})


def _seen(folder: Path, inside: Collection[str]) -> frozenset[Stamp]:
    return frozenset(stamp for name in inside for stamp in _stamps(str(folder / name)))


def _stamps(path: str) -> Iterator[Stamp]:
    try:
        with os.scandir(path) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError:
        return  # missing or not readable; the code that reads it reports this
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _stamps(entry.path)
            continue
        try:
            state = entry.stat()
        except OSError:
            continue
        yield (entry.path, state.st_ino, state.st_size, state.st_mtime_ns)
