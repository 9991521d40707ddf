"""What a country report shows: frozen facts and numbers, no wording but the data's own.

Templates see only these objects. They hold no methods that read files or
compute scores; every number comes from the scorecard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from evaluator.contrasts.headline.one import Headline
from evaluator.model.plan import Evidence
from evaluator.model.scorecard import OneVoice
from evaluator.reports.editions.views import ChangesView
from evaluator.reports.html.narrative import Block
from evaluator.reports.messages import Titles, titles_of
from evaluator.reports.sections.asks import AsksView
from evaluator.reports.sections.figures import CountryFiguresView
from evaluator.reports.sections.findings import (
    AlarmView,
    BlindSpotView,
    CriterionView,
    EndsView,
    GateView,
    GradeView,
    GroupView,
    Interval,
    LiftView,
    PrintedWeights,
)
from evaluator.reports.sections.floors import FloorView
from evaluator.reports.sections.follow_up import FollowUpView
from evaluator.reports.sections.promise import PromiseView
from evaluator.reports.sections.recorded import RecordedView
from evaluator.reports.sections.standing import StandingsView
from evaluator.reports.sections.trend import TrendView
from evaluator.reports.sections.whose import WhoseView
from evaluator.scoring.run import MissingRule

if TYPE_CHECKING:  # it names countries as this view's maker does
    from evaluator.reports.sections.peers import PeersView

PLAN_ID = re.compile(r"[A-Z]{3}-(?P<start>\d{4})(?:-(?P<end>\d{4}))?(?:-(?P<rest>.+))?")


@dataclass(frozen=True, slots=True)
class TextInLanguage:
    """A text and the language it is in; empty where the language is not recorded."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One numbered citation: a row of evidence, and its words as the page prints them."""

    number: int
    evidence: Evidence
    locator: str
    note: str
    quote: TextInLanguage
    translation: str
    criteria: tuple[str, ...]
    # Leads to the passage itself, empty where its place or the address of its source is not known.
    address: str = ""


@dataclass(frozen=True, slots=True)
class PulledView:
    """A short quotation that a part pulls out, and the criterion whose rating rests on it."""

    criterion: CriterionView
    reference: ReferenceView


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document that is cited, and where it can be opened."""

    id: str
    title: str
    lang: str
    author: str
    date: str
    url: str
    archive_url: str
    accessed: str
    note: str


@dataclass(frozen=True, slots=True)
class CoderView:
    """One coder's header."""

    coder: str
    capacity: str
    state: str
    blind: bool | None
    interests: str
    started: str
    finished: str
    extent: str
    pages: str
    notes: str

    @property
    def told(self) -> CoderView:
        """What the report tells of the coder, without the name. Coders of whom it tells the same share one entry."""
        return replace(self, coder="", notes="")


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A number of the rubric or weighting that someone may dispute, with where it comes from.

    `kind` is `rule` (`name` is a key), `weight` or `override` (`name` is a title), `weights` (`name` is several
    titles, each of that value), or `factor` (`where` names the class of criteria).
    """

    kind: str
    name: str
    value: str
    origin: str
    ground: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MethodView:
    """How the numbers came about: versions, choices, fingerprints.

    `translated` counts the rubric's texts that there are in the report's language, and all.
    """

    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    rubric_licence: str
    tool_version: str
    actor: str
    period: str
    portrait: str
    limits: str
    weighting_sources: tuple[str, ...]
    missing: MissingRule
    aggregation: str
    gates_cap: bool
    step: int
    top: int
    coders: tuple[CoderView, ...]
    choices: tuple[ChoiceView, ...]
    files: tuple[tuple[str, str], ...]
    translated: tuple[int, int]


@dataclass(frozen=True, slots=True)
class AccountView:
    """The evaluators' own text, and its language; `summary` is its short beginning, `blocks` the rest."""

    summary: tuple[Block, ...]
    blocks: tuple[Block, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan's header."""

    id: str
    titles: tuple[TextInLanguage, ...]
    kind: str
    start: str
    end: str
    adopted: str
    adopted_on: str
    authority: str
    rows_basis: str
    rows_here: int
    rows_in_plan: int | None
    extent: str
    pages: str
    notes: str
    rated_years: str = ""

    @property
    def years(self) -> str:
        """Return the plan's period, as `2005–2007`."""
        return span(self.start, self.end)


def span(start: str, end: str) -> str:
    """Return a period as a page prints it.

    Examples
    --------
    >>> span("2005", "2007"), span("2005", "2005")
    ('2005–2007', '2005')
    """
    return start if start == end else f"{start}–{end}"


def period(plan_id: str) -> str:
    """Return how a report calls a plan of its own country: by the years that its id begins with, the rest in brackets.

    An id of another form stays as it is.

    Examples
    --------
    >>> period("ALB-2005-2007"), period("ALB-2005-2007-children"), period("SRB-2021"), period("my-plan")
    ('2005–2007', '2005–2007 (children)', '2021', 'my-plan')
    """
    named = PLAN_ID.fullmatch(plan_id)
    if named is None:
        return plan_id
    years = span(named["start"], named["end"] or named["start"])
    return f"{years} ({named['rest'].replace('-', ' ')})" if named["rest"] else years


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """The plan read against one instrument: provisions by verdict, and those that are not met with their subject.

    `unasked` are the parts that nothing asks for, of provisions that have a test.
    `record` is the day on which the record of a treaty ends without the state, `seen` the
    day by which it was named as a party whose own day is not known. `member_of` is the body
    whose membership stands for being bound since that day. `held` are the provisions that
    are met, of an instrument that bound the state.
    """

    id: str
    title: str
    binding: str
    since: str
    until: str
    met: int
    as_asked: int
    partly: int
    unmet: int
    open: int
    apart: int
    uncovered: int
    failed: tuple[tuple[str, str], ...]
    unasked: tuple[tuple[str, str], ...] = ()
    record: str = ""
    seen: str = ""
    member_of: str = ""
    held: tuple[tuple[str, str], ...] = ()

    @property
    def assessed(self) -> int:
        """Return how many provisions have a verdict."""
        return self.met + self.as_asked + self.partly + self.unmet


@dataclass(frozen=True, slots=True)
class SilenceView:
    """What the chapters of the TIP Reports say of the punishment of victims: all of them, and those on the country.

    `early` are the chapters of the reports up to 2006, `late` those of the last report
    counted, each as number and number of silent ones; `first_tier` the chapters of
    Tier 1 and how many of them say that victims were punished. `years` are every report with
    its chapters and those that are silent, `tiers` every tier with its chapters of all years
    and those that say that victims were punished, wholly and in part.
    """

    first: int
    last: int
    early: tuple[int, int]
    late: tuple[int, int]
    first_tier: tuple[int, int]
    own: tuple[tuple[int, str, str], ...]
    years: tuple[tuple[int, int, int], ...] = ()
    tiers: tuple[tuple[str, int, int, int], ...] = ()

    @property
    def has_part(self) -> bool:
        """Return whether some bar has a pale part: a chapter that says that some victims were punished."""
        return any(some for *_, some in self.tiers)

    @property
    def has_special(self) -> bool:
        """Return whether the country was a special case in some year, without a tier."""
        return any(tier == "SC" for _, tier, _ in self.own)


@dataclass(frozen=True, slots=True)
class CountryView:
    """A whole country report, ready to be laid out; `assessor` is the coder scored alone, empty for the panel.

    `draft_reasons` say why it is a draft, a sentence each.
    `finding` is what it opens with, `asks` what it asks for; `pulled` holds the
    quotation of each group, None without one.
    `subject` is what is scored: a `plan`, the `conduct` of a state (its law and
    practice), or a `record` that nobody rates.
    """

    lang: str
    document_id: str
    date: str
    country: TextInLanguage
    footnote: str
    plan: PlanView
    rubric: TextInLanguage
    weighting: TextInLanguage
    weighting_id: str
    assessor: str
    is_draft: bool
    draft_reasons: tuple[str, ...]
    worked_example: bool
    invented: str
    total: Interval
    weights: PrintedWeights
    part: Decimal | None
    grade: GradeView
    groups: tuple[GroupView, ...]
    ends: EndsView | None
    gates: tuple[GateView, ...]
    lift: LiftView
    blind_spot: BlindSpotView
    account: AccountView
    references: tuple[ReferenceView, ...]
    sources: tuple[SourceView, ...]
    method: MethodView
    counts: tuple[tuple[str, int], ...]
    follow_up: FollowUpView
    recorded: RecordedView
    finding: Headline
    asks: AsksView
    pulled: tuple[PulledView | None, ...]
    standings: StandingsView | None = None
    whose: WhoseView | None = None
    instruments: tuple[InstrumentView, ...] = ()
    trend: TrendView | None = None
    changes: ChangesView | None = None
    alarms: tuple[AlarmView, ...] = ()
    tip_alone: OneVoice | None = None
    silence: SilenceView | None = None
    figures: CountryFiguresView | None = None
    promise: PromiseView | None = None
    peers: PeersView | None = None
    subject: str = "plan"
    figure_sources: tuple[SourceView, ...] = ()
    floors: tuple[FloorView, ...] = ()

    @property
    def titles(self) -> Titles:
        """Return the titles of the sections, which say their messages."""
        return titles_of(self)

    @property
    def has_firm(self) -> bool:
        """Return whether some score in the table by paradigm and stance rests on as much as a grade needs."""
        return any((one.coverage or 0.0) >= self.grade.least_coverage for one in self._scored())

    @property
    def has_outline(self) -> bool:
        """Return whether some score in that table rests on less than a grade needs, so that it is an outline."""
        return any((one.coverage or 0.0) < self.grade.least_coverage for one in self._scored())

    def _scored(self) -> list[Interval]:
        stances = [stance.interval for group in self.groups for stance in group.stances if stance.interval.coverage]
        found = [self.total, *(group.interval for group in self.groups), *stances]
        return [one for one in found if one.score is not None and one.coverage is not None]

    @property
    def usual_day(self) -> str:
        """Return the day on which most addresses of sources were opened, the latest of several; empty for none."""
        days = [source.accessed for source in self.sources if source.accessed]
        return max(sorted(set(days), reverse=True), key=days.count, default="")

    @property
    def is_usual_alone(self) -> bool:
        """Return whether every address whose day is recorded was opened on that day."""
        return len({source.accessed for source in self.sources if source.accessed}) == 1

    @property
    def disputed(self) -> int:
        """Return on how many criteria coders disagree and nobody has decided."""
        return dict(self.counts)["disputed"]
