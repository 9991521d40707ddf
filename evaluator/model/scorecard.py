"""The results of scoring: outcomes, node scores, gates, grade; and scores of peers as a report carries them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from evaluator.model.assessment import LEFT_OUT, Assessment, Status, written
from evaluator.model.conveniences import convenience
from evaluator.model.law import LawSide
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.safeguard import Gate
from evaluator.model.schema import PLAN_ID, Finite, Shape, Share, Texts, Truth, Whole
from evaluator.model.sentence import Spoken, say, say_alike, series, text_for
from evaluator.model.weighting import Weighting

if TYPE_CHECKING:
    import pandas as pd


Cause = Literal["score", "gates", "coverage", "range"]
OUTSIDE = "the mean of what is rated alone falls outside the possible range"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one criterion for one plan, before weights.

    `level` enters the score (None: no value). `low_level` and `high_level` enter the bounds: equal to `level` if it is
    known, else the lowest and highest that what was read leaves possible. `judgement_low` and `judgement_high` widen
    them by low confidence. `normalised` holds points in [0, 1] (value, low, high) of a figure that has no levels; these
    enter instead of the levels, which then only show which level the points reach. `note` describes the computation of
    a level ("3 of 4 known rows, 5 in the plan"), or why a rating does not count. `reason` has the coders' words, `rule`
    the rule that joined their ratings; `decided_by` and `decision` are the person who decided and that person's words.
    `law` is the law beside the plan, None for a criterion that no law may answer; it enters no score.
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
    law: LawSide | None = None

    @property
    def applies(self) -> bool:
        """Return whether the criterion counts.

        It is left out with its weight if it is not applicable or had no occasion.
        """
        return self.status not in LEFT_OUT

    def misfit(self, criterion_id: str, top: int) -> str:
        """Return what contradicts itself, or is of no criterion of that id and scale, as a reason to leave it out."""
        if self.criterion_id != criterion_id or self.status not in get_args(Status):
            return f"it gave the outcome of {self.criterion_id!r}, {self.status!r}, for {criterion_id!r}"
        level = () if self.level is None else (self.level,)
        levels = (self.judgement_low, self.low_level, *level, self.high_level, self.judgement_high)
        if not all(type(one) is int and 0 <= one <= top for one in levels) or list(levels) != sorted(levels):
            return (
                f"it gave levels for {criterion_id!r} that do not rise from 0 to {top}: {', '.join(map(repr, levels))}"
            )
        value, low, high = self.normalised or (0.0, 0.0, 0.0)
        return "" if 0 <= low <= value <= high <= 1 else f"it gave points outside of 0 to 1 for {criterion_id!r}"

    @property
    def told(self) -> str:
        """Return the coders' words, or how the level was computed; why a rating does not count stands before them."""
        if self.level is None and self.note and self.reason:
            return series("; ", [self.note, self.reason])
        return self.reason or self.note

    @property
    def least(self) -> int | None:
        """Return the least level that is known of an `at-least` rating; None for every other status."""
        return self.low_level if self.status == "at-least" else None

    @property
    def stated(self) -> int | None:
        """Return the level that the rating states: the settled one, or the least that is known."""
        return self.least if self.level is None else self.level

    @property
    def short(self) -> str:
        """Return the rating in short: `2`, `2+` for at least, or the status."""
        return written(self.status, self.stated)


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """An outcome with its points, weights and contribution to the score."""

    outcome: Outcome
    points: float | None
    stated: float
    applicable: float
    used: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class NodeScore:
    """The numbers of one node of the tree; `score` is None where it has no value, or one outside of its range."""

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
class Grade:
    """The grade, its cause, and the range of grades still possible.

    `grade` is None without a grade. `cause` is `score`, `gates`, `coverage` or `range`. `without_gates` is the grade
    by the score alone. `unassessed` are all open gates, disputed ones included; `disputed` are only the latter.
    """

    grade: str | None
    cause: Cause
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
        """Return the open gates that nobody assessed, without those in dispute."""
        return tuple(gate for gate in self.unassessed if gate not in self.disputed)


@dataclass(frozen=True, slots=True)
class TextsRead:
    """How many texts on practice some evidence was taken from, and how many of them were read how far.

    An act or a table of figures cannot document a conduct and is none of them. Of those that are counted in none of
    `whole`, `part` and `summary` nobody says how far they were read.
    """

    texts: int = 0
    whole: int = 0
    part: int = 0
    summary: int = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """A conduct without weight or cap: documented by some source, or by none of the texts on practice that were read.

    Without `is_answered` no coder looked for it under this rubric, whatever was read.
    """

    criterion_id: str
    is_documented: bool
    is_answered: bool
    read: TextsRead


@dataclass(frozen=True, slots=True)
class OneVoice:
    """The part of a score that rests on text of the Trafficking in Persons Report alone.

    `criteria` are those whose evidence has no other source, out of `rated` assessed ones; `share` is their share of the
    assessed weight, None if there is none.
    """

    criteria: tuple[str, ...]
    rated: int
    share: float | None


ResultState = Literal["graded", "ungraded", "range", "unread", "void", "weightless"]
"""What can be said of a plan under a weighting: a grade; a score, but too little for a grade; its range alone, as what
is rated alone lies outside it; too little was read for a score; too much of the frame lies where the rubric asks
nothing; no criterion that applies has weight."""
RESULT_STATES: tuple[ResultState, ...] = ("graded", "ungraded", "range", "unread", "void", "weightless")


@dataclass(frozen=True, slots=True)
class PlanResult:
    """The numbers of one plan under one weighting, as `scoring.card.read_result` computes them.

    Scores, coverage and intervals are in [0, 1], rounded to nine digits; a score may be below 0 if the rubric allows
    it. A score lies within its bounds: where what is rated alone gives a mean outside of them, `score` is None, `state`
    is `range`, and so is the cause where coverage suffices. Without `has_weight` no criterion that applies has weight;
    coverage 0 and the widest bounds are then no findings. `state` is what can be said of the plan, decided here once
    for every figure, table and sentence.
    """

    score: float | None
    coverage: float
    bounds: tuple[float, float]
    judgement_interval: tuple[float, float]
    grade: Grade
    has_weight: bool
    state: ResultState

    @property
    def told(self) -> tuple[float | None, float | None, float | None, float | None, float | None]:
        """Return coverage, bounds and judgement interval for a table; all are None without weight."""
        return (self.coverage, *self.bounds, *self.judgement_interval) if self.has_weight else (None,) * 5

    @property
    def cause(self) -> Cause | Literal["no-weight"]:
        """Return the cause of the grade, or of its absence: `score`, `gates`, `coverage`, `range` or `no-weight`."""
        return self.grade.cause if self.has_weight else "no-weight"


@dataclass(frozen=True, slots=True)
class Glance(PlanResult):
    """A result with its weighting, without nodes, criteria and remarks, for reading many weightings at once.

    `shares` holds the weight at the root of each criterion that applies.
    """

    weighting: Weighting
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True, repr=False)
class Scorecard(PlanResult):
    """The result for one plan under one weighting, with all parts of every number.

    `paradigms` holds the grade of each paradigm if the rubric grades them. `tip_alone` is the part that rests on the
    Trafficking in Persons Report alone, if the rubric considers kinds of source (`two_kinds_of_source`). `assessor` is
    the coder whose ratings alone were scored, empty for the panel's. `overtaken` are criteria whose agreed rating is
    based on coders' ratings that have changed since: the rubric's rule applies to them until the panel settles them
    again. `plan_or_law` is the score with the higher of plan and law on every criterion that a law may answer; None
    where the law was read on fewer than two thirds of them. `observers` gives the share of weight that rests on each
    observer of the rubric, by id; it is empty if the rubric names none.
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
    observers: Mapping[str, float] = field(default_factory=dict)
    plan_or_law: float | None = None

    @property
    def disputed(self) -> tuple[str, ...]:
        """Return the criteria on which coders disagree and nobody has decided, in tree order."""
        return tuple(s.outcome.criterion_id for s in self.criteria if s.outcome.status == "disputed")

    @property
    def breadth(self) -> float | None:
        """Return the share of what counts in the score that the plan answers at all, above the lowest points.

        None without a score, or where it is no sum of contributions.
        """
        counted = [s for s in self.criteria if s.used > 0 and s.points is not None]
        if self.score is None or any(s.contribution is None for s in counted):
            return None
        return round(math.fsum(s.used for s in counted if s.contribution), 9)

    @property
    def depth(self) -> float | None:
        """Return the mean points of what the plan answers: the score is breadth times depth. None without an answer."""
        if self.score is None or not self.breadth:
            return None
        return round(self.score / self.breadth, 9)

    def criterion(self, criterion_id: str) -> ScoredCriterion:
        """Return one scored criterion; KeyError if the rubric does not have it."""
        return {scored.outcome.criterion_id: scored for scored in self.criteria}[criterion_id]

    def node(self, node_id: str) -> NodeScore:
        """Return one node's score; KeyError if the rubric does not have it."""
        return {node.node_id: node for node in self.nodes}[node_id]

    def group(self, group_id: str) -> NodeScore:
        """Return the score of one of the rubric's `paradigms`.

        Criteria directly under the root next to nodes form a group without its own score; the result then has only
        their weights.
        """
        if group_id != ROOT or self.rubric.is_flat:
            return self.node(group_id)
        own = [s for s in self.criteria if self.rubric.by_id[s.outcome.criterion_id].parent == ROOT]
        stated, applicable, used = (math.fsum(getattr(s, k) for s in own) for k in ("stated", "applicable", "used"))
        return NodeScore(ROOT, None, None, None, None, None, None, stated, applicable, used)

    def __hash__(self) -> int:
        """Return a hash by plan, rubric, weighting, coder and score; cards that are equal have the same."""
        return hash((self.assessment, self.rubric, self.weighting, self.assessor, self.score))

    def __repr__(self) -> str:
        """Return plan, rubric, weighting, score with its bounds and coverage, and grade, on one line."""
        return f"<Scorecard of {self.assessment.plan.id} by {self.rubric.id} {self.rubric.version}: {self.line}>"

    def _repr_html_(self) -> str:
        """Return an HTML table of score, bounds and coverage for the whole and each paradigm, for a notebook."""
        head = f"{self.assessment.plan.id}, {self.rubric.id} {self.rubric.version}, {self.weighting.id}"
        rows = [("whole", self.score, self.bounds, self.told[0])] + [
            (node.node_id, node.score, (node.low, node.high), node.coverage)
            for node in map(self.group, self.rubric.paradigms)
        ]
        cells = "".join(
            f"<tr><td>{escape(name)}</td><td>{_decimals(score)}</td><td>{_decimals(low)} to {_decimals(high)}</td>"
            f"<td>{'' if coverage is None else f'{coverage:.0%}'}</td></tr>"
            for name, score, (low, high), coverage in rows
        )
        top = "<tr><th></th><th>score</th><th>bounds</th><th>coverage</th></tr>"
        return f"<table><caption>{escape(head)}: {escape(self.line)}</caption>{top}{cells}</table>"

    @property
    def line(self) -> str:
        """Return weighting, score, bounds, coverage and grade in words, on one line."""
        if not self.has_weight:
            return f"{self.weighting.id}: no criterion that applies has weight"
        given = self.grade.grade
        grade = f"grade {given}" if given else f"not graded ({self.cause})"
        low, high = self.bounds
        told = f"{_decimals(self.score)} ({_decimals(low)} to {_decimals(high)}), coverage {self.coverage:.0%}, {grade}"
        return f"{self.weighting.id} {told}{', DRAFT' if self.is_draft else ''}"

    def frame(self, table: str = "criteria") -> pd.DataFrame:
        """Return one of the scorecard's tables as a data frame with its declared columns.

        Parameters
        ----------
        table : str
            A name below: `scores` is one row, `evidence` what the plan's coders may cite. An empty table says why in
            `attrs["empty"]`.

        Returns
        -------
        pandas.DataFrame
            With these columns:

            - criteria: plan_id, weighting, criterion_id, title, paradigm, stance, status, level, points, covered,
              stated, applicable, used, contribution, low_level, high_level, confidence, evidence_ids, note
            - nodes: plan_id, weighting, node_id, parent, title, score, coverage, low, high, judgement_low,
              judgement_high, stated, applicable, used, grade
            - gates: plan_id, weighting, criterion_id, state, caps, law, law_article
            - alarms: plan_id, weighting, criterion_id, title, documented, answered, texts_read, texts_whole,
              texts_part, texts_summary
            - law-beside: plan_id, weighting, criterion_id, title, status, level, law, law_level, law_at_least,
              safeguard, article, since, until, text_of, extent, twin, says, source_ids
            - weights: weighting, criterion_id, paradigm, stance, victim_centred, stated, applicable, used
            - scores: weighting, plan_id, iso3, year, rubric, version, is_draft, score, coverage, low, high,
              judgement_low, judgement_high, grade, grade_cause, grade_lowest, grade_highest, gates_tripped,
              gates_not_assessed, gates_disputed, disputed, overtaken, observers, plan_or_law
            - evidence: evidence_id, source_id, locator, measure_id, object, as_of, note, quote, quote_lang,
              translation, added_by, added_on

        Raises
        ------
        UnknownNameError
            There is no such table.
        """
        frame: pd.DataFrame = convenience("Scorecard.frame")(self, table)
        return frame


def _decimals(number: float | None) -> str:
    return "none" if number is None else f"{number:.2f}"


class PeerScore(Shape):
    """One country's score in one group with its range, and the assessed share of the group's weight.

    A report of a release that carried no ranges has the widest.
    """

    score: Finite
    coverage: Share
    low: Finite = 0.0
    high: Finite = 1.0


class Peer(Shape):
    """Another country's newest plan of the same years under the report's rubric and weighting, its scores by group.

    `years` are its first and its last year, which is `open` for a plan without an end; empty where a report of an
    earlier release carries it.
    """

    plan: Annotated[str, Field(pattern=f"^{PLAN_ID.pattern}$")]
    years: tuple[str, str] = ("", "")
    names: Texts
    footnote: Texts
    groups: dict[str, PeerScore]


Year = Annotated[int, Field(ge=1900, le=2100)]  # the key of a JSON object, which is always a text


class RecordYear(Shape):
    """The score of a country's public record in one year under one frame; `firm` where enough was assessed."""

    score: Finite
    firm: Truth


class Record(Shape):
    """A country's public record by year under two frames: an actor that was heard, and one that prevailed."""

    frames: tuple[Texts, Texts]
    one: dict[Year, RecordYear]
    other: dict[Year, RecordYear]


class ReferenceValue(Shape):
    """The score under a frame of what a plan is read beside; None where it has none.

    `number` is how many plans make the frontier, or the level that is everywhere; `names` are an invented country's.
    One plan alone makes no frontier, which is told by its name.
    """

    kind: Literal["frontier", "level", "invented"]
    number: Whole = 0
    names: Texts = Field(default_factory=dict)
    score: Finite | None = None

    @property
    def is_said_alone(self) -> bool:
        """Return whether its name is all there is to say: the frontier of one plan."""
        return self.kind == "frontier" and self.number == 1

    def name(self, lang: str = "en") -> Spoken:
        """Return what it is, in words; an invented country by its name in the language."""
        if self.is_said_alone:
            return say("no best of real plans, as only one was read far enough")
        if self.kind == "frontier":
            return say_alike("the best answers of %(number)s real plans taken together", self.number)
        if self.kind == "level":
            return say("level %(level)s everywhere", level=self.number)
        return say("%(plan)s", plan=text_for(self.names, lang))


class PeersFile(Shape):
    """The content of `countries/peers.json` inside a report's PDF; `records` are those of several countries.

    `references` are the scores that the plan's is read beside, `grades` those of the library's real plans.
    """

    peers: tuple[Peer, ...] = ()
    record: Record | None = None
    records: dict[str, Record] | None = None
    references: tuple[ReferenceValue, ...] = ()
    grades: tuple[str, ...] = ()
