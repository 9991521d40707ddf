"""Which ratings are scored: one coder's, the agreed ones, or the rule applied on the fly."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import WITH_LEVEL, AgreedRating, Assessment, Coding, Rating, Settled, Status
from evaluator.model.rubric import Criterion, Rubric


def voting(assessment: Assessment, assessor: str | None = None) -> tuple[Coding, ...]:
    """Return the codings that enter: one coder's, else the final ones, else the drafts.

    Raises
    ------
    UnknownNameError
        No coding is by `assessor`.
    """
    if assessor is not None:
        own = tuple(c for c in assessment.codings if c.header.coder == assessor)
        if not own:
            raise UnknownNameError("assessor", assessor, [c.header.coder for c in assessment.codings])
        return own
    final = tuple(c for c in assessment.codings if c.header.state == "final")
    return final or assessment.codings


def settle(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> dict[str, Settled]:
    """Return the settled rating of every criterion that is rated by hand.

    A criterion that no coder rated is `not-assessed`. In a draft a rating
    without evidence counts as `not-assessed`. The agreed file holds where there
    is one, unless one coder is asked for.
    """
    codings = voting(assessment, assessor)
    agreed = {a.criterion_id: a for a in assessment.agreed} if assessor is None else {}
    settled: dict[str, Settled] = {}
    for criterion in rubric.criteria:
        if not criterion.is_rated_by_hand:
            continue
        votes = [(c.header.coder, _counted(r)) for c in codings for r in c.ratings if r.criterion_id == criterion.id]
        if criterion.id in agreed:
            settled[criterion.id] = _from_agreed(agreed[criterion.id], votes)
        else:
            settled[criterion.id] = reconcile(rubric, criterion, votes)
    return settled


def _counted(rating: Rating) -> Rating:
    needs = rating.status == "contrary" or (rating.status == "rated" and (rating.level or 0) >= 0)
    if needs and not rating.evidence_ids:
        return Rating(criterion_id=rating.criterion_id, status="not-assessed", reason=rating.reason)
    return rating


def shown(rating: Rating) -> str:
    """Return a rating as agreed.csv writes it: the level, or the status."""
    return str(rating.level) if rating.status == "rated" else rating.status


def _from_agreed(agreed: AgreedRating, votes: Sequence[tuple[str, Rating]]) -> Settled:
    evidence = tuple(dict.fromkeys(e for _, vote in votes for e in vote.evidence_ids))
    status: Status = agreed.status  # type: ignore[assignment]
    return Settled(
        criterion_id=agreed.criterion_id,
        status=status,
        level=_level_of(status, agreed.level),
        confidence=_lowest_confidence([vote for _, vote in votes]),
        evidence_ids=evidence,
        reason=agreed.reason or "; ".join(vote.reason for _, vote in votes if vote.reason),
        missing_for_next="; ".join(vote.missing_for_next for _, vote in votes if vote.missing_for_next),
        searched="; ".join(vote.searched for _, vote in votes if vote.searched),
        rule=agreed.rule,
        inputs=tuple((coder, shown(vote)) for coder, vote in votes),
        decided_by=agreed.decided_by,
    )


def _level_of(status: str, level: int | None) -> int | None:
    if status in ("silent", "contrary"):
        return 0
    return level if status == "rated" else None


def _lowest_confidence(votes: Sequence[Rating]) -> str:
    given = [v.confidence or "medium" for v in votes if v.status in WITH_LEVEL]
    return min(given, key=["low", "medium", "high"].index) if given else ""


def reconcile(rubric: Rubric, criterion: Criterion, votes: Sequence[tuple[str, Rating]]) -> Settled:
    """Apply the rubric's reconciliation rule to the coders' ratings of one criterion.

    Coders who did not assess the criterion have no vote, except on a gate, where
    all must agree. Equal ratings agree; levels one apart follow `one_apart`;
    all else is `disputed`.
    """
    counted = [(coder, vote) for coder, vote in votes if vote.status != "not-assessed"]
    is_gate = criterion.id in rubric.grading.gates and rubric.reconcile.gate == "unanimous"
    if is_gate and counted and len(counted) < len(votes):
        return _settled(criterion.id, "disputed", None, votes, "")
    if not counted:
        return _settled(criterion.id, "not-assessed", None, votes, "")
    if len(counted) == 1:
        return _settled(criterion.id, counted[0][1].status, counted[0][1].level, votes, "single")
    if len({(vote.status, vote.level or 0) for _, vote in counted}) == 1:
        rule = "unanimous-gate" if is_gate else "equal"
        return _settled(criterion.id, counted[0][1].status, counted[0][1].level, votes, rule)
    levels = sorted(vote.level or 0 for _, vote in counted)
    plain = all(vote.status == "rated" for _, vote in counted)
    near = plain and levels[-1] - levels[0] == 1
    if near and not is_gate and rubric.reconcile.one_apart == "lower":
        return _settled(criterion.id, "rated", levels[0], votes, "lower")
    if plain and not near and not is_gate and rubric.reconcile.further == "lower":
        return _settled(criterion.id, "rated", levels[0], votes, "lower")
    return _settled(criterion.id, "disputed", None, votes, "")


def _settled(
    criterion_id: str, status: str, level: int | None, votes: Sequence[tuple[str, Rating]], rule: str
) -> Settled:
    known: Status = status  # type: ignore[assignment]
    voters = [vote for _, vote in votes if vote.status != "not-assessed"] or [vote for _, vote in votes]
    backing = [v for v in voters if v.status == status and _level_of(status, v.level) == _level_of(status, level)]
    telling = backing or voters
    return Settled(
        criterion_id=criterion_id,
        status=known,
        level=_level_of(status, level),
        confidence=_lowest_confidence(telling),
        evidence_ids=tuple(dict.fromkeys(e for vote in telling for e in vote.evidence_ids)),
        reason=" / ".join(dict.fromkeys(vote.reason for vote in telling if vote.reason)),
        missing_for_next=" / ".join(dict.fromkeys(v.missing_for_next for v in telling if v.missing_for_next)),
        searched=" / ".join(dict.fromkeys(vote.searched for vote in telling if vote.searched)),
        rule=rule,
        inputs=tuple((coder, shown(vote)) for coder, vote in votes),
    )
