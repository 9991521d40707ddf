"""The view of a country report: frozen facts and numbers, from which its templates print the page.

Templates see only these objects. Their methods read no files and compute no scores; every number
comes from the scorecard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.contrasts.headline.one import Headline
from evaluator.model.country import Source
from evaluator.model.criterion_block import CriterionBlock, CriterionRow, costs
from evaluator.model.plan import Evidence
from evaluator.model.scorecard import Grade, OneVoice, Outcome, PlanResult, ScoredCriterion, TextsRead
from evaluator.model.sentence import Sentence, Series, Spoken
from evaluator.reports.outline import Page
from evaluator.reports.subject import Examples, PlanView, TextInLanguage
from evaluator.scoring.grade import rounded
from evaluator.scoring.run import MissingRule

ASKED = 3  # criteria that every page names as what is asked first
TOLD_BEST = 6  # criteria at the highest level that page two names
FEW = 20  # criteria that leave room on their page
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

    @classmethod
    def of(cls, result: PlanResult) -> Interval:
        """Return the score of a plan with its bounds, judgement interval and coverage."""
        return cls(result.score, *result.bounds, *result.judgement_interval, result.told[0])


@dataclass(frozen=True, slots=True)
class PrintedWeights:
    """A weight at the root in per cent, as printed: stated, applicable and used."""

    stated: Decimal
    applicable: Decimal
    used: Decimal


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with its level, the reason for it, and what the next level would require.

    Its level, confidence and ratings are those of the `outcome`. `reason` quotes the coders. `settled` names the rule
    that joined their ratings, or the person who decided; `decision` quotes that person. `led` tells whose rating began
    as a machine's proposal.
    """

    id: str
    scored: ScoredCriterion
    title: str
    question: str
    origin: str
    object: str
    status: str
    top: int
    descriptor: str
    reason: str
    note: str
    searched: str
    missing_for_next: str
    evidence_needed: str
    missing_hint: str
    citations: tuple[int, ...]
    settled: str
    decision: str
    led: str
    gate: str
    weights: PrintedWeights

    @property
    def outcome(self) -> Outcome:
        """Return the settled rating."""
        return self.scored.outcome


@dataclass(frozen=True, slots=True)
class StanceView:
    """One stance inside a paradigm, with its own score."""

    title: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class AlarmView:
    """Conduct that the rubric reports without weight, and whether any passage documents it."""

    id: str
    title: str
    is_documented: bool
    is_answered: bool
    read: TextsRead
    read_words: Spoken
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
class EndsView:
    """The largest strengths and gaps by the rubric's norm level; `rated` counts the settled ratings with weight.

    `known` counts the criteria with weight of which the least level alone is known: they may be either.
    `words` say what the norm level stands for, empty if the rubric does not say. `has_floors` is set if a
    criterion of the rubric restates a provision. `strengths_alike` and `gaps_alike` count those not
    shown whose printed size equals that of the last one shown.
    """

    level: int
    words: str
    has_floors: bool
    strengths: tuple[CriterionRow, ...]
    gaps: tuple[CriterionRow, ...]
    rated: int
    known: int = 0
    strengths_alike: int = 0
    gaps_alike: int = 0


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate with its state, in words too, and whether it lowers the grade here.

    `told` has plan and law, `plan_told` the plan alone, `alone` its state by the plan; `law_told` is short, for a first
    page, and empty where no law may answer. `is_read` is set where some law was read, `by_law` where the law breaches.
    """

    title: str
    state: str
    told: Sentence
    caps: bool
    reason: str
    citations: tuple[int, ...]
    settled: str = ""
    decision: str = ""
    plan_told: Spoken | str = ""
    law_told: Spoken | str = ""
    alone: str = ""
    is_read: bool = False
    by_law: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeView(Grade):
    """A grade with the titles of its safeguards, and the bands and caps that it rests on."""

    bands: tuple[tuple[str, float], ...]
    caps: tuple[tuple[int, str], ...]
    least_coverage: float


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One numbered citation: a row of evidence, with its texts as the page prints them."""

    number: int
    evidence: Evidence
    locator: str
    note: str
    quote: TextInLanguage
    translation: str
    # The address of the passage itself; empty if its place or its source's address is unknown.
    address: str = ""


@dataclass(frozen=True, slots=True)
class CoderView:
    """The header of one coder's coding."""

    coder: str
    capacity: str
    state: str
    blind: bool | None
    interests: str
    started: str
    finished: str
    measures_read: str
    text_read: str
    pages: str
    read_note: str
    notes: str
    read: str = ""
    unanswered: str = ""

    @property
    def told(self) -> CoderView:
        """The header without the coder's name and notes; coders with the same one share an entry in the report."""
        return replace(self, coder="", notes="")


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A number of the rubric or weighting that is open to dispute, with its origin and the reason for it.

    `kind` is `rule` (`name` is a key), `weight` or `override` (`name` is a title), `weights` (`name` is
    several titles, each of that value), or `factor` (`where` defines the class of criteria).
    """

    kind: str
    name: str
    value: str
    origin: str
    ground: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodNote:
    """The versions of the toolkit and the rubric that a report prints."""

    tool_version: str
    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    rubric_licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView(MethodNote):
    """The versions, choices and fingerprints behind the numbers of a report.

    `translated` is the number of the rubric's texts that exist in the report's language, and of all its
    texts.
    """

    actor: str
    period: str
    portrait: str
    limits: str
    weighting_sources: tuple[str, ...]
    missing: MissingRule
    step: int
    top: int
    coders: tuple[CoderView, ...]
    begun: Sentence | None
    choices: tuple[ChoiceView, ...]
    files: tuple[tuple[str, str], ...]
    translated: tuple[int, int]


@dataclass(frozen=True, slots=True)
class BestView:
    """The heaviest of the criteria that stand highest, their level, and how many stand there in all."""

    level: int
    rows: tuple[CriterionView, ...]
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPage(Page):
    """What every page on scored plans states of them.

    `subject` is what the rubric scores: a `plan`, the `conduct` of a state (its law and practice), or a
    `record` that nobody rates. `draft_reasons` has a sentence for each reason why the report is a draft.
    `finding` is the report's opening statement. `observed` says on whose coding the score rests, if it is
    another's. `annex` is set if the annex is printed.
    """

    subject: str
    is_draft: bool
    draft_reasons: tuple[str, ...]
    examples: Examples
    invented: str
    finding: Headline
    observed: Sentence | None = None
    annex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryView(ScoredPage):
    """The facts that the sections of a country report share; each section's own view is in `shows`.

    `assessor` is the id of a coder who is scored alone, empty for the panel.
    """

    document_id: str
    country: TextInLanguage
    footnote: str
    plan: PlanView
    rubric: TextInLanguage
    weighting: TextInLanguage
    assessor: str
    total: Interval
    part: Decimal | None
    grade: GradeView
    groups: tuple[GroupView, ...]
    criteria: CriterionBlock
    ends: EndsView | None
    gates: tuple[GateView, ...]
    safeguards: Series
    alarms: tuple[AlarmView, ...]
    tip_alone: OneVoice | None
    references: tuple[ReferenceView, ...]
    sources: tuple[Source, ...]
    method: MethodView
    counts: tuple[tuple[str, int], ...]

    def criterion(self, criterion_id: str) -> CriterionView | None:
        """Return the view of a criterion; None if it is none of the paradigms'."""
        return next((one for group in self.groups for one in group.criteria if one.id == criterion_id), None)

    @property
    def criteria_number(self) -> int:
        """Return the number of criteria that apply."""
        return sum(len(group.rated) + len(group.open) for group in self.groups)

    @property
    def is_small(self) -> bool:
        """Return whether so few criteria apply that their page has room for the frames."""
        return self.criteria_number <= FEW

    @property
    def best(self) -> BestView:
        """Return the criteria at the highest level that any reaches.

        What is asked of the plan and what an actor alone counts are left out. There are none where that is the lowest
        level of the scale.
        """
        rated = [row for row in self.criteria.rows if row.value is not None and not row.yardstick]
        level = max((row.value or 0 for row in rated), default=0)
        asked = {row.id for row in costs(self.criteria)[:ASKED]}
        highest = [row for row in rated if level and row.value == level]
        found = [row for row in highest if row.id not in asked]
        most = sorted(found, key=lambda row: -rounded(row.weight))[:TOLD_BEST]
        shown = (self.criterion(row.id) for row in most)
        return BestView(int(level), tuple(one for one in shown if one), len(highest))

    @property
    def questions(self) -> tuple[CriterionView, ...]:
        """Return the open criteria that evidence could settle, the heaviest first, else in the order of print."""
        found = [one for group in self.groups for one in group.open if one.status != "disputed"]
        return tuple(sorted(found, key=lambda one: -one.weights.applicable))

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return the note to the country's name; none where it needs none."""
        return (self.footnote,) if self.footnote else ()

    @property
    def has_firm(self) -> bool:
        """Return whether some score in the table by paradigm and stance has enough coverage for a grade."""
        return any((one.coverage or 0.0) >= self.grade.least_coverage for one in self._scored_intervals())

    @property
    def has_outline(self) -> bool:
        """Return whether some score in that table has too little coverage for a grade and is drawn as an outline."""
        return any((one.coverage or 0.0) < self.grade.least_coverage for one in self._scored_intervals())

    def _scored_intervals(self) -> list[Interval]:
        stances = [stance.interval for group in self.groups for stance in group.stances if stance.interval.coverage]
        found = [self.total, *(group.interval for group in self.groups), *stances]
        return [one for one in found if one.score is not None and one.coverage is not None]

    @property
    def usual_day(self) -> str:
        """Return the day on which most source addresses were opened, the latest of equal ones; empty without any."""
        days = [source.accessed for source in self.sources if source.accessed]
        return max(sorted(set(days), reverse=True), key=days.count, default="")

    @property
    def is_usual_alone(self) -> bool:
        """Return whether all source addresses with a recorded day were opened on the same day."""
        return len({source.accessed for source in self.sources if source.accessed}) == 1
