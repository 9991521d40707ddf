"""View classes of a report's findings: scores, criteria, gates, grade, blind spot."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.blind import PartScore
from evaluator.model.scorecard import Grade
from evaluator.model.words import Sentence

TOLD_OPEN = 3  # unassessed criteria of a paradigm that are printed in full; the workbook lists all


@dataclass(frozen=True, slots=True)
class Interval:
    """A score in [0, 1] with its bounds, judgement interval and coverage; `score` is None without a score."""

    score: float | None
    low: float
    high: float
    judgement_low: float
    judgement_high: float
    coverage: float | None


@dataclass(frozen=True, slots=True)
class PrintedWeights:
    """A weight at the root in per cent, as printed: stated, applicable and used."""

    stated: Decimal
    applicable: Decimal
    used: Decimal


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with its level, the reason for it, and what the next level would require.

    `least` is the level of what is known at least; `level` is then None.
    `part` is the printed contribution to the score. `weightless` is set if the weighting gives the
    criterion no weight. `reason` quotes the coders. `settled` names the rule that joined their ratings,
    or the person who decided; `decision` quotes that person.
    """

    id: str
    title: str
    question: str
    kind: str
    object: str
    status: str
    level: int | None
    least: int | None
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
class AlarmView:
    """Conduct that the rubric reports without weight, and whether any passage documents it."""

    id: str
    title: str
    is_documented: bool
    is_answered: bool
    sources_read: int
    reason: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A paradigm, or the quality of the plan, with its criteria: rated, open, and not applicable (`apart`).

    `meeting` counts how many of the `assessed` criteria with weight reach the rubric's norm level.
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
    grade: Grade | None = None
    meeting: int = 0
    assessed: int = 0
    unrecorded: tuple[tuple[str, str], ...] = ()

    @property
    def criteria(self) -> tuple[CriterionView, ...]:
        """Return all criteria: rated, open, not applicable."""
        return (*self.rated, *self.open, *self.apart)

    @property
    def open_first(self) -> tuple[CriterionView, ...]:
        """Return the open criteria to print in full: those of which something is known, and the three heaviest others.

        Something is known of what is disputed, decided or rated at least.

        Safeguards count as heavier than other criteria; then the stated weight decides, then the
        rubric's order.
        """
        known = ("disputed", "at-least")
        said = {criterion.id for criterion in self.open if criterion.status in known or criterion.decision}
        others = [criterion for criterion in self.open if criterion.id not in said]
        most = sorted(others, key=lambda criterion: (not criterion.gate, -criterion.weights.stated))[:TOLD_OPEN]
        said |= {criterion.id for criterion in most}
        return tuple(criterion for criterion in self.open if criterion.id in said)

    @property
    def open_rest(self) -> tuple[CriterionView, ...]:
        """Return the open criteria of which only the title is printed."""
        said = {criterion.id for criterion in self.open_first}
        return tuple(criterion for criterion in self.open if criterion.id not in said)


@dataclass(frozen=True, slots=True)
class RankedView:
    """A strength with what it adds to the score, or a gap with what its criterion could add further."""

    criterion: CriterionView
    group: str
    size: Decimal


@dataclass(frozen=True, slots=True)
class EndsView:
    """The largest strengths and gaps by the rubric's norm level; `rated` counts the settled ratings with weight.

    `known` counts the criteria with weight of which the least level alone is known: they may be either.
    `words` say what the norm level stands for, empty if the rubric does not say. `has_floors` is set if a
    criterion of the rubric restates a provision. `strengths_alike` and `gaps_alike` count those not
    shown whose printed size equals that of the last one shown.
    """

    level: int
    gap_up_to: int
    words: str
    has_floors: bool
    strengths: tuple[RankedView, ...]
    gaps: tuple[RankedView, ...]
    rated: int
    known: int = 0
    strengths_alike: int = 0
    gaps_alike: int = 0


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate with its state, in words too, and ratings, and whether it lowers the grade here."""

    id: str
    title: str
    state: str
    told: Sentence
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
    """A level and the rubric's description of it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class LiftStepView:
    """One criterion raised to a level: `now` describes its present level, `asked` those to reach, lowest first."""

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
    """Further steps of one paradigm, of which only the titles are printed."""

    title: str
    steps: tuple[LiftStepView, ...]


NAMED_TO_ASSESS = 6  # a reader does not remember more names


@dataclass(frozen=True, slots=True)
class LiftView:
    """The steps that would raise the grade; `to_be_graded` names what must first be assessed for a grade.

    All ways found take the steps `shared` (printed in full) and `further` (by paradigm), and one of
    `choices`, each of one or more steps; without choices there is one way. `scores` are the lowest and
    highest score that the ways give. `is_by_hand` is False if figures alone set all levels, so that no
    rating can be raised. `to_be_graded_by` counts the criteria to assess by paradigm; `leaves_gates` is
    set if some unassessed safeguard is not among them.
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
        """Return whether the criteria to assess are few enough to name; otherwise they are counted by paradigm."""
        return len(self.to_be_graded) <= NAMED_TO_ASSESS


@dataclass(frozen=True, slots=True)
class BasisView:
    """One basis of coding the TIP Report: the shares of weight coded assessed, partly, ignored or not coded.

    `printed` holds the four shares in per cent as printed; they add up to the whole.
    """

    basis: str
    assessed: float
    partly: float
    ignored: float
    uncoded: float
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class BlindSpotView:
    """The shares of weight that the TIP Report assesses and ignores, on each basis of coding.

    `weighting` is the title of the reference weighting, whose stated weights are used. `ignored` lists
    the criteria with weight that the TIP Report ignores on the basis `named`. `seen` and `unseen` are
    the plan's own scores on the criteria that it assesses and on those it ignores, on that basis and
    under the report's weighting; None without such criteria.
    """

    weighting: str
    named: str
    bases: tuple[BasisView, ...]
    ignored: tuple[str, ...]
    seen: PartScore | None = None
    unseen: PartScore | None = None
