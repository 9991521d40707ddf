"""What a rule hands back: a sentence of a page, what the page shows, and whether the two agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evaluator.reports.page_reader.grammar import Grammar
from evaluator.reports.page_reader.page import Page

NEAR = 0.0051  # a number printed with two digits is off by half a hundredth at most


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that was held against the page; `place` is where it stands, `shown` what the page shows."""

    place: str
    said: str
    shown: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence that the page denies."""

    rule: str
    place: str
    said: str
    shown: str

    @property
    def name(self) -> str:
        """Return the rule that is broken, in words."""
        return self.rule.replace("_", " ")

    def __str__(self) -> str:
        """Return the fault in one line."""
        return f"{self.place}: says “{self.said}”; the page shows {self.shown} ({self.rule})"


# A rule holds the sentences of one kind against a page.
Rule = Callable[[Page, Grammar], Iterator[Finding]]
RULES: dict[str, Rule] = {}


def rule(one: Rule) -> Rule:
    """Add a rule to those that read every page, under its own name."""
    RULES[getattr(one, "__name__", repr(one))] = one
    return one


def near(one: float, other: float, within: float = NEAR) -> bool:
    """Return whether two printed numbers can be the same."""
    return abs(one - other) < within
