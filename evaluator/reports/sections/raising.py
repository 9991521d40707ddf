"""The section on raising the grade: the steps that all ways share, and the choices among the other steps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from evaluator.model.scorecard import Scorecard
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.sections.criteria import level_words
from evaluator.reports.sections.findings import LevelText, LiftGroupView, LiftStepView, LiftView
from evaluator.reports.view import CountryView
from evaluator.scoring.lift import Lift, LiftStep

SPELT = 6  # steps printed with the descriptions of both levels; more would be too long to read
AS_BEFORE = re.compile(r"As (\d+)\b")


def lift_view(context: CountryContext) -> LiftView:
    """Return the steps to the next grade, and the criteria that must be assessed for a grade at all.

    All ways found take the same number of steps. First come the steps that all ways share, each
    criterion as far as every way raises it: gates first, then the steps that add most. The remaining
    steps of each way are one choice. At most six steps are printed in full; the others are named by
    paradigm.
    """
    card, lang, found = context.card, context.lang, context.lift
    shared = sorted(_shared(found), key=lambda step: (not step.releases_gate, -_lifts(card, step)))
    left = tuple(_left(chosen.steps, {step.criterion_id: step for step in shared}) for chosen in found.sets)
    choices = [steps for steps in left if steps]
    scores = [chosen.score for chosen in found.sets]
    return LiftView(
        next_grade=found.next_grade,
        reachable=found.reachable,
        exact=found.exact,
        levels=found.levels,
        shared=tuple(_step(card, step, lang) for step in shared[:SPELT]),
        further=_by_group(card, shared[SPELT:], lang),
        choices=tuple(tuple(_step(card, step, lang) for step in steps) for steps in choices),
        scores=(min(scores), max(scores)) if scores else None,
        is_by_hand=any(criterion.is_rated_by_hand for criterion in card.rubric.criteria),
        to_be_graded=tuple(card.rubric.title(name, lang) for name in found.to_be_graded),
        to_be_graded_by=_counted_by_group(card, found.to_be_graded, lang),
        leaves_gates=not set(card.grade.unassessed) <= set(found.to_be_graded),
    )


def _counted_by_group(card: Scorecard, names: Sequence[str], lang: str) -> tuple[tuple[str, int], ...]:
    """Return title and count for each paradigm with any of the named criteria, in rubric order."""
    found = Counter(card.rubric.paradigm_of(name) for name in names)
    return tuple((card.rubric.title(group, lang), found[group]) for group in card.rubric.paradigms if found[group])


def _shared(found: Lift) -> list[LiftStep]:
    """Return the step of each criterion that every way raises, to the level that all of them reach."""
    ways = [{step.criterion_id: step for step in chosen.steps} for chosen in found.sets]
    if not ways:
        return []
    in_all = [name for name in ways[0] if all(name in way for way in ways)]
    return [min((way[name] for way in ways), key=lambda step: abs(step.to_level - step.from_level)) for name in in_all]


def _left(steps: Sequence[LiftStep], shared: Mapping[str, LiftStep]) -> tuple[LiftStep, ...]:
    """Return the steps of one way that go beyond the shared steps."""
    left = []
    for step in steps:
        common = shared.get(step.criterion_id)
        if common is None:
            left.append(step)
        elif common.to_level != step.to_level:
            left.append(LiftStep(step.criterion_id, common.to_level, step.to_level))
    return tuple(left)


def _lifts(card: Scorecard, step: LiftStep) -> float:
    """Return how much a step adds to the score per level; exact if the score is a sum, otherwise only for sorting."""
    points = card.rubric.scale_of(step.criterion_id).points
    gained = abs(points[step.to_level] - points[step.from_level]) / abs(step.to_level - step.from_level)
    return round(card.criterion(step.criterion_id).used * gained, 12)


def _step(card: Scorecard, step: LiftStep, lang: str) -> LiftStepView:
    rubric, name = card.rubric, step.criterion_id
    return LiftStepView(
        id=name,
        title=rubric.title(name, lang),
        group=rubric.title(rubric.paradigm_of(name), lang),
        from_level=step.from_level,
        to_level=step.to_level,
        now=level_words(rubric, name, step.from_level, lang),
        asked=_asked(card, step, lang),
        releases_gate=step.releases_gate,
    )


def _asked(card: Scorecard, step: LiftStep, lang: str) -> tuple[LevelText, ...]:
    """Return the descriptions of the levels that a step must meet.

    If the description of the level to reach begins with "As 3, ...", the one of level 3 comes before
    it, and so on down to the present level.
    """
    levels = card.rubric.by_id[step.criterion_id].levels
    named = [step.to_level]
    while (taken := AS_BEFORE.match(levels.get(named[0], "").lstrip())) and step.from_level < int(taken[1]) < named[0]:
        named.insert(0, int(taken[1]))
    said = ((level, level_words(card.rubric, step.criterion_id, level, lang)) for level in named)
    return tuple(LevelText(level, text) for level, text in said if text)


def _by_group(card: Scorecard, steps: Sequence[LiftStep], lang: str) -> tuple[LiftGroupView, ...]:
    views = [_step(card, step, lang) for step in steps]
    groups = (card.rubric.title(group, lang) for group in card.rubric.paradigms)
    found = ((group, tuple(view for view in views if view.group == group)) for group in groups)
    return tuple(LiftGroupView(group, members) for group, members in found if members)


LIFT_SHOWN: Part[CountryContext, CountryView, LiftView] = Part("lift", lambda context, _: lift_view(context))
LIFT = Section("lift", "country/lift.html", (LIFT_SHOWN,))
