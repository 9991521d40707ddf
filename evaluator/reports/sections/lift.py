"""The section on raising the grade: the steps that all ways share, and the choices among the other steps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.scorecard import Scorecard
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section, fields_of
from evaluator.reports.page_language import PageLanguage
from evaluator.scoring.lift import Lift, LiftStep


@dataclass(frozen=True, slots=True)
class LevelText:
    """A level and the rubric's description of it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftStepView(LiftStep):
    """One criterion raised to a level: `now` describes its present level, `asked` those to reach, lowest first."""

    title: str
    group: str
    now: str
    asked: tuple[LevelText, ...]


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


SPELT = 6  # steps printed with the descriptions of both levels; more would be too long to read
AS_BEFORE = re.compile(r"As (\d+)\b")


def lift_view(context: CountryContext) -> LiftView:
    """Return the steps to the next grade, and the criteria that must be assessed for a grade at all.

    All ways found take the same number of steps. First come the steps that all ways share, each
    criterion as far as every way raises it: gates first, then the steps that add most. The remaining
    steps of each way are one choice. At most six steps are printed in full; the others are named by
    paradigm.
    """
    card, words, found = context.card, context.words, context.lift
    shared = sorted(_shared_steps(found), key=lambda step: (not step.releases_gate, -_gain_per_level(card, step)))
    left = tuple(_steps_beyond(chosen.steps, {step.criterion_id: step for step in shared}) for chosen in found.sets)
    choices = [steps for steps in left if steps]
    scores = [chosen.score for chosen in found.sets]
    return LiftView(
        next_grade=found.next_grade,
        reachable=found.reachable,
        exact=found.exact,
        levels=found.levels,
        shared=tuple(_step_view(step, words) for step in shared[:SPELT]),
        further=_steps_by_group(shared[SPELT:], words),
        choices=tuple(tuple(_step_view(step, words) for step in steps) for steps in choices),
        scores=(min(scores), max(scores)) if scores else None,
        is_by_hand=any(criterion.is_rated_by_hand for criterion in card.rubric.criteria),
        to_be_graded=words.titles(found.to_be_graded),
        to_be_graded_by=_counted_by_group(found.to_be_graded, words),
        leaves_gates=not set(card.grade.unassessed) <= set(found.to_be_graded),
    )


def _counted_by_group(names: Sequence[str], words: PageLanguage) -> tuple[tuple[str, int], ...]:
    """Return title and count for each paradigm with any of the named criteria, in rubric order."""
    found = Counter(words.rubric.paradigm_of(name) for name in names)
    return tuple((words.title(group), found[group]) for group in words.rubric.paradigms if found[group])


def _shared_steps(found: Lift) -> list[LiftStep]:
    """Return the step of each criterion that every way raises, to the level that all of them reach."""
    ways = [{step.criterion_id: step for step in chosen.steps} for chosen in found.sets]
    if not ways:
        return []
    in_all = [name for name in ways[0] if all(name in way for way in ways)]
    return [min((way[name] for way in ways), key=lambda step: abs(step.to_level - step.from_level)) for name in in_all]


def _steps_beyond(steps: Sequence[LiftStep], shared: Mapping[str, LiftStep]) -> tuple[LiftStep, ...]:
    """Return the steps of one way that go beyond the shared steps."""
    left = []
    for step in steps:
        common = shared.get(step.criterion_id)
        if common is None:
            left.append(step)
        elif common.to_level != step.to_level:
            left.append(LiftStep(step.criterion_id, common.to_level, step.to_level))
    return tuple(left)


def _gain_per_level(card: Scorecard, step: LiftStep) -> float:
    """Return how much a step adds to the score per level; exact if the score is a sum, otherwise only for sorting."""
    points = card.rubric.scale_of(step.criterion_id).points
    gained = abs(points[step.to_level] - points[step.from_level]) / abs(step.to_level - step.from_level)
    return round(card.criterion(step.criterion_id).used * gained, 12)


def _step_view(step: LiftStep, words: PageLanguage) -> LiftStepView:
    name = step.criterion_id
    return LiftStepView(
        **fields_of(step),
        title=words.title(name),
        group=words.paradigm(name),
        now=words.level(name, step.from_level),
        asked=_asked_levels(step, words),
    )


def _asked_levels(step: LiftStep, words: PageLanguage) -> tuple[LevelText, ...]:
    """Return the descriptions of the levels that a step must meet.

    If the description of the level to reach begins with "As 3, ...", the one of level 3 comes before
    it, and so on down to the present level.
    """
    levels = words.rubric.by_id[step.criterion_id].levels
    named = [step.to_level]
    while (taken := AS_BEFORE.match(levels.get(named[0], "").lstrip())) and step.from_level < int(taken[1]) < named[0]:
        named.insert(0, int(taken[1]))
    said = ((level, words.level(step.criterion_id, level)) for level in named)
    return tuple(LevelText(level, text) for level, text in said if text)


def _steps_by_group(steps: Sequence[LiftStep], words: PageLanguage) -> tuple[LiftGroupView, ...]:
    views = [_step_view(step, words) for step in steps]
    groups = words.titles(words.rubric.paradigms)
    found = ((group, tuple(view for view in views if view.group == group)) for group in groups)
    return tuple(LiftGroupView(group, members) for group, members in found if members)


LIFT_SHOWN: Part[CountryContext, CountryView, LiftView] = Part("lift", lambda context, _: lift_view(context))
LIFT = Section("lift", "country/lift.html", (LIFT_SHOWN,))
