"""Whether the files of a folder stayed as they were while a command read them: who only reads takes no lock.

A lock for readers would make an import wait for whoever prints, and could not be
taken in a folder that may only be read. So a reader notes how the files are before
it reads and looks again before it puts anything out. That finds what an editor, git
or a drive that is kept in step changed as well.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.store.change import is_under_way

# What tells one state of a file from another, without reading it: path, place on the disk, size, time it was written.
Stamp = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Sight:
    """How the files below some names in a folder were when a command first looked; those `apart` do not count."""

    folder: Path
    inside: tuple[str, ...]
    stamps: frozenset[Stamp]
    apart: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Path, inside: Collection[str]) -> Sight:
        """Look at a folder: at the files below the names in it, hidden ones left out."""
        whole = Path(os.path.realpath(folder))
        return cls(whole, tuple(inside), _seen(whole, inside))

    def changed(self) -> str:
        """Return the first file that is not as it was, empty where all are and no change is under way.

        The change under way is looked for first: once it has ended, all its files are in
        place, and a file that moved after the first look has another stamp.
        """
        if is_under_way(self.folder):
            return str(self.folder)
        others = self.stamps ^ _seen(self.folder, self.inside)
        return min((path for path, *_ in others if path not in self.apart), default="")

    def without(self, path: Path) -> Sight:
        """Return the sight without a file that the command writes itself."""
        return replace(self, apart=self.apart | {os.path.realpath(path)})


def _seen(folder: Path, inside: Collection[str]) -> frozenset[Stamp]:
    return frozenset(stamp for name in inside for stamp in _stamps(str(folder / name)))


def _stamps(path: str) -> Iterator[Stamp]:
    try:
        with os.scandir(path) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError:
        return  # not there, or not for us: told where it is read
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _stamps(entry.path)
            continue
        try:
            state = entry.stat()
        except OSError:
            continue
        yield (entry.path, state.st_ino, state.st_size, state.st_mtime_ns)
