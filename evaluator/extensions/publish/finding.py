"""What the front page says: how many verdicts turn on whose weights are used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.headline.frames import Frames, ladder
from evaluator.contrasts.study import Study
from evaluator.model.sentence import Spoken, say
from evaluator.scoring.rounding import score_figure, share_figure

FAR = 2  # bands between two verdicts that lie far apart
FEW = 10  # units, where a rubric does not say how many are too few to count


@dataclass(frozen=True, slots=True)
class Turn:
    """Of `units`, how many every frame can judge, and of these how many change band, by two or more, from end to end.

    `widest` is the place of the unit whose verdicts lie furthest apart, None where no frame gives any.
    """

    units: int
    judged: int
    moved: int
    far: int
    ends: int
    widest: int | None


def turn_of(study: Study) -> Turn:
    """Return how many verdicts of a study turn on the frame."""
    every = [Frames(study, place) for place in range(len(study.entrants))]
    steps = [one.steps for one in every if len(one.graded) == _frames_with_places(study)]
    last = len(ladder(study.rubric)) - 1
    known = [one for one in every if one.graded]
    widest = max(known, key=lambda one: (one.steps, one.spread, -one.place), default=None)
    return Turn(
        len(every),
        len(steps),
        sum(step > 0 for step in steps),
        sum(step >= FAR for step in steps),
        sum(step == last for step in steps) if last else 0,
        widest.place if widest else None,
    )


def _frames_with_places(study: Study) -> int:
    """Return how many frames of a study give places: those of which not too much lies where the rubric asks nothing."""
    return sum(not study.is_void(weighting.id) for weighting in study.weightings)


def turning_pair(study: Study) -> tuple[int, int] | None:
    """Return the places of the two units that take turns most: each lies above by its range under most frames.

    A range lies above another where its lowest score is above the other's highest. The count of a pair is that of the
    unit ahead less often; of equal pairs the first. None where no pair takes turns.
    """
    counting = [row for w, row in zip(study.weightings, study.verdicts, strict=True) if not study.is_void(w.id)]
    low, high = np.moveaxis(
        np.array([[one.bounds for one in row] for row in counting]).reshape(-1, len(study.entrants), 2), -1, 0
    )
    ahead = (low[:, :, None] > high[:, None, :]).sum(axis=0)
    least = np.minimum(ahead, ahead.T)
    if not least.any():
        return None
    one, other = np.unravel_index(least.argmax(), least.shape)
    return int(one), int(other)


def finding_of(study: Study) -> tuple[Spoken, Spoken]:
    """Return the finding of a study and what it rests on, with ids of units and frames, which `retitle` replaces."""
    turn, tiers = turn_of(study), study.rubric.contrast and study.rubric.contrast.tiers
    if turn.widest is None:
        return _finding_of_none(study)
    if turn.judged < (tiers.least_plans if tiers else FEW):
        return _finding_of_one(Frames(study, turn.widest))
    lead = say("Same record, other verdict: %(moved)s of %(all)s turn on whose weights are used.",
               moved=turn.moved, all=turn.judged)  # fmt: skip
    rest = say(
        "Of %(units)s assessed, %(judged)s have enough on record for a verdict under each of %(frames)s frames. "
        "On %(moved)s of them the verdict changes with the frame, on %(far)s by two bands or more, on %(ends)s from "
        "one end of the scale to the other. The ratings are the same; only the weights differ.",
        units=turn.units,
        judged=turn.judged,
        frames=_frames_with_places(study),
        moved=turn.moved,
        far=turn.far,
        ends=turn.ends,
    )
    return lead, rest


def _finding_of_one(frames: Frames) -> tuple[Spoken, Spoken]:
    worst, best = frames.ends
    if not frames.steps:
        lead = say("%(plan)s: %(grade)s under every frame that can judge it.",
                   plan=worst.plan_id, grade=str(worst.grade.grade))  # fmt: skip
    else:
        lead = say(
            "%(plan)s: %(high)s for “%(best)s”, %(low)s for “%(worst)s”. The ratings are the same.",
            plan=worst.plan_id,
            high=str(best.grade.grade),
            low=str(worst.grade.grade),
            best=best.weighting_id,
            worst=worst.weighting_id,
        )
    rest = say(
        "%(number)s of %(all)s frames can judge it; its scores go from %(low)s to %(high)s.",
        number=len(frames.graded),
        all=len(frames.verdicts),
        low=score_figure(worst.score or 0.0),
        high=score_figure(best.score or 0.0),
    )
    return lead, rest


def _finding_of_none(study: Study) -> tuple[Spoken, Spoken]:
    least = study.rubric.grading.least_coverage
    most = max(study.verdicts[0], key=lambda one: (one.coverage, one.plan_id))
    lead = say("Nothing here is assessed far enough for a verdict.")
    rest = say(
        "Of %(plan)s %(share)s of what counts is assessed, more than of any other; a verdict needs %(least)s.",
        plan=most.plan_id,
        share=share_figure(most.coverage, [least]),
        least=share_figure(least),
    )
    return lead, rest


def unit_finding(frames: Frames) -> Spoken:
    """Return what the two frames furthest apart say of a unit, with ids in place of names."""
    worst, best = frames.ends
    return say(
        "“%(best)s”: %(high)s; “%(worst)s”: %(low)s. Same ratings, other weights.",
        best=best.weighting_id,
        high=str(best.grade.grade),
        worst=worst.weighting_id,
        low=str(worst.grade.grade),
    )
