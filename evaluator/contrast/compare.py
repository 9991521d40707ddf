"""Whether plans compare at all: their years, roles, drafts and missing scores, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evaluator.model.assessment import Assessment
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.plans.applicability import roles_in_period

Mask = NDArray[np.bool_]
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Entrant:
    """A plan as it enters a contrast: the assessment and one outcome for each criterion, in tree order."""

    assessment: Assessment
    outcomes: tuple[Outcome, ...]
    is_draft: bool
    assessor: str = ""

    @property
    def plan_id(self) -> str:
        """Return the plan's id."""
        return self.assessment.plan.id

    @property
    def iso3(self) -> str:
        """Return the country's code."""
        return self.assessment.country.iso3

    @property
    def years(self) -> tuple[str, str]:
        """Return the first and the last year; `open` where the plan has no end."""
        return self.assessment.plan.start[:4], self.assessment.plan.end[:4]

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the country's roles in the plan's years, in order of name; empty where none is recorded."""
        return tuple(sorted(roles_in_period(self.assessment)))


def doubts(
    weightings: Sequence[Weighting], entrants: Sequence[Entrant], unscored: Mask, thin: Mask, least: float
) -> tuple[str, ...]:
    """Return the sentences that a reader must not overlook.

    `unscored` and `thin` have shape (weightings, plans): without a score; with one
    whose coverage is under `least`.
    """
    told: list[str] = []
    if len(entrants) == 1:
        told.append("One plan alone has no rank; give two or more to compare countries.")
    told += _unlike_years(entrants)
    told += _unlike_roles(entrants)
    told += [f"{e.plan_id} rests on a draft or an open dispute." for e in entrants if e.is_draft]
    told += _same_ratings(entrants)
    told += _without_score(weightings, entrants, unscored)
    few = [e.plan_id for p, e in enumerate(entrants) if thin[:, p].any()]
    if few and len(entrants) > 1:
        told.append(
            f"Under {least:.0%} of the weight is assessed for {_listed(few)}: such ranks may change with the rest."
        )
    return tuple(told)


def _unlike_years(entrants: Sequence[Entrant]) -> list[str]:
    apart = [(a, b) for a, b in combinations(entrants, 2) if not _overlap(a.years, b.years)]
    if not apart:
        return []
    pairs = "; ".join(f"{a.plan_id} and {b.plan_id}" for a, b in apart[:SHOWN])
    more = f"; and {len(apart) - SHOWN} more pairs" if len(apart) > SHOWN else ""
    return [f"Plans of different times: no year in common have {pairs}{more}."]


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return _not_over(one[0], other[1]) and _not_over(other[0], one[1])


def _not_over(start: str, end: str) -> bool:
    return end == "open" or start <= end


def _unlike_roles(entrants: Sequence[Entrant]) -> list[str]:
    unknown = [e.plan_id for e in entrants if not e.roles]
    told = []
    if unknown:
        told.append(f"No role is recorded for the years of {_listed(unknown)}: every criterion is asked of them.")
    groups: dict[tuple[str, ...], list[str]] = {}
    for entrant in entrants:
        if entrant.roles:
            groups.setdefault(entrant.roles, []).append(entrant.plan_id)
    if len(groups) > 1:
        said = "; ".join(f"{', '.join(roles)}: {_listed(plans)}" for roles, plans in sorted(groups.items()))
        told.append(f"Countries of different roles, so that not the same criteria apply: {said}.")
    return told


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _same_ratings(entrants: Sequence[Entrant]) -> list[str]:
    alike: dict[tuple[tuple[str, int | None], ...], list[str]] = {}
    for entrant in entrants:
        alike.setdefault(tuple(_answer(o) for o in entrant.outcomes), []).append(entrant.plan_id)
    return [f"The same ratings have {_listed(p)}: no weighting separates them." for p in alike.values() if len(p) > 1]


def _answer(outcome: Outcome) -> tuple[str, int | None]:
    return outcome.status, outcome.level


def _without_score(weightings: Sequence[Weighting], entrants: Sequence[Entrant], unscored: Mask) -> list[str]:
    told = []
    for s, weighting in enumerate(weightings):
        lacking = [e.plan_id for p, e in enumerate(entrants) if unscored[s, p]]
        if len(lacking) == len(entrants):
            title = weighting.titles.get("en", weighting.id)
            told.append(f"No score and no rank under {weighting.id} ({title}): all its weight is on unrated criteria.")
        elif lacking:
            told.append(f"No score and no rank under {weighting.id} for {_listed(lacking)}: nothing weighed is rated.")
    return told
