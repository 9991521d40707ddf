"""The view classes of the contrast page: frozen rows, charts and texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evaluator.contrasts.blind import PartScore
from evaluator.contrasts.headline.one import Headline
from evaluator.contrasts.robustness import RankStanding
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
    """One plan of the contrast, with its score, grade and possible grades under the first weighting.

    `grade` is empty without a grade. `code` names the plan where there is no room for `label`: the
    country's code, with the year if the country has several plans.
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
    """The scores of all plans under one weighting, and that weighting's shares of paradigms and stances.

    `groups` and `stances` are the printed shares in per cent. In `rows`, plans that can be ranked come
    first, best first.
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
        """Return whether rounding keeps the printed shares of paradigms or stances from adding up to 100."""
        return not (adds_up(self.groups, Decimal(100)) and adds_up(self.stances, Decimal(100)))


@dataclass(frozen=True, slots=True)
class RankBar(RankStanding):
    """A plan's ranks over all draws: interval, median, mean, and the share of draws at each rank, raw and printed."""

    shares: tuple[float, ...]
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class RanksOverDraws:
    """One simulation: a description of what it drew from, and a bar for each plan, ordered by mean rank.

    `held` is the share of draws that each plan's interval of ranks covers.
    """

    name: str
    space: str
    bars: tuple[RankBar, ...]
    pairs: tuple[PairRow, ...]
    held: float


@dataclass(frozen=True, slots=True)
class PrintedSpot:
    """The blind spot under one coding of the TIP Report, with its four shares as printed, in per cent."""

    row: BlindRow
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastView(Page):
    """The view of a contrast.

    `subject` is what the rubric scores, and `finding` the page's opening statement. `headline` states
    which plans differ clearly and which can be ranked. `ranks` is False if the page prints no ranks. If
    `rank_all` is set, plans are ranked whatever their coverage, and every page states so. `names` gives
    the display names of plans (as in table rows), frames and nodes by id.
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
        """Return the distinct footnotes to country names."""
        return tuple(dict.fromkeys(plan.footnote for plan in self.plans if plan.footnote))

    @property
    def heads(self) -> dict[str, tuple[str, str]]:
        """Return each plan's code and name by its id; the code heads a column too narrow for the name."""
        return {plan.id: (plan.code, plan.label) for plan in self.plans}

    @property
    def in_rows(self) -> dict[str, str]:
        """Return the name of each plan for the head of a table row, by its id; see `names_in_rows`."""
        return names_in_rows(self.heads)
