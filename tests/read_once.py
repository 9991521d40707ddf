"""What tests read again and again: a sound text is parsed once in a process, and a shipped rubric read once.

A test that changes files has its own copy of a small library, and the copies of hundreds of tests hold the same texts.
What is parsed is a function of the text, but for the path that faults name; a text with a fault is parsed each time.
No test writes into the repository, so that a rubric that lies there whole is read once for each set of standards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from evaluator import library
from evaluator.read.layers import Layers
from evaluator.read.shipped import shipped_root
from evaluator.read.text_files import shape, table, yaml_file

KEPT = 8192  # the files of the shipped library, and of every small one


class ReadOnce:
    """What was parsed and read in this process; `anew` is set while a test runs that proves something of reading."""

    def __init__(self) -> None:
        self.anew = False

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
            yield

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
