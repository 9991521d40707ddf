"""From YAML content to a frozen shape, with every fault at its line and column."""

from __future__ import annotations

import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.model.base import Shape
from evaluator.read.yaml_file import Document, Key, dotted

S = TypeVar("S", bound=Shape)

EXPECTED = {
    "missing": "this key",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "finite_number": "a finite number",
}


def build(shape: type[S], document: Document) -> S:
    """Build a shape from a document.

    Raises
    ------
    InvalidInputError
        Every key that is unknown, missing or of a wrong form, each with its
        place and, where a name is near, a suggestion.
    """
    if not isinstance(document.content, dict):
        found = "nothing" if document.content is None else f"a {type(document.content).__name__}"
        raise InvalidInputError([Problem(str(document.path), found, "a mapping of keys", line=1, column=1)])
    try:
        return shape.model_validate(document.content)
    except ValidationError as error:
        raise InvalidInputError(_problems(shape, document, error)) from None


def _problems(shape: type[Shape], document: Document, error: ValidationError) -> list[Problem]:
    problems, seen = [], set()
    for detail in error.errors(include_url=False):
        key = _known_key(document, detail["loc"])
        mark = (key, detail["type"])
        if mark in seen:
            continue
        seen.add(mark)
        problems.append(_problem(shape, document, key, dict(detail)))
    return problems


def _known_key(document: Document, loc: tuple[int | str, ...]) -> Key:
    """Drop from a location what is not in the file: names of union members and the like."""
    key: Key = ()
    for part in loc:
        if (*key, part) in document.values or part == loc[-1]:
            key = (*key, part)
    return key


def _problem(shape: type[Shape], document: Document, key: Key, detail: dict[str, Any]) -> Problem:
    kind = detail["type"]
    extra = kind == "extra_forbidden"
    line, column = document.place(key, of_key=extra)
    suggestion = ""
    if extra:
        known = _fields_at(shape, key[:-1])
        found, expected = f"unknown key {key[-1]!r}", "one of: " + ", ".join(known) if known else "no such key"
        suggestion = did_you_mean(str(key[-1]), known)
    elif kind == "missing":
        found, expected = f"key {key[-1]!r} is missing", "this key"
        line, column = document.place(key[:-1])
    else:
        found = f"found {_short(detail.get('input'))}"
        expected = _expected(kind, detail)
        suggestion = _choice_suggestion(detail)
    return Problem(str(document.path), found, expected, suggestion, line=line, column=column, key=dotted(key))


def _short(value: object) -> str:
    if isinstance(value, dict | list | tuple):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _expected(kind: str, detail: dict[str, Any]) -> str:
    if kind in EXPECTED:
        return EXPECTED[kind]
    if kind == "literal_error":
        return str(detail["ctx"]["expected"])
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    message = str(detail["msg"])
    return message.removeprefix("Input should be ").removeprefix("Value error, ")


def _choice_suggestion(detail: dict[str, Any]) -> str:
    if detail["type"] != "literal_error" or not isinstance(detail.get("input"), str):
        return ""
    choices = [part.strip(" '") for part in detail["ctx"]["expected"].replace(" or ", ", ").split(",")]
    return did_you_mean(detail["input"], choices)


def _fields_at(shape: type[BaseModel], key: Key) -> list[str]:
    """Return the keys that a mapping at this path may have, as far as the declaration tells."""
    at: object = shape
    for part in key:
        at = _step(at, part)
        if at is None:
            return []
    model = _model_in(at)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _step(at: object, part: str | int) -> object | None:
    model = _model_in(at)
    if model is not None and isinstance(part, str):
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return None
    arguments = [a for a in typing.get_args(at) if a is not Ellipsis]
    return arguments[-1] if arguments else None


def _model_in(at: object) -> type[BaseModel] | None:
    if isinstance(at, type) and issubclass(at, BaseModel):
        return at
    if typing.get_origin(at) in (typing.Union, types.UnionType):
        return next((m for a in typing.get_args(at) if (m := _model_in(a)) is not None), None)
    return None
