"""The section on a plan under every weighting, with each weighting's shares of control, protection and structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.study import Study
from evaluator.model.report import least_move
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, Interval
from evaluator.reports.outline import Part, Section
from evaluator.reports.sections.frames import FramesView, MarkView, frames_view
from evaluator.reports.sections.method import weighting_title
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import adds_up, printed


@dataclass(frozen=True, slots=True)
class StandingView:
    """The plan's score and grade under one weighting.

    `grade` is None without one; `cause` names the rule that set the grade. `stances` are the printed
    shares of stated weight in per cent: control, protection, structural, none.
    """

    id: str
    title: str
    is_used: bool
    gates_cap: bool
    interval: Interval
    grade: str | None
    cause: str
    stances: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class StandingsView:
    """The plan under all weightings, the report's own first, with the lowest and highest result and all grades.

    `lowest` and `highest` are those of the weightings under which coverage suffices, None if it suffices under none;
    `moves` is whether they lie as far apart as the rubric counts as a difference.
    `level` is the common level of all `rated` criteria that count in the score; None if their levels
    differ.
    """

    rows: tuple[StandingView, ...]
    lowest: StandingView | None
    highest: StandingView | None
    grades: tuple[str, ...]
    frames: FramesView | None = None
    moves: bool = False
    level: int | None = None
    rated: int = 0

    @property
    def by_control(self) -> tuple[tuple[StandingView, MarkView | None], ...]:
        """Return all weightings by their share on control, each with its mark; None without a score."""
        rows = {row.id: row for row in self.rows}
        if self.frames is None:
            return tuple((row, None) for row in self.rows)
        (plan,) = self.frames.plans
        return tuple((rows[frame.id], plan.mark(frame.id)) for frame in self.frames.frames)

    @property
    def is_scored(self) -> bool:
        """Return whether some frame gives a score."""
        return any(row.interval.score is not None for row in self.rows)

    @property
    def is_flat(self) -> bool:
        """Return whether all frames print the same score, so that a chart would show nothing."""
        return len({printed(row.interval.score, 2) for row in self.rows if row.interval.score is not None}) < 2  # noqa: PLR2004

    @property
    def is_rounded(self) -> bool:
        """Return whether rounding keeps the printed stances of some weighting from adding up to 100."""
        return any(not adds_up(row.stances, Decimal(100)) for row in self.rows)

    @property
    def is_unsure(self) -> bool:
        """Return whether coverage is too low for a grade under some weighting."""
        return any(row.cause == "coverage" for row in self.rows)


def standings_view(context: CountryContext, label: str = "") -> StandingsView | None:
    """Return the plan under each weighting of the rubric; None if the rubric has only one.

    `label` names the plan in charts; by default its id.
    """
    card, lang = context.card, context.lang
    weightings = card.rubric.ordered_weightings(card.weighting)
    if len(weightings) == 1:
        return None
    study, stances = context.study, stance_shares(card.rubric, weightings)
    rows = tuple(
        _standing_view(study, w, stances[at], lang, is_used=w.id == card.weighting.id)
        for at, w in enumerate(weightings)
    )
    firm = [row for row in rows if row.interval.score is not None and row.cause != "coverage"]
    lowest, highest = (end(firm, key=_rounded_score, default=None) for end in (min, max))
    graded = tuple(sorted({row.grade for row in rows if row.grade}))
    frames = frames_view(study, [label or card.assessment.plan.id], lang)
    found = [s.outcome.level for s in card.criteria if s.outcome.covered and s.outcome.level is not None]
    return StandingsView(
        rows,
        lowest,
        highest,
        graded,
        frames,
        moves=lowest is not None
        and highest is not None
        and rounded(_rounded_score(highest) - _rounded_score(lowest)) >= least_move(card.rubric.report),
        level=found[0] if len(set(found)) == 1 else None,
        rated=len(found),
    )


def _rounded_score(row: StandingView) -> float:
    return rounded(row.interval.score or 0.0)


def stance_shares(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[tuple[Decimal, ...], ...]:
    """Return the printed shares of stances in per cent for each weighting, each share rounded by itself."""
    lines = [line for line in effective_weights(rubric, weightings) if line.kind == "stance"]
    columns = zip(*(line.shares for line in lines), strict=True)
    return tuple(tuple(printed(100 * share, 0) for share in shares) for shares in columns)


def _standing_view(
    study: Study, weighting: Weighting, stances: tuple[Decimal, ...], lang: str, *, is_used: bool
) -> StandingView:
    verdict = study.verdict(study.plan_ids[0], weighting.id)
    return StandingView(
        id=weighting.id,
        title=weighting_title(weighting, lang),
        is_used=is_used,
        gates_cap=weighting.gates == "cap",
        interval=Interval.of(verdict),
        grade=verdict.grade.grade,
        cause=verdict.cause,
        stances=stances,
    )


STANDINGS_SHOWN: Part[CountryContext, CountryView, StandingsView | None] = Part(
    "standings", lambda context, page: standings_view(context, page.country.text)
)
WEIGHTINGS = Section("weightings", "country/weightings.html", (STANDINGS_SHOWN,))
