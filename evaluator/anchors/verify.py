"""Checks of a library's anchors against the copies of their sources, for `evaluator check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.anchors.anchor import AnchorStanding, problems_of, standings
from evaluator.anchors.copies import copy_of, own_plan
from evaluator.errors import InvalidInputError, MissingDependencyError, Problem
from evaluator.model.anchor import Anchor
from evaluator.model.country import Source
from evaluator.model.plan import Evidence
from evaluator.read.checks.anchors import check_anchor_rows
from evaluator.read.country import COUNTRY_TABLES, read_tables
from evaluator.read.layers import Layers
from evaluator.read.plan import PLAN_TABLES, PlanFolder
from evaluator.read.text_files.table import ReadTable, rows_of

FILE = "anchors.csv"


@dataclass(frozen=True, slots=True)
class PassageCheck:
    """The checked anchors of a plan: state by row index, the problems to report, and the copies that were read."""

    standings: tuple[tuple[int, AnchorStanding], ...]
    problems: tuple[Problem, ...]
    copies: dict[str, Path]


def check_passages(layers: Layers, paths: Sequence[Path] = ()) -> list[Problem]:
    """Return the problems of the passages of all plans in a library, or only of the plans at `paths`.

    Tables with faults of their own are skipped; other checks report them.
    """
    found: list[Problem] = []
    countries = layers.below("countries")
    for iso3 in countries.folders_inside():
        country = countries.below(iso3)
        plans = country.below("plans")
        for plan_id in plans.folders_inside():
            at = plans.below(plan_id).file(FILE)
            if at is not None and (not paths or any(path in (at, *at.parents) for path in paths)):
                found += check_plan_passages(
                    layers.folders, PlanFolder(country, plans.below(plan_id), plan_id)
                ).problems
    return found


def check_plan_passages(folders: Sequence[Path], folder: PlanFolder) -> PassageCheck:
    """Return the state of the anchors of one plan; `folders` are the libraries with the copies."""
    unheard: list[Problem] = []
    tables = read_tables(folder.plan, {name: PLAN_TABLES[name] for name in ("evidence", "anchors")}, unheard)
    tables |= read_tables(folder.country, {"sources": COUNTRY_TABLES["sources"]}, unheard)
    table = tables.get("anchors")
    if table is None or len(tables) < len(("anchors", "evidence", "sources")):
        return PassageCheck((), (), {})
    if unheard or list(check_anchor_rows(table)):
        return PassageCheck((), (), {})
    sources = rows_of(tables, "sources", Source)
    source_of = {row.evidence_id: row.source_id for row in rows_of(tables, "evidence", Evidence)}
    known = {source.source_id: source for source in sources}
    groups: dict[str, list[tuple[int, Anchor]]] = {}
    for at, row in table.each(Anchor):
        if source_of.get(row.evidence_id) in known:
            groups.setdefault(source_of[row.evidence_id], []).append((at, row))
    stood: list[tuple[int, AnchorStanding]] = []
    problems: list[Problem] = []
    read: dict[str, Path] = {}
    for name, rows in groups.items():
        try:
            path = copy_of(folders, known[name], own_plan(known[name], sources, folder.plan_id))
        except InvalidInputError as error:
            problems += [replace(problem, path=str(tables["sources"].path)) for problem in error.problems]
            continue
        if path is None:
            problems.append(_no_copy_note(table, rows, name))
            continue
        read[name] = path
        problems += _anchor_faults(table, rows, path, stood)
    return PassageCheck(tuple(stood), tuple(problems), read)


def _no_copy_note(table: ReadTable[object], rows: Sequence[tuple[int, Anchor]], name: str) -> Problem:
    found = f"{_passages_text(len(rows))} of {name} not looked up: no copy of the source is here"
    mend = f"To look them up, put its file beside the plans as documents/{name}.pdf."
    return table.problem(rows[0][0], "source_sha256", found, "", mend, severity="note")


def _anchor_faults(
    table: ReadTable[object], rows: Sequence[tuple[int, Anchor]], path: Path, stood: list[tuple[int, AnchorStanding]]
) -> Iterator[Problem]:
    try:
        found = standings([anchor for _, anchor in rows], path.read_bytes(), name=str(path))
    except InvalidInputError as error:
        yield from error.problems
        return
    except MissingDependencyError as error:
        told = f"{_passages_text(len(rows))} not looked up: {error}"
        yield table.problem(rows[0][0], "source_sha256", told, "", severity="note")
        return
    for (at, _), standing in zip(rows, found, strict=True):
        stood.append((at, standing))
        for problem in problems_of(standing, str(path)):
            column = "quads" if standing.state == "forged" else "source_sha256"
            told = f"{standing.anchor.evidence_id} in {path.name}: {problem.found}"
            yield table.problem(at, column, told, problem.expected, problem.suggestion, severity=problem.severity)


def _passages_text(count: int) -> str:
    return f"{count} passage{'' if count == 1 else 's'}"
