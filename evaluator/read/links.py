"""Links in a folder's data: they may lead to another place in it, never out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluator.errors import Problem

SHELVES = ("rubrics", "countries")
MEND = "Copy what it leads to into the folder, and remove the link."


def links_out(root: Path, inside: Sequence[str] = SHELVES) -> list[Problem]:
    """Return the links at or below some names in a folder that lead out of the folder, in order of path.

    A report prints and carries what it reads: in a folder that came from someone
    else, such a link would publish a file of the reader's.
    """
    whole = Path(os.path.realpath(root))
    leading_out = (path for name in inside for path in _links(root / name) if not _is_below(path, whole))
    return [
        Problem(str(path), "a link that leads out of the folder", "a file or a folder", MEND) for path in leading_out
    ]


def _links(path: Path) -> Iterator[Path]:
    """Yield each link at a path and below; what a link leads to is not entered."""
    if path.is_symlink():
        yield path
        return
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return  # not there, or a file, or not for us: told where it is read
    for entry in entries:
        if entry.is_symlink() or entry.is_dir():
            yield from _links(Path(entry.path))


def _is_below(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)
