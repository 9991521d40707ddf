"""Checks of links in a data folder: none leads out of it, and no folder or pipe takes a file's name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluator.errors import Problem
from evaluator.model.publisher import PUBLISHER

SHELVES = ("rubrics", "countries", "surveys")
READ = (".csv", ".yaml", ".yml", ".md")
MEND = "Copy what it leads to into the folder, and remove the link."
NO_FILE = "Put the file there, or remove what stands in its place: it would be passed over as if there were none."


def links_out(root: Path, inside: Sequence[str] = (*SHELVES, PUBLISHER)) -> list[Problem]:
    """Return a problem for each link that leads out of a folder, and each data file that is not a readable file.

    A report prints and carries the files it reads, so in a folder from someone else such a link would publish a
    file of the reader's. A folder, a pipe or a broken link in place of a table would be skipped without notice.
    """
    whole = Path(os.path.realpath(root))
    entries = [entry for name in inside for entry in _odd_entries(str(root / name))]
    links = [path for path, is_link in entries if is_link]
    leading_out = [path for path in links if not Path(os.path.realpath(path)).is_relative_to(whole)]
    no_files = [path for path, _ in entries if path not in leading_out and _is_no_file(path)]
    return [
        *(Problem(path, "a link that leads out of the folder", "a file or a folder", MEND) for path in leading_out),
        *(Problem(path, "no file that can be read", "a file", NO_FILE) for path in no_files),
    ]


def _is_no_file(path: str) -> bool:
    """Return whether a path has the name of a data file but is a folder, a pipe or a broken link."""
    name = os.path.basename(path)  # noqa: PTH119  (a library has thousands)
    return name.endswith(READ) and not name.startswith(".") and not os.path.isfile(path)  # noqa: PTH113


def _odd_entries(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield each path at or below a folder that is not a plain file, with whether it is a link.

    Links are not followed.
    """
    if os.path.islink(folder):  # noqa: PTH114
        yield folder, True
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return  # missing, a file or not readable: reported when it is read
    for entry in entries:
        if entry.is_symlink():
            yield entry.path, True
            continue
        if entry.is_dir():
            yield from _odd_entries(entry.path)
        if not entry.is_file():
            yield entry.path, False
