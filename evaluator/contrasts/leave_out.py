"""Leave-one-out: the plans that move without one criterion, paradigm, coder, source or kind of source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.places import places
from evaluator.contrasts.study import Study, coverage_of, enough, ranking_column, scores_of_rated
from evaluator.model.assessment import AgreedRating, Assessment, Coding, Rating
from evaluator.model.schema import column
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import say
from evaluator.model.weighting import Weighting
from evaluator.panel.settle import holds, in_force, votes_on, written_inputs
from evaluator.scoring.grade import known
from evaluator.scoring.matrix import Array, Mask, Matrix
from evaluator.scoring.scores import score_plans, within
from evaluator.scoring.weights import local_weights, path_weights

Again = Callable[[Assessment], tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Mover:
    """One plan that moves when one criterion, paradigm, coder, source or kind of source is left out."""

    kind: str = column("text", "criterion, paradigm, coder, source or source-kind")
    id: str = column("text", "what is left out")
    title: str = column("text", "its title")
    plan_id: str = column("id", "plan that moves")
    score_before: float | None = column("number", "score with it")
    score_after: float | None = column("number", "score without it; empty where nothing is left")
    rank_before: int | None = column("integer", "rank with it; empty for a plan that cannot be ranked")
    rank_after: int | None = column(
        "integer",
        "rank without it; empty for a plan that cannot be ranked then, whose place stays free, or that had none",
    )
    ranking: str = ranking_column()

    @property
    def changes_rank(self) -> bool:
        """Return whether the rank changes or is lost."""
        return self.rank_before != self.rank_after


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The thing left out and every plan that moves without it; plans that change rank come first."""

    kind: str
    id: str
    movers: tuple[Mover, ...]


def leave_out_criteria(study: Study, weighting_id: str) -> tuple[LeftOut, ...]:
    """Return the effect of leaving out each criterion, then each paradigm, one at a time.

    The weight of a criterion or paradigm left out passes to its siblings, as if it did not apply. The result lists only
    criteria and paradigms whose removal moves a plan; one without weight moves none.

    Raises
    ------
    KeyError
        The weighting is not in the study.
    """
    weighting = study.weighting(weighting_id)
    rubric = study.rubric
    ids = study.scores.tree.criteria
    masks = [("criterion", c, rubric.title(c), np.array([c == other for other in ids])) for c in ids]
    groups = [rubric.paradigm_of(c) for c in ids]
    if not rubric.is_flat:  # without its only group nothing would be left
        masks += [("paradigm", g, rubric.title(g), np.array([g == own for own in groups])) for g in rubric.paradigms]
    totals, there = _totals_without(study, weighting, [mask for *_, mask in masks])
    before, ranked = (part[0] for part in _totals_without(study, weighting, [np.zeros(len(ids), dtype=bool)]))
    told = [
        LeftOut(kind, name, _movers(study, Mover(kind, name, title), (before, after), (ranked, still)))
        for (kind, name, title, _), after, still in zip(masks, totals, there, strict=True)
    ]
    return tuple(found for found in told if found.movers)


def leave_out_ratings(study: Study, weighting_id: str, again: Again) -> tuple[LeftOut, ...]:
    """Return the effect of leaving out each coder, each source of each plan, and each kind of source of all plans.

    Without a coder, the panel's rule applies to the other coders; the only coder of a plan is not left out. Without a
    source, ratings that rest on it alone become not assessed, and its figures are removed. `again` computes the
    outcomes of an assessment.

    Raises
    ------
    KeyError
        The weighting is not in the study.
    """
    before = study.row(weighting_id)
    thinned = _what_can_be_left_out(study.entrants)
    left = [
        replace(e, assessment=changed[e.plan_id], outcomes=again(changed[e.plan_id]))
        for *_, changed in thinned
        for e in study.entrants
        if e.plan_id in changed
    ]
    totals, there = _scored(study, study.weighting(weighting_id), (*study.entrants, *left))
    scores = np.array([v.score for v in before], dtype=np.float64)
    ranked = np.array([v.rankable for v in before], dtype=bool)
    found, row = [], len(before)
    for kind, name, title, changed in thinned:
        after, still = scores.copy(), ranked.copy()
        for p in (p for p, plan in enumerate(study.plan_ids) if plan in changed):
            # A sum of other columns may end in another last digit: what equals the plan in this matrix did not move.
            after[p] = scores[p] if totals[row] == totals[p] else totals[row]
            still[p], row = there[row], row + 1
        moved = _movers(study, Mover(kind, name, title), (scores, after), (ranked, still))
        if moved:
            found.append(LeftOut(kind, name, moved))
    return tuple(found)


def _scored(study: Study, weighting: Weighting, plans: Sequence[Entrant]) -> tuple[Array, Mask]:
    """Return the scores of plans under a weighting, and a mask of those that can be ranked; no plan affects another."""
    scores = score_plans(study.rubric, (weighting,), [plan.outcomes for plan in plans])
    totals = scores_of_rated(scores, plans)[0]
    enough_read = enough(study.rubric, coverage_of(scores)[0]) | study.rank_all
    return totals, ~np.isnan(totals) & enough_read & (not study.is_void(weighting.id))


Thinned = tuple[str, str, str, dict[str, Assessment]]


def _what_can_be_left_out(entrants: Sequence[Entrant]) -> list[Thinned]:
    """Return everything that can be left out: kind, id, title, and the changed assessments by plan."""
    plans = {e.plan_id: e.assessment for e in entrants}
    found: list[Thinned] = []
    coders = dict.fromkeys(c.header.coder for e in entrants if not e.assessor for c in e.assessment.codings)
    for coder in coders:
        several = {p: [c.header.coder for c in a.codings] for p, a in plans.items() if len(a.codings) > 1}
        changed = {p: without_coder(plans[p], coder) for p, own in several.items() if coder in own}
        found.append(("coder", coder, coder, changed))
    for plan, a in plans.items():
        used = {e.source_id for e in a.evidence} | {f.source_id for f in a.facts}
        found += [
            (
                "source",
                f"{plan}:{s.source_id}",
                s.title if len(plans) == 1 else say("%(title)s, for %(plan)s", title=s.title, plan=plan),
                {plan: without_sources(a, {s.source_id})},
            )
            for s in a.sources
            if s.source_id in used
        ]
    for kind in sorted({s.kind for a in plans.values() for s in a.sources}):
        of_kind = {p: {s.source_id for s in a.sources if s.kind == kind} for p, a in plans.items()}
        changed = {p: without_sources(a, of_kind[p]) for p, a in plans.items() if of_kind[p]}
        found.append(("source-kind", kind, say("all sources of kind %(kind)s", kind=kind), changed))
    return found


def _totals_without(study: Study, weighting: Weighting, masks: Sequence[Mask]) -> tuple[Array, Mask]:
    """Return scores without the masked criteria, shape (masks, plans), and a mask of the plans that can be ranked.

    Each pair of mask and plan is one row of the scoring matrix.
    """
    cells, tree = study.scores.cells, study.scores.tree
    plans = len(study.plan_ids)
    local = local_weights(study.rubric, tree, (weighting,))
    values = np.tile(cells.values, (len(masks), 1))
    kept = np.tile(cells.applicable, (len(masks), 1)) & ~np.repeat(np.array(masks), plans, axis=0)
    ends = (np.tile(end, (len(masks), 1)) for end in (cells.low, cells.high))
    totals, low, high = (Matrix(tree, points, kept).run(local).total[0] for points in (values, *ends))
    totals = within(totals, low, high)
    rated = (kept & ~np.isnan(values)).any(axis=1)
    covered = (path_weights(tree, local, kept).criteria[0] * np.tile(cells.covered, (len(masks), 1))).sum(axis=1)
    ranked = rated & ~np.isnan(totals) & (enough(study.rubric, covered) | study.rank_all)
    ranked &= not study.is_void(weighting.id)
    shape = (len(masks), plans)
    return np.where(rated, totals, np.nan).reshape(shape), ranked.reshape(shape)


def _movers(study: Study, without: Mover, scores: tuple[Array, Array], ranked: tuple[Mask, Mask]) -> tuple[Mover, ...]:
    """Return the plans that move; `without` says what is left out.

    Only plans that have a rank before have one after. The place of one that loses its rank stays free: the others
    share out those that they had, in the order of their scores.
    """
    before, after = scores
    first = ranked[0] & (ranked[0].sum() > 1)
    still = first & ranked[1]
    still &= still.sum() > 1
    was, now = places(np.stack([np.where(first, before, np.nan), np.where(still, after, np.nan)]))
    in_order = sorted(np.flatnonzero(first), key=lambda p: (was[p], not still[p]))
    kept_places = [0, *(place for place, p in enumerate(in_order, 1) if still[p])]
    moved = [
        replace(
            without,
            plan_id=plan,
            score_before=known(before[p]),
            score_after=known(after[p]),
            rank_before=int(was[p]) or None,
            rank_after=kept_places[now[p]] or None,
            ranking=study.ranking_word,
        )
        for p, plan in enumerate(study.plan_ids)
    ]
    kept = [m for m in moved if m.score_before != m.score_after or m.changes_rank]
    return tuple(sorted(kept, key=lambda m: not m.changes_rank))


def without_coder(assessment: Assessment, coder: str) -> Assessment:
    """Return the assessment without a coder's ratings.

    All agreed ratings are dropped, because that coder took part in them.
    """
    return replace(assessment, codings=tuple(c for c in assessment.codings if c.header.coder != coder), agreed=())


def without_sources(assessment: Assessment, sources: AbstractSet[str]) -> Assessment:
    """Return the assessment without the evidence and the figures of some sources.

    A rating, agreed or not, that loses all of its evidence becomes not assessed. Other agreed ratings stay as they are;
    their recorded inputs are replaced by the ratings that are left.
    """
    gone = {e.evidence_id for e in assessment.evidence if e.source_id in sources}
    codings = tuple(
        replace(coding, ratings=tuple(_rating_without_evidence(rating, gone) for rating in coding.ratings))
        for coding in assessment.codings
    )
    touched = {
        rating.criterion_id
        for before, after in zip(assessment.codings, codings, strict=True)
        for rating, left in zip(before.ratings, after.ratings, strict=True)
        if left is not rating
    }
    return replace(
        assessment,
        evidence=tuple(e for e in assessment.evidence if e.evidence_id not in gone),
        facts=tuple(f for f in assessment.facts if f.source_id not in sources),
        codings=codings,
        agreed=tuple(
            _agreement_carried_over(row, assessment.codings, codings) if row.criterion_id in touched else row
            for row in assessment.agreed
        ),
    )


def _rating_without_evidence(rating: Rating, gone: AbstractSet[str]) -> Rating:
    kept = tuple(e for e in rating.evidence_ids if e not in gone)
    if kept == rating.evidence_ids:
        return rating
    if kept:
        return replace(rating, evidence_ids=kept)
    return Rating(criterion_id=rating.criterion_id, criterion_version=rating.criterion_version, status="not-assessed")


def _agreement_carried_over(
    agreed: AgreedRating, before: tuple[Coding, ...], after: tuple[Coding, ...]
) -> AgreedRating:
    was, now = (votes_on(in_force(codings), agreed.criterion_id) for codings in (before, after))
    if not holds(agreed, was):
        return agreed
    had, has = (_cites_evidence(codings, agreed.criterion_id) for codings in (before, after))
    left = replace(agreed, inputs=written_inputs(now))
    return replace(left, status="not-assessed", level=None) if had and not has else left


def _cites_evidence(codings: tuple[Coding, ...], criterion_id: str) -> bool:
    return any(r.evidence_ids for c in codings for r in c.ratings if r.criterion_id == criterion_id)
