"""What a country's rows depend on, as hashes: its folders, the rubrics it is read with, shared facts, the program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from evaluator.read.layers import Layers
from evaluator.read.shipped import EXAMPLES, shipped_root
from evaluator.store.kept import Print, UnfitError, program

ASSESSED = re.compile(r"[\\/](?:assessments|proposals)[\\/]([^\\/]+)[\\/]")


class Prints:
    """The hashes of one command over a library; what all countries share is hashed once."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.roots = tuple(dict.fromkeys((*layers.folders, shipped_root(), shipped_root() / EXAMPLES)))

    def is_still(self) -> bool:
        """Return whether what all countries share is as it was when it was hashed."""
        try:
            now = Prints(self.layers)
            return now.shared == self.shared and all(now.rubric(name) == found for name, found in self._rubrics.items())
        except (OSError, UnfitError):
            return False

    def country(self, code: str, rubrics: Iterable[str] | None, *words: str) -> Print:
        """Return the hash of a country read under some rubrics, or under all where None is given, for some words.

        The rubrics under which the country is rated count as well: they may answer of the law.
        """
        found = self.shared.words(*words).folders(root / "countries" / code for root in self.roots)
        rated = {match[1] for path, *_ in found.stamps if (match := ASSESSED.search(path))}
        wanted = self.names if rubrics is None else self._reached({*rubrics, *rated})
        return found.words(*(self.rubric(name).name for name in sorted(wanted)))

    def rubric(self, name: str) -> Print:
        """Return the hash of a rubric's folder in all layers."""
        if name not in self._rubrics:
            self._rubrics[name] = Print(name).folders(root / "rubrics" / name for root in self.roots)
        return self._rubrics[name]

    @cached_property
    def _rubrics(self) -> dict[str, Print]:
        return {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of all folders of rubrics."""
        folders = (path for root in self.roots if (root / "rubrics").is_dir() for path in (root / "rubrics").iterdir())
        return frozenset(path.name for path in folders if path.is_dir())

    @cached_property
    def shared(self) -> Print:
        """Return the hash of the program and of the files beside rubrics and countries, facts among them."""
        found = Print().words(program(), *map(str, self.layers.folders), *sorted(self.names))
        for name in ("rubrics", "countries"):
            found = found.folders((root / name for root in self.roots), deep=False)
        return found.folders(root / "countries" / "facts" for root in self.roots)

    def _reached(self, names: Iterable[str]) -> set[str]:
        """Return the rubrics that are named, and those that they name: what they borrow from, whose weightings hold."""
        reached, waiting = set[str](), [name for name in names if name in self.names]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += self._named_by(name)
        return reached

    def _named_by(self, name: str) -> frozenset[str]:
        if name not in self._mentions:
            files = [path for root in self.roots for path in sorted((root / "rubrics" / name).rglob("*.y*ml"))]
            text = b"\n".join(path.read_bytes() for path in files if path.parent.name != "lang")
            self._mentions[name] = frozenset(other for other in self.names if other.encode() in text)
        return self._mentions[name]

    @cached_property
    def _mentions(self) -> dict[str, frozenset[str]]:
        return {}
