"""The frames that prevailed and those that were heard and did not: their scores and places of each plan, beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

import numpy as np

from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.naming import listed
from evaluator.contrasts.places import places
from evaluator.contrasts.study import Study
from evaluator.model.rubric import ROOT
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, say, say_n

PREVAILED, HEARD = "prevailed", "heard"
LEAST = 2  # frames that have a spread


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """What one group of frames says of one plan.

    The mean score, the spread around it (standard deviation over the frames, all of which are there: no sample), the
    lowest and the highest score, the least coverage behind one, and places. Places count the plans that every frame of
    both groups ranks; None where fewer than two plans are.
    """

    plan_id: str = column("id", "plan")
    group: str = column("text", "prevailed: frames that the paper says prevailed; heard: those that did not")
    frames: int = column("integer", "frames in the group, all with a score for the plan")
    mean: float | None = column("number", "mean of their scores")
    spread: float | None = column("number", "standard deviation of their scores, inside the group")
    low: float | None = column("number", "lowest of their scores")
    high: float | None = column("number", "highest of their scores")
    coverage: float | None = column("number", "least share of a frame's weight that was assessed, over these frames")
    place: float | None = column("number", "mean of the plan's places, among plans that every one of the frames ranks")
    place_low: int | None = column("integer", "best place")
    place_high: int | None = column("integer", "worst place")


def standings(study: Study, *, ranks: bool = True) -> tuple[GroupStanding, ...]:
    """Return both groups of frames for every plan, two rows a plan: those that prevailed, then those that were heard.

    A plan stands here if each frame of both groups gives it a score; frames that give no place, because too much of
    them lies where the rubric asks nothing, are in neither group. Nothing where a group has fewer than two frames in
    the study. With `ranks` False places are left out.
    """
    frames = {
        PREVAILED: [at for at, w in enumerate(study.weightings) if w.prevailed and not study.is_void(w.id)],
        HEARD: [at for at, w in enumerate(study.weightings) if w.prevailed is False and not study.is_void(w.id)],
    }
    if min(len(group) for group in frames.values()) < LEAST:
        return ()
    actors = [at for group in frames.values() for at in group]
    plans = [
        at for at in range(len(study.entrants)) if all(study.verdicts[frame][at].score is not None for frame in actors)
    ]
    taken = _places_among_all(study, actors) if ranks else {}
    return tuple(_standing(study, plan, group, frames[group], taken) for plan in plans for group in (PREVAILED, HEARD))


def pairs(rows: Sequence[GroupStanding]) -> tuple[tuple[GroupStanding, GroupStanding], ...]:
    """Return for each plan what the frames that prevailed and what the others say."""
    return tuple(zip(rows[::2], rows[1::2], strict=True))


def empty_paradigms(study: Study) -> tuple[str, ...]:
    """Return the paradigms of which no plan has any value.

    Among them are paradigms that the rubric leaves without a criterion, not those whose criteria no frame of either
    group weighs.
    """
    rubric, cells = study.rubric, study.scores.cells
    known = np.asarray((cells.applicable & ~np.isnan(cells.values)).any(axis=0))
    seen = {
        node
        for criterion, one in zip(study.scores.tree.criteria, known, strict=True)
        if one
        for node in rubric.ancestors(criterion)
    }
    actors = [at for at, w in enumerate(study.weightings) if w.prevailed is not None]
    weighed = {
        line.id: sum(line.shares[at] for at in actors)
        for line in effective_weights(rubric, study.weightings)
        if line.kind == "group"
    }
    filled = {node for criterion in rubric.by_id for node in rubric.ancestors(criterion)}
    return tuple(
        one
        for one in rubric.paradigms
        if one != ROOT and one not in seen and (one not in filled or weighed.get(one, 0) > 0)
    )


def differs(pair: tuple[GroupStanding, GroupStanding]) -> bool:
    """Return whether the groups' means lie further apart than the frames of either group lie around their mean."""
    one, other = pair
    return abs((one.mean or 0) - (other.mean or 0)) > max(one.spread or 0, other.spread or 0)


def prevailing_words(rows: Sequence[GroupStanding], study: Study, lang: str = "en") -> tuple[Sentence, ...]:
    """Return what the two groups make of the plans, in computed sentences: difference, or none, and what is empty."""
    if not rows:
        return ()
    titles = [study.rubric.title(paradigm, lang) for paradigm in empty_paradigms(study)]
    return (*_difference_words(pairs(rows)), *_coverage_words(rows, study), *_empty_words(titles))


def _places_among_all(study: Study, frames: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return the place of each plan under each frame, among the plans that all of the frames can rank."""
    plans = [at for at in range(len(study.entrants)) if all(study.verdicts[f][at].rankable for f in frames)]
    if len(plans) < 2:  # noqa: PLR2004  (one alone has no place)
        return {}
    scores = np.array([[study.verdicts[f][p].score for p in plans] for f in frames], dtype=np.float64)
    return {
        (f, p): int(place)
        for f, row in zip(frames, places(scores), strict=True)
        for p, place in zip(plans, row, strict=True)
    }


def _standing(
    study: Study, plan: int, group: str, frames: Sequence[int], ranks: dict[tuple[int, int], int]
) -> GroupStanding:
    scores = [float(study.verdicts[frame][plan].score or 0) for frame in frames]
    least = min(study.verdicts[frame][plan].coverage for frame in frames)
    own = [ranks[frame, plan] for frame in frames if (frame, plan) in ranks]
    placed = (fmean(own), min(own), max(own)) if own else (None, None, None)
    spoken = (fmean(scores), pstdev(scores), min(scores), max(scores))
    return GroupStanding(study.plan_ids[plan], group, len(frames), *spoken, least, *placed)


def _difference_words(sides: Sequence[tuple[GroupStanding, GroupStanding]]) -> tuple[Sentence, ...]:
    one, other = (fmean(side.mean or 0 for side in group) for group in zip(*sides, strict=True))
    first = say(
        "The %(prevailed)s frames that the paper says prevailed give a mean score of %(one)s, the %(heard)s that were "
        "heard and did not %(other)s.",
        prevailed=sides[0][0].frames,
        heard=sides[0][1].frames,
        one=Figure(one, ".2f"),
        other=Figure(other, ".2f"),
    )
    apart = [pair for pair in sides if differs(pair)]
    if not apart:
        none = say(
            "The two groups do not differ: nowhere do their means lie further apart than the frames of one group lie "
            "around their own mean."
        )
        return (first, none, *_place_words(sides))
    better = sum((pair[0].mean or 0) > (pair[1].mean or 0) for pair in apart)
    second = say(
        "In %(apart)s of %(all)s cases the means lie further apart than the frames of either group lie around their "
        "own: %(better)s look better to the frames that prevailed, %(worse)s to the others.",
        apart=len(apart),
        all=len(sides),
        better=better,
        worse=len(apart) - better,
    )
    rest = (say("In the rest the groups do not differ."),) if len(apart) < len(sides) else ()
    return (first, second, *rest, *_place_words(sides))


def _place_words(sides: Sequence[tuple[GroupStanding, GroupStanding]]) -> tuple[Sentence, ...]:
    moves = [
        (abs(one.place - other.place), one.plan_id)
        for one, other in sides
        if one.place is not None and other.place is not None
    ]
    if not moves:
        return ()
    most, plan = max(moves)
    return (
        say(
            "Mean places lie at most %(most)s apart (%(plan)s), among %(ranked)s that every one of the frames ranks.",
            most=Figure(most, ".1f"),
            plan=plan,
            ranked=len(moves),
        ),
    )


def _coverage_words(rows: Sequence[GroupStanding], study: Study) -> tuple[Sentence, ...]:
    """Return on how much of a frame's weight the scores rest, and a caution where that is too little for a grade."""
    covered, needed = min(one.coverage or 0 for one in rows), study.rubric.grading.least_coverage
    told = say("These scores rest on %(least)s of a frame's weight or more.", least=Figure(covered, ".0%"))
    if covered >= needed:
        return (told,)
    return told, say(
        "Under %(needed)s what is missing can turn a difference: read it as a finding about what was recorded.",
        needed=Figure(needed, ".0%"),
    )


def _empty_words(titles: Sequence[str]) -> tuple[Sentence, ...]:
    if not titles:
        return ()
    return (
        say_n(
            "Nothing was read under %(titles)s: both groups are compared without this paradigm, which one of them may "
            "weigh most.",
            "Nothing was read under %(titles)s: both groups are compared without these paradigms, which one of them "
            "may weigh most.",
            len(titles),
            titles=listed(titles),
        ),
    )
