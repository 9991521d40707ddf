"""A lens: another system's grading rule, declared in a file, applied to our ratings."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from evaluator.model.base import Finite, NotNegative, Origin, Shape, Slug, Texts, Whole


class LensPart(Shape):
    """A part score of a lens (one of the three Ps, the efforts of a tier, an activity).

    `value` is `offset + scale * mean level` over `criteria`; `caps` lower it
    where a criterion is contrary.
    """

    id: Slug
    titles: Texts = {}
    criteria: tuple[Slug, ...] = ()
    where_tip: Literal["tip_statute_2000", "tip_statute_2022", "tip_practice"] | None = None
    partly_weight: NotNegative = 0.5
    offset: Finite = 0.0
    scale: Finite = 1.0
    contrary_caps: dict[Slug, Finite] = {}
    origin: Origin = "modelled"
    ground: str = ""


class LensTest(Shape):
    """One test of a step: a part's value, a criterion's level, a count, or a history."""

    part: Slug | None = None
    criterion: Slug | None = None
    contrary: tuple[Slug, ...] = ()
    at_least: Finite | None = None
    under: Finite | None = None


class LensStep(Shape):
    """An outcome and the tests that must all hold for it; the first step that holds is taken."""

    outcome: str
    all: tuple[LensTest, ...] = ()
    origin: Origin = "modelled"
    ground: str = ""


class Lens(Shape):
    """Another system's rule: what it reproduces, what is modelled, what is recalled."""

    id: Slug
    rubric: Slug
    titles: Texts
    kind: Literal["steps", "sum", "letters", "verbs", "editions"]
    reproduces: str
    modelled: str = ""
    recalled: str = ""
    sources: tuple[str, ...] = ()
    parts: tuple[LensPart, ...] = ()
    steps: tuple[LensStep, ...] = ()
    negatives: tuple[Slug, ...] = ()
    negative_cap: str | None = None
    least_coverage: NotNegative = Field(default=0.67)
    years: tuple[Whole, ...] = ()
