"""Which ratings are scored: one coder's, the agreed ones, or the rule applied on the fly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import WITH_LEVEL, AgreedRating, Assessment, Coding, Rating, Settled, Status
from evaluator.model.rubric import Criterion, Rubric
from evaluator.panel.reconcile import Verdict, Vote, decide, entering, level_of

# What agreed.csv and log.csv give as the reason of a rating that the rule decided, or could not.
# A page says a rule in words of its own: see told.
RULES = {
    "single": "one coder assessed it",
    "equal": "the levels are equal",
    "lower": "one level apart: the lower",
    "third-reader": "the third reader decides",
    "unanimous-gate": "a gate, and all agree",
}
OPEN = {
    "third-reader": "open: waits for a third reader",
    "discussion": "open: waits for discussion",
}
SAID = frozenset(str(text) for text in (*RULES.values(), *OPEN.values()))


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
    return in_force(assessment.codings)


def in_force(codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """Return the final codings, and where none is final the drafts."""
    return tuple(c for c in codings if c.header.state == "final") or tuple(codings)


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
    without evidence counts as `not-assessed`. A row of the agreed file holds as
    long as the ratings that it went by are the ratings at hand, unless one coder
    is asked for; else the rule is applied (see `overtaken`).
    """
    codings = voting(assessment, assessor)
    agreed = {a.criterion_id: a for a in assessment.agreed} if assessor is None else {}
    settled: dict[str, Settled] = {}
    for criterion in rubric.criteria:
        if not criterion.is_rated_by_hand:
            continue
        votes = votes_on(codings, criterion.id)
        row = agreed.get(criterion.id)
        if row is not None and holds(row, votes):
            settled[criterion.id] = _from_agreed(row, rubric, criterion, votes)
        else:
            settled[criterion.id] = reconcile(rubric, criterion, votes)
    return settled


def overtaken(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> tuple[str, ...]:
    """Return the criteria whose agreed rating rests on ratings that coders have changed since, in tree order.

    The result is empty for the ratings of one coder, for which no agreement counts.
    """
    if assessor is not None:
        return ()
    codings = voting(assessment)
    gone = {row.criterion_id for row in assessment.agreed if not holds(row, votes_on(codings, row.criterion_id))}
    return tuple(c.id for c in rubric.criteria if c.is_rated_by_hand and c.id in gone)


def holds(row: AgreedRating, votes: Sequence[Vote]) -> bool:
    """Return whether an agreed rating went by these votes, in whatever order it names them."""
    return _named(row.inputs) == _named(written_inputs(votes))


def _named(inputs: str) -> frozenset[str]:
    return frozenset(part.strip() for part in inputs.split(";") if part.strip())


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


def written_inputs(votes: Sequence[Vote]) -> str:
    """Return the votes as agreed.csv writes them: `a:2;b:silent`."""
    return ";".join(f"{coder}:{said}" for coder, said in inputs_of(votes))


def reconcile(rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> Settled:
    """Apply the rubric's rule of reconciliation to the coders' ratings of one criterion."""
    verdict = decide(rubric, criterion, votes)
    return _settled(criterion.id, verdict, votes, entering(rubric, criterion, votes, verdict.rule))


def _from_agreed(row: AgreedRating, rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> Settled:
    verdict = Verdict(row.status, level_of(row.status, row.level), row.rule, row.decided_by)
    settled = _settled(criterion.id, verdict, votes, entering(rubric, criterion, votes, row.rule))
    # A rule is no reason: what the program writes for one stands beside the coders' words, by `rule`.
    return replace(settled, decision="" if row.reason in SAID else row.reason)


def _settled(criterion_id: str, verdict: Verdict, votes: Sequence[Vote], entered: Sequence[Vote]) -> Settled:
    """Return the verdict with what stands behind it: the evidence of all who voted for it, and one's words.

    Coders who found the same say it twice: the words are those of the first of them by id, and
    the others' stay in their own files. Where nobody voted for the verdict, all have their say.
    Who did not enter adds nothing, and is only named among the `votes`.
    """
    status: Status = verdict.status  # type: ignore[assignment]  # the files' choices are the model's statuses
    heard = [vote.rating for vote in entered]
    voters = [vote.rating for vote in entered if vote.speaks] or heard
    # Among all that were heard: that nothing can be said is backed by those who said so and not by those who rated.
    backing = [r for r in heard if (r.status, level_of(r.status, r.level)) == (status, verdict.level)]
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
