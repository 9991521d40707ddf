"""Selection of the ratings to score: one coder's, the agreed ones, or those by the rubric's rule; years that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evaluator.errors import UnknownNameError
from evaluator.model.assessment import (
    ON_EVIDENCE,
    STATES_LEVEL,
    WITH_LEVEL,
    AgreedRating,
    Assessment,
    Coding,
    Rating,
    Settled,
    Status,
)
from evaluator.model.criterion import Criterion
from evaluator.model.dates import meet, period_text
from evaluator.model.plan import Evidence, PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Sentence, say, series
from evaluator.panel.reconcile import Verdict, Vote, decide, entering, level_of

# The reasons in agreed.csv and log.csv for a rating that the rule settled, or left open.
# Pages use other words for the rules: see `told`.
RULES = {
    "single": "one coder assessed it",
    "equal": "the levels are equal",
    "lower": "one level apart: the lower",
    "least": "the lowest of the least levels given",
    "read-further": "the level of who read further, at or above the least that others know",
    "third-reader": "the third reader decides",
    "unanimous-gate": "a gate, and all agree",
}
OPEN = {
    "third-reader": "open: waits for a third reader",
    "discussion": "open: waits for discussion",
}
SAID = frozenset(str(text) for text in (*RULES.values(), *OPEN.values()))
# Statuses that say what was done in the rated years, or that nothing had to be.
SPEAKING = ("rated", "at-least", "contrary", "no-occasion")


def voting(assessment: Assessment, assessor: str | None = None) -> tuple[Coding, ...]:
    """Return the codings that count: the one by `assessor`; else the final ones; else the drafts.

    Raises
    ------
    UnknownNameError
        There is no coding by `assessor`.
    """
    if assessor is not None:
        own = tuple(c for c in assessment.codings if c.header.coder == assessor)
        if not own:
            raise UnknownNameError("coder", assessor, [c.header.coder for c in assessment.codings])
        return own
    return in_force(assessment.codings)


def in_force(codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """Return the final codings; if there are none, the drafts. A machine's count only where no person rated."""
    rated = tuple(c for c in codings if c.header.kind != "machine") or tuple(codings)
    return tuple(c for c in rated if c.header.state == "final") or rated


def is_by_machine(assessment: Assessment, assessor: str | None = None) -> bool:
    """Return whether no person made the ratings that count: those of `assessor`, else those in force."""
    return all(coding.header.kind == "machine" for coding in voting(assessment, assessor))


def votes_on(codings: Sequence[Coding], criterion_id: str) -> tuple[Vote, ...]:
    """Return the coders' ratings of a criterion as they count; a missing row is `not-assessed`."""
    return tuple(_vote_that_counts(vote) for vote in votes_as_entered(codings, criterion_id))


def _vote_that_counts(vote: Vote) -> Vote:
    rating = rating_that_counts(vote.rating)
    return vote if rating is vote.rating else replace(vote, rating=rating)


def votes_as_entered(codings: Sequence[Coding], criterion_id: str) -> tuple[Vote, ...]:
    """Return the coders' ratings of a criterion as entered, with or without evidence."""
    found = []
    for coding in codings:
        coder, capacity, is_blind = coding.header.coder, coding.header.capacity, coding.header.blind is True
        own = [Vote(coder, r, capacity, is_blind) for r in coding.ratings if r.criterion_id == criterion_id]
        found.extend(own[:1] or [Vote.absent(coder, criterion_id, capacity)])
    return tuple(found)


def settle(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> dict[str, Settled]:
    """Return the settled rating of every criterion that is rated by hand.

    A criterion that no coder rated is `not-assessed`, and so is a rating that needs evidence but has none, or a rating
    on practice without evidence from the rated years (see `period`). A row of
    agreed.csv applies as long as the coders' ratings on which it is based are unchanged, unless one coder is selected;
    else the rubric's rule applies (see `overtaken`).
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
            settled[criterion.id] = _settled_by_agreed(row, rubric, criterion, votes)
        else:
            settled[criterion.id] = reconcile(rubric, criterion, votes)
    return inside_alone(settled, assessment, rubric)


def overtaken(assessment: Assessment, rubric: Rubric, assessor: str | None = None) -> tuple[str, ...]:
    """Return the criteria whose agreed rating is based on ratings that coders have changed since, in tree order.

    The result is empty if one coder is selected, because agreed ratings then do not count.
    """
    if assessor is not None:
        return ()
    codings = voting(assessment)
    gone = {row.criterion_id for row in assessment.agreed if not holds(row, votes_on(codings, row.criterion_id))}
    return tuple(c.id for c in rubric.criteria if c.is_rated_by_hand and c.id in gone)


def holds(row: AgreedRating, votes: Sequence[Vote]) -> bool:
    """Return whether an agreed rating is based on exactly these votes, in any order."""
    return _set_of_inputs(row.inputs) == _set_of_inputs(written_inputs(votes))


def _set_of_inputs(inputs: str) -> frozenset[str]:
    return frozenset(part.strip() for part in inputs.split(";") if part.strip())


def rating_that_counts(rating: Rating) -> Rating:
    """Return a rating as it counts: not assessed if it needs evidence and has none."""
    if rating.status in ON_EVIDENCE and not rating.evidence_ids:
        return Rating(criterion_id=rating.criterion_id, status="not-assessed", reason=rating.reason)
    return rating


def inputs_of(votes: Sequence[Vote]) -> tuple[tuple[str, str], ...]:
    """Return coder and rating of each vote, as printed next to the result."""
    return tuple((vote.coder, vote.rating.short) for vote in votes)


def written_inputs(votes: Sequence[Vote]) -> str:
    """Return the votes as agreed.csv writes them: `a:2;b:silent`."""
    return ";".join(f"{coder}:{said}" for coder, said in inputs_of(votes))


def reconcile(rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> Settled:
    """Return the settled rating of one criterion by the rubric's rule of reconciliation."""
    verdict = decide(rubric, criterion, votes)
    return _settled_by_verdict(criterion.id, verdict, votes, entering(rubric, criterion, votes, verdict.rule))


def _settled_by_agreed(row: AgreedRating, rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> Settled:
    status: Status = row.status  # type: ignore[assignment]  # the file's choices are the model's statuses
    verdict = Verdict(status, level_of(status, row.level), row.rule, row.decided_by)
    settled = _settled_by_verdict(criterion.id, verdict, votes, entering(rubric, criterion, votes, row.rule))
    # The program's own text for a rule is not a person's decision; `rule` already states the rule.
    return replace(settled, decision="" if row.reason in SAID else row.reason)


def _settled_by_verdict(criterion_id: str, verdict: Verdict, votes: Sequence[Vote], entered: Sequence[Vote]) -> Settled:
    """Return the settled rating of a verdict, with the evidence and words of the coders who voted for it.

    Evidence comes from all of these coders, words from the one of them who cites most, the first by id among equals. If
    nobody voted for the verdict, all coders who entered supply both. Votes that did not enter are only listed among the
    inputs.
    """
    heard = [vote.rating for vote in entered]
    voters = [vote.rating for vote in entered if vote.speaks] or heard
    # Among all votes that entered: a result of not assessed is backed by the coders who did not assess.
    backing = [r for r in heard if (r.status, level_of(r.status, r.level)) == (verdict.status, verdict.level)]
    alone = bool(backing) and verdict.rule != "read-further"
    telling, words = (sorted(backing, key=_by_evidence), _first_text) if alone else (voters, _joined_texts)
    return Settled(
        criterion_id=criterion_id,
        status=verdict.status,
        level=verdict.level,
        confidence=_lowest_confidence(telling),
        evidence_ids=tuple(dict.fromkeys(e for rating in (backing if alone else voters) for e in rating.evidence_ids)),
        reason=words([rating.reason for rating in telling]),
        missing_for_next=words([rating.missing_for_next for rating in telling]),
        searched=_joined_texts([rating.searched for rating in telling]),
        rule=verdict.rule,
        inputs=inputs_of(votes),
        decided_by=verdict.decided_by,
    )


def _by_evidence(rating: Rating) -> int:
    return -len(rating.evidence_ids)


def _first_text(texts: Sequence[str]) -> str:
    return next((text for text in texts if text), "")


def _joined_texts(texts: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _lowest_confidence(ratings: Sequence[Rating]) -> str:
    given = [r.confidence or "medium" for r in ratings if r.status in (*WITH_LEVEL, *STATES_LEVEL)]
    return min(given, key=["low", "medium", "high"].index) if given else ""


def rated_period(plan: PlanFile) -> str:
    """Return the years whose law and practice are rated, as a period: `rated_years`, else the plan's own.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rated_period(SimpleNamespace(rated_years=None, start="2021", end="open"))
    '2021/open'
    """
    years = plan.rated_years or plan
    return f"{years.start}/{years.end}"


def is_outside(status: str, about: str, cited: Iterable[Evidence], plan: PlanFile) -> bool:
    """Return whether a rating on practice cites evidence, none of which is known to speak of the rated years.

    A passage whose date is unknown shows nothing about them. A period that reaches into the rated years speaks of them.

    Parameters
    ----------
    status : str
        The status of the rating.
    about : str
        What its criterion asks about: plan, law or practice.
    cited : iterable of Evidence
        The evidence that the rating cites.
    plan : PlanFile
        The plan, which says what years are rated.
    """
    rows, years = tuple(cited), rated_period(plan)
    if status not in SPEAKING or about != "practice" or not rows:
        return False
    return not any(meet(row.as_of, years) for row in rows)


def outside_words(cited: Iterable[Evidence], plan: PlanFile) -> Sentence:
    """Return a sentence on evidence outside of the rated years, which names its dates and those years."""
    dates = dict.fromkeys(row.as_of for row in cited)
    named = [period_text(date) if date else say("not known") for date in sorted(dates, key=lambda d: (not d, d))]
    return say(
        "no evidence speaks of the rated years, %(rated)s (its dates: %(dates)s)",
        rated=period_text(rated_period(plan)), dates=series(", ", named),
    )  # fmt: skip


def inside_alone(settled: Mapping[str, Settled], assessment: Assessment, rubric: Rubric) -> dict[str, Settled]:
    """Return settled ratings; one on practice without evidence from the rated years is not assessed.

    Its words and evidence stay, and `note` says why it does not count.
    """
    known = {row.evidence_id: row for row in assessment.evidence}
    found = {}
    for name, rating in settled.items():
        cited = tuple(known[evidence] for evidence in rating.evidence_ids if evidence in known)
        is_out = is_outside(rating.status, rubric.by_id[name].object, cited, assessment.plan)
        found[name] = _not_assessed(rating, outside_words(cited, assessment.plan)) if is_out else rating
    return found


def _not_assessed(rating: Settled, why: Sentence) -> Settled:
    note = series("; ", [why, say("ask for these years")])
    return replace(rating, status="not-assessed", level=None, confidence="", note=note)
