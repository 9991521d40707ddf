"""Differences between two values of one field, reported at the innermost place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluator.model.base import Shape

# Keys on which no score depends, at any depth.
WORDS = frozenset({"ground", "origin", "titles", "source", "sources", "note", "notes"})
LABELS = ("id", "criterion", "grade", "outcome")


@dataclass(frozen=True, slots=True)
class LeafChange:
    """One difference inside a field: its path, both values as text, and whether it is only wording."""

    field: str
    old: str
    new: str
    is_wording: bool = False


def leaves(field: str, before: object, after: object) -> Iterator[LeafChange]:
    """Yield the innermost differences of two values of a field.

    Mappings and shapes are compared key by key. Lists of shapes are compared by the id, criterion, grade or outcome of
    their members; without such a name, by position if the lists have equal length.

    Examples
    --------
    >>> [leaf.field for leaf in leaves("weights", {"a": {"x": 1, "y": 2}}, {"a": {"x": 1, "y": 3}})]
    ['weights.a.y']
    """
    if before == after:
        return
    parts = _parts(before), _parts(after)
    if parts[0] is None or parts[1] is None:
        yield LeafChange(field, text_of(before), text_of(after), field.rpartition(".")[2] in WORDS)
        return
    for key in dict.fromkeys((*parts[0], *parts[1])):
        inner = leaves(f"{field}.{key}", parts[0].get(key), parts[1].get(key))
        yield from (dataclasses.replace(leaf, is_wording=True) for leaf in inner) if key in WORDS else inner
    if list(parts[0]) != list(parts[1]) and sorted(parts[0]) == sorted(parts[1]) and isinstance(after, tuple):
        yield LeafChange(f"{field} (order)", ", ".join(parts[0]), ", ".join(parts[1]))


def _parts(value: object) -> dict[str, object] | None:
    """Return the members of a value by name; None for a value without members."""
    if isinstance(value, Shape):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): part for key, part in value.items()}
    if isinstance(value, tuple) and value and all(isinstance(part, Shape) for part in value):
        names = [_label(part, at) for at, part in enumerate(value)]
        return dict(zip(names, value, strict=True)) if len(set(names)) == len(names) else None
    return None


def _label(part: object, at: int) -> str:
    return next((str(getattr(part, name)) for name in LABELS if getattr(part, name, None)), str(at))


def text_of(value: object) -> str:
    """Return a value as one line of text."""
    if isinstance(value, Shape):
        given = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return ", ".join(f"{key}: {text_of(part)}" for key, part in given.items())
    if isinstance(value, tuple | list):
        return "; ".join(text_of(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {text_of(part)}" for key, part in value.items())
    return "" if value is None else str(value)
