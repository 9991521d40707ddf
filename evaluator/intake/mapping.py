"""Writer and reader of the file that maps the columns of a plan's file to roles, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from evaluator.errors import Problem, sound
from evaluator.intake.formats.cells import SourceFile
from evaluator.intake.heads import signature
from evaluator.intake.vocabulary import ACTIVITIES
from evaluator.model.intake import ColumnMapping, MappedTable, Role
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.yaml_file import Document

HEAD = """\
# Which column of the plan's own file is what. Correct it and run the import again: the same file and the same mapping
# give the same rows. Tables that are not named are left out; until you write their numbers under no_measures, what the
# rows do not say counts as unknown.
# Roles: {roles}.
"""


def mapping_text(mapping: ColumnMapping) -> str:
    """Return a mapping as the text of `intake/mapping.yaml`."""
    lines = [HEAD.format(roles=", ".join(get_args(Role)))]
    lines += [f"file: {json.dumps(mapping.file, ensure_ascii=False)}\n", f"sha256: {json.dumps(mapping.sha256)}\n"]
    lines += [f"lang: {json.dumps(mapping.lang)}\n", f"no_measures: {list(mapping.no_measures)}\n", "tables:\n"]
    for table in mapping.tables:
        lines += [f"  - tables: {list(table.tables)}\n", f"    head_rows: {table.head_rows}\n", "    columns:\n"]
        for column in table.columns:
            lines += [
                f"      - head: {json.dumps(column.head, ensure_ascii=False)}\n",
                f"        role: {column.role}\n",
            ]
    return "".join(lines) if mapping.tables else "".join(lines)[: -len("tables:\n")] + "tables: []\n"


def read_mapping(path: Path, source: SourceFile) -> ColumnMapping:
    """Read a mapping and check it against the file to which it applies.

    Raises
    ------
    InvalidInputError
        With every fault: shape, a table that the file does not have or that has
        other columns, a table named twice, no column of activities.
    """
    problems: list[Problem] = []
    mapping, document = load(ColumnMapping, path, problems)
    if mapping is not None and document is not None:
        problems.extend(_mapping_faults(mapping, document, source))
    return sound(mapping, problems)


def _mapping_faults(mapping: ColumnMapping, document: Document, source: SourceFile) -> Iterator[Problem]:
    if not mapping.tables:
        yield document.problem(("tables",), "no table", "at least one table of the file")
    yield from _table_faults(mapping, document, {table.number: table.width for table in source.tables})
    for at, mapped in enumerate(mapping.tables):
        if not mapped.tables:
            yield document.problem(("tables", at, "tables"), "no number of a table", "at least one")
        if not ACTIVITIES & {column.role for column in mapped.columns}:
            expected = "one column whose role is activity, or duties in a grid of bodies"
            yield document.problem(("tables", at, "columns"), "no column of activities", expected)


def _table_faults(mapping: ColumnMapping, document: Document, widths: Mapping[int, int]) -> Iterator[Problem]:
    seen: set[int] = set()
    named = [(at, k, mapped) for at, mapped in enumerate(mapping.tables) for k in range(len(mapped.tables))]
    for at, number in enumerate(mapping.no_measures):
        if number not in widths:
            yield document.problem(("no_measures", at), f"table {number}", f"one of {', '.join(map(str, widths))}")
        seen.add(number)
    for at, k, entry in named:
        number = entry.tables[k]
        if number not in widths:
            expected = f"one of {', '.join(map(str, widths))}"
            yield document.problem(("tables", at, "tables", k), f"table {number}", expected)
        elif number in seen:
            yield document.problem(("tables", at, "tables", k), f"table {number} named twice", "each table once")
        elif widths[number] != len(entry.columns):
            found = f"{len(entry.columns)} columns for table {number}, which has {widths[number]}"
            yield document.problem(("tables", at, "columns"), found, "an entry for each column")
        seen.add(number)


def fits(mapping: ColumnMapping, proposed: ColumnMapping) -> bool:
    """Return whether a saved mapping is for a file with the same tables and heads, whatever its roles."""

    def heads(tables: tuple[MappedTable, ...]) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        return [(table.tables, signature([column.head for column in table.columns])) for table in tables]

    return mapping.sha256 == proposed.sha256 or heads(mapping.tables) == heads(proposed.tables)
