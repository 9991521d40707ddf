"""Checks of the names in a file whose form is faulty.

A file with a negative weight may name an unknown criterion too. Both faults are reported in one check, so that
nobody has to mend the first one to learn of the second.
"""

from __future__ import annotations

import copy
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from evaluator.errors import Problem
from evaluator.model.schema import Shape
from evaluator.read.text_files.shape import declared_at, is_echo, known_key
from evaluator.read.text_files.yaml_file import Document, Key, dotted_path

S = TypeVar("S", bound=Shape)
ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Torn(Generic[S]):
    """A stand-in for a faulty file, with the keys (`patched`) whose values differ from the file's."""

    item: S
    document: Document
    patched: frozenset[Key]

    def told(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems that the patched values did not cause: none at, above or below a patched key."""
        return [p for p in problems if not any(_lies_in(p.key, key) or _lies_in(key, p.key) for key in self._paths())]

    def told_of_names(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems with names, without those at or below a patched key."""
        return [p for p in problems if not any(_lies_in(p.key, key) for key in self._paths())]

    def _paths(self) -> list[str]:
        return [dotted_path(key) for key in self.patched]


def salvage(shape: type[S], document: Document) -> Torn[S] | None:
    """Return a stand-in for a faulty file, with harmless values in place of the values of a wrong form.

    Return None if the document is not a mapping, or if replacing values does not end the faults.
    """
    if not isinstance(document.content, dict):
        return None
    content = copy.deepcopy(document.content)
    patched: set[Key] = set()
    for _ in range(ROUNDS):
        try:
            return Torn(shape.model_validate(content), document, frozenset(patched))
        except ValidationError as error:
            faults = error.errors(include_url=False)
        found = {known_key(document, fault["loc"]): fault["type"] == "extra_forbidden" for fault in faults}
        for key, is_extra in found.items():
            if not key:
                return None
            if not is_echo(key, found):
                patched.add(key)
                _patch(shape, content, key, is_extra=is_extra)
    return None


def _lies_in(key: str, outer: str) -> bool:
    return key == outer or key.startswith((f"{outer}.", f"{outer}["))


def _patch(shape: type[Shape], content: object, key: Key, *, is_extra: bool) -> None:
    """Remove an unknown key, or replace the value at another key by a harmless value of the declared form."""
    at, last = _value_at(content, key[:-1]), key[-1]
    if isinstance(at, dict):
        if is_extra:
            at.pop(last, None)
        else:
            at[last] = _harmless_value(declared_at(shape, key))
    elif isinstance(at, list) and isinstance(last, int) and last < len(at):
        at[last] = _harmless_value(declared_at(shape, key))


def _value_at(content: object, key: Key) -> object:
    """Return the value at a key of nested content, or None if the key does not exist."""
    at = content
    for part in key:
        if isinstance(at, dict):
            at = at.get(part)
        else:
            at = at[part] if isinstance(at, list) and isinstance(part, int) and part < len(at) else None
    return at


def _harmless_value(form: object) -> object:
    """Return a minimal valid value of a declared form, such as 1 for an integer."""
    origin, inner = typing.get_origin(form), typing.get_args(form)
    if origin in (typing.Union, types.UnionType):
        return _harmless_value(next(part for part in inner if part is not types.NoneType))
    if origin is typing.Annotated:
        return _harmless_value(inner[0])
    if origin is typing.Literal:
        return inner[0]
    kind = origin or form
    if not isinstance(kind, type):
        return None
    if issubclass(kind, BaseModel) or issubclass(kind, dict):
        return {}
    return {tuple: [], list: [], bool: True, int: 1, float: 1.0, str: "x"}.get(kind)
