"""The view of a country report: frozen facts and numbers, from which its templates print the page.

Templates see only these objects. Their methods read no files and compute no scores; every number
comes from the scorecard.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.headline.one import Headline
from evaluator.model.country import Source
from evaluator.model.scorecard import OneVoice
from evaluator.model.words import Sentence, Series
from evaluator.reports.messages import Titles, titles_of
from evaluator.reports.sections.base import Page
from evaluator.reports.sections.citations import ReferenceView
from evaluator.reports.sections.findings import (
    AlarmView,
    EndsView,
    GateView,
    GradeView,
    GroupView,
    Interval,
    PrintedWeights,
)
from evaluator.reports.sections.method import MethodView
from evaluator.reports.subject import Examples, PlanView, TextInLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryView(Page):
    """The facts that the sections of a country report share; each section's own view is in `shows`.

    `assessor` is the id of a coder who is scored alone, empty for the panel. `draft_reasons` has a
    sentence for each reason why the report is a draft. `finding` is the report's opening statement.
    `observed` says on whose coding the score rests, if it is another's. `subject` is what the rubric
    scores: a `plan`, the `conduct` of a state (its law and practice), or a
    `record` that nobody rates.
    """

    document_id: str
    country: TextInLanguage
    footnote: str
    plan: PlanView
    rubric: TextInLanguage
    weighting: TextInLanguage
    weighting_id: str
    assessor: str
    is_draft: bool
    draft_reasons: tuple[str, ...]
    examples: Examples
    invented: str
    total: Interval
    weights: PrintedWeights
    part: Decimal | None
    grade: GradeView
    groups: tuple[GroupView, ...]
    ends: EndsView | None
    gates: tuple[GateView, ...]
    safeguards: Series
    alarms: tuple[AlarmView, ...]
    tip_alone: OneVoice | None
    references: tuple[ReferenceView, ...]
    sources: tuple[Source, ...]
    method: MethodView
    counts: tuple[tuple[str, int], ...]
    finding: Headline
    subject: str
    observed: Sentence | None = None

    @property
    def titles(self) -> Titles:
        """Return the section titles, each of which states its section's main result."""
        return titles_of(self)

    @property
    def has_firm(self) -> bool:
        """Return whether some score in the table by paradigm and stance has enough coverage for a grade."""
        return any((one.coverage or 0.0) >= self.grade.least_coverage for one in self._scored())

    @property
    def has_outline(self) -> bool:
        """Return whether some score in that table has too little coverage for a grade and is drawn as an outline."""
        return any((one.coverage or 0.0) < self.grade.least_coverage for one in self._scored())

    def _scored(self) -> list[Interval]:
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

    @property
    def disputed(self) -> int:
        """Return the number of criteria on which coders disagree and nobody has decided."""
        return dict(self.counts)["disputed"]
