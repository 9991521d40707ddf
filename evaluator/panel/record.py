"""The agreed ratings as written to agreed.csv: by rule or by decision, with reason and date."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.errors import EvaluatorError, InvalidInputError, Problem, did_you_mean
from evaluator.model.assessment import (
    CODER_STATUSES,
    LEFT_OUT,
    ON_EVIDENCE,
    STATES_LEVEL,
    AgreedRating,
    Assessment,
    Coding,
    LogRecord,
    written,
)
from evaluator.model.criterion import Criterion
from evaluator.model.mention import named_in, ranges_in
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say
from evaluator.panel.reconcile import Verdict, Vote, decide, is_unanimous_gate
from evaluator.panel.settle import OPEN, RULES, holds, votes_on, voting, written_inputs

PANEL = "panel"
OTHERWISE = say("Correct it. Write with a hyphen what is not a passage, such as road E-75.")
APART = say("Name each passage by itself: a page prints numbers for them, in another order.")
OBJECTS = {"plan": say("plan"), "law": say("law"), "practice": say("practice")}
# The reasons in the log for changes that need no reason from the coder.
FIRST = "first rating"
WORDS = "the rating stands; words or evidence changed"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on one criterion after the coders differed."""

    criterion_id: str
    status: str
    level: int | None
    by: str
    reason: str
    on: str
    unanimous: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """The rows of agreed.csv, and the state of earlier decisions.

    `overtaken` are criteria whose earlier decision was based on ratings that have changed since: the rule applies to
    them again. `disputed` remain open. `undisputed` are newly decided criteria for which the rule already gives a
    result, each with that result.
    """

    rows: tuple[AgreedRating, ...]
    disputed: tuple[str, ...]
    overtaken: tuple[str, ...]
    undisputed: tuple[tuple[str, str], ...] = ()


def settlement(assessment: Assessment, rubric: Rubric, decisions: Sequence[Decision], on: str) -> Settlement:
    """Return the agreed ratings of all criteria that a coder assessed or a person decided.

    Parameters
    ----------
    assessment : Assessment
        The plan, with final codings; drafts are not settled.
    rubric : Rubric
        The rubric, whose `reconcile` is the rule.
    decisions : sequence of Decision
        New decisions; earlier ones in agreed.csv are kept as long as the coders'
        ratings on which they are based are the same.
    on : str
        The date of the new agreed ratings.

    Raises
    ------
    EvaluatorError
        No coding is final.
    InvalidInputError
        A decision names an unknown criterion or a level outside the scale, lacks
        name or reason, or decides a gate without the agreement of all.
    """
    if assessment.is_draft:
        names = ", ".join(c.header.coder for c in assessment.codings) or "nobody"
        raise EvaluatorError(
            f"{assessment.plan.id}: no assessment is final (here: {names}). Only final ones are settled: write `final` "
            "on the sheet Your assessment, and import it."
        )
    problems = list(_problems_of_decisions(decisions, rubric, assessment))
    if problems:
        raise InvalidInputError(problems)
    new = {decision.criterion_id: decision for decision in decisions}
    earlier = {row.criterion_id: row for row in assessment.agreed}
    codings = voting(assessment)
    thirds = frozenset(c.header.coder for c in assessment.codings if c.header.capacity == "third-reader")
    rows, overtaken, undisputed = [], [], []
    for criterion in rubric.criteria:
        if not criterion.is_rated_by_hand:
            continue
        votes = votes_on(codings, criterion.id)
        before = earlier.get(criterion.id)
        if criterion.id in new:
            rows.append(_agreed_by_person(new[criterion.id], criterion, rubric, votes))
            verdict = decide(rubric, criterion, votes)
            if verdict.status not in ("disputed", "not-assessed"):
                undisputed.append((criterion.id, _written_verdict(verdict)))
        elif before is not None and _is_by_person(before, thirds) and holds(before, votes):
            rows.append(before)
        else:
            overtaken += [criterion.id] if before is not None and _is_by_person(before, thirds) else []
            rows.extend(_rows_by_rule(decide(rubric, criterion, votes), criterion, votes, on, before))
    disputed = tuple(row.criterion_id for row in rows if row.status == "disputed")
    return Settlement(tuple(rows), disputed, tuple(overtaken), tuple(undisputed))


def _written_verdict(verdict: Verdict) -> str:
    return f"level {verdict.level}" if verdict.status == "rated" else written(verdict.status, verdict.level)


def _problems_of_decisions(decisions: Sequence[Decision], rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    first: dict[str, Decision] = {}
    for decision in decisions:
        name = decision.criterion_id
        if first.setdefault(name, decision) != decision:
            yield Problem("decision", "decided twice", "one decision", key=name)
        for fault in decision_faults(decision, rubric, assessment):
            yield Problem("decision", fault.found, fault.expected, fault.suggestion, key=name)


def _is_by_person(row: AgreedRating, third_readers: frozenset[str]) -> bool:
    by_rule = not row.decided_by or (row.rule == "third-reader" and row.decided_by in third_readers)
    return not by_rule


def _agreed_by_person(decision: Decision, criterion: Criterion, rubric: Rubric, votes: Sequence[Vote]) -> AgreedRating:
    return AgreedRating(
        criterion_id=criterion.id,
        status=decision.status,
        level=decision.level,
        rule="unanimous-gate" if is_unanimous_gate(rubric, criterion) else "discussion",
        decided_by=decision.by,
        decided_on=decision.on,
        reason=decision.reason,
        inputs=written_inputs(votes),
    )


def _rows_by_rule(
    verdict: Verdict, criterion: Criterion, votes: Sequence[Vote], on: str, before: AgreedRating | None
) -> list[AgreedRating]:
    """Return the row that the rule gives, no row if nobody assessed; an unchanged row keeps its date."""
    if verdict.status == "not-assessed":
        return []
    row = AgreedRating(
        criterion_id=criterion.id,
        status=verdict.status,
        level=verdict.level if verdict.status in STATES_LEVEL else None,
        rule=verdict.rule,
        decided_by=verdict.decided_by,
        decided_on=on,
        reason=RULES.get(verdict.rule) or OPEN["third-reader" if verdict.wants == "third-reader" else "discussion"],
        inputs=written_inputs(votes),
    )
    if before is not None and replace(before, decided_on="") == replace(row, decided_on=""):
        return [before]
    return [row]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a decision or an agreed row; `field` is the name of the column."""

    field: str
    found: str
    expected: str
    suggestion: str = ""


def decision_faults(decision: Decision, rubric: Rubric, assessment: Assessment) -> Iterator[Fault]:
    """Yield the faults of a decision: its author, its reason, and the row that it would make."""
    criterion = rubric.by_id.get(decision.criterion_id)
    if criterion is None or not criterion.is_rated_by_hand:
        known = [c.id for c in rubric.criteria if c.is_rated_by_hand]
        mend = did_you_mean(decision.criterion_id, known)
        yield Fault("criterion_id", repr(decision.criterion_id), "a criterion that is rated by hand", mend)
        return
    top = rubric.scale_of(criterion.id).top
    if decision.status in CODER_STATUSES:
        yield from result_faults(criterion, decision.status, decision.level, rubric)
        yield from evidence_faults(criterion, decision.status, assessment.codings)
    else:
        found = repr(decision.status) if decision.status else say("no result")
        mend = did_you_mean(decision.status, CODER_STATUSES)
        statuses = ", ".join(CODER_STATUSES[2:])
        expected = say("a level from 0 to %(top)s, 2+ for at least 2, or %(statuses)s", top=top, statuses=statuses)
        yield Fault("status", found, expected, mend)
    if not decision.by:
        yield Fault("decided_by", say("no name"), say("who decided, in function or by code"))
    if not decision.reason:
        yield Fault("reason", say("no reason"), say("why it is decided so"))
    if is_unanimous_gate(rubric, criterion) and not decision.unanimous:
        found = say("a decision on a gate without the agreement of all coders")
        mend = say("When they do, say so: `yes` under All agree, or --unanimous.")
        yield Fault("unanimous", found, say("a result that all coders agree to"), mend)
    ids = {*(one.evidence_id for one in assessment.evidence), *(one.source_id for one in assessment.sources)}
    yield from mention_faults("reason", decision.reason, ids)


def mention_faults(field: str, text: str, known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each id in a text that no passage and no source has, and for each range of ids."""
    if "E" not in text:  # the letter of every id: most texts name none
        return
    for name in named_in(text):
        if name not in known:
            yield Fault(field, say("the passage %(name)s", name=repr(name)), say("an id in evidence.csv"), OTHERWISE)
    for name in ranges_in(text):
        yield Fault(field, say("the range %(name)s", name=repr(name)), say("single ids"), APART)


def result_faults(criterion: Criterion, status: str, level: int | None, rubric: Rubric) -> Iterator[Fault]:
    """Yield the faults of an agreed result that do not depend on the coders' ratings.

    These are a level that does not fit the status, `at-least` with a level that says nothing, `silent` on a criterion
    not about the plan, `no-occasion` on a gate or a criterion about the plan, and a plain level 0 on a gate about the
    plan.
    """
    yield from level_faults(criterion, status, level, rubric)
    if status == "at-least":
        yield from least_faults(level, rubric.scale_of(criterion.id).top)
    if status in (*LEFT_OUT, "not-assessed", "disputed") and level is not None:
        found = say("level %(level)s with %(status)s", level=level, status=status)
        yield Fault("level", found, say("an empty cell"))
    if status == "silent" and criterion.object != "plan":
        found = say("silent on a criterion about the %(object)s", object=OBJECTS[criterion.object])
        expected = say("`silent` only for criteria about the plan's text")
        yield Fault("status", found, expected, say("Use not-assessed."))
    if status == "no-occasion" and (criterion.id in rubric.grading.gates or criterion.object == "plan"):
        is_gate = criterion.id in rubric.grading.gates
        found = say("no-occasion on a gate") if is_gate else say("no-occasion on a criterion about the plan")
        yield Fault("status", found, say("a rating, or not-assessed"))


def level_faults(criterion: Criterion, status: str, level: int | None, rubric: Rubric) -> Iterator[Fault]:
    """Yield the faults of a level beside `rated`, `silent` or `contrary`, in a rating or in an agreed result."""
    top = rubric.scale_of(criterion.id).top
    if status == "rated" and (level is None or not 0 <= level <= top):
        found = say("no level") if level is None else say("level %(level)s", level=level)
        yield Fault("level", found, say("a level from 0 to %(top)s", top=top))
    if status in ("silent", "contrary") and level not in (None, 0):
        found = say("level %(level)s with %(status)s", level=level, status=status)
        yield Fault("level", found, say("0 or an empty cell"))
    is_zero = status == "rated" and level == 0
    if is_zero and criterion.object == "plan" and criterion.id in rubric.grading.gates:
        yield Fault("status", say("level 0 of a gate as `rated`"), say("`silent` or `contrary`"))


def least_faults(level: int | None, top: int) -> Iterator[Fault]:
    """Yield the fault of an `at-least` level that says nothing: none, 0, the top level, or one outside the scale.

    Examples
    --------
    >>> [fault.suggestion for fault in least_faults(4, 4)]
    ['Nothing lies above level 4: write `rated`.']
    >>> list(least_faults(2, 4))
    []
    """
    if level is not None and 0 < level < top:
        return
    mend: str = say("Nothing lies above level %(top)s: write `rated`.", top=top) if level == top else ""
    mend = say("Every criterion is at least 0: write `not-assessed`.") if level == 0 else mend
    found = say("at-least without a level") if level is None else say("at-least level %(level)s", level=level)
    yield Fault("level", found, say("a level from 1 to %(top)s", top=top - 1), mend)


def evidence_faults(criterion: Criterion, status: str, codings: Sequence[Coding]) -> Iterator[Fault]:
    """Yield a fault if an agreed result needs evidence and no coder has any."""
    named = [rating for coding in codings for rating in coding.ratings if rating.criterion_id == criterion.id]
    if status in (*ON_EVIDENCE, "no-occasion") and not any(rating.evidence_ids for rating in named):
        found = f"{status} without evidence in any coder's file"
        yield Fault("status", found, "evidence of a coder for it", "Use not-assessed, or enter the evidence.")


def changes(before: Sequence[AgreedRating], after: Sequence[AgreedRating]) -> tuple[tuple[str, str, str, str], ...]:
    """Return criterion, old, new and reason of each agreed rating that changed."""
    old, new = _rating_by_criterion(before), _rating_by_criterion(after)
    reasons = {row.criterion_id: row.reason for row in after}
    return tuple(
        (name, old.get(name, ""), new.get(name, ""), reasons.get(name, "no coder assesses it any more"))
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    )


def _rating_by_criterion(rows: Sequence[AgreedRating]) -> Mapping[str, str]:
    return {row.criterion_id: row.short for row in rows}


@dataclass(frozen=True, slots=True)
class History:
    """The records of one criterion: its changes in order, the present votes, and the agreed rating."""

    records: tuple[LogRecord, ...]
    votes: tuple[Vote, ...]
    agreed: AgreedRating | None


def history(assessment: Assessment, criterion_id: str) -> History:
    """Return the records of one criterion with the coders' present ratings and the agreed one."""
    return History(
        tuple(r for r in assessment.log if r.criterion_id == criterion_id),
        votes_on(assessment.codings, criterion_id),
        next((row for row in assessment.agreed if row.criterion_id == criterion_id), None),
    )


def parse_rating(text: str) -> tuple[str, int | None]:
    """Return status and level of a rating in its short form: a level, a level and `+` for at least, or a status.

    Examples
    --------
    >>> parse_rating("2"), parse_rating("2+"), parse_rating("contrary")
    (('rated', 2), ('at-least', 2), ('contrary', None))
    """
    number = text.removesuffix("+")
    if not (number.isascii() and number.isdecimal()):
        return text, None
    return "rated" if number == text else "at-least", int(number)
