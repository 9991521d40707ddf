"""What a report found: scores, criteria, gates, grade, blind spot, as frozen values for templates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.blind import PartScore
from evaluator.model.scorecard import Grade

TOLD_OPEN = 3  # criteria of a part that are not assessed and whose evidence is told; the workbook has all


@dataclass(frozen=True, slots=True)
class Interval:
    """A score in [0, 1] with its bounds, judgement interval and coverage; `score` None where there is none."""

    score: float | None
    low: float
    high: float
    judgement_low: float
    judgement_high: float
    coverage: float | None


@dataclass(frozen=True, slots=True)
class PrintedWeights:
    """A weight at the root in per cent, as it is printed."""

    stated: Decimal
    applicable: Decimal
    used: Decimal


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with its level, its ground and what the next level would take.

    `part` is the printed contribution to the score. `weightless` marks a criterion that
    this weighting gives no weight. `reason` has the coders' words; `settled` says what
    joined their ratings or who decided, `decision` has that person's words.
    """

    id: str
    title: str
    question: str
    kind: str
    object: str
    status: str
    level: int | None
    top: int
    descriptor: str
    points: float | None
    confidence: str
    reason: str
    note: str
    searched: str
    missing_for_next: str
    evidence_needed: str
    missing_hint: str
    citations: tuple[int, ...]
    ratings: tuple[tuple[str, str], ...]
    rule: str
    settled: str
    decision: str
    gate: str
    yardstick: bool
    weightless: bool
    floor: tuple[str, ...]
    raw: float
    weights: PrintedWeights
    part: Decimal | None


@dataclass(frozen=True, slots=True)
class StanceView:
    """One stance inside a paradigm, with its own score."""

    id: str
    title: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class GroupGrade:
    """The grade of a paradigm, None where too little is covered; the lowest and highest possible; its tripped gates."""

    grade: str | None
    lowest: str
    highest: str
    tripped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlarmView:
    """Conduct without weight: documented by a passage, or by none of the sources read."""

    id: str
    title: str
    is_documented: bool
    sources_read: int
    reason: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A paradigm, or the quality of the plan, with its criteria by what is known of them.

    Of the `assessed` criteria with weight `meeting` reach the rubric's norm level.
    """

    id: str
    title: str
    interval: Interval
    weights: PrintedWeights
    part: Decimal | None
    stances: tuple[StanceView, ...]
    rated: tuple[CriterionView, ...]
    open: tuple[CriterionView, ...]
    apart: tuple[CriterionView, ...]
    grade: GroupGrade | None = None
    meeting: int = 0
    assessed: int = 0
    unrecorded: tuple[tuple[str, str], ...] = ()

    @property
    def criteria(self) -> tuple[CriterionView, ...]:
        """Return all criteria: rated, open, not applicable."""
        return (*self.rated, *self.open, *self.apart)

    @property
    def open_first(self) -> tuple[CriterionView, ...]:
        """Return what is told in full of what is not assessed: disputes and decisions, and the three that matter most.

        A safeguard matters more than what is none, then the stated weight decides, then the rubric's order.
        """
        said = {criterion.id for criterion in self.open if criterion.status == "disputed" or criterion.decision}
        others = [criterion for criterion in self.open if criterion.id not in said]
        most = sorted(others, key=lambda criterion: (not criterion.gate, -criterion.weights.stated))[:TOLD_OPEN]
        said |= {criterion.id for criterion in most}
        return tuple(criterion for criterion in self.open if criterion.id in said)

    @property
    def open_rest(self) -> tuple[CriterionView, ...]:
        """Return what is not assessed and named by its title alone."""
        said = {criterion.id for criterion in self.open_first}
        return tuple(criterion for criterion in self.open if criterion.id not in said)


@dataclass(frozen=True, slots=True)
class RankedView:
    """A strength, with what it adds to the score; or a gap, with how much more its criterion could add."""

    criterion: CriterionView
    group: str
    size: Decimal


@dataclass(frozen=True, slots=True)
class EndsView:
    """Largest strengths and gaps by the rubric's norm level; `rated` counts the settled ratings with weight.

    `strengths_alike` and `gaps_alike` count those left out whose size is printed as that of the last one shown.
    """

    level: int
    gap_up_to: int
    strengths: tuple[RankedView, ...]
    gaps: tuple[RankedView, ...]
    rated: int
    strengths_alike: int = 0
    gaps_alike: int = 0


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate: what the ratings say of it, and whether it lowers the grade here."""

    id: str
    title: str
    state: str
    caps: bool
    reason: str
    citations: tuple[int, ...]
    ratings: tuple[tuple[str, str], ...] = ()
    settled: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeView(Grade):
    """A grade with the titles of its safeguards, and the bands and caps that it rests on."""

    cap: str
    bands: tuple[tuple[str, float], ...]
    caps: tuple[tuple[int, str], ...]
    least_coverage: float


@dataclass(frozen=True, slots=True)
class LevelText:
    """A level and the rubric's words for it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class LiftStepView:
    """One criterion raised to a level: `now` are the words of its level, `asked` those aimed at, lower ones first."""

    id: str
    title: str
    group: str
    from_level: int
    to_level: int
    now: str
    asked: tuple[LevelText, ...]
    releases_gate: bool


@dataclass(frozen=True, slots=True)
class LiftGroupView:
    """Steps of one paradigm that are named and not spelt out."""

    title: str
    steps: tuple[LiftStepView, ...]


NAMED_TO_ASSESS = 6  # more names than a reader keeps; each stands with its paradigm


@dataclass(frozen=True, slots=True)
class LiftView:
    """What would lift the grade as one way; `to_be_graded` names what must be assessed before there is one.

    All ways found take the steps `shared` (spelt out) and `further` (by paradigm), and
    one of `choices`, each of one step or more; without choices there is one way.
    `scores` are the lowest and highest score that the ways give. `is_by_hand` is False
    where figures alone set all levels, so that no step of a level can be asked for.
    `to_be_graded_by` counts those to be assessed by paradigm; `leaves_gates` where some
    safeguard that is not assessed is not among them.
    """

    next_grade: str | None
    reachable: bool
    exact: bool
    levels: int
    shared: tuple[LiftStepView, ...]
    further: tuple[LiftGroupView, ...]
    choices: tuple[tuple[LiftStepView, ...], ...]
    scores: tuple[float, float] | None
    is_by_hand: bool
    to_be_graded: tuple[str, ...]
    to_be_graded_by: tuple[tuple[str, int], ...] = ()
    leaves_gates: bool = False

    @property
    def names_all(self) -> bool:
        """Return whether those to be assessed are few enough to be named; else they are counted by paradigm."""
        return len(self.to_be_graded) <= NAMED_TO_ASSESS


@dataclass(frozen=True, slots=True)
class BasisView:
    """What a TIP scheme looks at on one basis, as shares of the stated weight of a reference weighting.

    `printed` holds the four shares in per cent as they are printed; they add up.
    """

    basis: str
    assessed: float
    partly: float
    ignored: float
    uncoded: float
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class BlindSpotView:
    """What the TIP scheme does not look at, under a named weighting, on the bases kept apart.

    `ignored` lists the criteria with weight that it passes over on the basis `named`.
    `seen` and `unseen` are the plan's own scores on what the scheme looks at and on what
    it ignores, on that basis and under the report's weighting; None where nothing is.
    """

    weighting: str
    named: str
    bases: tuple[BasisView, ...]
    ignored: tuple[str, ...]
    seen: PartScore | None = None
    unseen: PartScore | None = None
