"""YAML 1.2 read strictly, with the place of every key and value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.text import LARGEST_YAML, read_text

Place = tuple[int, int]
Key = tuple[str | int, ...]
DEEPEST = 40

NULLS = {"", "~", "null", "Null", "NULL"}
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?\d+")
DECIMAL = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
TEXT_TAG = "tag:yaml.org,2002:str"

_Base: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Base):  # type: ignore[misc]  # the base is chosen at import
    """Loads structure only: no scalar is given a type by YAML 1.1 rules."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


@dataclass(slots=True)
class Document:
    """The content of a YAML file, and where each part of it stands.

    `values` and `keys` map a path such as `("levels", 3)` to (line, column),
    both from 1.
    """

    path: Path
    content: object
    values: dict[Key, Place] = field(default_factory=dict)
    keys: dict[Key, Place] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def place(self, key: Key, *, of_key: bool = False) -> Place:
        """Return the place of a value (or of its key); of the nearest part above it that has one."""
        if of_key and key in self.keys:
            return self.keys[key]
        while key and key not in self.values:
            key = key[:-1]
        return self.values.get(key, (1, 1))


def read_yaml(path: Path) -> Document:
    """Read one YAML file by the 1.2 core schema.

    Only true, false, null, integers and decimals are typed; `NO` is a text.
    Repeated keys, aliases, tags and several documents are refused.

    Raises
    ------
    InvalidInputError
        With every fault found.
    """
    text = read_text(path, largest=LARGEST_YAML)
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise InvalidInputError([_syntax(path, error)]) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise InvalidInputError([Problem(str(path), "a control character", "printable text", line=line)]) from None
    finally:
        loader.dispose()
    document = Document(path, None)
    faults: list[Problem] = []
    if node is not None:
        document.content = _build(node, (), document, faults, set())
    if faults:
        raise InvalidInputError(faults)
    return document


def _syntax(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    found = " ".join(part for part in (error.context, error.problem) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    mend = "Indent with spaces, not tabs." if "\\t" in found or "tab" in found else ""
    return Problem(str(path), found, "well-formed YAML", mend, line=line, column=column)


def _build(node: yaml.Node, key: Key, document: Document, faults: list[Problem], seen: set[int]) -> object:
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    document.values[key] = place

    def fault(found: str, expected: str, mend: str = "") -> None:
        faults.append(
            Problem(str(document.path), found, expected, mend, line=place[0], column=place[1], key=dotted(key))
        )

    if id(node) in seen:
        fault("an alias to an anchor", "the value itself", "Write it out where it is needed.")
        return None
    seen.add(id(node))
    if len(key) > DEEPEST:
        fault(f"more than {DEEPEST} levels of nesting", "a flatter structure")
        return None
    if isinstance(node, yaml.ScalarNode):
        if node.tag not in (TEXT_TAG, "!"):
            fault(f"the tag {node.tag}", "a plain value", "Leave the tag out.")
        return _scalar(node.value) if _is_plain(node) else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*key, at), document, faults, seen) for at, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, key, document, faults, seen)
    raise TypeError(type(node))


def _mapping(
    node: yaml.MappingNode, key: Key, document: Document, faults: list[Problem], seen: set[int]
) -> dict[str | int, object]:
    content: dict[str | int, object] = {}
    first: dict[str | int, int] = {}
    last: str | int | None = None
    for name_node, value_node in node.value:
        if last is not None and _is_torn(node, name_node, value_node) and isinstance(content[last], str):
            content[last] = f"{content[last]}, {name_node.value}"
            document.warnings.append(_torn(document, name_node, (*key, last)))
            continue
        line, column = name_node.start_mark.line + 1, name_node.start_mark.column + 1
        name = _scalar(name_node.value) if _is_plain(name_node) else name_node.value
        path = str(document.path)
        if not isinstance(name_node, yaml.ScalarNode) or isinstance(name, float | bool) or name is None:
            faults.append(
                Problem(path, "a key that is not a word", "a word or a whole number", line=line, column=column)
            )
            continue
        assert isinstance(name, str | int)  # noqa: S101  (narrows for the type checker)
        if name in content:
            found = f"key {name!r} given twice (first at line {first[name]})"
            faults.append(Problem(path, found, "each key once", line=line, column=column, key=dotted((*key, name))))
            continue
        first[name] = line
        document.keys[(*key, name)] = (line, column)
        content[name] = _build(value_node, (*key, name), document, faults, seen)
        last = name
    return content


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style


def _is_torn(node: yaml.MappingNode, name: yaml.Node, value: yaml.Node) -> bool:
    """Return whether a key without a value in `{a: some text, more text}` is the rest of a text torn at a comma."""
    empty = isinstance(value, yaml.ScalarNode) and value.value == "" and value.start_mark.index == value.end_mark.index
    return bool(node.flow_style) and empty and _is_plain(name)


def _torn(document: Document, name: yaml.Node, key: Key) -> Problem:
    return Problem(
        str(document.path), "a text with a comma inside braces, read as one text", "the text in quotes",
        line=name.start_mark.line + 1, column=name.start_mark.column + 1, key=dotted(key), severity="warning",
    )  # fmt: skip


def _scalar(text: str) -> str | int | float | bool | None:
    if text in NULLS:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if INTEGER.fullmatch(text):
        return int(text) if len(text) < 19 else text
    if DECIMAL.fullmatch(text) or SPECIAL.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".nan", "nan")) if text[-1].islower() else _number(text)
    return text


def _number(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


def dotted(key: Key) -> str:
    """Return a path as people write it: `levels.3`, `tree[2].id`."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) and text and not text.endswith("levels") else f".{part}"
    return text.lstrip(".")
