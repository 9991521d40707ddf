"""The rights of each role at a desk, declared in one place; every route checks them, and a test tries every role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from evaluator.extensions.workbench.events import PersonPayload
from evaluator.extensions.workbench.fold import Round

Right = Literal["enter", "rate", "read", "lead", "comment"]
# `enter`: list of units. `rate`: own ratings. `read`: what the panel has published. `lead`: rounds, decisions, people.
# `comment`: the right of reply.
GIVEN: Mapping[str, frozenset[Right]] = {
    "lead": frozenset({"enter", "read", "lead"}),
    "coder": frozenset({"enter", "rate", "read"}),
    "third-reader": frozenset({"enter", "rate", "read"}),
    "reader": frozenset({"enter", "read"}),
    "official": frozenset({"enter", "comment"}),
}


class Person(PersonPayload):
    """The person who makes a request, as an event describes the person, with the rights of the roles."""

    def may(self, right: Right) -> bool:
        """Return whether one of the person's roles gives a right."""
        return any(right in GIVEN[role] for role in self.roles)

    def may_see(self, plan_id: str) -> bool:
        """Return whether the person may know of a plan; an official may only of plans of the own country."""
        return not self.country or plan_id.startswith(f"{self.country}-")


def may_rate(person: Person, now: Round | None) -> bool:
    """Return whether a person may rate a unit now.

    During a round, only a coder of the round who has not submitted may rate.
    """
    if not person.may("rate"):
        return False
    return now is None or (person.code in now.coders and person.code not in now.sealed)


def sees_panel(person: Person, over: Sequence[Round]) -> bool:
    """Return whether a person may see all coders' ratings of a unit, given the open rounds that seal it.

    Nobody may while a round of the plan is open under any rubric, not even the lead: rubrics share criteria and all
    share the passages of the plan.
    """
    return person.may("read") and not over
