"""What would lift the grade as one way: the steps that all ways share, and one of the rest."""

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
from evaluator.scoring.lift.grade import Lift, LiftStep

SPELT = 6  # steps with the words of both levels; more are no reading matter
AS_BEFORE = re.compile(r"As (\d+)\b")


def lift_view(context: CountryContext) -> LiftView:
    """Return the steps to the next grade as one way, and what must be assessed for a grade at all.

    Of the ways found, which all take as few steps, the part that they share comes
    first: each criterion as far as every way raises it, gates before what lifts most.
    What is left of each way is one choice. At most six steps are spelt out; the
    others are named by paradigm.
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
    """Return the title of each paradigm that has any of the named criteria, with their number, in rubric order."""
    found = Counter(card.rubric.paradigm_of(name) for name in names)
    return tuple((card.rubric.title(group, lang), found[group]) for group in card.rubric.paradigms if found[group])


def _shared(found: Lift) -> list[LiftStep]:
    """Return each criterion that every way moves, as far as all of them move it."""
    ways = [{step.criterion_id: step for step in chosen.steps} for chosen in found.sets]
    if not ways:
        return []
    in_all = [name for name in ways[0] if all(name in way for way in ways)]
    return [min((way[name] for way in ways), key=lambda step: abs(step.to_level - step.from_level)) for name in in_all]


def _left(steps: Sequence[LiftStep], shared: Mapping[str, LiftStep]) -> tuple[LiftStep, ...]:
    """Return what a way does beyond the shared steps."""
    left = []
    for step in steps:
        common = shared.get(step.criterion_id)
        if common is None:
            left.append(step)
        elif common.to_level != step.to_level:
            left.append(LiftStep(step.criterion_id, common.to_level, step.to_level))
    return tuple(left)


def _lifts(card: Scorecard, step: LiftStep) -> float:
    """Return what a step adds to a score that is a sum, per level; a guide to the order elsewhere."""
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
    """Return the text of the level that a step aims at.

    Where that text begins with "As 3, ...", the text of level 3 comes before it, and so on down to the present level.
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
