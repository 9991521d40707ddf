"""What scoring makes: outcomes, node scores, gates, grade."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from evaluator.model.assessment import LEFT_OUT, Assessment, Status
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import Weighting

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Outcome:
    """One criterion for one plan, before weights.

    `level` enters the score (None: no value). `low_level` and `high_level` enter
    the bounds: equal to `level` where it is known, 0 and the top where not.
    `judgement_low` and `judgement_high` widen them by low confidence. `normalised`
    holds points in [0, 1] (value, low, high) of a figure that is not put on levels:
    they enter in place of the levels, which then only say which is reached. `note`
    says how a computed level came about ("3 of 4 known rows, 5 in the plan").
    `reason` has the coders' words; `rule` says what joined their ratings, `decided_by`
    and `decision` who decided, and that person's words.
    """

    criterion_id: str
    status: Status
    level: int | None
    low_level: int
    high_level: int
    judgement_low: int
    judgement_high: int
    covered: bool
    confidence: str = ""
    evidence_ids: tuple[str, ...] = ()
    reason: str = ""
    missing_for_next: str = ""
    searched: str = ""
    note: str = ""
    rule: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    decided_by: str = ""
    decision: str = ""
    figure: float | None = None
    figure_range: tuple[float, float] | None = None
    normalised: tuple[float, float, float] | None = None

    @property
    def applies(self) -> bool:
        """Return whether the criterion stays in; not applicable or without occasion it leaves, with its weight."""
        return self.status not in LEFT_OUT


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """An outcome with its points, weights and share of the score."""

    outcome: Outcome
    points: float | None
    stated: float
    applicable: float
    used: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class NodeScore:
    """The score of one node of the tree; `score` is None where it has no value."""

    node_id: str
    score: float | None
    coverage: float | None
    low: float | None
    high: float | None
    judgement_low: float | None
    judgement_high: float | None
    stated: float
    applicable: float
    used: float


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: what it did, what it might do."""

    criterion_id: str
    state: str  # tripped | held | not-assessed | disputed | not-applicable
    caps: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade, the range it may have, and what set it.

    `grade` is None when not graded. `cause` is `score`, `gates` or `coverage`.
    `without_gates` is the grade the score alone would have. `unassessed` are the gates
    still open, those in dispute among them; `disputed` are these alone.
    """

    grade: str | None
    cause: str
    lowest: str
    highest: str
    lowest_if_no_gate: str
    highest_if_no_gate: str
    judgement_lowest: str
    judgement_highest: str
    without_gates: str | None
    tripped: tuple[str, ...]
    unassessed: tuple[str, ...]
    gates_cap: bool
    disputed: tuple[str, ...] = ()

    @property
    def not_assessed(self) -> tuple[str, ...]:
        """Return the open gates that are not in dispute: nobody assessed them."""
        return tuple(gate for gate in self.unassessed if gate not in self.disputed)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A conduct that has no weight and caps nothing: documented by some source, or by none of those read."""

    criterion_id: str
    is_documented: bool
    sources_read: int


@dataclass(frozen=True, slots=True)
class OneVoice:
    """How much of a score rests on text of the Trafficking in Persons Report alone.

    `criteria` are those whose evidence has no other source, out of `rated` that are
    assessed; `share` is their share of the assessed weight, None without any.
    """

    criteria: tuple[str, ...]
    rated: int
    share: float | None


@dataclass(frozen=True, slots=True)
class PlanResult:
    """The numbers of one plan under one weighting, as `scoring.card.read_result` reads them off the arrays.

    Scores, coverage and intervals are in [0, 1], rounded to nine digits; a score may be under 0 where
    the rubric lets it. Without `has_weight` no criterion that applies has weight: coverage 0 and the
    widest bounds are then no findings.
    """

    score: float | None
    coverage: float
    bounds: tuple[float, float]
    judgement_interval: tuple[float, float]
    grade: Grade
    has_weight: bool

    @property
    def told(self) -> tuple[float | None, float | None, float | None, float | None, float | None]:
        """Return coverage, bounds and judgement interval as a table has them: None each without weight."""
        return (self.coverage, *self.bounds, *self.judgement_interval) if self.has_weight else (None,) * 5

    @property
    def cause(self) -> str:
        """Return what set the grade, or kept it away: `score`, `gates`, `coverage` or `no-weight`."""
        return self.grade.cause if self.has_weight else "no-weight"


@dataclass(frozen=True, slots=True)
class Glance(PlanResult):
    """A result with its frame, and without nodes, criteria and remarks: many frames are read out at once.

    `shares` holds the weight at the root of each criterion that applies.
    """

    weighting: Weighting
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True, repr=False)
class Scorecard(PlanResult):
    """The result for one plan under one weighting; every number with its parts.

    `paradigms` holds the grade of each paradigm where the rubric grades them.
    `tip_alone` says how much rests on the Trafficking in Persons Report alone, where
    the rubric weighs kinds of source (`two_kinds_of_source`).
    `assessor` is the coder whose ratings alone were scored, empty for the panel's.
    `overtaken` are criteria whose agreed rating went by ratings that have changed since:
    the rubric's rule holds for them until they are settled anew.
    """

    assessment: Assessment
    rubric: Rubric
    weighting: Weighting
    criteria: tuple[ScoredCriterion, ...]
    nodes: tuple[NodeScore, ...]
    gates: tuple[Gate, ...]
    is_draft: bool
    warnings: tuple[str, ...] = ()
    assessor: str = ""
    paradigms: tuple[tuple[str, Grade], ...] = ()
    alarms: tuple[Alarm, ...] = ()
    tip_alone: OneVoice | None = None
    overtaken: tuple[str, ...] = ()

    @property
    def disputed(self) -> tuple[str, ...]:
        """Return the criteria on which coders disagree and nobody has decided, in tree order."""
        return tuple(s.outcome.criterion_id for s in self.criteria if s.outcome.status == "disputed")

    def criterion(self, criterion_id: str) -> ScoredCriterion:
        """Return one scored criterion; KeyError for one the rubric does not have."""
        for scored in self.criteria:
            if scored.outcome.criterion_id == criterion_id:
                return scored
        raise KeyError(criterion_id)

    def node(self, node_id: str) -> NodeScore:
        """Return one node's score; KeyError for one the rubric does not have."""
        for node in self.nodes:
            if node.node_id == node_id:
                return node
        raise KeyError(node_id)

    def group(self, group_id: str) -> NodeScore:
        """Return the score of one of the rubric's `paradigms`.

        Criteria that hang on the root beside nodes are a group without a score of its
        own: it has their weights alone.
        """
        if group_id != ROOT or self.rubric.is_flat:
            return self.node(group_id)
        own = [s for s in self.criteria if self.rubric.by_id[s.outcome.criterion_id].parent == ROOT]
        stated, applicable, used = (math.fsum(getattr(s, k) for s in own) for k in ("stated", "applicable", "used"))
        return NodeScore(ROOT, None, None, None, None, None, None, stated, applicable, used)

    def __repr__(self) -> str:
        """Return plan, rubric, weighting, score with its bounds and coverage, and grade, on one line."""
        return f"<Scorecard of {self.assessment.plan.id} by {self.rubric.id} {self.rubric.version}: {self.line}>"

    def _repr_html_(self) -> str:
        """Return the same as a small table, with a row for each paradigm, for a notebook."""
        head = f"{self.assessment.plan.id}, {self.rubric.id} {self.rubric.version}, {self.weighting.id}"
        rows = [("whole", self.score, self.bounds, self.told[0])] + [
            (node.node_id, node.score, (node.low, node.high), node.coverage)
            for node in map(self.group, self.rubric.paradigms)
        ]
        cells = "".join(
            f"<tr><td>{escape(name)}</td><td>{_two(score)}</td><td>{_two(low)} to {_two(high)}</td>"
            f"<td>{'' if coverage is None else f'{coverage:.0%}'}</td></tr>"
            for name, score, (low, high), coverage in rows
        )
        top = "<tr><th></th><th>score</th><th>bounds</th><th>coverage</th></tr>"
        return f"<table><caption>{escape(head)}: {escape(self.line)}</caption>{top}{cells}</table>"

    @property
    def line(self) -> str:
        """Return weighting, score, bounds, coverage and grade in words; no score stands without them."""
        if not self.has_weight:
            return f"{self.weighting.id}: no criterion that applies has weight"
        given = self.grade.grade
        grade = f"grade {given}" if given else f"not graded ({self.cause})"
        low, high = self.bounds
        told = f"{_two(self.score)} ({_two(low)} to {_two(high)}), coverage {self.coverage:.0%}, {grade}"
        return f"{self.weighting.id} {told}{', DRAFT' if self.is_draft else ''}"

    def frame(self, table: str = "criteria") -> pd.DataFrame:
        """Return one of the scorecard's tables, under its contract.

        Parameters
        ----------
        table : str
            `criteria`, `nodes`, `gates`, `alarms`, `weights`, `scores` (one row) or
            `evidence` (what the plan's coders may cite).

        Raises
        ------
        UnknownNameError
            There is no such table.
        """
        from evaluator.tables.scorecard import frame_of

        return frame_of(self, table)


def _two(number: float | None) -> str:
    return "none" if number is None else f"{number:.2f}"
