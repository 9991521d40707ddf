"""Texts that are still a blank's own words: whoever begins a rubric or a frame writes them anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evaluator.model.schema import Shape

BLANK = re.compile(r"\bto be (?:written|grounded|filled in)\b", re.IGNORECASE)


def unwritten(content: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each text inside mappings, lists and shapes that is a blank's own.

    Examples
    --------
    >>> list(unwritten({"levels": {0: "To be written", 1: "A road is named."}, "sources": ["to be filled in"]}))
    [('levels', 0), ('sources', 0)]
    """
    if isinstance(content, str):
        if BLANK.search(content):
            yield at
        return
    for key, value in _inner_contents(content):
        yield from unwritten(value, (*at, key))


def _inner_contents(content: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(content, Shape):
        return ((name, getattr(content, name)) for name in type(content).model_fields)
    if isinstance(content, dict):
        return content.items()
    return enumerate(content) if isinstance(content, list | tuple) else ()
