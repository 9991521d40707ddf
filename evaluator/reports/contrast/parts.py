"""The parts of a contrast page: frozen rows, charts and texts, no wording but the data's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evaluator.contrasts.blind import PartScore
from evaluator.contrasts.headline.one import Headline
from evaluator.contrasts.sensitivity import SensitivityIndex
from evaluator.contrasts.tables.blind import AssociationRow, BlindRow, TierRow
from evaluator.contrasts.tables.flips import AttainableRow, CrossingRow, FlipRow, StabilityRow
from evaluator.contrasts.tables.robust import LeftOutRow, LevelRow, MethodRow, PairRow
from evaluator.contrasts.tables.study import VerdictRow
from evaluator.model.words import Sentence
from evaluator.reports.request import Tool
from evaluator.reports.sections.base import Page
from evaluator.reports.sections.findings import Interval
from evaluator.reports.sections.frames import FramesView
from evaluator.reports.short_names import names_in_rows
from evaluator.scoring.rounding import adds_up


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of the contrast, with its score, grade (empty without) and possible grades under the first weighting.

    `code` names it where there is no room for `label`: the country's code, with the year if it has several plans.
    """

    id: str
    code: str
    country: str
    label: str
    title: str
    years: tuple[str, str]
    roles: tuple[str, ...]
    is_draft: bool
    interval: Interval
    grade: str
    grades: tuple[str, str]
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class WeightingScores:
    """All plans under one weighting, with what it gives to groups and stances (printed, in per cent).

    Those that can be ranked stand first, best first.
    """

    id: str
    title: str
    name: str
    gates_cap: bool
    rows: tuple[VerdictRow, ...]
    groups: tuple[Decimal, ...]
    stances: tuple[Decimal, ...]
    correlation: float | None

    @property
    def is_rounded(self) -> bool:
        """Return whether the printed groups or stances do not add up to a hundred."""
        return not (adds_up(self.groups, Decimal(100)) and adds_up(self.stances, Decimal(100)))


@dataclass(frozen=True, slots=True)
class RankBar:
    """A plan's ranks over draws: interval, median, mean, and its share of draws at each rank, raw and printed."""

    plan_id: str
    best: int
    median: int
    worst: int
    mean: float
    shares: tuple[float, ...]
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class RanksOverDraws:
    """One simulation: what was drawn from, and a bar for each plan, by mean rank.

    `held` is the share of the draws that a plan's interval of ranks holds.
    """

    name: str
    space: str
    bars: tuple[RankBar, ...]
    pairs: tuple[PairRow, ...]
    held: float


@dataclass(frozen=True, slots=True)
class PrintedSpot:
    """The blind spot on one coding, with its four shares printed in per cent."""

    row: BlindRow
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastView(Page):
    """What the page prints; `ranks` is False where it is to say nothing of ranks.

    `subject` is what the rubric scores. `finding` is what it opens with. `headline` says
    whether plans can be told apart, who can be ranked. `rank_all` marks every page: ranks whatever the coverage.
    `names` are display names of plans (as in rows), frames and nodes by id.
    """

    method: Tool
    rubric: str
    rubric_sha256: str
    rubric_licence: str
    subject: str
    base: str
    base_title: str
    worked_example: bool
    invented: str
    is_draft: bool
    draft_reasons: tuple[str, ...]
    ranks: bool
    rank_all: bool
    headline: tuple[str, ...]
    finding: Headline
    edges: tuple[float, ...]
    bands: tuple[tuple[str, float], ...]
    least_coverage: float
    top: int
    has_empty_paradigm: bool
    plans: tuple[PlanLine, ...]
    warnings: tuple[str, ...]
    common: int
    criteria: int
    tie_rule: str
    group_titles: tuple[str, ...]
    stance_titles: tuple[str, ...]
    has_safeguards: bool
    scores: tuple[WeightingScores, ...] = ()
    frames: FramesView | None = None
    has_moves: bool = False
    spots: tuple[PrintedSpot, ...] = ()
    parts: tuple[PartScore, ...] = ()
    narrow: tuple[Sentence, ...] = ()
    tiers: tuple[TierRow, ...] = ()
    association: tuple[AssociationRow, ...] = ()
    crossings: tuple[CrossingRow, ...] = ()
    crossings_left: int = 0
    flips: tuple[FlipRow, ...] = ()
    flips_shared: tuple[FlipRow, ...] = ()
    attainable: tuple[AttainableRow, ...] = ()
    attainable_title: str = ""
    stability: tuple[StabilityRow, ...] = ()
    drawn: tuple[RanksOverDraws, ...] = ()
    levels: tuple[LevelRow, ...] = ()
    levels_sentence: str = ""
    left_out: tuple[LeftOutRow, ...] = ()
    left_out_left: int = 0
    indices: tuple[SensitivityIndex, ...] = ()
    how: tuple[MethodRow, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return the footnotes to names of countries, each once."""
        return tuple(dict.fromkeys(plan.footnote for plan in self.plans if plan.footnote))

    @property
    def heads(self) -> dict[str, tuple[str, str]]:
        """Return the code and the name of each plan by its id: a code heads a column without room for the name."""
        return {plan.id: (plan.code, plan.label) for plan in self.plans}

    @property
    def in_rows(self) -> dict[str, str]:
        """Return what each plan is called at the head of a row, by its id."""
        return names_in_rows(self.heads)
