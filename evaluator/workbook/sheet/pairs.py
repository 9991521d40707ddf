"""Conversion of a YAML file (`plan.yaml`, a coder's header) to rows of key and value, and back."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml
from pydantic import BaseModel

from evaluator.model.schema import Column, Shape
from evaluator.read.text_files.yaml_file import scalar

SHORT_NUMBER = re.compile("[0-9]{1,18}")
STEP = re.compile(r"[^.\[\]]+")
SERIES = "series"
DATES = ("start", "end", "started", "finished", "from", "to", "until")
MORE = "+"  # an entry for a text in a further language: `sq: Plani`


@dataclass(frozen=True, slots=True)
class PairLeaf:
    """One value of a shape: its path, such as `text_read.pages` or `languages.1.lang`, its declaration, its text."""

    path: str
    declared: Column
    text: str


def leaves(
    content: Mapping[str, object], shape: type[Shape], spare: Mapping[str, int] | None = None
) -> tuple[PairLeaf, ...]:
    """Return every value that a mapping has or may have, in the order of the shape's declaration.

    Texts by language have an entry for each present language and one for a further language; a list
    of mappings has its present items and one empty item, or as many empty items as `spare` gives
    for its path.
    """
    return tuple(_leaves_of_shape(content, shape, "", spare or {}))


def _leaves_of_shape(
    content: Mapping[str, object], shape: type[BaseModel], prefix: str, spare: Mapping[str, int]
) -> Iterator[PairLeaf]:
    for name, field in shape.model_fields.items():
        key = field.alias or name
        yield from _leaves_of(
            content.get(key), field.annotation, f"{prefix}{key}", key, spare, needed=field.is_required()
        )


def _leaves_of(
    value: object, annotation: object, path: str, doc: str, spare: Mapping[str, int], *, needed: bool
) -> Iterator[PairLeaf]:
    inner = _without_none(annotation)
    model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
    if model is not None:
        yield from _leaves_of_shape(value if isinstance(value, Mapping) else {}, model, f"{path}.", spare)
    elif typing.get_origin(inner) is dict:
        yield from _leaves_by_language(value, typing.get_args(inner)[1], path, doc)
    elif typing.get_origin(inner) is tuple:
        yield from _leaves_of_series(value, typing.get_args(inner)[0], path, spare)
    else:
        yield PairLeaf(path, _declared_column(inner, path, doc, needed=needed), _leaf_text(value))


def _leaves_by_language(value: object, item: object, path: str, doc: str) -> Iterator[PairLeaf]:
    """Yield an entry for each present language and one for a further language: a text, or a series of texts."""
    declared = Column(path, "text", SERIES if typing.get_origin(item) is tuple else doc)
    for lang, part in (value if isinstance(value, Mapping) else {}).items():
        yield PairLeaf(f"{path}.{lang}", declared, _series_text(part) if declared.doc == SERIES else str(part))
    yield PairLeaf(f"{path}.{MORE}", declared, "")


def _leaves_of_series(value: object, item: object, path: str, spare: Mapping[str, int]) -> Iterator[PairLeaf]:
    parts = list(value) if isinstance(value, list | tuple) else []
    if isinstance(item, type) and issubclass(item, BaseModel):
        empty: list[dict[str, object]] = [{}] * spare.get(path, 1)
        for at, part in enumerate([*parts, *empty], start=1):
            yield from _leaves_of_shape(part, item, f"{path}.{at}.", spare)
    else:
        yield PairLeaf(path, Column(path, "text", SERIES), _series_text(parts))


def _series_text(parts: object) -> str:
    return "; ".join(str(part) for part in parts) if isinstance(parts, list | tuple) else ""


def _declared_column(annotation: object, path: str, doc: str, *, needed: bool) -> Column:
    options = tuple(typing.get_args(annotation)) if typing.get_origin(annotation) is typing.Literal else ()
    if options:
        return Column(path, "choice", doc, required=needed, choices=options)
    base = _plain_type(annotation)
    if base is bool:
        return Column(path, "flag", doc)
    if base is int and not typing.get_args(annotation)[1:]:
        return Column(path, "integer", doc)
    dated = "date" in path or path.rpartition(".")[2] in DATES
    return Column(path, "date" if dated and base is str else "text", doc)


def _plain_type(annotation: object) -> object:
    """Return the plain type inside an annotation, or None for a union of several."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        return _plain_type(arguments[0])
    return None if arguments else annotation


def _without_none(annotation: object) -> object:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        kept = [part for part in typing.get_args(annotation) if part is not type(None)]
        return kept[0] if len(kept) == 1 else annotation
    return annotation


def _leaf_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def content_of(entries: Sequence[tuple[str, str, Column]]) -> dict[str, object]:
    """Return the mapping that entries of (path, text, declaration) describe; empty entries are left out.

    Examples
    --------
    >>> text = Column("x", "text", "")
    >>> content_of([("titles.en", "Plan", text), ("rows.here", "3", Column("x", "integer", ""))])
    {'titles': {'en': 'Plan'}, 'rows': {'here': 3}}
    """
    content: dict[str, object] = {}
    for path, text, declared in entries:
        if text:
            put_value(content, STEP.findall(path), _typed_value(text, declared))
    return {key: _with_lists(value) for key, value in content.items()}


def _typed_value(text: str, declared: Column) -> object:
    if declared.doc == SERIES:
        return [part.strip() for part in text.split(";") if part.strip()]
    if declared.kind == "flag":
        return text == "yes"
    if (declared.kind == "integer" or declared.doc == "in_plan") and SHORT_NUMBER.fullmatch(text):
        return int(text)
    return text


def put_value(content: dict[str, object], steps: Sequence[str], value: object) -> None:
    """Set a value in nested mappings at the path `steps`.

    Examples
    --------
    >>> content: dict[str, object] = {"rows": {"here": 1}}
    >>> put_value(content, ["rows", "in_plan"], 2)
    >>> content
    {'rows': {'here': 1, 'in_plan': 2}}
    """
    if not steps:  # a key that is only dots, which is reported as unknown
        return
    at = content
    for step in steps[:-1]:
        below = at.setdefault(step, {})
        if not isinstance(below, dict):
            return
        at = below
    at[steps[-1]] = value


def _with_lists(value: object) -> object:
    """Return nested mappings with the keys 1, 2, 3 converted to lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(part) for key, part in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


class _Dumper(yaml.SafeDumper):
    """A YAML dumper that quotes texts which the strict reader would read as another type."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (PyYAML's own signature)
        """Return True, so that every value is written out: the strict reader knows no aliases."""
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = (
        '"' if scalar(text) != text else "|" if "\n" in text.strip() and not re.search(r"[ \t]\n|^\s", text) else None
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)


def yaml_text(content: Mapping[str, object]) -> str:
    """Return a mapping as YAML text that the strict reader reads back unchanged."""
    return yaml.dump(dict(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
