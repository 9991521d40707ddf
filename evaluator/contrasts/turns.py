"""Why the order of two plans changes from one weighting to another: the change of their gap, by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.study import Study
from evaluator.model.contrast import MoveChoices
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Figure, Sentence, Spoken, say, say_n, series
from evaluator.scoring.grade import known, rounded
from evaluator.scoring.matrix import Array
from evaluator.scoring.scores import used_weights

INEXACT = say("A part of this rubric is not a weighted mean, so contributions do not add up.")


@dataclass(frozen=True, slots=True)
class Pulls:
    """What moves every plan between two weightings, arrays of shape (plans, criteria).

    `before` and `after` are used weights, `points` NaN where a plan has no value. `pull` is the change of used weight x
    (points - the plan's score before): each row adds up to the change of the plan's score.
    """

    before: Array
    after: Array
    points: Array
    pull: Array


@dataclass(frozen=True, slots=True)
class GapPart:
    """What one criterion adds to the change of the gap between two plans.

    It is the first plan's pull less the second's. `points` and the used weights are those of the two plans in order;
    points are None where a plan has no value.
    """

    id: str
    title: str
    points: tuple[float | None, float | None]
    before: tuple[float, float]
    after: tuple[float, float]
    part: float

    @property
    def adds(self) -> float:
        """Return the change of what it gives to the gap: weight x points of the first plan less that of the second."""
        old, new = (
            sum(way * w * (x or 0.0) for way, w, x in zip((1, -1), weights, self.points, strict=True))
            for weights in (self.before, self.after)
        )
        return rounded(new - old)


@dataclass(frozen=True, slots=True)
class GapChange:
    """How far one plan is ahead of another under two weightings, and which criteria change that.

    `gaps` are the first plan's score less the second's, before and after, None without a score. `turns` says whether
    both weightings rank the two and put them in opposite order. `parts` holds the criteria by size and adds up to
    `change`; it is empty where a score is missing, or where a node is no weighted mean.
    """

    one: str
    other: str
    before: str
    after: str
    scores: tuple[tuple[float | None, float | None], tuple[float | None, float | None]]
    parts: tuple[GapPart, ...]
    exact: bool
    turns: bool

    @property
    def gaps(self) -> tuple[float | None, float | None]:
        """Return the first plan's score less the second's, before and after."""
        before, after = (None if a is None or b is None else a - b for a, b in self.scores)
        return before, after

    @property
    def change(self) -> float | None:
        """Return the gap after less the gap before."""
        before, after = self.gaps
        return None if before is None or after is None else after - before

    def named(self, number: int) -> tuple[GapPart, ...]:
        """Return the first criteria that work in the direction of the change."""
        way = self.change or 0.0
        return tuple(part for part in self.parts if rounded(part.part) * way > 0)[:number]

    def rest(self, number: int) -> float:
        """Return what all other criteria add, beside the `number` that are named."""
        return (self.change or 0.0) - sum(part.part for part in self.named(number))


def pulls(study: Study, before: str, after: str) -> Pulls:
    """Return what moves every plan of a study from one weighting to another.

    Raises
    ------
    KeyError
        A weighting is not in the study.

    Notes
    -----
    ``sum_c (u_after - u_before) (x - s_before) = s_after - s_before``, because used weights sum to 1 under both
    weightings, whatever the missing policy, in a tree of weighted means.
    """
    first, second = study.position(before), study.position(after)
    used = used_weights(study.scores).criteria
    values = study.scores.cells.values
    shift = used[second] - used[first]
    pull = shift * (np.nan_to_num(values) - study.scores.score.total[first][:, None])
    return Pulls(used[first], used[second], np.where(study.scores.cells.applicable, values, np.nan), pull)


def gap_change(study: Study, pair: tuple[str, str], before: str, after: str) -> GapChange:
    """Return how the gap between two plans changes from one weighting to another, criterion by criterion.

    Raises
    ------
    KeyError
        A weighting or a plan is not in the study.

    Notes
    -----
    The part of a criterion is the first plan's pull less the second's. Where both plans are rated alike far it equals
    (u_after - u_before) x (difference of points - gap before): weight that passes to criteria in which the first plan
    leads by more than it does on the whole.

    Examples
    --------
    >>> from evaluator import Library, contrast
    >>> library = Library.open()
    >>> study = contrast([library.assessment(name) for name in ("BRA", "USA")], library.rubric(), ["equal", "gaatw"])
    >>> found = gap_change(study, study.plan_ids, "equal", "gaatw")
    >>> abs(sum(part.part for part in found.parts) - found.change) < 1e-9
    True
    """
    return gap_of(study, pulls(study, before, after), pair, before, after)


def gap_of(study: Study, moved: Pulls, pair: tuple[str, str], before: str, after: str) -> GapChange:
    """Return the change of a gap as `gap_change` does, from the pulls between the two weightings."""
    first, second = study.position(before), study.position(after)
    p, q = map(study.plan_position, pair)
    rows = [(study.verdicts[s][p], study.verdicts[s][q]) for s in (first, second)]
    scores = ((rows[0][0].score, rows[0][1].score), (rows[1][0].score, rows[1][1].score))
    whole = all(score is not None for side in scores for score in side)
    exact = study.scores.tree.additive
    return GapChange(
        one=pair[0],
        other=pair[1],
        before=before,
        after=after,
        scores=scores,
        parts=_parts_of_gap(study, moved, p, q) if whole and exact else (),
        exact=exact,
        turns=is_turn([(a.rank, b.rank) for a, b in rows]),
    )


def turns_between(study: Study, before: str, after: str) -> tuple[GapChange, ...]:
    """Return every pair of plans that two weightings put in opposite order, the plan that passes first.

    The widest change of a gap comes first, ties by plan.
    """
    first, second = study.position(before), study.position(after)
    old, new = ([verdict.rank for verdict in study.verdicts[s]] for s in (first, second))
    moved = pulls(study, before, after)
    found = [
        gap_of(study, moved, (passing, passed), before, after)
        for p, passing in enumerate(study.plan_ids)
        for q, passed in enumerate(study.plan_ids)
        if is_turn([(old[p], old[q]), (new[p], new[q])]) and (new[p] or 0) < (new[q] or 0)
    ]
    return tuple(sorted(found, key=lambda one: (-rounded(one.change or 0.0), one.one, one.other)))


def is_turn(ranks: Sequence[tuple[int | None, int | None]]) -> bool:
    """Return whether two plans, by their ranks under two weightings, are in opposite order; both have all ranks."""
    (a, b), (c, d) = ranks
    if a is None or b is None or c is None or d is None:
        return False
    return (a - b) * (c - d) < 0


def _parts_of_gap(study: Study, moved: Pulls, p: int, q: int) -> tuple[GapPart, ...]:
    gained = moved.pull[p] - moved.pull[q]
    found = [
        GapPart(
            name,
            study.rubric.title(name),
            (known(moved.points[p, c]), known(moved.points[q, c])),
            (float(moved.before[p, c]), float(moved.before[q, c])),
            (float(moved.after[p, c]), float(moved.after[q, c])),
            float(gained[c]),
        )
        for c, name in enumerate(study.scores.tree.criteria)
        if moved.before[p, c] or moved.before[q, c] or moved.after[p, c] or moved.after[q, c]
    ]
    return tuple(sorted(found, key=lambda one: -abs(round(one.part, 12))))


def turn_words(found: GapChange, rubric: Rubric) -> Spoken:
    """Return who passes whom, from how far behind to how far ahead, and which criteria do it; they add up."""
    choices = rubric.contrast.moves if rubric.contrast else MoveChoices()
    behind, ahead = found.gaps
    first = say(
        "%(one)s passes %(other)s under “%(after)s”: %(behind)s behind under “%(before)s”, here %(ahead)s ahead.",
        one=found.one, other=found.other, after=found.after, before=found.before,
        behind=Figure(abs(behind or 0.0), ".3f"), ahead=Figure(abs(ahead or 0.0), ".3f"),
    )  # fmt: skip
    return series(" ", [first, *(reason_words(found, choices) if found.exact else [INEXACT])])


def reason_words(found: GapChange, choices: MoveChoices) -> list[Sentence]:
    """Return the criteria that change a gap most in its direction, and what all the others add."""
    named = found.named(choices.names)
    if not named:
        return []
    others = len(found.parts) - len(named)
    rest = [
        say_n(
            "%(number)s other criterion: %(rest)s",
            "%(number)s other criteria together: %(rest)s",
            others,
            rest=Figure(found.rest(choices.names), "+.3f"),
        )
    ]
    told = [_gap_part_words(part) for part in named]
    return [say("It gains by: %(parts)s.", parts=series("; ", [*told, *(rest if others else [])]))]


def _gap_part_words(part: GapPart) -> Sentence:
    one, other = (None if points is None else Figure(points, ".2f") for points in part.points)
    given: dict[str, object] = {"title": part.title, "part": Figure(part.part, "+.3f")}
    here, there = (
        {f"before{n}": Figure(part.before[n], ".1%"), f"after{n}": Figure(part.after[n], ".1%")} for n in range(2)
    )
    if other is None:
        return say(
            "%(title)s (%(points)s points, no value for the other) counts %(after0)s instead of %(before0)s: %(part)s",
            points=one, **given, **here,
        )  # fmt: skip
    if one is None:
        return say(
            "%(title)s (no value, %(points)s points for the other) counts there %(after1)s instead of %(before1)s: "
            "%(part)s",
            points=other, **given, **there,
        )  # fmt: skip
    if all(rounded(a) == rounded(b) for a, b in (part.before, part.after)):
        return say(
            "%(title)s (%(one)s points against %(other)s) counts %(after0)s instead of %(before0)s: %(part)s",
            one=one, other=other, **given, **here,
        )  # fmt: skip
    return say(
        "%(title)s (%(one)s points against %(other)s) counts %(after0)s instead of %(before0)s, for the other "
        "%(after1)s instead of %(before1)s: %(part)s",
        one=one, other=other, **given, **here, **there,
    )  # fmt: skip
