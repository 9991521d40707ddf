"""The rubric's rule of reconciliation for the ratings of one criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.assessment import PROVISION_READ, STATES_LEVEL, WITH_LEVEL, Rating, Status
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric

# Statuses that mean level 0, in order of precedence if equally frequent: those that need evidence come first.
AT_ZERO = ("rated", "contrary", "silent")


@dataclass(frozen=True, slots=True)
class Vote:
    """One coder's rating, and the capacity in which the coder rated."""

    coder: str
    rating: Rating
    capacity: str = "assessor"
    is_blind: bool = False

    @classmethod
    def absent(cls, coder: str, criterion_id: str, capacity: str) -> Vote:
        """Return the vote of a coder without a row for the criterion: not assessed."""
        return cls(coder, Rating(criterion_id=criterion_id, status="not-assessed"), capacity)

    @property
    def objects(self) -> bool:
        """Return whether a blind reader opened the provision and gives no level: its text is of another day."""
        return self.is_blind and not self.speaks and self.rating.extent in PROVISION_READ

    @property
    def speaks(self) -> bool:
        """Return whether the coder assessed the criterion."""
        return self.rating.status != "not-assessed"

    @property
    def level(self) -> int | None:
        """Return the settled level; silent and contrary count as 0, other statuses have none."""
        return self.stated if self.rating.status in WITH_LEVEL else None

    @property
    def stated(self) -> int | None:
        """Return the level that the rating states: the settled one, or the least one of an `at-least` rating."""
        return level_of(self.rating.status, self.rating.level)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of the rule for the votes; `wants` names the step by which a dispute can be settled.

    `level` is the one that the status states: with `at-least` the least level.
    """

    status: Status
    level: int | None
    rule: str = ""
    decided_by: str = ""
    wants: str = ""


def level_of(status: str, level: int | None) -> int | None:
    """Return the level that a status states: its own if rated or at least, 0 if silent or contrary, else None.

    Examples
    --------
    >>> level_of("silent", None), level_of("at-least", 2), level_of("rated", 3), level_of("not-assessed", None)
    (0, 2, 3, None)
    """
    if status in STATES_LEVEL:
        return level
    return 0 if status in WITH_LEVEL else None


def is_unanimous_gate(rubric: Rubric, criterion: Criterion) -> bool:
    """Return whether the criterion is a gate on which all coders must agree."""
    return criterion.id in rubric.grading.gates and rubric.reconcile.gate == "unanimous"


def decide(rubric: Rubric, criterion: Criterion, votes: Sequence[Vote]) -> Verdict:
    """Return the result of the rubric's rule of reconciliation for the votes on one criterion.

    A coder who did not assess the criterion has no vote, except on a gate. The objection of a blind reader, who opened
    the provision and gives no level, leaves a level in dispute until a person gives a reason. Third readers vote if the
    assessors differ and the rubric requires it; next to a single assessor, a third reader counts as the second
    assessor. Equal levels agree, whatever their statuses; on a gate the statuses must agree as well. Votes of
    `at-least` join as the lowest of them; a level at or above them holds, as its coder read further; a lower one is in
    dispute with them.
    """
    first, third = _benches(votes)
    if is_unanimous_gate(rubric, criterion):
        found = _verdict_on_gate([*first, *third])
    else:
        found = _verdict_with_least_levels(rubric, [vote for vote in first if vote.speaks], third)
    if found.level is not None and any(vote.objects for vote in votes):
        return Verdict("disputed", None, wants="discussion")
    return found


def entering(rubric: Rubric, criterion: Criterion, votes: Sequence[Vote], rule: str) -> tuple[Vote, ...]:
    """Return the votes on which a result by a rule rests, without third readers who were not needed.

    A third reader is not needed if the assessors agree, or if the lower of their levels applies. A gate needs all
    coders, and so does a decision by a person.
    """
    first, third = _benches(votes)
    unasked = rule in ("equal", "lower", "least") and not is_unanimous_gate(rubric, criterion)
    return tuple(first if unasked else [*first, *third])


def _benches(votes: Sequence[Vote]) -> tuple[list[Vote], list[Vote]]:
    """Return the assessors, and the third readers who assessed.

    Next to a single assessor, a third reader counts as the second.
    """
    first = [vote for vote in votes if vote.capacity != "third-reader"]
    third = [vote for vote in votes if vote.capacity == "third-reader" and vote.speaks]
    return ([*first, *third], []) if sum(vote.speaks for vote in first) <= 1 else (first, third)


def _verdict_on_gate(votes: Sequence[Vote]) -> Verdict:
    if not any(vote.speaks for vote in votes):
        return Verdict("not-assessed", None)
    least, rest = _least_and_other_votes(votes)
    said = {(vote.rating.status, vote.level) for vote in rest}
    if not said:
        return Verdict("at-least", min(least), _gate_rule(votes, "least"))
    status, level = next(iter(said))
    if len(said) > 1 or not _holds_above(level, least):
        return Verdict("disputed", None, wants="discussion")
    return Verdict(status, level, _gate_rule(votes, "read-further"))


def _gate_rule(votes: Sequence[Vote], joined: str) -> str:
    """Return the rule by which a gate was settled; `joined` is the one that joins unlike ratings."""
    if len(votes) == 1:
        return "single"
    is_one = len({(vote.rating.status, vote.stated) for vote in votes}) == 1
    return "unanimous-gate" if is_one else joined


def _verdict_by_distance(rubric: Rubric, votes: Sequence[Vote], third: Sequence[Vote]) -> Verdict:
    if not votes:
        return Verdict("not-assessed", None)
    if len(votes) == 1:
        return Verdict(votes[0].rating.status, votes[0].stated, "single")
    levels = [vote.level for vote in votes if vote.level is not None]
    if len(levels) < len(votes):
        return _verdict_without_levels(rubric, votes, third)
    apart = max(levels) - min(levels)
    if apart == 0:
        return Verdict(_status_at(votes, levels[0]), levels[0], "equal")
    action = rubric.reconcile.one_apart if apart == 1 else rubric.reconcile.further
    if action == "lower":
        return Verdict(_status_at(votes, min(levels)), min(levels), "lower")
    return _verdict_of_third_reader(action, votes, third)


def _least_and_other_votes(votes: Sequence[Vote]) -> tuple[list[int], list[Vote]]:
    """Return the levels of the `at-least` votes, and the other votes."""
    least = [vote for vote in votes if vote.rating.status == "at-least"]
    return [vote.stated or 0 for vote in least], [vote for vote in votes if vote not in least]


def _holds_above(level: int | None, least: Sequence[int]) -> bool:
    """Return whether a level can be what `at-least` votes saw the beginning of: it is at or above each of them."""
    return not least or (level is not None and level >= max(least))


def _verdict_with_least_levels(rubric: Rubric, votes: Sequence[Vote], third: Sequence[Vote]) -> Verdict:
    """Return the result of the votes; with `at-least` ones the lowest of them, or the level of who read further."""
    least, rest = _least_and_other_votes(votes)
    if len(votes) <= 1 or not least:
        return _verdict_by_distance(rubric, votes, third)
    if not rest:
        return Verdict("at-least", min(least), "equal" if len(set(least)) == 1 else "least")
    found = _verdict_by_distance(rubric, rest, third)
    if found.status == "disputed":
        return found
    if _holds_above(found.level, least):
        return Verdict(found.status, found.level, "read-further", found.decided_by)
    return _verdict_of_third_reader(rubric.reconcile.further, votes, third)


def _verdict_without_levels(rubric: Rubric, votes: Sequence[Vote], third: Sequence[Vote]) -> Verdict:
    """Return the result where some votes have no level: all statuses must be equal, or a third reader decides."""
    if len({vote.rating.status for vote in votes}) == 1:
        return Verdict(votes[0].rating.status, None, "equal")
    return _verdict_of_third_reader(rubric.reconcile.further, votes, third)


def _verdict_of_third_reader(action: str, votes: Sequence[Vote], third: Sequence[Vote]) -> Verdict:
    """Return a third reader's rating if it lies within the assessors' ratings; else the criterion is disputed."""
    if action != "third-reader":
        return Verdict("disputed", None, wants="discussion")
    if not third:
        return Verdict("disputed", None, wants="third-reader")
    if len({(vote.rating.status, vote.stated) for vote in third}) == 1 and _lies_between(third[0], votes):
        return Verdict(third[0].rating.status, third[0].stated, "third-reader", third[0].coder)
    return Verdict("disputed", None, wants="discussion")


def _lies_between(third: Vote, votes: Sequence[Vote]) -> bool:
    levels = [vote.stated for vote in votes if vote.stated is not None]
    if third.stated is None:
        return third.rating.status in {vote.rating.status for vote in votes}
    return bool(levels) and min(levels) <= third.stated <= max(levels)


def _status_at(votes: Sequence[Vote], level: int) -> Status:
    """Return the status that most coders at this level gave."""
    named = Counter(vote.rating.status for vote in votes if vote.level == level)
    return max(named, key=lambda status: (named[status], -AT_ZERO.index(status)))
