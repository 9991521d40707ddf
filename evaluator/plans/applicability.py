"""Whether a criterion applies to a country in the years of its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from evaluator.model.assessment import Assessment
from evaluator.model.country import Country
from evaluator.model.criterion import Criterion
from evaluator.model.sentence import Figure, say, series
from evaluator.plans.levels import OPERATORS

ROLE_WORDS = {
    "origin": say("origin"),
    "transit": say("transit"),
    "destination": say("destination"),
    "internal": say("internal trafficking"),
}
KIND_WORDS = {
    "strategy": say("strategy"),
    "action-plan": say("action-plan"),
    "child-plan": say("child-plan"),
    "entity-plan": say("entity-plan"),
    "amendment": say("amendment"),
    "no-plan": say("period without a plan"),
}


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a criterion applies, and the reason if it does not."""

    holds: bool
    why: str = ""


def roles_in_period(assessment: Assessment) -> frozenset[str]:
    """Return the country's roles whose period overlaps the plan's by at least one day.

    Dates count at their precision: a year means all of it.
    """
    return frozenset(role.role for role in assessment.country.roles if _overlaps(role.start, role.end, assessment))


def role_words(role: str) -> str:
    """Return the name of a role for sentences."""
    return ROLE_WORDS.get(role, role)


def either(names: Sequence[str]) -> str:
    """Return names joined by `or`, as a text whose names can be translated one by one.

    Examples
    --------
    >>> either(["origin", "transit", "destination"])
    'origin or transit or destination'
    """
    return reduce(lambda one, other: say("%(one)s or %(other)s", one=one, other=other), names)


def _overlaps(start: str, end: str | None, assessment: Assessment) -> bool:
    """Return whether a period shares a day with the plan's; a period without an end is open."""
    plan = assessment.plan
    begins_in_time = plan.end == "open" or _not_after(start, plan.end)
    return begins_in_time and (end is None or _not_after(plan.start, end))


def _not_after(first: str, second: str) -> bool:
    """Return whether some day of `first` is not after some day of `second`, at the precision of each."""
    return first[: len(second)] <= second


def applies(criterion: Criterion, assessment: Assessment) -> Applicability:
    """Return whether a criterion applies.

    A criterion on the plan does not apply to a period without a plan. Any other criterion applies if one of its roles
    overlaps the plan's period; if no role is recorded for the period, every criterion applies. The conditions in
    `applies_if` must all hold: a membership in the plan's period, and a fact of the latest year up to the plan's end. A
    missing fact or record of memberships does not exclude the criterion, nor do sources that disagree if one of them
    meets the condition.
    """
    why = _reason_against(criterion, assessment)
    return Applicability(holds=not why, why=why)


def _reason_against(criterion: Criterion, assessment: Assessment) -> str:
    """Return why a criterion does not apply; empty where it does."""
    if criterion.object == "plan" and not assessment.plan.is_plan:
        return say("it asks about a plan, and there was none in these years")
    roles = roles_in_period(assessment) if criterion.applies_to else frozenset()
    if criterion.applies_to and roles and not roles & set(criterion.applies_to):
        return say(
            "it is for countries of %(needs)s; the roles recorded for this country in these years: %(roles)s",
            needs=either([role_words(role) for role in criterion.applies_to]),
            roles=series(", ", [role_words(role) for role in sorted(roles)]),
        )
    return _unmet_condition(criterion, assessment)


def _unmet_condition(criterion: Criterion, assessment: Assessment) -> str:
    need = criterion.applies_if
    if need is None:
        return ""
    if need.plan_kind and assessment.plan.kind not in need.plan_kind:
        kinds = either([KIND_WORDS.get(kind, kind) for kind in need.plan_kind])
        return say("it asks about plans of this kind: %(kinds)s", kinds=kinds)
    bodies = {m.body for m in assessment.country.memberships if _overlaps(m.start, m.end, assessment)}
    if need.membership and _is_recorded(assessment.country, need.membership) and not bodies & set(need.membership):
        return say("it asks about members of %(bodies)s", bodies=either(need.membership))
    for condition in need.fact:
        values = _latest_values(condition.variable, assessment)
        if values and not any(OPERATORS[condition.op](value, condition.value) for value in values):
            test = series(" ", [condition.variable, condition.op, Figure(condition.value, "g")])
            return say("it asks only if %(test)s", test=test)
    return ""


def _is_recorded(country: Country, bodies: Sequence[str]) -> bool:
    """Return whether the record excludes membership of all the bodies; without a record it excludes nothing."""
    return bool(country.memberships) or set(bodies) <= set(country.no_member_of)


def _latest_values(variable: str, assessment: Assessment) -> list[float]:
    """Return the values of a variable for the latest period that begins by the end of the plan."""
    plan_end = assessment.plan.end
    found: dict[str, list[float]] = {}
    for fact in assessment.facts:
        in_time = plan_end == "open" or _not_after(fact.start, plan_end)
        if fact.variable == variable and fact.value is not None and not fact.breakdown and in_time:
            found.setdefault(fact.start, []).append(fact.value)
    return found[max(found)] if found else []
