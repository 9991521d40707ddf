"""Change over time: a country's plans and editions in a table, and why a score changed between two of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from evaluator.errors import EvaluatorError
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.weighting import Weighting
from evaluator.pipeline import evaluate
from evaluator.scoring.rounding import printed
from evaluator.scoring.rubric_diff import carry_over

Factor = Literal["plan", "rubric", "evidence"]


@dataclass(frozen=True, slots=True)
class PanelRow:
    """The result of one plan under one edition of a rubric and one weighting."""

    plan_id: str
    start: str
    end: str
    rubric: str
    version: str
    weighting: str
    score: float | None
    coverage: float
    bounds: tuple[float, float]
    grade: str | None
    lowest: str
    highest: str
    is_draft: bool


def panel(cards: Iterable[Scorecard]) -> tuple[PanelRow, ...]:
    """Return a row for each card, sorted by start of the plan, plan, weighting and version of the rubric."""
    rows = [_panel_row(card) for card in cards]
    return tuple(sorted(rows, key=lambda r: (r.start, r.plan_id, r.weighting, r.rubric, _version_numbers(r.version))))


def _version_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _panel_row(card: Scorecard) -> PanelRow:
    plan, given = card.assessment.plan, card.grade
    return PanelRow(
        plan_id=plan.id,
        start=plan.start,
        end=plan.end,
        rubric=card.rubric.id,
        version=card.rubric.version,
        weighting=card.weighting.id,
        score=card.score,
        coverage=card.coverage,
        bounds=card.bounds,
        grade=given.grade,
        lowest=given.lowest,
        highest=given.highest,
        is_draft=card.is_draft,
    )


@dataclass(frozen=True, slots=True)
class World:
    """A mixture of two editions: parts that are True come from the later edition, the others from the earlier one."""

    plan: bool = False
    rubric: bool = False
    evidence: bool = False

    def with_(self, factor: Factor) -> World:
        """Return a copy in which this factor comes from the later edition."""
        return replace(self, **{factor: True})

    def __str__(self) -> str:
        later = [name for name in ("plan", "rubric", "evidence") if getattr(self, name)]
        return f"{' and '.join(later) or 'nothing'} of the later edition"


@dataclass(frozen=True, slots=True)
class FactorShare:
    """The contribution of one factor to a change: the mean over the orders, and the least and greatest of any order."""

    factor: Factor
    amount: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A change of score, split into the contributions of plan, rubric and evidence.

    `shares` add up to `total`. They are empty if a world has no score; `lacking` lists these worlds. If the earlier
    plan was not rated again, there is no share of evidence, because a change of evidence is then part of the plan's
    share.
    """

    old_score: float | None
    new_score: float | None
    shares: tuple[FactorShare, ...]
    lacking: tuple[World, ...]

    @property
    def total(self) -> float | None:
        """Return the change of score, None where one of the two scores is missing."""
        return None if self.old_score is None or self.new_score is None else self.new_score - self.old_score

    def printed(self, digits: int) -> dict[str, Decimal]:
        """Return the total and the shares as printed, each rounded independently."""
        if self.total is None:
            return {}
        whole = printed(self.total, digits)
        return {"total": whole, **{share.factor: printed(share.amount, digits) for share in self.shares}}


def worlds(*, rerated: bool) -> tuple[World, ...]:
    """Return the worlds whose scores a split needs, in order from the earlier edition to the later one.

    Unless the earlier plan was rated again (`rerated`), the later evidence occurs only with the later plan.
    """
    evidences = [(False, False), (False, True), (True, True)] if rerated else [(False, False), (True, True)]
    return tuple(World(plan, rubric, evidence) for plan, evidence in evidences for rubric in (False, True))


def _factors(*, rerated: bool) -> tuple[Factor, ...]:
    return ("plan", "rubric", "evidence") if rerated else ("plan", "rubric")


def split(scores: Mapping[World, float | None], *, rerated: bool) -> ScoreChange:
    """Return a change of score split into the contributions of plan, rubric and evidence.

    Parameters
    ----------
    scores : mapping
        The score, or None, of every world in `worlds`.
    rerated : bool
        Whether the earlier plan was rated again on the later evidence.

    Notes
    -----
    Shapley value over the orders in which the factors can change: the mean of
    the gain of each factor when it changes. The later plan has no rating on the
    earlier evidence, so evidence comes before plan in every order (three orders),
    or with it where nothing was rated again (two).

    References
    ----------
    Shapley (1953), A value for n-person games. Faigle and Kern (1992), for
    orders under precedence, International Journal of Game Theory 21, 249-266.
    """
    every = worlds(rerated=rerated)
    old, new = scores[every[0]], scores[every[-1]]
    known = {world: score for world in every if (score := scores[world]) is not None}
    if len(known) < len(every):
        return ScoreChange(old, new, (), tuple(world for world in every if world not in known))
    gains: dict[Factor, list[float]] = {factor: [] for factor in _factors(rerated=rerated)}
    for order in _orders(rerated=rerated):
        at = every[0]
        for factor in order:
            after = _world_after(at, factor, rerated=rerated)
            gains[factor].append(known[after] - known[at])
            at = after
    shares = (FactorShare(name, math.fsum(own) / len(own), min(own), max(own)) for name, own in gains.items())
    return ScoreChange(old, new, tuple(shares), ())


def _orders(*, rerated: bool) -> Iterator[tuple[Factor, ...]]:
    for order in itertools.permutations(_factors(rerated=rerated)):
        if not rerated or order.index("evidence") < order.index("plan"):
            yield order


def _world_after(at: World, factor: Factor, *, rerated: bool) -> World:
    after = at.with_(factor)
    return after.with_("evidence") if factor == "plan" and not rerated else after


@dataclass(frozen=True, slots=True)
class Edition:
    """A plan at one time, with its ratings, rubric and weighting (a name or the object)."""

    assessment: Assessment
    rubric: Rubric
    weighting: Weighting | str | None = None


def explain_change(old: Edition, new: Edition, rerated: Edition | None = None) -> ScoreChange:
    """Split the change of a country's score between two editions into the parts of plan, rubric and evidence.

    Ratings are carried over to the other rubric for criteria whose meaning is the same there; all
    other criteria are not assessed.

    Parameters
    ----------
    old, new : Edition
        The earlier and the later edition.
    rerated : Edition, optional
        The earlier plan rated again on the later evidence; without it there is no part of evidence.

    Raises
    ------
    EvaluatorError
        The editions are of two countries, or the second rating is of another plan.
    """
    first, second = old.assessment, new.assessment
    if first.country.iso3 != second.country.iso3:
        raise EvaluatorError(f"Give two plans of one country: {first.plan.id} and {second.plan.id} are of two.")
    if rerated is not None and rerated.assessment.plan.id != first.plan.id:
        raise EvaluatorError(f"Give new ratings of {first.plan.id}, not of {rerated.assessment.plan.id}.")
    scores = {}
    for world in worlds(rerated=rerated is not None):
        rated = new if world.plan else rerated if world.evidence and rerated else old
        scores[world] = _score_under(rated, new if world.rubric else old)
    return split(scores, rerated=rerated is not None)


def _score_under(rated: Edition, ruled: Edition) -> float | None:
    """Return the score of an edition's ratings under another edition's rubric and weighting."""
    same = rated.rubric is ruled.rubric
    assessment = rated.assessment if same else carry_over(rated.assessment, rated.rubric, ruled.rubric)
    return evaluate(assessment, ruled.rubric, ruled.weighting).score
