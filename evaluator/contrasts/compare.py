"""Warnings on the comparability of plans: years, roles, drafts and missing scores, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluator.contrasts.naming import listed
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.schema import year_of_id
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Sentence, Spoken, say, say_alike, series
from evaluator.model.weighting import Weighting
from evaluator.panel.settled_words import reasons_of, unwritten_words
from evaluator.plans.applicability import role_words, roles_in_period
from evaluator.scoring.matrix import Mask

SHOWN, PERIODS = 3, 5  # plans and periods that a sentence names


@dataclass(frozen=True, slots=True)
class Entrant:
    """A plan in a contrast: its assessment and one outcome for each criterion, in tree order.

    `overtaken` are criteria whose agreed rating is based on coders' ratings that have changed since.
    """

    assessment: Assessment
    outcomes: tuple[Outcome, ...]
    is_draft: bool
    assessor: str = ""
    overtaken: tuple[str, ...] = ()

    @property
    def plan_id(self) -> str:
        """Return the id of the plan."""
        return self.assessment.plan.id

    @property
    def iso3(self) -> str:
        """Return the ISO 3166 alpha-3 code of the country."""
        return self.assessment.country.iso3

    @property
    def year(self) -> int | None:
        """Return the year in the plan's id, a plan's first or the one that a unit records; None without one."""
        rated = self.assessment.plan.rated_years
        return year_of_id(self.plan_id) or (int(rated.start[:4]) if rated else None)

    @property
    def years(self) -> tuple[str, str]:
        """Return the first and the last year that are rated, of the plan or a part of it; `open` without an end."""
        plan = self.assessment.plan
        return (plan.rated_years.start[:4], plan.rated_years.end[:4]) if plan.rated_years else plan.years

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the country's roles in the plan's years, sorted by name; empty where none is recorded."""
        return tuple(sorted(roles_in_period(self.assessment)))


def doubts(
    rubric: Rubric, weightings: Sequence[Weighting], entrants: Sequence[Entrant], unrated: Mask, outside: Mask
) -> tuple[Sentence, ...]:
    """Return warnings that limit a comparison.

    `unrated` and `outside`, shape (weightings, plans), mark missing scores: nothing that counts is rated, or the mean
    of what is rated lies outside of the range.

    `ranked.ranking_words` states separately which plans can be ranked.
    """
    told: list[Sentence] = []
    if len(entrants) == 1:
        told.append(say("One plan alone has no rank."))
    told += _unlike_years_words(entrants)
    told += _unlike_roles_words(rubric, entrants)
    told += draft_words(rubric, entrants, frames=weightings)
    told += _same_ratings_words(entrants)
    told += _without_score(weightings, entrants, unrated, _no_score_words)
    told += _without_score(weightings, entrants, outside, _no_score_in_range_words)
    return tuple(told)


def draft_words(
    rubric: Rubric,
    entrants: Sequence[Entrant],
    named: Callable[[str], str] = str,
    *,
    frames: Sequence[Weighting],
) -> tuple[Sentence, ...]:
    """Return a sentence on the frames that are still to be written, and one on each plan that is a draft, with reasons.

    `named` returns the name of a criterion by its id.
    """
    each = [
        (e, [*reasons_of(e.assessment, rubric, e.outcomes, e.overtaken, e.assessor, named)])
        for e in entrants if e.is_draft
    ]  # fmt: skip
    return (
        *unwritten_words([one.id for one in frames if one.is_unwritten], rubric.id),
        *(
            say(
                "The assessment of %(plan)s is a draft. %(reasons)s", plan=e.plan_id, reasons=series(" ", reasons)
            )
            for e, reasons in each if reasons
        ),
    )  # fmt: skip


def _unlike_years_words(entrants: Sequence[Entrant]) -> list[Sentence]:
    groups: dict[tuple[str, str], list[str]] = {}
    for entrant in sorted(entrants, key=lambda entrant: entrant.years):
        groups.setdefault(entrant.years, []).append(entrant.plan_id)
    if len(groups) < 2:  # noqa: PLR2004  (years that differ)
        return []
    told: list[Spoken] = [
        say("%(plans)s (%(years)s)", plans=listed(plans, SHOWN), years=_years_words(*years))
        for years, plans in list(groups.items())[:PERIODS]
    ]
    if len(groups) > PERIODS:
        told.append(say_alike("and %(number)s more", sum(map(len, list(groups.values())[PERIODS:]))))
    return [say("They do not cover the same years: %(groups)s.", groups=series("; ", told))]


def _years_words(first: str, last: str) -> Spoken | str:
    if last == "open":
        return say("from %(year)s", year=first)
    return first if first == last else f"{first}–{last}"


def _unlike_roles_words(rubric: Rubric, entrants: Sequence[Entrant]) -> list[Sentence]:
    if not any(criterion.applies_to for criterion in rubric.criteria):
        return []
    unknown = [e.plan_id for e in entrants if not e.roles]
    told = []
    if unknown:
        told.append(
            say(
                "No role is recorded for the years of %(plans)s, so every criterion counts.",
                plans=listed(unknown, SHOWN),
            )
        )
    groups: dict[tuple[str, ...], list[str]] = {}
    for entrant in entrants:
        if entrant.roles:
            groups.setdefault(entrant.roles, []).append(entrant.plan_id)
    apart = any(outcome.status == "not-applicable" for entrant in entrants for outcome in entrant.outcomes)
    if len(groups) > 1 and apart:
        told.append(
            say(
                "Some criteria do not apply everywhere, because the countries’ roles differ: %(groups)s.",
                groups=series("; ", [_role_group_words(roles, plans) for roles, plans in sorted(groups.items())]),
            )
        )
    return told


def _role_group_words(roles: Sequence[str], plans: Sequence[str]) -> Sentence:
    return say(
        "%(plans)s (%(roles)s)", plans=listed(plans, SHOWN), roles=series(", ", [role_words(role) for role in roles])
    )


def _same_ratings_words(entrants: Sequence[Entrant]) -> list[Sentence]:
    alike: dict[tuple[str, ...], list[str]] = {}
    for entrant in entrants:
        alike.setdefault(tuple(f"{o.status}:{o.short}" for o in entrant.outcomes), []).append(entrant.plan_id)
    return [
        say("%(plans)s have the same ratings, so no frame separates them.", plans=listed(plans, SHOWN))
        for answers, plans in alike.items()
        if len(plans) > 1 and any(not answer.startswith("not-assessed:") for answer in answers)
    ]


Words = Callable[[Sequence[Weighting], Sequence[str], Sequence[bool]], Sentence]


def _without_score(
    weightings: Sequence[Weighting], entrants: Sequence[Entrant], unscored: Mask, words: Words
) -> list[Sentence]:
    """Return sentences on plans without a score; plans that lack it under the same weightings share a sentence."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for entrant, lacking in zip(entrants, unscored.T.tolist(), strict=True):
        if any(lacking):
            groups.setdefault(tuple(lacking), []).append(entrant.plan_id)
    return [words(weightings, plans, lacking) for lacking, plans in groups.items()]


def _no_score_words(weightings: Sequence[Weighting], plans: Sequence[str], lacking: Sequence[bool]) -> Sentence:
    if all(lacking):
        return say(
            "%(plans)s: no score and no rank, because no criterion that counts is rated.", plans=listed(plans, SHOWN)
        )
    return say(
        "%(plans)s: no score and no rank under %(frames)s, because no criterion that counts there is rated.",
        plans=listed(plans, SHOWN), frames=_frame_words(weightings, lacking),
    )  # fmt: skip


def _no_score_in_range_words(
    weightings: Sequence[Weighting], plans: Sequence[str], lacking: Sequence[bool]
) -> Sentence:
    return say(
        "%(plans)s: no score and no rank under %(frames)s, because what is rated alone gives a mean outside of the "
        "range.",
        plans=listed(plans, SHOWN), frames=_frame_words(weightings, lacking),
    )  # fmt: skip


def _frame_words(weightings: Sequence[Weighting], lacking: Sequence[bool]) -> Spoken:
    frames = [w.id for w, without in zip(weightings, lacking, strict=True) if without]
    return listed([say("“%(weighting)s”", weighting=frame) for frame in frames], SHOWN)
