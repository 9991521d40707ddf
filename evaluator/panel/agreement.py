"""Agreement of coders: shares, Krippendorff's alpha with its interval, weighted kappa by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import EvaluatorError
from evaluator.model.assessment import CODER_STATUSES, ON_EVIDENCE, Assessment, Coding, Read
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import AgreementChoices, Rubric
from evaluator.panel.chance import Metric, alpha, bootstrap_interval, weighted_kappa
from evaluator.panel.reconcile import Vote, is_unanimous_gate
from evaluator.panel.settle import holds, votes_as_entered, votes_on, voting

Codes = NDArray[np.float64]
BELOW_ZERO = -1


@dataclass(frozen=True, slots=True)
class AgreementFigure:
    """Agreement figures over all coders.

    `same` is the share of pairs of ratings that are equal; `alpha` is Krippendorff's alpha, with its bootstrap interval
    `low` to `high`; None where undefined. `pairable` counts the criteria that at least two coders rated. `commonest` is
    the share of the most frequent rating among all ratings paired.
    """

    pairable: int
    same: float | None
    alpha: float | None
    low: float | None
    high: float | None
    commonest: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The agreement of two coders on the criteria to which both gave a level.

    `same` and `within_one` are shares of these criteria. `kappa` is Cohen's kappa with linear weights. `apart` is the
    mean of the second coder's level less the first's.
    """

    first: str
    second: str
    pairable: int
    same: float | None
    within_one: float | None
    kappa: float | None
    apart: float | None


@dataclass(frozen=True, slots=True)
class Lean:
    """The mean difference of one coder's levels from the mean of the others' (negative: lower)."""

    coder: str
    pairable: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class CriterionSpot:
    """One criterion of the heat map: each coder's rating, and the distance between them.

    `apart` is the distance between the highest and lowest level, None if they cannot be compared. `kind` is same,
    one-apart, further, status (the statuses differ, or a gate is `silent` to one coder and `contrary` to another),
    single or none.
    """

    criterion_id: str
    group: str
    is_gate: bool
    votes: tuple[tuple[str, str], ...]
    apart: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of the coders of one plan, for each criterion and in total.

    `leans` is empty for two coders, because a difference between two does not show which of them is lenient.
    `levels` and `both`, status and level at once, are over criteria that some coder answered with evidence; `silences`
    counts those on which nobody did and somebody spoke. `statuses` are over all that somebody assessed.
    `decided_gates` are gates on which all coders have agreed since, in a decision that still holds. `read` says what
    each coder, in the order of `coders`, rated from, None where a header does not say; `knew` whether ratings of others
    were known to them. `alone` are the levels of those who read the sources and knew none, where these are two or more
    and not all; `alone_statuses` what they say of statuses.
    """

    plan_id: str
    rubric_id: str
    coders: tuple[str, ...]
    drafts: tuple[str, ...]
    levels: AgreementFigure
    statuses: AgreementFigure
    both: AgreementFigure
    silences: int
    pairs: tuple[Pair, ...]
    leans: tuple[Lean, ...]
    spots: tuple[CriterionSpot, ...]
    choices: AgreementChoices
    decided_gates: tuple[str, ...] = ()
    read: tuple[Read | None, ...] = ()
    knew: tuple[bool, ...] = ()
    alone: AgreementFigure | None = None
    alone_statuses: AgreementFigure | None = None

    @property
    def is_independent(self) -> bool:
        """Return whether every coder read the sources, and none knew ratings of others."""
        return bool(self.read) and all(one == "sources" for one in self.read) and not any(self.knew)

    @property
    def leaning(self) -> tuple[str, ...]:
        """Return the coders who read another's notes or knew ratings of others."""
        notes = {coder for coder, read in zip(self.coders, self.read, strict=False) if read == "evidence-list"}
        knew = {coder for coder, known in zip(self.coders, self.knew, strict=False) if known}
        return tuple(coder for coder in self.coders if coder in notes | knew)

    @property
    def own_readers(self) -> tuple[str, ...]:
        """Return the coders who read the sources and knew no ratings of others, as their headers say."""
        read = {coder for coder, what in zip(self.coders, self.read, strict=False) if what == "sources"}
        return tuple(coder for coder in self.coders if coder in read and coder not in self.leaning)


def agreement(assessment: Assessment, rubric: Rubric, coders: Sequence[str] = ()) -> Agreement:
    """Return the agreement of the coders' ratings as they were entered.

    Parameters
    ----------
    assessment : Assessment
        With the codings of one rubric, drafts included.
    rubric : Rubric
        The rubric, for gates, scale, and the draws and seed of the bootstrap.
    coders : sequence of str, optional
        The coders to compare; by default all.

    Returns
    -------
    Agreement
        Figures over levels (ordinal), over statuses (nominal) and over both, by pair, and
        for each criterion. Criteria that nobody assessed are left out. Where nobody rated, joint silences above
        all, a criterion enters no figure on levels: agreement would look the better, the less a plan says.

    Raises
    ------
    EvaluatorError
        There are fewer than two coders.

    Notes
    -----
    `silent` and `contrary` count as level 0. On a gate `contrary` is coded one step
    lower, so that the two never count as agreement. A coder without a row on a criterion has not opened it, and
    neither agrees nor disagrees on its status.
    """
    codings = [c for c in assessment.codings if not coders or c.header.coder in coders]
    if len(codings) <= 1:
        known = ", ".join(c.header.coder for c in codings) or "nobody"
        raise EvaluatorError(f"agreement needs two coders; {assessment.plan.id} was rated by {known}")
    criteria = [c for c in rubric.criteria if c.is_rated_by_hand]
    rows = [votes_as_entered(codings, criterion.id) for criterion in criteria]
    kept = [(c, votes) for c, votes in zip(criteria, rows, strict=True) if any(v.speaks for v in votes)]
    entered = [{row.criterion_id for row in coding.ratings} for coding in codings]
    seen = figures_of(rubric, kept, entered)
    names = tuple(c.header.coder for c in codings)
    choices = rubric.reconcile.agreement
    levels = seen.codes
    pairs = tuple(pair_of_coders(names, levels, a, b) for a, b in combinations(range(len(names)), 2))
    return Agreement(
        plan_id=assessment.plan.id,
        rubric_id=rubric.id,
        coders=names,
        drafts=tuple(c.header.coder for c in codings if c.header.state == "draft"),
        levels=seen.levels,
        statuses=seen.statuses,
        both=seen.both,
        silences=seen.silences,
        pairs=pairs,
        leans=tuple(_lean_of_coder(names[at], levels, at) for at in range(len(names))) if len(pairs) > 1 else (),
        spots=tuple(spot_of_criterion(rubric, c, votes) for c, votes in kept),
        choices=choices,
        decided_gates=_decided_gates(assessment, rubric),
        read=tuple(c.header.read for c in codings),
        knew=tuple(c.header.blind is False for c in codings),
        alone=_figure_of_own_readers(codings, levels, "ordinal", choices),
        alone_statuses=_figure_of_own_readers(codings, seen.status_codes, "nominal", choices),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of agreement over rows of votes, and the codes of levels and statuses that they come from."""

    codes: Codes
    status_codes: Codes
    levels: AgreementFigure
    statuses: AgreementFigure
    both: AgreementFigure
    silences: int


def figures_of(
    rubric: Rubric, kept: Sequence[tuple[Criterion, Sequence[Vote]]], entered: Sequence[set[str]]
) -> Figures:
    """Return the figures of agreement over criteria that somebody assessed, each with a vote of every rater.

    `entered` holds, for each rater, the criteria of which there is a row.
    """
    answered = [(c, votes) for c, votes in kept if any(v.rating.status in ON_EVIDENCE for v in votes)]
    levels = _codes_of([[_level_code(rubric, c, v) for v in votes] for c, votes in answered], len(entered))
    statuses = _entered_codes(kept, entered, lambda vote: CODER_STATUSES.index(vote.rating.status))
    said = sorted({vote.rating.short for _, votes in answered for vote in votes})
    both = _entered_codes(answered, entered, lambda vote: said.index(vote.rating.short))
    choices = rubric.reconcile.agreement
    return Figures(
        levels,
        statuses,
        _agreement_figure(levels, "ordinal", choices),
        _agreement_figure(statuses, "nominal", choices),
        _agreement_figure(both, "nominal", choices),
        len(kept) - len(answered),
    )


def _figure_of_own_readers(
    codings: Sequence[Coding], codes: Codes, metric: Metric, choices: AgreementChoices
) -> AgreementFigure | None:
    own = [at for at, one in enumerate(codings) if one.header.read == "sources" and one.header.blind is not False]
    return _agreement_figure(codes[:, own], metric, choices) if 1 < len(own) < len(codings) else None


def _decided_gates(assessment: Assessment, rubric: Rubric) -> tuple[str, ...]:
    codings = voting(assessment)
    held = [row for row in assessment.agreed if holds(row, votes_on(codings, row.criterion_id))]
    settled = {row.criterion_id for row in held if row.status != "disputed"}
    return tuple(gate for gate in rubric.grading.gates if gate in settled)


def _entered_codes(
    rows: Sequence[tuple[Criterion, Sequence[Vote]]], entered: Sequence[set[str]], code: Callable[[Vote], int]
) -> Codes:
    """Return a code for each coder's row on each criterion; NaN where the coder entered none."""
    return _codes_of(
        [
            [float(code(vote)) if c.id in own else np.nan for vote, own in zip(votes, entered, strict=True)]
            for c, votes in rows
        ],
        len(entered),
    )


def _codes_of(rows: list[list[float]], coders: int) -> Codes:
    return np.array(rows, dtype=float).reshape(len(rows), coders)


def _level_code(rubric: Rubric, criterion: Criterion, vote: Vote) -> float:
    if vote.level is None:
        return np.nan
    if vote.rating.status == "contrary" and criterion.id in rubric.grading.gates:
        return BELOW_ZERO
    return vote.level


def _agreement_figure(codes: Codes, metric: Metric, choices: AgreementChoices) -> AgreementFigure:
    """Return the agreement figures of an array of codes, shape (criteria, coders); NaN where there is no code."""
    paired = codes[np.sum(~np.isnan(codes), axis=1) > 1]
    if not len(paired):
        return AgreementFigure(0, None, None, None, None, None)
    domain = np.unique(paired[~np.isnan(paired)])
    counts = np.stack([np.sum(paired == value, axis=1) for value in domain], axis=1)
    both = np.sum(counts * (counts - 1)) / 2
    pairs = np.sum(counts.sum(axis=1) * (counts.sum(axis=1) - 1)) / 2
    low, high = bootstrap_interval(counts, domain, metric, choices)
    most = Counter(paired[~np.isnan(paired)].tolist()).most_common(1)[0][1]
    return AgreementFigure(
        pairable=len(paired),
        same=float(both / pairs),
        alpha=alpha(counts, domain, metric),
        low=low,
        high=high,
        commonest=float(most / counts.sum()),
    )


def pair_of_coders(names: Sequence[str], codes: Codes, a: int, b: int) -> Pair:
    """Return the agreement of two of the coders, by their places in the codes."""
    both = codes[~np.isnan(codes[:, a]) & ~np.isnan(codes[:, b])]
    if not len(both):
        return Pair(names[a], names[b], 0, None, None, None, None)
    first, second = both[:, a], both[:, b]
    distance = np.abs(first - second)
    return Pair(
        names[a],
        names[b],
        len(both),
        same=float(np.mean(distance == 0)),
        within_one=float(np.mean(distance <= 1)),
        kappa=weighted_kappa(first, second),
        apart=float(np.mean(np.maximum(second, 0) - np.maximum(first, 0))),
    )


def _lean_of_coder(name: str, codes: Codes, at: int) -> Lean:
    levels = np.maximum(codes, 0)
    others = np.delete(levels, at, axis=1)
    known = ~np.isnan(levels[:, at]) & np.any(~np.isnan(others), axis=1)
    if not known.any():
        return Lean(name, 0, None)
    return Lean(name, int(known.sum()), float(np.mean(levels[known, at] - np.nanmean(others[known], axis=1))))


def spot_of_criterion(rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> CriterionSpot:
    """Return how far the votes on one criterion lie apart."""
    speaking = [vote for vote in votes if vote.speaks]
    said = {vote.rating.status for vote in speaking}
    levels = [at for vote in speaking if (at := vote.stated if len(said) == 1 else vote.level) is not None]
    apart = max(levels) - min(levels) if len(levels) == len(speaking) > 1 else None
    if len(speaking) <= 1:
        kind = "single"
    elif apart is None:
        kind = "same" if len(said) == 1 else "status"
    elif apart == 0:
        kind = "status" if len(said) > 1 and is_unanimous_gate(rubric, criterion) else "same"
    else:
        kind = "one-apart" if apart == 1 else "further"
    return CriterionSpot(
        criterion_id=criterion.id,
        group=rubric.paradigm_of(criterion.id),
        is_gate=criterion.id in rubric.grading.gates,
        votes=tuple((vote.coder, vote.rating.short) for vote in votes),
        apart=apart,
        kind=kind,
    )
