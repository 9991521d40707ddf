"""Conversion of YAML content to frozen shapes, with every fault at its line and column."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from evaluator.errors import InvalidInputError, Problem, did_you_mean, gather, sound
from evaluator.model.schema import ISO3, PLAN_ID, SHA256, VERSION, Shape, Texts
from evaluator.read.text_files.file import LARGEST_YAML, read_text
from evaluator.read.text_files.yaml_file import Document, Key, dotted_path, parsed_yaml

S = TypeVar("S", bound=Shape)
T = TypeVar("T")
LONGEST_SHOWN = 60
# Size of the cache of parsed files: more than the files of all rubrics and a few countries.
KEPT = 1024

PER_CENT = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]+)?)\s*%\s*")

MAPPING = "a mapping of keys"
EXPECTED = {
    "missing": "this key",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": MAPPING,
    "model_type": MAPPING,
    "finite_number": "a finite number",
}
TYPES = {list: "a list", str: "a text", bool: "true or false"}
PATTERNS = {
    f"^{VERSION.pattern}$": "three numbers with points between, such as 1.2.0",
    f"^{ISO3.pattern}$": "three capital letters",
    f"^{SHA256.pattern}$": "64 hexadecimal digits",
    f"^({SHA256.pattern})?$": "64 hexadecimal digits, or nothing",
    f"^{PLAN_ID.pattern}$": "a plan's id such as ALB-2005-2007 or ALB-2005-2007-children",
}


def load(shape: type[S], path: Path, problems: list[Problem]) -> tuple[S | None, Document | None]:
    """Read a YAML file into a shape; append faults and warnings of form and content to `problems`.

    The file is read on each call, but parsed and checked once for each content. All callers share the result and
    must not change it.
    """
    text = gather(lambda: read_text(path, largest=LARGEST_YAML), problems)
    if text is None:
        return None, None
    item, document, found = _load_once(shape, path, text)
    problems.extend(found)
    return cast("S | None", item), document


def load_named(shape: type[S], path: Path, key: str, problems: list[Problem]) -> tuple[S | None, Document | None]:
    """Read a YAML file whose value at `key` must be the name of its folder; another name is a fault."""
    item, document = load(shape, path, problems)
    if item is not None and document is not None:
        problems.extend(document.misnamed(key, getattr(item, key)))
    return item, document


def read_sound(read: Callable[[list[Problem]], T | None]) -> T:
    """Return what `read` returns, which appends its problems to the list that it is given.

    Raises
    ------
    InvalidInputError
        It returned None, or one of the problems is a fault.
    """
    problems: list[Problem] = []
    return sound(read(problems), problems)


@lru_cache(maxsize=KEPT)
def _load_once(shape: type[Shape], path: Path, text: str) -> tuple[Shape | None, Document | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    document = gather(lambda: parsed_yaml(path, text), problems)
    if document is None:
        return None, None, tuple(problems)
    problems.extend((*document.warnings, *document.faults))
    found: list[Problem] = []
    item = gather(lambda: build(shape, document), found)
    told = {(fault.line, fault.column) for fault in document.faults}
    problems.extend(problem for problem in found if (problem.line, problem.column) not in told)
    return None if document.faults else item, document, tuple(problems)


def build(shape: type[S], document: Document) -> S:
    """Build a shape from a document.

    Raises
    ------
    InvalidInputError
        Every key that is unknown, missing or of a wrong form, each with its
        place and, where a name is near, a suggestion.
    """
    if not isinstance(document.content, dict):
        found = "nothing" if document.content is None else TYPES.get(type(document.content), "a number")
        raise InvalidInputError([Problem(str(document.path), found, MAPPING, line=1, column=1)])
    try:
        return shape.model_validate(document.content)
    except ValidationError as error:
        raise InvalidInputError(_problems_of(shape, document, error)) from None


def _problems_of(shape: type[Shape], document: Document, error: ValidationError) -> list[Problem]:
    found: dict[Key, list[dict[str, Any]]] = {}
    for detail in error.errors(include_url=False):
        found.setdefault(known_key(document, detail["loc"]), []).append(dict(detail))
    problems = {key: _problem(shape, document, key, said) for key, said in found.items() if not is_echo(key, found)}
    return [problem for key, problem in problems.items() if not _is_misspelt(key, problem, problems)]


def _is_misspelt(key: Key, problem: Problem, problems: Mapping[Key, Problem]) -> bool:
    """Return whether a missing key occurs in a misspelt form that another problem already reports."""
    if problem.expected != EXPECTED["missing"]:
        return False
    beside = [other for at, other in problems.items() if at[:-1] == key[:-1] and at != key]
    return any(repr(key[-1]) in other.suggestion and other.found.startswith("unknown key") for other in beside)


def is_echo(key: Key, found: Iterable[Key]) -> bool:
    """Return whether a fault at this key only repeats a fault that is reported at a key inside it.

    For example, a union fails at its own key because one of its forms has a faulty field.
    """
    return any(len(other) > len(key) and other[: len(key)] == key for other in found)


def known_key(document: Document, loc: tuple[int | str, ...]) -> Key:
    """Remove the parts of a pydantic location that are not in the file, such as names of union members."""
    key: Key = ()
    for at, part in enumerate(loc):
        is_last = at == len(loc) - 1
        if (*key, part) in document.values or (is_last and not _names_a_form(part)):
            key = (*key, part)
    return key


def _names_a_form(part: int | str) -> bool:
    """Return whether a part of a location is pydantic's name for a member of a union."""
    return part in ("int", "str", "float", "bool") or (isinstance(part, str) and "[" in part)


def _problem(shape: type[Shape], document: Document, key: Key, details: list[dict[str, Any]]) -> Problem:
    """Return one problem for all errors at one key, which may allow several forms."""
    kinds = {detail["type"] for detail in details}
    if "extra_forbidden" in kinds:
        known = _fields_at(shape, key[:-1])
        expected = "one of: " + ", ".join(known) if known else "no such key"
        found, suggestion = f"unknown key {key[-1]!r}", did_you_mean(str(key[-1]), known)
        line, column = document.place(key, of_key=True)
    elif "missing" in kinds:
        found, expected, suggestion = f"key {key[-1]!r} is missing", EXPECTED["missing"], ""
        line, column = document.place(key[:-1])
    else:
        # What is wrong with a whole mapping is not that it is one, but what its rule says.
        breaks_rule = kinds == {"value_error"} and isinstance(details[0].get("input"), dict | list | tuple)
        found = "" if breaks_rule else f"found {_short_value(details[0].get('input'))}"
        expected = " or ".join(dict.fromkeys(_expected_words(detail) for detail in details))
        if kinds <= {"dict_type", "model_type"}:
            expected = _mapping_words(shape, key)
        suggestion = next(filter(None, (*map(_choice_suggestion, details), *map(_share_suggestion, details))), "")
        line, column = document.place(key)
    return Problem(str(document.path), found, expected, suggestion, line=line, column=column, key=dotted_path(key))


def _mapping_words(shape: type[Shape], key: Key) -> str:
    """Return what a file has to have at a key whose value is a mapping: its keys where they are declared."""
    known = _fields_at(shape, key)
    if known:
        return f"{MAPPING}, of: {', '.join(known)}"
    return "a text for each language below it, such as `en: ...`" if declared_at(shape, key) == Texts else MAPPING


def _short_value(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def _expected_words(detail: dict[str, Any]) -> str:
    kind = detail["type"]
    if kind in EXPECTED:
        return EXPECTED[kind]
    if kind == "literal_error":
        return str(detail["ctx"]["expected"])
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind == "string_pattern_mismatch":
        pattern = str(detail["ctx"]["pattern"])
        return PATTERNS.get(pattern, f"text of the form {pattern}")
    return str(detail["msg"]).removeprefix("Input should be ")


def _choice_suggestion(detail: dict[str, Any]) -> str:
    if detail["type"] != "literal_error" or not isinstance(detail.get("input"), str):
        return ""
    choices = [part.strip(" '") for part in detail["ctx"]["expected"].replace(" or ", ", ").split(",")]
    return did_you_mean(detail["input"], choices)


def _share_suggestion(detail: dict[str, Any]) -> str:
    """Return the number that a text in per cent stands for: files state shares as parts of 1."""
    found = PER_CENT.fullmatch(detail["input"]) if isinstance(detail.get("input"), str) else None
    if detail["type"] != "float_type" or found is None:
        return ""
    return f"Write {float(found[1]) / 100:g}, a part of 1."


def declared_at(shape: type[BaseModel], key: Key) -> object | None:
    """Return the form declared for a key; None if the declaration does not determine it."""
    at: object | None = shape
    for part in key:
        at = None if at is None else _declared_below(at, part)
    return at


def _fields_at(shape: type[BaseModel], key: Key) -> list[str]:
    """Return the keys that a mapping at this key may have."""
    model = _model_in(declared_at(shape, key))
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _declared_below(at: object, part: str | int) -> object | None:
    """Return the declared form one key further down; None if it is not declared."""
    for form in _forms_of_union(at):
        if isinstance(form, type) and issubclass(form, BaseModel):
            fields = form.model_fields.items()
            return next((field.annotation for name, field in fields if part in (name, field.alias)), None)
        if typing.get_origin(form) in (dict, tuple):
            inner: tuple[object, ...] = tuple(a for a in typing.get_args(form) if a is not Ellipsis)
            return inner[-1]
    return None


def _forms_of_union(at: object) -> tuple[object, ...]:
    return typing.get_args(at) if typing.get_origin(at) in (typing.Union, types.UnionType) else (at,)


def _model_in(at: object) -> type[BaseModel] | None:
    return next((form for form in _forms_of_union(at) if isinstance(form, type) and issubclass(form, BaseModel)), None)
