"""Section titles of a country report that state the section's main result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import Sentence, say, say_n, series
from evaluator.reports.country_view import CountryView, EndsView, GradeView, GroupView
from evaluator.reports.sections.instruments import INSTRUMENTS_SHOWN, InstrumentView
from evaluator.reports.sections.lift import LIFT_SHOWN, LiftView
from evaluator.reports.sections.profile import RECORDED, MoneyView
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import score_figure

CLEAR = 0.05  # between two scores of which one is said to lie clearly above the other


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of a country report's sections; `groups` are in the order of the view's paradigms."""

    profiles: str
    law: str
    money: str
    lift: str
    groups: tuple[str, ...]


def titles_of(view: CountryView) -> Titles:
    """Return the titles of a country report's sections, each built from the results in the view."""
    least = view.grade.least_coverage
    instruments = INSTRUMENTS_SHOWN.of(view)
    recorded, lift = RECORDED.of(view), LIFT_SHOWN.of(view)
    return Titles(
        profiles=profile_title(view.groups, view.grade),
        law=law_title(instruments),
        money=money_title(recorded.money),
        lift=lift_title(lift),
        groups=tuple(group_title(group, view.ends, least) for group in view.groups),
    )


def group_title(group: GroupView, ends: EndsView | None, least: float) -> Sentence | str:
    """Return the title of a paradigm's part, which states how many of its assessed criteria meet the standard.

    If no criterion of the rubric restates a provision, the title speaks of the rubric's norm. Below the
    least coverage, it states that too little was assessed. If no criterion has weight, or the rubric
    declares no norm level, the title is the paradigm's name alone.
    """
    strong, assessed = group.meeting, group.assessed
    if group.interval.coverage is None or ends is None:
        return group.title
    if not assessed:
        return say("%(group)s: nothing was assessed", group=group.title)
    if group.interval.coverage < least:
        return say("%(group)s: too little was assessed to judge", group=group.title)
    if not ends.has_floors:
        return say_n(
            "%(group)s: %(number)s of %(all)s assessed criteria reaches the rubric’s norm",
            "%(group)s: %(number)s of %(all)s assessed criteria reach the rubric’s norm",
            strong,
            all=assessed,
            group=group.title,
        )
    if not strong:
        return say_n(
            "%(group)s: the %(number)s assessed criterion does not meet the standard",
            "%(group)s: none of %(number)s assessed criteria meets the standard",
            assessed,
            group=group.title,
        )
    return say_n(
        "%(group)s: %(number)s of %(all)s assessed criteria meets the standard",
        "%(group)s: %(number)s of %(all)s assessed criteria meet the standard",
        strong,
        all=assessed,
        group=group.title,
    )


def profile_title(groups: Sequence[GroupView], grade: GradeView) -> Sentence:
    """Return the title of the part on scores by paradigm: the highest and the lowest, if they differ clearly.

    They differ clearly if their bounds do not overlap and the scores lie 0.05 apart. Only paradigms with the coverage
    that a grade needs are compared.
    """
    known = [
        group
        for group in groups
        if group.interval.score is not None and (group.interval.coverage or 0) >= grade.least_coverage
    ]
    if len(groups) == 1:
        return say("%(group)s: all criteria in one list", group=groups[0].title)
    if len(known) < 2:  # noqa: PLR2004  (one stands out over another)
        return say("Too little was assessed to compare the paradigms")
    best = max(known, key=lambda group: group.interval.score or 0.0)
    worst = min(known, key=lambda group: group.interval.score or 0.0)
    apart = rounded((best.interval.score or 0.0) - (worst.interval.score or 0.0))
    if best.interval.low <= worst.interval.high or apart < CLEAR:
        return say("No paradigm clearly stands out")
    edges = [lower for _, lower in grade.bands]
    return say(
        "%(best)s (%(high)s) lies clearly above %(worst)s (%(low)s)",
        best=best.title,
        high=score_figure(best.interval.score or 0.0, edges),
        worst=worst.title,
        low=score_figure(worst.interval.score or 0.0, edges),
    )


def law_title(instruments: Sequence[InstrumentView]) -> Sentence:
    """Return the title of the part on instruments: of the provisions that bound the state, how many are open.

    The number checked comes first, because the number met means little where few provisions could be checked.
    """
    if not any(one.binding == "bound" for one in instruments):
        return say("No treaty is known to have bound the state when the plan began")
    bound = [one.bound for one in instruments]
    checked, still = sum(one.checked for one in bound), sum(one.open for one in bound)
    if not checked:
        return say("Provisions that bound the state: none could be checked, %(open)s open", open=still)
    told = [say("%(number)s met", number=sum(one.met for one in bound))]
    if as_asked := sum(one.as_asked for one in bound):
        told.append(say("%(number)s as far as asked", number=as_asked))
    if in_part := sum(one.in_part for one in bound):
        told.append(say("%(number)s in part", number=in_part))
    if absent := sum(one.absent for one in bound):
        told.append(say("%(number)s not in what was read", number=absent))
    return say(
        "Provisions that bound the state: %(all)s checked, %(told)s; %(open)s open",
        all=checked, told=series(", ", told), open=still,
    )  # fmt: skip


def money_title(money: MoneyView | None) -> Sentence:
    """Return the title of the part on promises, which states how many measures name a sum of money.

    Measures of which that is not known are counted apart.
    """
    if money is None or not money.measures:
        return say("What the plan promises")
    if money.unknown:
        return _money_in_part(money)
    if not money.with_amount:
        return say_n(
            "The %(number)s measure states no sum of money",
            "None of the %(number)s measures states a sum of money",
            money.measures,
        )
    return say_n(
        "%(number)s of %(all)s measures states a sum of money",
        "%(number)s of %(all)s measures state a sum of money",
        money.with_amount,
        all=money.measures,
    )


def _money_in_part(money: MoneyView) -> Sentence:
    if not money.known:
        return say_n(
            "Whether the %(number)s measure states a sum of money is not known",
            "Whether any of the %(number)s measures states a sum of money is not known",
            money.unknown,
        )
    if not money.with_amount:
        return say_n(
            "The %(number)s measure whose money is known states no sum; not known: %(unknown)s",
            "None of the %(number)s measures whose money is known states a sum; not known: %(unknown)s",
            money.known,
            unknown=money.unknown,
        )
    return say_n(
        "%(number)s of %(all)s measures whose money is known states a sum; not known: %(unknown)s",
        "%(number)s of %(all)s measures whose money is known state a sum; not known: %(unknown)s",
        money.with_amount,
        all=money.known,
        unknown=money.unknown,
    )


def lift_title(lift: LiftView) -> Sentence:
    """Return the title of the part on raising the grade: the next grade in reach, or how many criteria to assess."""
    if lift.to_be_graded:
        return say_n(
            "A grade needs at least %(number)s more criterion assessed",
            "A grade needs at least %(number)s more criteria assessed",
            len(lift.to_be_graded),
        )
    if lift.next_grade and lift.reachable:
        return say("What would lift the grade to %(grade)s", grade=lift.next_grade)
    return say("What would lift the grade")
