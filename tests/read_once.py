"""What tests read again and again: a sound text is parsed once in a process, and what no test changes is read once.

A test that changes files has its own copy of a small library, and the copies of hundreds of tests hold the same texts.
What is parsed is a function of the text, but for the path that faults name; a text with a fault is parsed each time.
No test writes into the repository: rubrics and assessments of a library that lies there whole are read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evaluator import library
from evaluator.library import Library
from evaluator.read.layers import Layers
from evaluator.read.shipped import shipped_root
from evaluator.read.text_files import shape, table, yaml_file

KEPT = 8192  # the files of the shipped library, and of every small one
EXAMPLES = (shipped_root() / "examples", Path(__file__).parent / "data" / "examples")


class ReadOnce:
    """What was parsed and read in this process; `anew` is set while a test runs that proves something of reading."""

    def __init__(self) -> None:
        self.anew = False
        self.unchanged = {shipped_root(), *EXAMPLES}

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """Parse each sound text once, and read each shipped rubric once, while this lasts."""
        with ExitStack() as stack:
            for module, name, path_at, with_path in (
                (yaml_file, "_parsed_once", 0, _document),
                (shape, "_load_once", 1, _shape),
                (table, "_parsed_once", 0, _table),
            ):
                parse = self._by_content(getattr(module, name), path_at, with_path)
                stack.enter_context(patch.object(module, name, parse))
            stack.enter_context(patch.object(library, "read_rubric", self._shipped_rubrics(library.read_rubric)))
            stack.enter_context(patch.object(Library, "rubric", self._rubrics(Library.rubric)))
            stack.enter_context(patch.object(Library, "assessment", self._assessments(Library.assessment)))
            yield

    def _lasts(self, library: Library) -> bool:
        """Return whether no test changes a file of the library."""
        return not self.anew and self.unchanged.issuperset(library.layers.folders)

    def _rubrics(self, read: Callable[..., Any]) -> Callable[..., Any]:
        kept: dict[tuple[Any, ...], Any] = {}

        @wraps(read)
        def rubric(own, name=library.DEFAULT_RUBRIC):
            key = own.layers.folders, name
            if not isinstance(name, str) or not self._lasts(own):
                return read(own, name)
            if key not in kept:
                kept[key] = read(own, name)
            return kept[key]

        return rubric

    def _assessments(self, read: Callable[..., Any]) -> Callable[..., Any]:
        kept: dict[tuple[Any, ...], Any] = {}

        @wraps(read)
        def assessment(own, name, rubric=library.DEFAULT_RUBRIC, *, notes=None):
            if notes is not None or not self._lasts(own):
                return read(own, name, rubric, notes=notes)
            chosen = own.rubric(rubric)
            key = own.layers.folders, name, id(chosen)
            if key not in kept:
                kept[key] = read(own, name, chosen), chosen  # the rubric too, so that no other gets its id
            return kept[key][0]

        return assessment

    def _by_content(self, parse: Callable[..., Any], path_at: int, with_path: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that parses like `parse`, whose argument at `path_at` is the path, and each text once.

        `with_path` returns what was parsed as if it had been read from another path; None if a fault in it names one.
        """
        kept: dict[tuple[Any, ...], Any] = {}

        def parsed(*asked: Any) -> Any:
            if self.anew:
                return parse(*asked)
            path, content = asked[path_at], asked[:path_at] + asked[path_at + 1 :]
            found = kept.pop(content) if content in kept else parse(*asked)
            moved = with_path(found, path)
            if moved is None:
                return found
            kept[content] = found
            if len(kept) > KEPT:
                del kept[next(iter(kept))]
            return moved

        return parsed

    def _shipped_rubrics(self, read: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that reads a rubric like `read`, and a shipped one over which nothing is laid once."""
        rubrics = shipped_root() / "rubrics"
        once = lru_cache(maxsize=None)(lambda name, standards: read(Layers((rubrics / name,)), standards))

        def rubric(layers, standards=None):
            *over, lowest = layers.folders
            if self.anew or lowest.parent != rubrics or any(folder.parent.exists() for folder in over):
                return read(layers, standards)
            return once(lowest.name, standards)

        return rubric


def _document(found, path):
    return None if found.warnings or found.faults else replace(found, path=path)


def _shape(found, path):
    item, document, problems = found
    return None if problems or document is None else (item, replace(document, path=path), ())


def _table(found, path):
    rows, problems = found
    return None if problems else (replace(rows, path=path), ())


READS = ReadOnce()
