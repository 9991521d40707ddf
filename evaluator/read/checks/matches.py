"""Checks of matches.csv: both rows of a pair exist, and each row is confirmed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

from evaluator.errors import Problem
from evaluator.model.intake import RowMatch
from evaluator.model.plan import Measure
from evaluator.model.schema import PLAN_ID
from evaluator.read.plan import PlanFolder
from evaluator.read.text_files.table import ReadTable, read_table

RowsOf = Callable[[str], AbstractSet[str] | None]


def rows_of_plans(folder: PlanFolder) -> RowsOf:
    """Return a function from a plan's id to the ids of its rows, or None if that plan cannot be read."""
    known: dict[str, AbstractSet[str] | None] = {}

    def rows_of(plan_id: str) -> AbstractSet[str] | None:
        if plan_id not in known:
            is_other = bool(PLAN_ID.fullmatch(plan_id)) and plan_id != folder.plan_id
            path = folder.country.below("plans").below(plan_id).file("measures.csv") if is_other else None
            table = read_table(path, Measure, problems=[]) if path else None  # its own plan reports its faults
            known[plan_id] = table.ids if table is not None and table.is_readable else None
        return known[plan_id]

    return rows_of


def check_matches(table: ReadTable[object] | None, rows_of: RowsOf, later: AbstractSet[str]) -> Iterator[Problem]:
    """Yield the faults and warnings of the row pairs in matches.csv.

    Parameters
    ----------
    table : ReadTable, optional
        Rows of `RowMatch`.
    rows_of : callable
        Returns the ids of an earlier plan's rows by the plan's id, or None if that plan cannot be read, which is
        a warning, because a report carries only some plans. A row that names no plan is a fault, unless the
        function returns ids for "".
    later : set of str
        Ids of the later plan's rows; if empty, the function does not check them.
    """
    if table is None:
        return
    seen: set[tuple[str, str, str]] = set()
    for at, match in table.each(RowMatch):
        known = rows_of(match.earlier)
        if known is None:
            found = f"plan {match.earlier!r}" if match.earlier else "an empty cell"
            expected = "another plan of the country, with its measures.csv"
            yield table.problem(at, "earlier", found, expected, severity="warning" if match.earlier else "fault")
        for column, named, ids in (("old_id", match.old_id, known), ("new_id", match.new_id, later)):
            if named and ids:
                yield from table.unknown(at, column, "", named, ids, "a row of the plan")
            if match.confirmed == "yes":
                yield from _confirmation_faults(table, at, column, (match.earlier, column, named), seen)


def _confirmation_faults(
    table: ReadTable[object], at: int, column: str, row: tuple[str, str, str], seen: set[tuple[str, str, str]]
) -> Iterator[Problem]:
    if not row[-1]:
        yield table.problem(at, column, "a confirmed row without its pair", "both rows of the pair")
    elif row in seen:
        yield table.problem(at, column, f"{row[-1]!r} confirmed twice", "each row in one pair")
    seen.add(row)
