"""The frames nearest to one frame: how much weight lies elsewhere, on what, and which places and grades turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb

import numpy as np

from evaluator.contrasts.effective import criterion_shares
from evaluator.contrasts.naming import listed
from evaluator.contrasts.study import Study
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, say, say_alike, series
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import rounded
from evaluator.scoring.matrix import Array
from evaluator.scoring.void import void_of
from evaluator.surveys.groups import distance

NAMED = 3  # criteria on each side that tell two frames apart
SAME = 0.005  # two shares that print alike
LINE = 2  # nearest frames that a line names
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A frame beside the one it is compared with: the weight that lies elsewhere, and what turns on the plans at hand.

    `elsewhere` is the share of the weight that would have to move to make one frame the other. The columns on pairs and
    grades are empty where no plans were compared, or where fewer than two are ranked or none is graded under both.
    """

    frame: str = column("id", "frame that is compared")
    weighting: str = column("id", "frame beside it")
    kind: str = column(
        "text", "asked: weights that people gave; prevailed or heard: an actor's, as its portrait says; empty: other"
    )
    elsewhere: float | None = column("number", "half the sum of the differences of the criteria's shares")
    pairs: int | None = column("integer", "pairs of plans that both frames rank")
    turned: int | None = column("integer", "pairs of them that the two frames put in opposite order")
    graded: int | None = column("integer", "plans that both frames grade")
    new_grades: int | None = column("integer", "plans of them that get another grade")
    largest: float | None = column("number", "largest change of a plan's score, without sign")
    more: tuple[str, ...] = column("ids", "criteria to which the frame beside gives most more weight, the widest first")
    less: tuple[str, ...] = column("ids", "criteria to which it gives most less weight, the widest first")
    passed_on: float | None = column(
        "number", "share that the frame beside states for groups without a criterion, and that passes to the others"
    )


def neighbours(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[Neighbour, ...]:
    """Return the other frames by their nearness to the first, without regard to any plan; ties in the order given.

    Shares are those that count: what a frame gives to a group without criteria has passed to the others.

    Examples
    --------
    >>> from evaluator import Library
    >>> rubric = Library.open().rubric()
    >>> near = neighbours(rubric, rubric.ordered_weightings("gaatw"))
    >>> near[0].frame, near[0].elsewhere < near[-1].elsewhere
    ('gaatw', True)
    """
    if not weightings:
        return ()
    shares, lost = criterion_shares(rubric, weightings), void_of(rubric, weightings)
    ids = [criterion.id for criterion in rubric.criteria]
    far = [distance(own, shares[0]) for own in shares]
    found = [
        Neighbour(
            frame=weightings[0].id,
            weighting=other.id,
            kind=_kind_of_frame(other),
            elsewhere=rounded(far[s]),
            more=_criteria_with_most(ids, shares[s] - shares[0]),
            less=_criteria_with_most(ids, shares[0] - shares[s]),
            passed_on=rounded(sum(lost[s].values())),
        )
        for s, other in enumerate(weightings)
        if s
    ]
    return tuple(sorted(found, key=lambda one: one.elsewhere or 0.0))


def neighbours_of(study: Study) -> tuple[Neighbour, ...]:
    """Return the frames of a study by their nearness to its first, with what turns on its plans."""
    found = []
    for one in neighbours(study.rubric, study.weightings):
        beside = study.position(one.weighting)
        pairs, turned = _turned_pairs(study, beside)
        graded, new_grades = _new_grades(study, beside)
        largest = _largest_change(study, beside)
        found.append(replace(one, pairs=pairs, turned=turned, graded=graded, new_grades=new_grades, largest=largest))
    return tuple(found)


def nearest_words(rows: Sequence[Neighbour], study: Study) -> tuple[Sentence, ...]:
    """Return which frame is nearest and which furthest, what turns there, and which weight passes on."""
    if not rows:
        return ()
    near, far = rows[0], rows[-1]
    first = next((one for one in rows if one.turned), None)
    said = [
        say(
            "Nearest to “%(frame)s” is “%(near)s”: %(share)s of the weight lies elsewhere.",
            frame=near.frame, near=near.weighting, share=_percent(near.elsewhere),
        ),
        *_turn_words(near),
    ]  # fmt: skip
    if first and first not in (near, far):
        said.append(
            say(
                "The nearest frame that turns a pair is “%(frame)s”, with %(share)s elsewhere.",
                frame=first.weighting, share=_percent(first.elsewhere),
            )
        )  # fmt: skip
    if len(rows) > 1:
        said += [
            say(
                "Furthest is “%(far)s”, with %(share)s elsewhere.",
                far=far.weighting,
                share=_percent(far.elsewhere),
            ),
            *_turn_words(far),
        ]
    return (*said, *passed_on_words(study.rubric, study.weightings))


def nearest_line(rubric: Rubric, weightings: Sequence[Weighting], names: Mapping[str, str]) -> Sentence | None:
    """Return the nearest frames to the first and the furthest in one line, by `names`; None for one frame alone."""
    rows = neighbours(rubric, weightings)
    if not rows:
        return None
    told = [say("%(frame)s (%(share)s)", frame=names[r.weighting], share=_percent(r.elsewhere)) for r in rows]
    if len(rows) <= LINE:
        return say("Nearest frames, with the weight that lies elsewhere: %(near)s.", near=series(", ", told))
    return say(
        "Nearest frames, with the weight that lies elsewhere: %(near)s; furthest: %(far)s.",
        near=series(", ", told[:LINE]), far=told[-1],
    )  # fmt: skip


def passed_on_words(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[Sentence, ...]:
    """Return which weight frames state for groups in which nothing can count, that of the first by its groups."""
    lost = void_of(rubric, weightings)
    sums = [rounded(sum(own.values())) for own in lost]
    said = []
    if sums and sums[0]:
        titles = [say("“%(title)s”", title=rubric.title(node)) for node in lost[0]]
        said.append(
            say(
                "Of the weight that “%(frame)s” states %(share)s is for groups in which nothing can count here "
                "(%(groups)s); it passes to the others.",
                frame=weightings[0].id, share=_percent(sums[0]), groups=listed(titles),
            )
        )  # fmt: skip
    low, high = min(sums[1:], default=0.0), max(sums[1:], default=0.0)
    if high and rounded(high - low) < SAME:
        said.append(say("Under the other frames %(share)s passes on so.", share=_percent(high)))
    elif high:
        said.append(
            say(
                "Under the other frames from %(low)s to %(high)s passes on so.",
                low=_percent(low),
                high=_percent(high),
            )
        )
    return tuple(said)


def _kind_of_frame(weighting: Weighting) -> str:
    if weighting.survey is not None:
        return ASKED
    return "" if weighting.prevailed is None else "prevailed" if weighting.prevailed else "heard"


def _criteria_with_most(ids: Sequence[str], gains: Array) -> tuple[str, ...]:
    order = sorted(range(len(ids)), key=lambda c: -rounded(float(gains[c])))
    return tuple(ids[c] for c in order[:NAMED] if rounded(float(gains[c])) > 0)


def _turned_pairs(study: Study, other: int) -> tuple[int | None, int | None]:
    """Return the number of pairs that the first frame and another rank, and of those that they order otherwise."""
    ranks = np.array([[verdict.rank or 0 for verdict in study.verdicts[s]] for s in (0, other)])
    ranks = ranks[:, ranks.all(axis=0)]
    if ranks.shape[1] < 2:  # noqa: PLR2004  (a pair)
        return None, None
    first, second = (np.sign(own[:, None] - own[None, :]) for own in ranks)
    return comb(ranks.shape[1], 2), int((first * second < 0).sum()) // 2


def _new_grades(study: Study, other: int) -> tuple[int | None, int | None]:
    """Return the number of plans that the first frame and another grade, and of those that they grade otherwise."""
    if study.rubric.grading.kind == "none":
        return None, None
    grades = [[verdict.grade.grade for verdict in study.verdicts[s]] for s in (0, other)]
    both = [(one, beside) for one, beside in zip(*grades, strict=True) if one and beside]
    return (len(both), sum(one != beside for one, beside in both)) if both else (None, None)


def _largest_change(study: Study, other: int) -> float | None:
    scores = np.array([[verdict.score for verdict in study.verdicts[s]] for s in (0, other)], dtype=np.float64)
    moved = np.abs(scores[0] - scores[1])
    return None if np.isnan(moved).all() else rounded(float(np.nanmax(moved)))


def _percent(share: float | None) -> Figure:
    return Figure(share or 0.0, ".0%")


def _turn_words(one: Neighbour) -> list[Sentence]:
    said = []
    if one.pairs:
        turned = one.turned or 0
        said.append(say_alike("Under it %(number)s of %(pairs)s pairs turn.", turned, pairs=one.pairs))
    if one.graded:
        said.append(
            say_alike("In %(number)s of %(graded)s cases the grade is another.", one.new_grades or 0, graded=one.graded)
        )
    return said
