"""Layered folders: the user's folder on top, the shipped folder below."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem

LOOK = "Look where it leads, and whether you may open it: what is in it would be passed over as if there were none."


@dataclass(frozen=True, slots=True)
class Layers:
    """One folder seen through several layers: the topmost file of a name wins.

    No method writes to any layer.
    """

    folders: tuple[Path, ...]

    def below(self, name: str) -> Layers:
        """Return the same layers of a subfolder."""
        return Layers(tuple(folder / name for folder in self.folders))

    def file(self, name: str) -> Path | None:
        """Return the topmost file of that name, or None if no layer has it."""
        return next((folder / name for folder in self.folders if (folder / name).is_file()), None)

    def every(self, name: str) -> tuple[Path, ...]:
        """Return the file of that name in every layer that has it, the topmost first."""
        return tuple(folder / name for folder in self.folders if (folder / name).is_file())

    def expected(self, name: str) -> Path:
        """Return the path of a file; where no layer has it, the path it should have in the topmost existing folder."""
        return self.file(name) or self.topmost().folders[0] / name

    def files(self, pattern: str) -> dict[str, Path]:
        """Return the topmost files that match, by name, in order of name.

        Raises
        ------
        InvalidInputError
            A folder is there that nobody can open: one without the right to read it, or a link to itself.
        """
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            try:
                with os.scandir(folder) as entries:
                    names = [entry.name for entry in entries if fnmatchcase(entry.name, pattern) and entry.is_file()]
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                found_there = f"no folder that can be opened ({error.strerror})"
                raise InvalidInputError([Problem(str(folder), found_there, "a folder", LOOK)]) from error
            found.update({name: folder / name for name in names})
        return dict(sorted(found.items()))

    def odd(self, pattern: str) -> tuple[Path, ...]:
        """Return the paths that match but are no readable files: folders, pipes, broken links."""
        return tuple(path for folder in self.folders for path in sorted(folder.glob(pattern)) if not path.is_file())

    def folders_inside(self) -> tuple[str, ...]:
        """Return the names of the subfolders of all layers, each once, sorted."""
        return tuple(sorted({p.name for f in self.folders if f.is_dir() for p in f.iterdir() if p.is_dir()}))

    def topmost(self) -> Layers:
        """Return only the topmost layer that exists, for folders that replace lower ones as a whole."""
        existing = tuple(folder for folder in self.folders if folder.is_dir())
        return Layers(existing[:1] or self.folders[-1:])

    @property
    def exists(self) -> bool:
        """Return whether any layer has the folder."""
        return any(folder.is_dir() for folder in self.folders)
