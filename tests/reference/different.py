"""Single cells from which ours rightly differs: told by data, with the number that ours is and the reason.

`different.csv` beside a case has a row for each cell (or `*` for every row or
column): file, row, column, ours, why. `rightly_different.csv` beside this module
holds what is so in every case: expected, ours, why.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.reference.answer import Comparison, Difference
from tests.reference.case import Case, CaseError, number, read_table

EVERYWHERE = Path(__file__).with_name("rightly_different.csv")
COLUMNS = ("file", "row", "column", "ours", "why")
NEAR = 1e-9


@dataclass(frozen=True)
class Excused:
    """Differences that nothing excuses, how many have each reason, and rows that excuse nothing."""

    left: tuple[Difference, ...]
    why: tuple[tuple[str, int], ...]
    idle: tuple[str, ...]


def excuse(case: Case, found: Comparison) -> Excused:
    """Sort the differences of a case into those that are right, by what its data say, and those that are not.

    Raises
    ------
    CaseError
        A row gives no reason, or lacks a column.
    """
    own = case.different
    for rule in own:
        if set(rule) != set(COLUMNS) or not rule["why"].strip():
            raise CaseError(f"different.csv: each row needs {', '.join(COLUMNS)}, and a reason")
    table = read_table(EVERYWHERE)
    general = [dict(zip(table.header, row, strict=True)) for row in table.rows] if table else []
    left: list[Difference] = []
    why: Counter[str] = Counter()
    used: set[int] = set()
    for difference in found.differences:
        at = next((k for k, rule in enumerate(own) if _names(rule, difference)), None)
        rule = own[at] if at is not None else next((r for r in general if _same(r["expected"], difference.expected)
                                                    and _same(r["ours"], difference.ours)), None)  # fmt: skip
        if rule is None:
            left.append(difference)
            continue
        why[rule["why"]] += 1
        used |= {at} if at is not None else set()
    idle = [f"{r['file']} {r['row']} {r['column']}" for k, r in enumerate(own) if k not in used]
    return Excused(tuple(left), tuple(why.items()), tuple(idle))


def _names(rule: Mapping[str, str], difference: Difference) -> bool:
    where = {"file": difference.file, "row": difference.row, "column": difference.column}
    return all(rule[key] in ("*", place) for key, place in where.items()) and _same(rule["ours"], difference.ours)


def _same(told: str, found: float) -> bool:
    if told == "missing":
        return math.isnan(found)
    if told == "infinite":
        return math.isinf(found)
    return math.isclose(number(told), found, rel_tol=NEAR, abs_tol=NEAR)
