"""Writer and reader of the file that maps the columns of a plan's file to roles, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from evaluator.errors import Problem, sound
from evaluator.intake.formats.cells import RawTable, SourceFile, one_line, shown
from evaluator.intake.heads import DEEPEST_HEAD, counts_columns, is_band, signature
from evaluator.intake.sums import is_of_sums
from evaluator.intake.vocabulary import ACTIVITIES
from evaluator.model.intake import OPEN, ColumnMapping, MappedTable, Role
from evaluator.plans.fold import words_of
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.yaml_file import Document

HEAD = """\
# Which column of the plan's own file is what. Correct it and run the import again: the same file and the same mapping
# give the same rows. A column with the role open waits for you: write its role, which may be the one proposed below it.
# Tables whose columns are all ignored, and those that are not named, are left out; until you write their numbers under
# no_measures, what the rows do not say counts as unknown. Under looked_at stand the places of rows that you were asked
# about and that are right as they are, such as "table 1, row 4".
# Roles: {roles}.
"""


def mapping_text(mapping: ColumnMapping, why: Mapping[tuple[int, int], str] = MappingProxyType({})) -> str:
    """Return a mapping as the text of `intake/mapping.yaml`, with the reason why a column is open beside it."""
    lines = [HEAD.format(roles=", ".join(get_args(Role)))]
    lines += [f"file: {json.dumps(mapping.file, ensure_ascii=False)}\n", f"sha256: {json.dumps(mapping.sha256)}\n"]
    lines += [f"lang: {json.dumps(mapping.lang)}\n", f"no_measures: {list(mapping.no_measures)}\n"]
    lines += [f"looked_at: {json.dumps(list(mapping.looked_at), ensure_ascii=False)}\n"]
    tables = sorted((*mapping.tables, *mapping.others), key=lambda one: one.tables)
    lines.append("tables:\n" if tables else "tables: []\n")
    for table in tables:
        lines += [f"  - tables: {list(table.tables)}\n", f"    head_rows: {table.head_rows}\n", "    columns:\n"]
        for at, column in enumerate(table.columns, start=1):
            reason = why.get((table.tables[0], at), "") if table.tables else ""
            role = f"{OPEN}{f'  # {one_line(reason)}' if reason else ''}" if column.is_open else column.role
            lines += [f"      - head: {json.dumps(column.head, ensure_ascii=False)}\n", f"        role: {role}\n"]
            lines += [f"        proposed: {column.role}\n"] if column.is_open else []
    return "".join(lines)


def read_mapping(path: Path, source: SourceFile) -> ColumnMapping:
    """Read a mapping and check it against the file to which it applies.

    Raises
    ------
    InvalidInputError
        With every fault: shape, a table that the file does not have or that has
        other columns, a table named twice, no column of activities, a number of
        head rows that does not fit the heads.
    """
    problems: list[Problem] = []
    mapping, document = load(ColumnMapping, path, problems)
    if mapping is not None and document is not None:
        problems.extend(_mapping_faults(mapping, document, source))
    read = sound(mapping, problems)
    listed = [one for one in read.tables if not (_waits(one) and set(one.tables) <= set(read.no_measures))]
    taken, others = [one for one in listed if not _waits(one)], [one for one in listed if _waits(one)]
    return read.model_copy(update={"tables": tuple(taken), "others": (*read.others, *others)})


def _waits(mapped: MappedTable) -> bool:
    """Return whether a table that is listed is left out: no column holds activities, and it is ignored, or open."""
    roles = {column.role for column in mapped.columns}
    return not ACTIVITIES & roles and not is_of_sums(mapped) and (roles == {"ignore"} or bool(mapped.open_columns))


def _mapping_faults(mapping: ColumnMapping, document: Document, source: SourceFile) -> Iterator[Problem]:
    if not mapping.tables:
        yield document.problem(("tables",), "no table", "at least one table of the file")
    by_number = {table.number: table for table in source.tables}
    yield from _table_faults(mapping, document, {table.number: table.width for table in source.tables})
    for at, mapped in enumerate(mapping.tables):
        if not mapped.tables:
            yield document.problem(("tables", at, "tables"), "no number of a table", "at least one")
        elif (first := by_number.get(mapped.tables[0])) and first.width == len(mapped.columns) and not _waits(mapped):
            yield from (
                document.problem(("tables", at, "head_rows"), found, expected)
                for found, expected in _head_faults(first, mapped)
            )
        if (
            not ACTIVITIES & {column.role for column in mapped.columns}
            and not _waits(mapped)
            and not is_of_sums(mapped)
        ):
            expected = "one column whose role is activity, or duties in a grid of bodies, or number beside resources"
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
        elif number in mapping.no_measures and _waits(entry):
            continue
        elif number in seen:
            yield document.problem(("tables", at, "tables", k), f"table {number} named twice", "each table once")
        elif widths[number] != len(entry.columns):
            found = f"{len(entry.columns)} columns for table {number}, which has {widths[number]}"
            yield document.problem(("tables", at, "columns"), found, "an entry for each column")
        seen.add(number)


def _head_faults(table: RawTable, mapped: MappedTable) -> Iterator[tuple[str, str]]:
    """Yield what is wrong, and what is expected, where the rows of a head are not those that the columns name."""
    named = {word for column in mapped.columns for word in words_of(column.head)}
    count = mapped.head_rows
    if not named:
        return
    own = [_own_words(table, at, named) for at in range(min(len(table.rows), max(count + 1, DEEPEST_HEAD)))]
    told = [at for at, (words, strange) in enumerate(own, start=1) if words > strange]
    last = next((at for at in range(count, 0, -1) if at <= len(own) and any(own[at - 1])), 0)
    right = f"{max(told)} rows, up to the last that the heads under columns name" if told else "the heads of the file"
    if last and own[last - 1][1] > own[last - 1][0]:
        texts = "; ".join(one_line(cell.text) for cell in table.rows[last - 1] if cell is not None and cell.text)
        yield f"{count}, but row {last} is no head that the columns name: {shown(texts)}", right
    elif told and max(told) > max(count, 1) and max(told) <= DEEPEST_HEAD and _lacks(table, count, named):
        yield f"{count}, but row {max(told)} has heads that the columns name", right


def _own_words(table: RawTable, at: int, named: Collection[str]) -> tuple[int, int]:
    """Return how many words of a row are words of the named heads, and how many are not; none of a heading's."""
    row = table.rows[at]
    if is_band(row) or counts_columns(row):
        return 0, 0
    words = [word for cell in {c.place: c for c in row if c is not None}.values() for word in words_of(cell.text)]
    known = sum(word in named for word in words)
    return known, len(words) - known


def _lacks(table: RawTable, count: int, named: Collection[str]) -> bool:
    """Return whether the first rows of a table lack a word of the named heads."""
    words = {word for row in table.rows[:count] for cell in row if cell is not None for word in words_of(cell.text)}
    return not set(named) <= words


def fits(mapping: ColumnMapping, proposed: ColumnMapping) -> bool:
    """Return whether a saved mapping is for a file with the same tables and heads, whatever its roles."""

    def heads(tables: Iterable[MappedTable]) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        found = [(table.tables, signature([column.head for column in table.columns])) for table in tables]
        return sorted(found)

    theirs = [heads(proposed.tables), heads((*proposed.tables, *proposed.others))]
    return mapping.sha256 in ("", proposed.sha256) or heads((*mapping.tables, *mapping.others)) in theirs
