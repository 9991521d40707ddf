"""A library as an analyst names it: opened once, and anew when one of its files has changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.read.shipped import FOLDERS
from evaluator.store.still import Sight


@dataclass(frozen=True, slots=True)
class Opened:
    """A library that was opened, with the rubrics that were read of it, as long as none of its files changes."""

    library: Library
    sights: tuple[Sight, ...]
    rubrics: dict[str, Rubric] = field(default_factory=dict)

    def rubric(self, name: Rubric | str) -> Rubric:
        """Return a rubric of the library, read once; one that was read is returned as it is."""
        if isinstance(name, Rubric):
            return name
        if not isinstance(name, str):
            raise EvaluatorError(f"a rubric is named by its id, a text, or given as it was read, not {kind_of(name)}")
        if name not in self.rubrics:
            self.rubrics[name] = self.library.rubric(name)
        return self.rubrics[name]


_KEPT: dict[tuple[str, str], Opened] = {}


def opened(given: Library | str | Path | None) -> Opened:
    """Return a library as it was opened before, or anew if one of its files has changed since."""
    if isinstance(given, Library):
        return Opened(given, ())
    if given is not None and not isinstance(given, (str, os.PathLike)):
        raise EvaluatorError(f"a library is a folder's path, or Library.open(path), not {kind_of(given)}")
    name = str(given or os.environ.get("EVALUATOR_LIBRARY") or "")
    key = (str(Path.cwd()), name)
    kept = _KEPT.get(key)
    if kept is None or any(sight.changed() for sight in kept.sights):
        library = Library.open(name or None)
        kept = Opened(library, tuple(Sight.of(folder, (*FOLDERS, "surveys")) for folder in library.layers.folders))
        _KEPT[key] = kept
    return kept


def kind_of(given: object) -> str:
    """Return the name of a type, for messages."""
    return type(given).__name__
