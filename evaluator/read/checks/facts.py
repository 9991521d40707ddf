"""Checks of figures: declared variables, sources, and conflicts that show both sides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.base import ISO3, columns_of
from evaluator.model.country import FactsFile
from evaluator.model.rubric import Criterion, Rubric
from evaluator.read.facts import FactSet
from evaluator.read.layers import Layers
from evaluator.read.text.table import ReadTable
from evaluator.read.text.yaml_file import Document, Key, parse_yaml

VARIABLE = "a variable of countries/variables.csv"


def check_fact_set(found: FactSet, variables: ReadTable[object] | None) -> list[Problem]:
    """Return the faults of a data set against its page of provenance and the dictionary of variables."""
    problems = [*_codes(found.table), *_groups(found.table), *check_figures(found.table, variables)]
    if found.head is not None and found.document is not None:
        problems += _page(found, found.head, found.document)
        problems += _cited(found.table, [source.id for source in found.head.sources])
    return problems


def _page(found: FactSet, head: FactsFile, document: Document) -> Iterator[Problem]:
    if head.id != found.id:
        yield document.problem(("id",), f"id {head.id!r}", f"{found.id!r}, the name of the file")
    if not found.table.is_readable:
        return
    mend = "Run tools/rebuild_facts.py, or write the new values in."
    actual = hashlib.sha256(found.table.path.read_bytes()).hexdigest()
    if head.sha256 != actual:
        yield document.problem(("sha256",), "the fingerprint of another text", f"{actual}", mend)
    labels = {c.name: c.label for c in columns_of(type(found.table.rows[0]))} if found.table.rows else {}
    columns = tuple(labels.get(name, name) for name in found.table.header)
    if labels and head.columns != columns:
        yield document.problem(("columns",), "other columns than the table's", ", ".join(columns), mend)
    if head.rows != len(found.table.rows) and len(found.table.rows) > 0:
        yield document.problem(("rows",), f"{head.rows} rows", f"{len(found.table.rows)}, those of the table", mend)


def _cited(table: ReadTable[object], known: list[str]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        named = str(getattr(row, "source_id", ""))
        for source in named.split(";"):
            yield from table.unknown(at, "source_id", "source", source.strip(), known, "a source of the page")


def _codes(table: ReadTable[object]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        for name in ("iso3", "area"):
            code = getattr(row, name, "AAA")
            if not ISO3.fullmatch(code):
                yield table.problem(at, name, repr(code), "a code of three capital letters")


def _groups(table: ReadTable[object]) -> Iterator[Problem]:
    """Yield a warning for each conflict group with one member, because the figure it conflicts with is missing."""
    members: dict[str, list[int]] = {}
    for at, row in enumerate(table.rows):
        group = getattr(row, "conflict_group", "")
        if group:
            members.setdefault(group, []).append(at)
    for group, rows in members.items():
        if len(rows) == 1:
            expected = "at least two figures that disagree"
            yield table.problem(rows[0], "conflict_group", f"{group!r} has one figure", expected, severity="warning")


def check_figures(table: ReadTable[object], variables: ReadTable[object] | None) -> Iterator[Problem]:
    """Yield a fault for each figure whose variable is not in the dictionary of variables."""
    if variables is None or not variables.is_readable:
        return
    for at, row in enumerate(table.rows):
        variable = getattr(row, "variable", "")
        if variable:
            yield from table.unknown(at, "variable", "variable", variable, variables.ids, VARIABLE)


def check_inputs(folder: Layers, rubric: Rubric, variables: ReadTable[object] | None) -> list[Problem]:
    """Return a problem for each criterion that uses a variable missing from countries/variables.csv."""
    if variables is None or not variables.is_readable:
        return []
    problems: list[Problem] = []
    for criterion in rubric.criteria:
        path = folder.below("criteria").file(f"{criterion.id}.yaml")
        odd = [(key, name) for key, name in _asked(criterion) if name not in variables.ids]
        if odd and path is not None:  # a borrowed criterion is checked with its own rubric
            document = parse_yaml(path)
            for key, name in odd:
                problems += document.unknown(key, "variable", name, variables.ids, VARIABLE)
    return problems


def _asked(criterion: Criterion) -> list[tuple[Key, str]]:
    asked: list[tuple[Key, str]] = [(("inputs", at), name) for at, name in enumerate(criterion.inputs)]
    if criterion.applies_if:
        asked += [
            (("applies_if", "fact", at, "variable"), c.variable) for at, c in enumerate(criterion.applies_if.fact)
        ]
    return asked
