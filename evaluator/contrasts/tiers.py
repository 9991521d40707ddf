"""Scores compared with tiers of the Trafficking in Persons Report: an association, where there are enough plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.study import study_of
from evaluator.model.assessment import Assessment
from evaluator.model.contrast import TierTest
from evaluator.model.dates import first_day, last_day
from evaluator.model.facts import EVIDENCE, TierPlacement
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Figure, Spoken, say, say_n, series
from evaluator.model.weighting import Weighting
from evaluator.scoring.matrix import Array

ORDER = ("3", "2WL", "2", "1")  # worst first; other entries (special cases, unclear ones) are no tier
BATCH = 500  # permutations at a time


@dataclass(frozen=True, slots=True)
class TierMatch:
    """The tier compared with a plan: from the report on the first twelve months that lie within the plan's period.

    Report t covers 1 April t-1 to 31 March t. If no report lies within the period, the one that shares most days with
    the plan is used. `tier` is empty where no report fits or the best evidence disagrees; `why` gives the reason.
    """

    plan_id: str = column("id", "plan")
    year: int | None = column("integer", "year of the report")
    tier: str = column("text", "1, 2, 2WL or 3; empty where there is none")
    evidence: str = column("text", "how the placement is known")
    why: str = column("text", "why there is none")


@dataclass(frozen=True, slots=True)
class Association:
    """The association of scores with tiers over plans; it does not show a cause."""

    weighting: str = column("id", "weighting")
    plans: int = column("integer", "plans with a score and a tier")
    tau: float | None = column("number", "Kendall's tau-b; positive where better scores go with better tiers")
    low: float | None = column("number", "lower end of what permutations give")
    high: float | None = column("number", "upper end of what permutations give")
    p: float | None = column("number", "share of permutations at least as far from 0")
    left_out: int = column("integer", "ratings left out because they rest on the report itself")
    text: str = column("text", "the finding in words")


def _association_words(found: Association, least: int) -> Spoken:
    """Return an association as sentences that claim no more than that."""
    if not found.plans:
        return say(
            "No plan has both a score under “%(weighting)s” and a tier, so no correlation is computed.",
            weighting=found.weighting,
        )
    if found.plans < least:
        return say_n(
            "Only %(number)s plan has both a score under “%(weighting)s” and a tier; with fewer than "
            "%(least)s no correlation is computed.",
            "Only %(number)s plans have both a score under “%(weighting)s” and a tier; with fewer than "
            "%(least)s no correlation is computed.",
            found.plans,
            weighting=found.weighting,
            least=least,
        )
    if found.tau is None or found.low is None or found.high is None or found.p is None:
        return say(
            "All scores under “%(weighting)s”, or all tiers, are alike, so no correlation can be computed.",
            weighting=found.weighting,
        )
    ends = {"tau": Figure(found.tau, "+.2f"), "low": Figure(found.low, "+.2f"), "high": Figure(found.high, "+.2f")}
    measured = say_n(
        "over %(number)s plan the rank correlation (Kendall's tau-b) is %(tau)s, while chance alone mostly "
        "gives between %(low)s and %(high)s (p = %(p)s)",
        "over %(number)s plans the rank correlation (Kendall's tau-b) is %(tau)s, while chance alone mostly "
        "gives between %(low)s and %(high)s (p = %(p)s)",
        found.plans,
        p=Figure(found.p, ".3f"),
        **ends,
    )
    given: dict[str, object] = {"weighting": found.weighting, "measured": measured}
    if found.tau > found.high:
        said = say("Higher scores under “%(weighting)s” go with better tiers: %(measured)s.", **given)
    elif found.tau < found.low:
        said = say("Higher scores under “%(weighting)s” go with worse tiers: %(measured)s.", **given)
    else:
        said = say(
            "There is no sign that higher scores under “%(weighting)s” go with better or worse tiers: %(measured)s.",
            **given,
        )
    return series(" ", [said, say("A correlation does not prove that one causes the other.")])


def match_tier(assessment: Assessment, placements: Iterable[TierPlacement]) -> TierMatch:
    """Return the tier to compare with a plan.

    Where several placements are of one year, those with the best evidence decide; if these disagree, there is no tier.
    """
    plan = assessment.plan
    own = [t for t in placements if t.iso3 == assessment.country.iso3 and t.year is not None]
    years = sorted({t.year for t in own if t.year is not None})
    start, end = date.fromisoformat(first_day(plan.start)), date.fromisoformat(last_day(plan.end))
    shared = {year: _days_in_report(start, end, year) for year in years}
    fitting = [year for year in years if shared[year] > 0]
    if not fitting:
        return TierMatch(plan.id, None, "", "", say("there is no report on these years here"))
    whole = [year for year in fitting if date(year - 1, 4, 1) >= start and date(year, 3, 31) <= end]
    year = whole[0] if whole else max(fitting, key=lambda y: (shared[y], -y))
    here = [t for t in own if t.year == year]
    best = min(EVIDENCE.index(t.evidence) for t in here)
    tiers = {t.tier for t in here if EVIDENCE.index(t.evidence) == best}
    if len(tiers) > 1:
        why = say("sources disagree: %(tiers)s", tiers=", ".join(sorted(tiers)))
        return TierMatch(plan.id, year, "", EVIDENCE[best], why)
    (tier,) = tiers
    if tier not in ORDER:
        return TierMatch(plan.id, year, "", EVIDENCE[best], say("placed as %(tier)s, which is not a tier", tier=tier))
    return TierMatch(plan.id, year, tier, EVIDENCE[best])


def _days_in_report(start: date, end: date, year: int) -> int:
    """Return the number of days that a plan's period shares with the reporting period of a report."""
    first, last = max(start, date(year - 1, 4, 1)), min(end, date(year, 3, 31))
    return max(0, (last - first + timedelta(days=1)).days)


def without_tip_text(entrant: Entrant, rubric: Rubric) -> tuple[Entrant, int]:
    """Return a copy of the entrant without the ratings that rest on the text of the TIP Report, and their number.

    A rating left out becomes `not-assessed`.

    One such source among the evidence is enough, because otherwise a score that draws on the report would be compared
    with the report's own placement.
    """
    texts = {s.source_id for s in entrant.assessment.sources if s.is_tip_text}
    evidence = {e.evidence_id for e in entrant.assessment.evidence if e.source_id in texts}
    kept = []
    for outcome in entrant.outcomes:
        rests = bool(evidence & set(outcome.evidence_ids)) or _rests_on_figures(entrant, rubric, outcome, texts)
        speaks = outcome.level is not None or outcome.least is not None
        kept.append(_as_not_assessed(outcome, rubric) if rests and speaks else outcome)
    dropped = sum(a is not b for a, b in zip(kept, entrant.outcomes, strict=True))
    return replace(entrant, outcomes=tuple(kept)), dropped


def _rests_on_figures(entrant: Entrant, rubric: Rubric, outcome: Outcome, texts: set[str]) -> bool:
    criterion = rubric.by_id[outcome.criterion_id]
    facts = criterion.traits.facts(criterion, entrant.assessment) if texts else ()
    return any(fact.source_id in texts for fact in facts)


def _as_not_assessed(outcome: Outcome, rubric: Rubric) -> Outcome:
    top = rubric.scale_of(outcome.criterion_id).top
    return Outcome(outcome.criterion_id, "not-assessed", None, 0, top, 0, top, covered=False)


def association(
    rubric: Rubric,
    weighting: Weighting,
    entrants: Sequence[Entrant],
    matches: Sequence[TierMatch],
    how: TierTest,
    seed: int,
) -> Association:
    """Return the association of scores with the tiers of the plans, computed only where enough plans have both.

    Scores leave out ratings that rest on the text of the report; `left_out` counts them. Better tiers have higher
    numbers, so tau is positive where better scores go with better tiers. `low` and `high` bound the stated share of tau
    under random permutations: the range that chance alone gives. `p` is the share of permutations at least as far from
    0. All are None with too few plans, or where all scores or all tiers are equal.

    References
    ----------
    Kendall (1945), The treatment of ties in ranking problems, Biometrika 33(3), 239-251.
    """
    cleaned = [without_tip_text(entrant, rubric) for entrant in entrants]
    study = study_of(rubric, [weighting], [entrant for entrant, _ in cleaned])
    pairs = [
        (verdict.score, ORDER.index(match.tier))
        for verdict, match in zip(study.verdicts[0], matches, strict=True)
        if verdict.score is not None and match.tier
    ]
    found = Association(weighting.id, len(pairs), left_out=sum(n for _, n in cleaned))
    scores, tiers = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    tau = kendall(scores, tiers[None, :])[0]
    if len(pairs) >= how.least_plans and not np.isnan(tau):
        chance = _taus_by_chance(scores, tiers, how, seed)
        low, high = np.quantile(chance, [(1 - how.interval) / 2, (1 + how.interval) / 2])
        beyond = int((np.abs(chance) >= abs(tau) - 1e-12).sum())
        found = replace(found, tau=float(tau), low=float(low), high=float(high), p=(1 + beyond) / (1 + len(chance)))
    return replace(found, text=_association_words(found, how.least_plans))


def kendall(one: Array, others: Array) -> Array:
    """Return tau-b of one row with each row of `others`, shape (rows, n); NaN where a row is constant.

    Notes
    -----
    ``sum of sign(x_i - x_j) sign(y_i - y_j)`` over pairs, divided by the square root of the
    product of the numbers of pairs that are not tied in x and in y.

    Examples
    --------
    >>> kendall(np.array([1.0, 2.0, 3.0]), np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])).tolist()
    [1.0, -1.0]
    """
    first = np.sign(one[:, None] - one[None, :])
    second = np.sign(others[:, :, None] - others[:, None, :])
    untied = np.sqrt((first**2).sum() * (second**2).sum(axis=(1, 2)))
    together = (first[None] * second).sum(axis=(1, 2))
    return np.asarray(np.divide(together, untied, out=np.full(len(others), np.nan), where=untied > 0))


def _taus_by_chance(scores: Array, tiers: Array, how: TierTest, seed: int) -> Array:
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    found = []
    for at in range(0, how.permutations, BATCH):
        size = min(BATCH, how.permutations - at)
        found.append(kendall(scores, rng.permuted(np.tile(tiers, (size, 1)), axis=1)))
    return np.concatenate(found)
