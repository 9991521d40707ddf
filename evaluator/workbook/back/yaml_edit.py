"""Change of single values in a YAML text, so that comments and layout around them stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml

from evaluator.errors import InvalidInputError
from evaluator.model.schema import Shape
from evaluator.read.text_files.shape import build
from evaluator.read.text_files.yaml_file import parsed_yaml, scalar
from evaluator.workbook.sheet.pairs import yaml_text

S = TypeVar("S", bound=Shape)

COMMENT = re.compile(r"(^|\s)#", re.MULTILINE)
PLAIN = re.compile(r"[^\W\d_][\w .()/-]*[\w)]|[^\W\d_]")
ABSENT: object = object()


@dataclass(frozen=True, slots=True)
class _Edit:
    """A range of a text, by character index, and the text that replaces it."""

    start: int
    end: int
    text: str


class _NotPossibleError(ValueError):
    """The edit would delete a comment, or the text has another form than expected."""


def edited_yaml(text: str, old: Mapping[str, object], new: Mapping[str, object]) -> str | None:
    r"""Return a YAML text with only those values changed in which `new` differs from `old`.

    Parameters
    ----------
    text : str
        The current text of the file.
    old, new : mapping
        All its content before and after, entries at their defaults included; an
        entry that `new` lacks is removed.

    Returns
    -------
    str or None
        None if the edit would replace a part that has a comment in it.

    Examples
    --------
    >>> edited_yaml("a: 1  # one\n# two\nb: x\n", {"a": 1, "b": "x"}, {"a": 1, "b": "y", "c": True})
    'a: 1  # one\n# two\nb: y\nc: true\n'
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        edits = _mapping_edits(text, node, old, new)
    except (_NotPossibleError, yaml.YAMLError):
        return None
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def rewrite_content(text: str, old: S, new: S) -> str | None:
    """Return the text of a file with the content of `new`, or None if the change would delete a comment."""
    edited = edited_yaml(text, shape_content(old), shape_content(new))
    try:
        if edited is not None and build(type(new), parsed_yaml(Path("edited.yaml"), edited)) == new:
            return edited
    except InvalidInputError:
        pass  # the text has a form that cannot be edited in place
    if "#" in text:
        return None
    return yaml_text(new.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def shape_content(shape: Shape) -> dict[str, object]:
    """Return the content of a shape as a mapping, defaults included, entries that are None left out."""
    return shape.model_dump(mode="json", by_alias=True, exclude_none=True)


def _mapping_edits(text: str, node: yaml.Node | None, old: object, new: object) -> list[_Edit]:
    if not (isinstance(node, yaml.MappingNode) and isinstance(old, Mapping) and isinstance(new, Mapping)):
        raise _NotPossibleError
    edits: list[_Edit] = []
    there = {key.value: (key, value) for key, value in node.value}
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name, ABSENT), new.get(name, ABSENT)
        if before == after:
            continue
        if name not in there:
            edits.append(_insertion_edit(text, node, name, after))
        elif after is ABSENT:
            edits.append(_removal_edit(text, node, *there[name]))
        else:
            edits.extend(_value_edits(text, there[name][1], before, after))
    return edits


def _value_edits(text: str, node: yaml.Node, old: object, new: object) -> list[_Edit]:
    if isinstance(node, yaml.MappingNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
        return _mapping_edits(text, node, old, new)
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new) == len(items):
        pairs = zip(items, old, new, strict=True)
        return [edit for item, was, now in pairs if was != now for edit in _value_edits(text, item, was, now)]
    start, end = _span(text, node)
    return [_Edit(start, end, _one_line_yaml(new))]


def _span(text: str, node: yaml.Node) -> tuple[int, int]:
    """Return the start and end index of a value in the text, without blank lines after it."""
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(text[start:end].rstrip())
    if not isinstance(node, yaml.ScalarNode) and COMMENT.search(re.sub(r"\"[^\"\n]*\"|'[^'\n]*'", "", text[start:end])):
        raise _NotPossibleError
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") and "#" in text[start:end].partition("\n")[0]:
        raise _NotPossibleError
    return start, end


def _insertion_edit(text: str, node: yaml.MappingNode, name: str, value: object) -> _Edit:
    entry = f"{name}: {_one_line_yaml(value)}"
    if node.flow_style:
        at = node.end_mark.index - 1
        return _Edit(at, at, f", {entry}" if node.value else entry)
    if not node.value:
        raise _NotPossibleError
    last = node.value[-1][1]
    end = max(_span(text, last)[1], last.start_mark.index)
    line = text.find("\n", end)
    at = len(text) if line < 0 else line + 1
    gap = "" if text[:at].endswith("\n") else "\n"
    return _Edit(at, at, f"{gap}{' ' * node.start_mark.column}{entry}\n")


def _removal_edit(text: str, node: yaml.MappingNode, key: yaml.Node, value: yaml.Node) -> _Edit:
    start, end = key.start_mark.index, _span(text, value)[1]
    line = text.find("\n", end)
    rest = text[end : line if line >= 0 else len(text)]
    if node.flow_style or rest.strip() or len(node.value) == 1 or text[:start].rpartition("\n")[2].strip():
        raise _NotPossibleError
    return _Edit(start - key.start_mark.column, len(text) if line < 0 else line + 1, "")


def _one_line_yaml(value: object) -> str:
    """Return a value as YAML on one line, in the form that the strict reader reads back unchanged."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_one_line_yaml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_one_line_yaml, value)) + "]"
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) and scalar(value) == value else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
