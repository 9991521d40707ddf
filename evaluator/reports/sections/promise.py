"""The levels reached by object of the criterion: what the plan promises, the law provides, and practice does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.reports.sections.findings import CriterionView, GroupView

OBJECTS = ("plan", "law", "practice")
LEAST_OBJECTS = 2  # objects needed for a comparison
SHADES = 4


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One paradigm and one object (plan, law or practice): the levels of its criteria, highest first.

    A level is None if the criterion is not assessed. `group` is empty in the sum of an object over all
    paradigms. `shades` run from 0 to 4 on any scale.
    """

    group: str
    object: str
    levels: tuple[int | None, ...]
    top: int
    norm: int | None

    @property
    def rated(self) -> int:
        """Return the number of criteria with a level."""
        return sum(level is not None for level in self.levels)

    @property
    def reached(self) -> int:
        """Return the number of criteria that reach the norm level; 0 if the rubric has no norm level."""
        return sum(level is not None and self.norm is not None and level >= self.norm for level in self.levels)

    @property
    def shades(self) -> tuple[int | None, ...]:
        """Return the shade of each criterion's box; None if it is not assessed."""
        return tuple(None if level is None else round(SHADES * level / self.top) for level in self.levels)


@dataclass(frozen=True, slots=True)
class PromiseView:
    """Levels of criteria by paradigm and object (plan, law, practice), and the sums for each object.

    `weightless` counts the assessed criteria among them that have no weight here, such as an actor's yardsticks.
    """

    rows: tuple[PromiseRow, ...]
    sums: tuple[PromiseRow, ...]
    norm: int | None
    weightless: int = 0


def promise_view(groups: Sequence[GroupView], norm: int | None) -> PromiseView | None:
    """Return levels by paradigm and object; None if criteria of fewer than two objects are assessed.

    Parameters
    ----------
    groups : sequence of GroupView
        The paradigms and the quality of the plan, with their criteria.
    norm : int or None
        The level that meets a legal standard, None if the rubric declares none.
    """
    rows = [_row(group.title, kind, [*group.rated, *group.open], norm) for group in groups for kind in OBJECTS]
    every = [criterion for group in groups for criterion in (*group.rated, *group.open)]
    sums = [row for kind in OBJECTS if (row := _row("", kind, every, norm)) is not None]
    if sum(row.rated > 0 for row in sums) < LEAST_OBJECTS:
        return None
    weightless = sum(criterion.weightless and criterion.level is not None for criterion in every)
    return PromiseView(tuple(row for row in rows if row is not None), tuple(sums), norm, weightless)


def _row(group: str, kind: str, criteria: Sequence[CriterionView], norm: int | None) -> PromiseRow | None:
    own = [criterion for criterion in criteria if criterion.object == kind]
    if not own:
        return None
    levels = sorted((c.level for c in own), key=lambda level: -1 if level is None else level, reverse=True)
    return PromiseRow(group, kind, tuple(levels), own[0].top, norm)
