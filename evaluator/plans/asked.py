"""What monitors asked of a state, as matters: rows of several rounds that ask for the same are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from evaluator.model.country import MonitorPoint
from evaluator.model.dates import first_day

PointOutcome = Literal["done", "in-part", "not-done", "not-assessed"]
# The order of print: what was asked for and not done comes first.
UNDONE_FIRST = ("not-done", "in-part", "not-assessed", "done")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing asked for in one round or several, the earliest row first."""

    points: tuple[MonitorPoint, ...]

    @property
    def last(self) -> MonitorPoint:
        """Return the row of the latest round."""
        return self.points[-1]

    @property
    def judged(self) -> MonitorPoint | None:
        """Return the latest row of which a later report says what became of it; None if none does."""
        return next((p for p in reversed(self.points) if p.outcome not in ("", "not-assessed")), None)

    @property
    def outcome(self) -> PointOutcome:
        """Return what became of it by the latest report that says so."""
        found = self.judged
        return cast("PointOutcome", found.outcome) if found else "not-assessed"


def matters(points: Iterable[MonitorPoint]) -> tuple[Matter, ...]:
    """Return the matters of a country: those not done first, of these those asked most often.

    Examples
    --------
    >>> fields = ("source", "paragraph 1", "urges", "the authorities")
    >>> one = MonitorPoint("A", "GRETA", 1, "2012", *fields, "pay compensation", outcome="not-done")
    >>> two = MonitorPoint("B", "GRETA", 2, "2016", *fields, "pay compensation", repeats="A")
    >>> [(len(m.points), m.outcome) for m in matters([two, one])]
    [(2, 'not-done')]
    """
    rows = sorted(points, key=lambda point: (first_day(point.published), point.point_id))
    chains: dict[str, list[MonitorPoint]] = {}
    for point in rows:
        chain = chains.get(point.repeats, [])
        chain.append(point)
        chains[point.point_id] = chain
    found = {id(chain): Matter(tuple(chain)) for chain in chains.values()}
    return tuple(sorted(found.values(), key=_print_order))


def _print_order(matter: Matter) -> tuple[int, int, str]:
    return (UNDONE_FIRST.index(matter.outcome), -len(matter.points), matter.points[0].point_id)
