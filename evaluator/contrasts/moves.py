"""What changes a plan's score from one weighting to another: exact contributions of criteria and stances, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from evaluator.contrasts.naming import listed, path_title
from evaluator.contrasts.study import RankedResult, Study
from evaluator.contrasts.turns import INEXACT, Pulls, is_turn, pulls
from evaluator.model.contrast import MoveChoices
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, Spoken, say, say_n, series


@dataclass(frozen=True, slots=True)
class MovePart:
    """The contribution of one criterion or stance to a plan's move; rows of kind `total` hold the move itself."""

    plan_id: str = column("id", "plan")
    before: str = column("id", "weighting before")
    after: str = column("id", "weighting after")
    kind: str = column("text", "total, stance or criterion")
    id: str = column("id", "criterion or stance")
    points: float | None = column("number", "points in [0, 1]; for the total, the score before")
    weight_before: float = column("number", "used weight before")
    weight_after: float = column("number", "used weight after")
    change: float = column("number", "change of used weight x points")
    pull: float = column("number", "change of used weight x (points - score before)")
    text: str = column("text", "the title; for the total, the move in words")


@dataclass(frozen=True)
class Move:
    """The change of one plan's score and rank from one weighting to another.

    `criteria` and `stances` (the tree's leaf nodes) are sorted by size of pull, ties in tree order; they are empty
    where a score is missing before or after. Weight that passes to criteria better than the plan's mean pulls up;
    change and pull each add up to the move over all parts. For a stance, points are its weighted mean before, None
    without weight. `exact` is False where a node is no weighted mean: contributions then do not add up, and both are
    empty.
    """

    before: RankedResult
    after: RankedResult
    criteria: tuple[MovePart, ...]
    stances: tuple[MovePart, ...]
    overtakes: tuple[str, ...]
    overtaken_by: tuple[str, ...]
    exact: bool
    sentence: str = ""
    sentence_without_ranks: str = ""

    @cached_property
    def change(self) -> float | None:
        """Return the score after less the score before, None where either is missing."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


def moves(study: Study, before: str, after: str, places: Sequence[int] | None = None) -> tuple[Move, ...]:
    """Return one move for each plan between two weightings of the study, or for those at some `places` alone.

    Contributions are exact for trees of weighted means under every missing policy: the used weights are those behind
    the score under each weighting. The sentences mention ranks only where both weightings rank the same plans.

    Raises
    ------
    KeyError
        A weighting is not in the study.

    Notes
    -----
    ``s_after - s_before = sum_c (u_after - u_before) x = sum_c (u_after - u_before) (x - s_before)``,
    the second because used weights sum to 1 under both weightings.
    """
    first, second = study.position(before), study.position(after)
    moved = pulls(study, before, after)
    alike = study.rankable(before) == study.rankable(after)  # otherwise the two ranks are among different plans
    choices = study.rubric.contrast.moves if study.rubric.contrast else MoveChoices()
    result = []
    for p in range(len(study.entrants)) if places is None else places:
        sides = (study.verdicts[first][p], study.verdicts[second][p])
        whole = study.scores.tree.additive and all(verdict.score is not None for verdict in sides)
        criteria, stances = _parts_of_move(study, moved, p, before, after) if whole else ((), ())
        up, down = _plans_passed_by_rank(study, first, second, p)
        move = Move(*sides, criteria, stances, up, down, exact=study.scores.tree.additive)
        told, rankless = (_sentence(move, choices, ranks=ranks) for ranks in (alike, False))
        result.append(replace(move, sentence=told, sentence_without_ranks=rankless))
    return tuple(result)


def _parts_of_move(
    study: Study, moved: Pulls, p: int, before: str, after: str
) -> tuple[tuple[MovePart, ...], tuple[MovePart, ...]]:
    tree, title, plan = study.scores.tree, study.rubric.title, study.plan_ids[p]
    one, two, pull, points = moved.before[p], moved.after[p], moved.pull[p], np.nan_to_num(moved.points[p])

    def part(kind: str, name: str, own: float | None, at: list[int], text: str) -> MovePart:
        weights, change = (float(one[at].sum()), float(two[at].sum())), float((two - one)[at] @ points[at])
        return MovePart(plan, before, after, kind, name, own, *weights, change, float(pull[at].sum()), text)

    criteria = [
        part("criterion", c, float(points[k]), [k], title(c)) for k, c in enumerate(tree.criteria) if one[k] or two[k]
    ]
    stances = []
    for branch in tree.branches:
        ids = list(branch.criteria)
        if ids and (one[ids].any() or two[ids].any()):
            whole = float(one[ids].sum())
            own = float(one[ids] @ points[ids]) / whole if whole else None
            stances.append(part("stance", branch.id, own, ids, path_title(study.rubric, branch.id)))
    return _by_pull(criteria), _by_pull(stances)


def _by_pull(parts: Sequence[MovePart]) -> tuple[MovePart, ...]:
    return tuple(sorted(parts, key=lambda part: -abs(round(part.pull, 12))))


def _plans_passed_by_rank(study: Study, first: int, second: int, p: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the plans that this plan overtakes, and those that overtake it.

    A plan that is level under either weighting is in neither list.
    """
    up: list[str] = []
    down: list[str] = []
    for q, other in enumerate(study.plan_ids):
        ranks = [(study.verdicts[s][p].rank, study.verdicts[s][q].rank) for s in (first, second)]
        if is_turn(ranks):
            (down if (ranks[0][0] or 0) < (ranks[0][1] or 0) else up).append(other)
    return tuple(up), tuple(down)


def _sentence(move: Move, choices: MoveChoices, *, ranks: bool) -> Spoken:
    """Return a move as sentences: change of score and rank, and the largest pulls."""
    before, after = move.before, move.after
    if move.change is None:
        side = before if before.score is None else after
        if side.coverage:
            return say(
                "%(plan)s has no score under %(weighting)s: the mean of what is rated alone falls outside the possible "
                "range.",
                plan=side.plan_id, weighting=side.weighting_id,
            )  # fmt: skip
        return say(
            "%(plan)s has no score under %(weighting)s: none of the criteria that it weighs is rated.",
            plan=side.plan_id, weighting=side.weighting_id,
        )  # fmt: skip
    change = round(move.change, 9)
    if change == 0:
        return say(
            "%(plan)s scores the same under %(after)s as under %(before)s.",
            plan=before.plan_id, after=after.weighting_id, before=before.weighting_id,
        )  # fmt: skip
    first = _change_words(move, change, ranks=ranks)
    passing = _passing_words(move) if ranks else []
    return series(" ", [first, *passing, *_pull_words(move, change, choices)])


def _passing_words(move: Move) -> list[Sentence]:
    """Return whom the plan passes and who passes it; why is told of each pair, for the score alone may not say it."""
    said = []
    if move.overtakes:
        said.append(say("It passes %(plans)s.", plans=listed(move.overtakes)))
    if move.overtaken_by:
        said.append(
            say_n("%(plans)s passes it.", "%(plans)s pass it.", len(move.overtaken_by), plans=listed(move.overtaken_by))
        )
    return said


def _change_words(move: Move, change: float, *, ranks: bool) -> Sentence:
    before, after, higher = move.before, move.after, change > 0
    given: dict[str, object] = {
        "plan": before.plan_id, "size": Figure(abs(change), ".3f"), "after": after.weighting_id,
        "before": before.weighting_id, "old": before.rank, "new": after.rank,
    }  # fmt: skip
    if not ranks or before.rank is None or after.rank is None:
        if higher:
            return say("%(plan)s scores %(size)s higher under %(after)s than under %(before)s.", **given)
        return say("%(plan)s scores %(size)s lower under %(after)s than under %(before)s.", **given)
    if before.rank == after.rank:
        given["rank"] = before.rank
        if higher:
            return say(
                "%(plan)s scores %(size)s higher under %(after)s than under %(before)s and stays at rank %(rank)s.",
                **given,
            )
        return say(
            "%(plan)s scores %(size)s lower under %(after)s than under %(before)s and stays at rank %(rank)s.", **given
        )
    if higher:
        return say(
            "%(plan)s scores %(size)s higher under %(after)s than under %(before)s "
            "and goes from rank %(old)s to rank %(new)s.",
            **given,
        )
    return say(
        "%(plan)s scores %(size)s lower under %(after)s than under %(before)s "
        "and goes from rank %(old)s to rank %(new)s.",
        **given,
    )


def _pull_words(move: Move, change: float, choices: MoveChoices) -> list[Sentence]:
    """Return sentences on the largest pulls and on a strong opposite pull; nothing where contributions are unknown."""
    if not move.criteria:
        return [] if move.exact else [INEXACT]
    named = [part for part in move.criteria if part.pull * change > 0][: choices.names]
    if not named:
        return []
    said = [say("What moves its score most: %(parts)s.", parts=series("; ", [_part_words(part) for part in named]))]
    against = next((part for part in move.criteria if part.pull * change < 0), None)
    if against and abs(against.pull) > choices.against * abs(change):
        said.append(say("This works the other way: %(part)s.", part=_part_words(against)))
    return said


def _part_words(part: MovePart) -> Sentence:
    given: dict[str, object] = {
        "title": part.text,
        "points": say("%(points)s points", points=Figure(part.points or 0.0, ".2f")),
        "before": Figure(part.weight_before, ".1%"),
        "after": Figure(part.weight_after, ".1%"),
        "pull": Figure(part.pull, "+.3f"),
    }
    return say("%(title)s (%(points)s) counts %(after)s instead of %(before)s (%(pull)s)", **given)
