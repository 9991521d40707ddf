"""The views of one plan's ratings under every frame, marks, ledgers, a matrix.

A frame is a weighting: it expresses what one actor counts. This module scores nothing; all numbers
come from the study.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.contrasts.effective import effective_weights, one_text
from evaluator.contrasts.moves import Move, moves
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.grading import Grading
from evaluator.model.report import least_move
from evaluator.reports.retitle import names_of
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import adds_up, printed

NAMED = 8  # criteria that a ledger names: those with the largest pull up or down
SHADES = 4  # the darkest shade


@dataclass(frozen=True, slots=True)
class FrameView:
    """One frame: its short name and the share of its weight on control in [0, 1].

    `observed` is the share of its weight that rests on one text, None if the rubric names no observers.
    """

    id: str
    name: str
    control: float
    observed: float | None = None


@dataclass(frozen=True, slots=True)
class MarkView:
    """One plan's score and grade under one frame; `is_firm` is False if coverage is too low for a grade.

    `grade` is empty without one. `shade` is the grade's place among the bands: 0 for the worst, at most
    4.
    """

    frame: FrameView
    score: float
    grade: str
    shade: int
    is_firm: bool


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One criterion between two frames: its level, and by how much it raises the score (negative: lowers it)."""

    title: str
    level: int | None
    top: int
    pull: float

    @property
    def told(self) -> str:
        """Return the pull as printed, with its sign."""
        return _signed_points(self.pull)


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The criteria that make a plan score more under one frame than another; lines and rest add up to the gap."""

    lines: tuple[LedgerLine, ...]
    others: int
    rest: float
    gap: float

    @property
    def told(self) -> tuple[str, str]:
        """Return the rest and the gap as printed."""
        return _signed_points(self.rest), _signed_points(self.gap)

    @property
    def is_rounded(self) -> bool:
        """Return whether rounding keeps the printed pulls from adding up to the printed gap."""
        parts = [Decimal(line.told) for line in self.lines] + ([Decimal(self.told[0])] if self.others else [])
        return not adds_up(parts, Decimal(self.told[1]))


@dataclass(frozen=True, slots=True)
class FramedPlan:
    """One plan under all frames that give it a score.

    `lowest` and `highest` are the extreme marks among the frames with enough coverage, None if none has enough; the
    first frame of the study wins a tie. `moves` is False where they lie less than the rubric's `least_move` apart.
    """

    plan_id: str
    label: str
    marks: tuple[MarkView, ...]
    lowest: MarkView | None
    highest: MarkView | None
    moves: bool
    ledger: LedgerView | None
    coverage: tuple[float, float] | None
    ranks: tuple[int, int] | None

    def mark(self, frame_id: str) -> MarkView | None:
        """Return the mark under a frame; None without a score."""
        return next((mark for mark in self.marks if mark.frame.id == frame_id), None)


@dataclass(frozen=True, slots=True)
class FramesView:
    """All plans under all frames.

    `frames` are sorted by their share of control, `plans` by how far the frames that can grade them move their scores;
    plans with too little coverage come last. `ranking` frames rank two plans or more.
    """

    frames: tuple[FrameView, ...]
    plans: tuple[FramedPlan, ...]
    most_control: float
    ranking: int = 0

    @property
    def is_unsure(self) -> bool:
        """Return whether the coverage of any plan is too low for a grade under some frame."""
        return any(not mark.is_firm for plan in self.plans for mark in plan.marks)


def frames_view(study: Study, labels: Sequence[str], lang: str) -> FramesView | None:
    """Return every plan of a study under each of its weightings.

    Parameters
    ----------
    study : Study
        The plans, ranked under each weighting.
    labels : sequence of str
        The name of each plan, in the order of the study.
    lang : str
        Language of the names, BCP 47.

    Returns
    -------
    FramesView or None
        None if there is only one weighting, or no plan has a score under any.
    """
    if len(study.weightings) == 1:
        return None
    frames = frame_views(study, lang)
    plans = _with_ledgers(study, [_framed_plan(study, at, label, frames) for at, label in enumerate(labels)], lang)
    if not any(plan.marks for plan in plans):
        return None
    return FramesView(
        frames=tuple(sorted(frames, key=lambda frame: (rounded(frame.control), frame.name))),
        plans=tuple(sorted(plans, key=_plan_order)),
        most_control=max(frame.control for frame in frames),
        ranking=sum(bool(study.ranked(weighting.id)) for weighting in study.weightings),
    )


def frame_views(study: Study, lang: str) -> tuple[FrameView, ...]:
    """Return the weightings of a study as frames, in the study's order."""
    rubric, weightings = study.rubric, study.weightings
    names = names_of(weightings, lang)
    lines = effective_weights(rubric, weightings)
    control = next(line.shares for line in lines if (line.kind, line.id) == ("stance", "control"))
    text = one_text(rubric, lines)
    return tuple(
        FrameView(w.id, names[w.id], control[at], text[1][at] if text else None) for at, w in enumerate(weightings)
    )


def _plan_order(plan: FramedPlan) -> tuple[bool, float, str]:
    """Return a plan's sort key: plans with enough coverage first, then the widest spread over frames, then by name."""
    if plan.lowest is None or plan.highest is None:
        return True, 0.0, plan.label
    return False, rounded(plan.lowest.score - plan.highest.score) if plan.moves else 0.0, plan.label


def _framed_plan(study: Study, at: int, label: str, frames: Sequence[FrameView]) -> FramedPlan:
    own = [row[at] for row in study.verdicts]
    grading = study.rubric.grading
    marks = tuple(
        _mark_view(verdict, frame, grading) for verdict, frame in zip(own, frames, strict=True) if _is_scored(verdict)
    )
    firm = [mark for mark in marks if mark.is_firm]
    lowest = min(firm, key=lambda mark: rounded(mark.score), default=None)
    highest = max(firm, key=lambda mark: rounded(mark.score), default=None)
    least = least_move(study.rubric.report)
    coverages = [verdict.coverage for verdict in own if verdict.has_weight]
    ranks = [verdict.rank for verdict in own if verdict.rank is not None]
    return FramedPlan(
        plan_id=study.plan_ids[at],
        label=label,
        marks=marks,
        lowest=lowest,
        highest=highest,
        moves=lowest is not None and highest is not None and rounded(highest.score - lowest.score) >= least,
        ledger=None,
        coverage=(min(coverages), max(coverages)) if coverages else None,
        ranks=(min(ranks), max(ranks)) if ranks else None,
    )


def _is_scored(verdict: RankedResult) -> bool:
    return verdict.score is not None and verdict.has_weight


def _mark_view(verdict: RankedResult, frame: FrameView, grading: Grading) -> MarkView:
    grade = verdict.grade.grade or ""
    shade = shade_of(grading, grade)
    return MarkView(frame, verdict.score or 0.0, grade, shade, verdict.coverage >= grading.least_coverage)


def shade_of(grading: Grading, grade: str) -> int:
    """Return the place of a grade among the bands, 0 for the worst and at most 4; 0 without a grade."""
    worst_first = [band.grade for band in sorted(grading.bands, key=lambda band: band.lower)]
    return min(worst_first.index(grade), SHADES) if grade else 0


def _with_ledgers(study: Study, plans: Sequence[FramedPlan], lang: str) -> list[FramedPlan]:
    """Return the plans with a ledger that explains the gap between each plan's lowest and highest frame.

    Moves are computed once for each pair of frames.
    """
    pairs = {_ends(plan) for plan in plans} - {None}
    found = {pair: moves(study, *pair) for pair in pairs if pair}
    return [
        plan if (pair := _ends(plan)) is None else replace(plan, ledger=_ledger_view(study, at, found[pair][at], lang))
        for at, plan in enumerate(plans)
    ]


def _signed_points(number: float) -> str:
    return f"{printed(number, 3):+}"


def _ends(plan: FramedPlan) -> tuple[str, str] | None:
    """Return the frames of the lowest and the highest score; None if no difference between them counts."""
    if plan.lowest is None or plan.highest is None or not plan.moves:
        return None
    return plan.lowest.frame.id, plan.highest.frame.id


def _ledger_view(study: Study, at: int, move: Move, lang: str) -> LedgerView | None:
    """Return the ledger of the criteria with the largest pull up or down; None if contributions do not add up."""
    pulling = [part for part in move.criteria if rounded(part.pull) != 0]
    if not pulling or move.change is None:
        return None
    named = sorted(pulling, key=lambda part: rounded(-abs(part.pull)))[:NAMED]
    ups_first = sorted(named, key=lambda part: part.pull < 0)
    levels = {outcome.criterion_id: outcome.level for outcome in study.entrants[at].outcomes}
    rubric = study.rubric
    lines = tuple(
        LedgerLine(rubric.title(part.id, lang), levels[part.id], rubric.scale.top, part.pull) for part in ups_first
    )
    rest = rounded(move.change - sum(line.pull for line in lines))
    return LedgerView(lines, len(pulling) - len(lines), rest, rounded(move.change))
