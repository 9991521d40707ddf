"""Strict reader of YAML 1.2 that keeps the place of every key and value."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from evaluator.errors import InvalidInputError, Problem, Severity, did_you_mean
from evaluator.read.text_files.file import LARGEST_YAML, read_text
from evaluator.read.text_files.spelling import misspelt_scalar

Place = tuple[int, int]
Key = tuple[str | int, ...]
Scalar = str | int | float | bool | None
DEEPEST = 40
KEPT = 64  # size of the cache of parsed files: translations of all rubrics, and some files of a country

# The core schema of YAML 1.2, section 10.3.2, in the order in which it is tried.
SCALARS: tuple[tuple[re.Pattern[str], Callable[[str], Scalar]], ...] = (
    (re.compile(r"|~|null|Null|NULL"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text[0] in "tT"),
    (re.compile(r"[-+]?[0-9]{1,300}"), int),
    (re.compile(r"0o[0-7]{1,300}"), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]{1,300}"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda _: float("nan")),
)
TYPED = re.compile(r"[-+.0-9~]|null|Null|NULL|true|True|TRUE|false|False|FALSE|\Z")

_Base: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Base):  # type: ignore[misc]  # the base is chosen at import
    """A YAML loader of structure only: no YAML 1.1 rule gives a scalar a type."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


@dataclass(slots=True)
class Document:
    """The content of a YAML file, and the place of each part of it.

    `values` and `keys` map a path such as `("levels", 3)` to (line, column), both from 1. `faults` are faults of
    the YAML itself; `content` holds the readable rest.
    """

    path: Path
    content: object
    values: dict[Key, Place] = field(default_factory=dict)
    keys: dict[Key, Place] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def place(self, key: Key, *, of_key: bool = False) -> Place:
        """Return the place of a value (or of its key), or of the nearest enclosing part that has one."""
        if of_key and key in self.keys:
            return self.keys[key]
        while key and key not in self.values:
            key = key[:-1]
        return self.values.get(key, (1, 1))

    def problem(
        self, key: Key, found: str, expected: str, suggestion: str = "", *, severity: Severity = "fault"
    ) -> Problem:
        """Return a problem with the value at a key."""
        line, column = self.place(key)
        place, named = str(self.path), dotted_path(key)
        return Problem(place, found, expected, suggestion, line=line, column=column, key=named, severity=severity)

    def unknown(self, key: Key, what: str, name: str, known: Collection[str], expected: str) -> tuple[Problem, ...]:
        """Return a problem with the nearest known name if `name` is not in `known`; else nothing."""
        if name in known:
            return ()
        return (self.problem(key, f"{what} {name!r}".strip(), expected, did_you_mean(name, sorted(known))),)

    def each_unknown(
        self, named: Iterable[tuple[Key, str]], what: str, known: Collection[str], expected: str
    ) -> list[Problem]:
        """Return the problems of `unknown` for several pairs of key and name."""
        return [problem for key, name in named for problem in self.unknown(key, what, name, known, expected)]

    def misnamed(self, key: str, name: str) -> tuple[Problem, ...]:
        """Return a problem if `name` differs from the name of the file's folder."""
        folder = self.path.parent.name
        if name == folder:
            return ()
        return (self.problem((key,), f"{key} {name!r}", f"{folder!r}, the name of the folder"),)


def read_yaml(path: Path) -> Document:
    """Read one YAML file by the YAML 1.2 core schema.

    Only true, false, null, integers and decimals are typed; `NO` is a text. Repeated keys, aliases, tags and
    several documents are refused.

    Raises
    ------
    InvalidInputError
        With every fault found.
    """
    document = parse_yaml(path)
    if document.faults:
        raise InvalidInputError(document.faults)
    return document


def parse_yaml(path: Path) -> Document:
    """Read one YAML file as `read_yaml` does, but keep faults of readable content in the document.

    The file is read on each call, but parsed once for each content. All callers share the document and must not
    change it.

    Raises
    ------
    InvalidInputError
        The file cannot be read, or is not YAML.
    """
    return _parsed_once(path, read_text(path, largest=LARGEST_YAML))


@functools.lru_cache(maxsize=KEPT)
def _parsed_once(path: Path, text: str) -> Document:
    return parsed_yaml(path, text)


def parsed_yaml(path: Path, text: str) -> Document:
    """Parse a text as the content of the file `path`, as `parse_yaml` does.

    Raises
    ------
    InvalidInputError
        The text is not YAML.
    """
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise InvalidInputError([_syntax_fault(path, text, error)]) from None
    except (yaml.YAMLError, RecursionError):
        raise InvalidInputError([Problem(str(path), "text that is no YAML", "well-formed YAML", line=1)]) from None
    finally:
        loader.dispose()
    document = Document(path, None)
    if node is not None:
        document.content = _Builder(document, text).value(node, ())
    return document


def _syntax_fault(path: Path, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    found = " ".join(part for part in (error.context, error.problem) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    mend = ""
    # The mark may be after the last line, if the file ends too early.
    if mark and "".join(text.split("\n")[mark.line : mark.line + 1])[mark.column :].startswith("\t"):
        mend = "Indent with spaces, not tabs."
    elif "mapping values are not allowed" in found:
        mend = 'Put a text that holds ": " in quotes.'
    return Problem(str(path), found, "well-formed YAML", mend, line=line, column=column)


@dataclass(slots=True)
class _Builder:
    """A builder of plain values from YAML nodes that records the place of each node and the faults."""

    document: Document
    text: str
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, key: Key) -> object:
        """Return a node's value: a mapping, a list or a scalar."""
        self.document.values[key] = _place_of(node)
        if id(node) in self.seen:
            self._add_fault(key, "an alias to an anchor", "the value itself", "Write it out where it is needed.")
            return None
        self.seen.add(id(node))
        if len(key) > DEEPEST:
            self._add_fault(key, f"more than {DEEPEST} levels of nesting", "a flatter structure")
            return None
        if self.text.startswith("!", node.start_mark.index) and node.tag != "!":
            self._add_fault(key, f"the tag {node.tag}", "a plain value", "Leave the tag out.")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*key, at)) for at, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        raise TypeError(type(node))

    def _scalar(self, node: yaml.ScalarNode, key: Key) -> Scalar:
        value = _value_of_scalar(node)
        if isinstance(value, int | float) and not isinstance(value, bool):
            expected, mend = misspelt_scalar(node.value, value)
            if expected:
                self._add_fault(key, f"found {node.value!r}", expected, mend)
        return value

    def _add_fault(self, key: Key, found: str, expected: str, suggestion: str = "") -> None:
        self.document.faults.append(self.document.problem(key, found, expected, suggestion))

    def _mapping(self, node: yaml.MappingNode, key: Key) -> dict[str | int, object]:
        content: dict[str | int, object] = {}
        last: str | int | None = None
        for name_node, value_node in node.value:
            if last is not None and isinstance(content[last], str) and _is_torn(node, name_node, value_node):
                content[last] = f"{content[last]}, {name_node.value}"
                found = "a text with a comma inside braces, read as one text"
                told = self._key_problem(name_node, found, "the text in quotes", key=(*key, last), severity="warning")
                self.document.warnings.append(told)
                continue
            name = self._key_of_entry(name_node, key, content)
            if name is not None:
                self.document.keys[*key, name] = _place_of(name_node)
                content[name] = self.value(value_node, (*key, name))
                last = name
        return content

    def _key_of_entry(self, node: yaml.Node, key: Key, content: dict[str | int, object]) -> str | int | None:
        """Return a mapping key if it is a new word or whole number; else note a fault and return None."""
        name = _value_of_scalar(node) if isinstance(node, yaml.ScalarNode) else None
        if isinstance(name, bool) or not isinstance(name, str | int):
            self.document.faults.append(self._key_problem(node, "a key that is not a word", "a word or a whole number"))
            return None
        if isinstance(name, int) and str(name) != node.value:
            found, mend = f"key {node.value!r}", f"Write {name}."
            self.document.faults.append(self._key_problem(node, found, "a whole number in plain digits", mend))
        if name in content:
            first = self.document.keys[*key, name][0]
            found = f"key {name!r} given twice (first at line {first})"
            self.document.faults.append(self._key_problem(node, found, "each key once", key=(*key, name)))
            return None
        return name

    def _key_problem(
        self, node: yaml.Node, found: str, expected: str, mend: str = "", *, key: Key = (), severity: Severity = "fault"
    ) -> Problem:
        """Return a problem at the place of a node that is itself a key."""
        line, column = _place_of(node)
        place, named = str(self.document.path), dotted_path(key)
        return Problem(place, found, expected, mend, line=line, column=column, key=named, severity=severity)


def _place_of(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _value_of_scalar(node: yaml.ScalarNode) -> Scalar:
    """Return the value of a scalar; quoted and block scalars are text."""
    return str(node.value) if node.style else scalar(node.value)


def _is_torn(node: yaml.MappingNode, name: yaml.Node, value: yaml.Node) -> bool:
    """Return whether a key without a value in `{a: some text, more text}` is the rest of a text split at a comma."""
    empty = isinstance(value, yaml.ScalarNode) and value.value == "" and value.start_mark.index == value.end_mark.index
    return bool(node.flow_style) and empty and isinstance(name, yaml.ScalarNode) and not name.style


def scalar(text: str) -> Scalar:
    """Return the value of a plain scalar by the core schema of YAML 1.2.

    Examples
    --------
    >>> [scalar(text) for text in ("NO", "on", "~", "True", "+1", "010", "0o7", "0xF", "1e3", "1.10", "-.inf", "1_000")]
    ['NO', 'on', None, True, 1, 10, 7, 15, 1000.0, 1.1, -inf, '1_000']
    """
    if TYPED.match(text):
        for form, value in SCALARS:
            if form.fullmatch(text):
                return value(text)
    return text


def dotted_path(key: Key) -> str:
    """Return a path in its written form: `levels.3`, `tree[2].id`.

    Examples
    --------
    >>> dotted_path(("levels", 3)), dotted_path(("tree", 2, "id"))
    ('levels.3', 'tree[2].id')
    """
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) and text and not text.endswith("levels") else f".{part}"
    return text.lstrip(".")
