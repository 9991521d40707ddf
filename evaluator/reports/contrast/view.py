"""The view of a contrast: what its sections share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from evaluator.contrasts.place_block import Column, PlaceRow
from evaluator.contrasts.tables.study import VerdictRow
from evaluator.reports.country_view import Interval, ScoredPage
from evaluator.reports.outline import Tool
from evaluator.reports.sections.ledger import LedgerView
from evaluator.reports.subject import names_in_rows
from evaluator.scoring.rounding import adds_up


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of the contrast, with its score, grade and possible grades under the first weighting.

    `grade` is empty without a grade. `code` names the plan where there is no room for `label`: the
    country's code, with the year if the country has several plans. `short_under` is the share of the weight
    from which a score is printed, for a plan that has less.
    """

    id: str
    code: str
    country: str
    label: str
    title: str
    years: tuple[str, str]
    roles: tuple[str, ...]
    is_draft: bool
    interval: Interval
    grade: str
    grades: tuple[str, str]
    footnote: str = ""
    short_under: float | None = None


@dataclass(frozen=True, slots=True)
class WeightingScores:
    """The scores of all plans under one weighting, and that weighting's shares of paradigms and stances.

    `groups` and `stances` are the printed shares in per cent. In `rows`, plans that can be ranked come
    first, best first.
    """

    name: str
    gates_cap: bool
    rows: tuple[VerdictRow, ...]
    groups: tuple[Decimal, ...]
    stances: tuple[Decimal, ...]
    correlation: float | None

    @property
    def is_rounded(self) -> bool:
        """Return whether rounding keeps the printed shares of paradigms or stances from adding up to 100."""
        return not (adds_up(self.groups, Decimal(100)) and adds_up(self.stances, Decimal(100)))


@dataclass(frozen=True, slots=True)
class FramesTable:
    """Every plan under every frame, plans with the highest score under the frame used first.

    `ranking` frames place all plans that are compared; `ledgers` say what parts the two ends of a plan.
    """

    columns: tuple[Column, ...]
    rows: tuple[PlaceRow, ...]
    ranking: int
    ledgers: tuple[LedgerView, ...]

    @property
    def is_unsure(self) -> bool:
        """Return whether some score rests on too little for a grade."""
        return any(cell.state == "ungraded" for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastView(ScoredPage):
    """The fields of a contrast page that more than one of its sections shows.

    `headline` states which plans differ clearly and which can be ranked. `ranks` is False if the page prints
    no ranks. If `rank_all` is set, plans are ranked whatever their coverage, and every page states so. `names`
    gives the display names of plans (as in table rows), frames and nodes by id.
    """

    method: Tool
    rubric: str
    rubric_id: str
    rubric_licence: str
    base_title: str
    ranks: bool
    rank_all: bool
    headline: tuple[str, ...]
    edges: tuple[float, ...]
    bands: tuple[tuple[str, float], ...]
    least_coverage: float
    plans: tuple[PlanLine, ...]
    warnings: tuple[str, ...]
    scores: tuple[WeightingScores, ...] = ()
    frames: FramesTable | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return the distinct footnotes to country names."""
        return tuple(dict.fromkeys(plan.footnote for plan in self.plans if plan.footnote))

    @property
    def heads(self) -> dict[str, tuple[str, str]]:
        """Return each plan's code and name by its id; the code heads a column too narrow for the name."""
        return {plan.id: (plan.code, plan.label) for plan in self.plans}

    @property
    def in_rows(self) -> dict[str, str]:
        """Return the name of each plan for the head of a table row, by its id; see `names_in_rows`."""
        return names_in_rows(self.heads)


R = TypeVar("R")
LISTED = 30  # rows of a long list that the page prints


def first_rows(rows: Sequence[R]) -> tuple[tuple[R, ...], int]:
    """Return the first rows of a list, and the number of those left out.

    Examples
    --------
    >>> first_rows(range(2)), first_rows(range(100))[1]
    (((0, 1), 0), 70)
    """
    return tuple(rows[:LISTED]), max(0, len(rows) - LISTED)
