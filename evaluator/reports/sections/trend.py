"""The section on a country's plans over time, and its tiers in the Trafficking in Persons Reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.scorecard import Scorecard
from evaluator.plans.applicability import roles_in_period
from evaluator.reports.context.alongside import Alongside
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, Interval
from evaluator.reports.outline import Part, Section
from evaluator.reports.sections.tiers import TierRun, TierStep, TiersView, tiers_view
from evaluator.reports.subject import span

OPEN = "open"


@dataclass(frozen=True, slots=True)
class TrendPlan:
    """One plan with its score; `first` and `last` are the years over which the chart draws it.

    `is_firm` is False if coverage is too low for a grade; the bounds are then the result.
    """

    id: str
    kind: str
    first: int
    last: int | None
    is_this: bool
    is_draft: bool
    interval: Interval
    grade: str | None
    roles: tuple[str, ...]
    versions: tuple[str, ...]
    is_firm: bool = True

    @property
    def years(self) -> str:
        """Return the plan's years; the end is left open if the plan has none."""
        return f"{self.first}–" if self.last is None else span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class UnassessedPlan:
    """A known plan that is not assessed under this rubric; `years` is empty if none are recorded."""

    id: str
    years: str


@dataclass(frozen=True, slots=True)
class Cautions:
    """Reasons not to compare the scores of these plans; all are False for a single plan.

    `versions` are the versions of the rubric by which the plans were rated, if they differ; otherwise
    empty.
    """

    coverage: bool = False
    roles: bool = False
    kinds: bool = False
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendView:
    """Plans in order of time, plans not assessed, tiers, and cautions against comparing scores."""

    plans: tuple[TrendPlan, ...]
    unassessed: tuple[UnassessedPlan, ...]
    tiers: TiersView | None
    cautions: Cautions
    first: int
    last: int

    @property
    def tiers_now(self) -> tuple[tuple[str, str], ...]:
        """Return the tiers that TIP Reports gave in the years of this plan, each with its years."""
        return self._within([step for step in (self.tiers.steps if self.tiers else ()) if step.tier])

    @property
    def untold_now(self) -> tuple[str, ...]:
        """Return the years of this plan for which the data have no tier, though they have reports before and after."""
        return tuple(
            years for years, _ in self._within([run for run in (self.tiers.runs if self.tiers else ()) if run.is_gap])
        )

    def _within(self, runs: Sequence[TierStep | TierRun]) -> tuple[tuple[str, str], ...]:
        """Return the part of each run that falls into the years of this plan, with its tier."""
        this = next(plan for plan in self.plans if plan.is_this)
        first, last = this.first, self.last if this.last is None else this.last
        spans = [(max(run.first, first), min(run.last, last), run.tier) for run in runs]
        return tuple((span(start, end), tier) for start, end, tier in spans if start <= end)


def trend_view(card: Scorecard, known: Alongside, lang: str) -> TrendView:
    """Return the country's plans over time under the card's rubric and weighting, with its tiers."""
    this = card.assessment.plan.id
    cards = sorted((card, *known.cards), key=lambda c: (c.assessment.plan.start, c.assessment.plan.id))
    plans = tuple(_trend_plan(one, is_this=one.assessment.plan.id == this) for one in cards)
    tiers = tiers_view(known, lang) if card.rubric.has_codings else None
    firsts = [plan.first for plan in plans] + ([tiers.first] if tiers else [])
    lasts = [plan.last or plan.first for plan in plans] + ([tiers.last] if tiers else [])
    return TrendView(
        plans=plans,
        unassessed=_unassessed_plans(card, known),
        tiers=tiers,
        cautions=_cautions(card, plans),
        first=min(firsts),
        last=max(lasts),
    )


def _trend_plan(card: Scorecard, *, is_this: bool) -> TrendPlan:
    assessment, plan = card.assessment, card.assessment.plan
    return TrendPlan(
        id=plan.id,
        kind=plan.kind,
        first=int(plan.start[:4]),
        last=None if plan.end == OPEN else int(plan.end[:4]),
        is_this=is_this,
        is_draft=card.is_draft,
        interval=Interval.of(card),
        grade=card.grade.grade,
        roles=tuple(sorted(roles_in_period(assessment))),
        versions=tuple(sorted({coding.header.rubric_version for coding in assessment.codings})),
        is_firm=card.score is not None and (card.told[0] or 0.0) >= card.rubric.grading.least_coverage,
    )


def _unassessed_plans(card: Scorecard, known: Alongside) -> tuple[UnassessedPlan, ...]:
    """Return the plans without an assessment: those with files in the library, and those in the country's history."""
    history = card.assessment.country.plan_history
    rated = {card.assessment.plan.id, *(one.assessment.plan.id for one in known.cards)}
    found = {entry.id: (entry.start or "", entry.end or "") for entry in history}
    found |= {head.id: (head.start, head.end) for head in known.heads}
    ordered = sorted((start, name) for name, (start, _) in found.items() if name not in rated)
    return tuple(UnassessedPlan(name, _plan_years(*found[name])) for _, name in ordered)


def _plan_years(start: str, end: str) -> str:
    if not start:
        return ""
    return f"{start[:4]}–" if end == OPEN else span(int(start[:4]), int((end or start)[:4]))


def _cautions(card: Scorecard, plans: tuple[TrendPlan, ...]) -> Cautions:
    if len(plans) == 1:
        return Cautions()
    least = card.rubric.grading.least_coverage
    versions = {version for plan in plans for version in plan.versions}
    return Cautions(
        coverage=any((plan.interval.coverage or 0.0) < least for plan in plans),
        roles=len({plan.roles for plan in plans}) > 1,
        kinds=len({plan.kind for plan in plans}) > 1,
        versions=tuple(sorted(versions)) if len(versions) > 1 else (),
    )


def _trend_of_page(context: CountryContext, _: CountryView) -> TrendView | None:
    return trend_view(context.card, context.beside.known, context.lang) if context.beside else None


TREND_SHOWN = Part("trend", _trend_of_page)
TREND = Section("trend", "country/trend.html", (TREND_SHOWN,))
