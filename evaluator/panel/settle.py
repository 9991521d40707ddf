"""Which ratings are scored: one coder's, the agreed ones, or the rule applied on the fly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import WITH_LEVEL, AgreedRating, Assessment, Coding, Rating, Settled, Status
from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.words import say
from evaluator.panel.reconcile import Verdict, Vote, decide, level_of

# What agreed.csv gives as the reason of a rating that the rule decided, or could not.
RULES = {
    "single": say("one coder assessed it"),
    "equal": say("the levels are equal"),
    "lower": say("one level apart: the lower"),
    "third-reader": say("the third reader decides"),
    "unanimous-gate": say("a gate, and all agree"),
}
OPEN = {
    "third-reader": say("open: waits for a third reader"),
    "discussion": say("open: waits for discussion"),
}
SAID = {str(text): text for text in (*RULES.values(), *OPEN.values())}


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


def votes_on(codings: Sequence[Coding], criterion_id: str) -> tuple[Vote, ...]:
    """Return the coders' ratings of a criterion as they count; a missing row is `not-assessed`."""
    return tuple(replace(vote, rating=counted(vote.rating)) for vote in given(codings, criterion_id))


def given(codings: Sequence[Coding], criterion_id: str) -> tuple[Vote, ...]:
    """Return the coders' ratings of a criterion as they were given, with or without evidence."""
    found = []
    for coding in codings:
        coder, capacity = coding.header.coder, coding.header.capacity
        own = [Vote(coder, r, capacity) for r in coding.ratings if r.criterion_id == criterion_id]
        found.extend(own[:1] or [Vote.absent(coder, criterion_id, capacity)])
    return tuple(found)


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
        votes = votes_on(codings, criterion.id)
        if criterion.id in agreed:
            settled[criterion.id] = _from_agreed(agreed[criterion.id], votes)
        else:
            settled[criterion.id] = reconcile(rubric, criterion, votes)
    return settled


def counted(rating: Rating) -> Rating:
    """Return a rating as it counts: one that needs evidence and has none is not assessed."""
    if rating.status in ("rated", "contrary") and not rating.evidence_ids:
        return Rating(criterion_id=rating.criterion_id, status="not-assessed", reason=rating.reason)
    return rating


def shown(rating: Rating) -> str:
    """Return a rating as agreed.csv writes it: the level, or the status."""
    return str(rating.level) if rating.status == "rated" else rating.status


def inputs_of(votes: Sequence[Vote]) -> tuple[tuple[str, str], ...]:
    """Return coder and rating of each vote, as printed beside the result."""
    return tuple((vote.coder, shown(vote.rating)) for vote in votes)


def reconcile(rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> Settled:
    """Apply the rubric's rule of reconciliation to the coders' ratings of one criterion."""
    return _settled(criterion.id, decide(rubric, criterion, votes), votes)


def _from_agreed(agreed: AgreedRating, votes: Sequence[Vote]) -> Settled:
    verdict = Verdict(agreed.status, level_of(agreed.status, agreed.level), agreed.rule, agreed.decided_by)
    settled = _settled(agreed.criterion_id, verdict, votes)
    # A reason of the program's own comes back from the file as plain text.
    return replace(settled, reason=SAID.get(agreed.reason, agreed.reason) or settled.reason)


def _settled(criterion_id: str, verdict: Verdict, votes: Sequence[Vote]) -> Settled:
    """Return the verdict with what stands behind it: the evidence of all who voted for it, and one's words.

    Coders who found the same say it twice: the words are those of the first of them by id, and
    the others' stay in their own files. Where nobody voted for the verdict, all have their say.
    """
    status: Status = verdict.status  # type: ignore[assignment]  # the files' choices are the model's statuses
    voters = [vote.rating for vote in votes if vote.speaks] or [vote.rating for vote in votes]
    backing = [r for r in voters if (r.status, level_of(r.status, r.level)) == (status, verdict.level)]
    telling, words = (backing, _first) if backing else (voters, _joined)
    return Settled(
        criterion_id=criterion_id,
        status=status,
        level=verdict.level,
        confidence=_lowest_confidence(telling),
        evidence_ids=tuple(dict.fromkeys(e for rating in telling for e in rating.evidence_ids)),
        reason=words([rating.reason for rating in telling]),
        missing_for_next=words([rating.missing_for_next for rating in telling]),
        searched=_joined([rating.searched for rating in telling]),
        rule=verdict.rule,
        inputs=inputs_of(votes),
        decided_by=verdict.decided_by,
    )


def _first(texts: Sequence[str]) -> str:
    return next((text for text in texts if text), "")


def _joined(texts: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _lowest_confidence(ratings: Sequence[Rating]) -> str:
    given = [r.confidence or "medium" for r in ratings if r.status in WITH_LEVEL]
    return min(given, key=["low", "medium", "high"].index) if given else ""
