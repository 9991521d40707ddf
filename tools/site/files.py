"""The guide's page on all files and their columns, made from the declarations."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Sequence

from pydantic.fields import FieldInfo

from evaluator.model.rubric import Missing
from evaluator.model.schema import Column, Shape, columns_of
from evaluator.read import child
from evaluator.scoring.run import MISSING
from evaluator.tables.files import SHAPES, TABLES
from evaluator.tables.grades import GRADES
from evaluator.tables.scorecard import LEAVING

HEAD = """\
# Files and columns

Made from the declarations in `evaluator/model/`, which also give the checks, the Pandera contracts and the JSON
Schemas.

**YAML.** UTF-8. Only `true`, `false`, `null`, integers and decimals are typed; everything else is text, dates and
`NO` too. No key twice, no key that is not listed, no aliases, no tags.

**CSV.** UTF-8, comma, one header line; a cell with a comma, a line break or a quotation mark stands in double quotes.
Every cell is text first; only an empty cell is missing, and `n/a` is an answer. Several values in a cell are parted by
`;`. The decimal point is a point. Dates stand at the precision known: `2005`, `2005-03`, `2005-03-31`;
a *period* is a date, or two joined by `/`: `2016/2019`. Columns may be left out unless they are marked *must*;
columns that are not listed are a fault.

**Your own folder** lies over the shipped library. A file of yours is read in the place of the shipped one, but for
`standards.csv`, `variables.csv`, and a country's `sources.csv`, `institutions.csv` and `facts.csv`: their rows add to
the shipped ones, and a row with the same first column replaces that row alone, which `evaluator check` lists as a note.

In the tables below *must* means that no cell (or key) may be empty, *once* that no two rows agree, `-> table` that the
cells are ids of that table.
"""
OUT = "Tables that leave the toolkit"
KINDS = {"ids": "list of ids", "dates": "list of dates", "choices": "list of", "langs": "list of languages"}


def files_page() -> str:
    """Return the page as Markdown."""
    parts = [HEAD, "## YAML files\n"]
    told: set[type[Shape]] = set()
    for file in SHAPES:
        parts.append(f"### {file.path}\n\n{_doc(file.shape)}\n")
        parts.append(_table(("key", "", "what it holds"), _keys(file.shape)))
        for inner in _inner_shapes(file.shape):
            if inner in told:
                continue
            told.add(inner)
            parts.append(f"`{inner.__name__}`: {_doc(inner)}\n")
            parts.append(_table(("key", "", "what it holds"), _keys(inner)))
            if inner is Missing:
                rules = ((f"`{name}`", str(rule.sentence)) for name, rule in MISSING.items())
                parts.append(_table(("policy", "what becomes of a child without a value, as a report says it"), rules))
    parts.append("## CSV files\n")
    for table in TABLES:
        parts.append(f"### {table.path}\n\n{_doc(table.row)}\n")
        parts.append(_table(("column", "", "kind", "meaning"), _columns(columns_of(table.row))))
    where = (
        "Declared in `evaluator.tables.scorecard`, `grades` in `evaluator.tables.grades`; `card.frame()` is the third."
    )
    parts.append(f"## {OUT}\n\n{where}\n")
    for leaving in (*LEAVING, GRADES):
        parts.append(f"### {leaving.name}\n\n{leaving.doc}\n")
        parts.append(_table(("column", "", "kind", "meaning"), _columns(leaving.columns)))
    parts.append("## Limits of work on files of strangers\n")
    parts.append(_table(("work", "processor", "clock", "memory"), _limits()))
    return "\n".join(parts).rstrip() + "\n"


def _limits() -> Iterator[tuple[str, ...]]:
    for limits in (each for each in vars(child).values() if isinstance(each, child.Limits)):
        yield limits.doing, f"{limits.cpu} s", f"{limits.seconds} s", f"{limits.memory} MB"


def _doc(declared: type) -> str:
    return " ".join((declared.__doc__ or "").split())


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _columns(columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    for column in columns:
        marks = ", ".join(mark for mark, holds in (("must", column.required), ("once", column.unique)) if holds)
        yield f"`{column.label}`", f"*{marks}*" if marks else "", _kind(column), column.doc


def _kind(column: Column) -> str:
    kind = KINDS.get(column.kind, column.kind)
    if column.choices:
        kind = ("list of " if column.is_list else "") + ", ".join(f"`{choice}`" for choice in column.choices)
    if column.refers:
        kind += f" -> {column.refers}"
    ends = [f"from {column.least:g}" if column.least is not None else "", f"to {column.most:g}" if column.most else ""]
    return " ".join(filter(None, [kind, *ends]))


def _keys(shape: type[Shape]) -> Iterator[tuple[str, ...]]:
    for name, field in shape.model_fields.items():
        yield f"`{field.alias or name}`", "*must*" if field.is_required() else "", _written(field)


def _written(field: FieldInfo) -> str:
    default = "" if field.is_required() or field.default in (None, "", (), {}) else f" (else {_shown(field.default)})"
    return _annotation(field.annotation) + default


def _shown(value: object) -> str:
    if isinstance(value, Shape):
        return "as its keys say"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _annotation(at: object) -> str:
    """Return the type of a key in plain words, for people who write the file."""
    make = _WRITTEN.get(typing.get_origin(at))
    if make is not None:
        return make(typing.get_args(at))
    if isinstance(at, type) and issubclass(at, Shape):
        return f"`{at.__name__}`"
    return _WORDS.get(at, str(at))


def _union(parts: tuple[object, ...]) -> str:
    return " or ".join(filter(None, (_annotation(part) for part in parts if part is not type(None))))


_WORDS: dict[object, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_WRITTEN: dict[object, Callable[[tuple[object, ...]], str]] = {
    typing.Annotated: lambda parts: _annotation(parts[0]),
    typing.Literal: lambda parts: ", ".join(f"`{choice}`" for choice in parts if choice != ""),
    typing.Union: _union,
    types.UnionType: _union,
    tuple: lambda parts: f"list of {_annotation(parts[0])}",
    dict: lambda parts: f"mapping of {_annotation(parts[0])} to {_annotation(parts[1])}",
}


def _inner_shapes(shape: type[Shape]) -> list[type[Shape]]:
    """Return the shapes nested in the keys of a shape, each once, in order of first use."""
    found: list[type[Shape]] = []
    waiting: list[object] = [field.annotation for field in shape.model_fields.values()]
    while waiting:
        at = waiting.pop(0)
        if isinstance(at, type) and issubclass(at, Shape):
            if at not in found and at is not shape:
                found.append(at)
                waiting.extend(field.annotation for field in at.model_fields.values())
        else:
            waiting.extend(typing.get_args(at))
    return found
