"""A criterion: one question with its levels or its rule, and the standards on which it rests."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.base import Origin, Shape, Share, Slug, Truth, Whole
from evaluator.model.normalise import Normalise
from evaluator.model.rule import Condition, LevelTests, Ratio, Rule

Stance = Literal["control", "protection", "structural"]
ObjectKind = Literal["plan", "law", "practice"]
CriterionKind = Literal["judged", "computed", "indicator"]
Role = Literal["origin", "transit", "destination", "internal"]
Coding = Literal["assessed", "partly", "ignored"]
TIP_BASES = ("tip_statute_2000", "tip_statute_2022", "tip_practice")


class Scale(Shape):
    """The number of levels, and the points of each level from 0 to `levels` - 1: the value function.

    Points start at 0, end at 1 and never fall. Without `value`, level k is worth k / (levels - 1), which is a modelled
    choice.
    """

    levels: Whole = Field(ge=2, le=101)
    value: dict[Whole, Share] = {}
    origin: Origin = "modelled"
    ground: str = ""

    @model_validator(mode="after")
    def _never_falls(self) -> Self:
        if self.value and sorted(self.value) != list(range(self.levels)):
            raise ValueError(f"points for each level 0 to {self.levels - 1}")
        points = self.points
        if points[0] != 0 or points[-1] != 1 or any(b < a for a, b in pairwise(points)):
            raise ValueError("points that start at 0, end at 1 and never fall")
        return self

    @cached_property
    def points(self) -> tuple[float, ...]:
        """Return the points in [0, 1] of each level, lowest level first."""
        top = self.levels - 1
        return tuple(self.value.get(k, k / top) if self.value else k / top for k in range(self.levels))

    @property
    def top(self) -> int:
        """Return the highest level."""
        return self.levels - 1


class LevelBand(Shape):
    """A level, and the share from which a plan reaches it."""

    level: Whole
    lower: Share = Field(alias="from")
    origin: Origin = "modelled"


class TipCoding(Shape):
    """Whether a TIP scheme assesses the matter of a criterion, and the ground for this coding."""

    coding: Coding
    ground: str = ""


class ApplicableIf(Shape):
    """Conditions that must all hold for the criterion to apply, besides its roles."""

    plan_kind: tuple[str, ...] = ()
    membership: tuple[str, ...] = ()
    fact: tuple[Condition, ...] = ()


class Criterion(Shape):
    """One question on a plan, a law or a practice.

    `short` is the name for charts and headings. `levels` are cumulative descriptors. `checklist` lists the conditions
    that level 3 combines, so that a coder can state how many are met. `floor` are the standards that level 3 restates.
    `recommend` states in the imperative what to do to meet the floor; recommendations are drafted from it, never from a
    descriptor. `mirrors` names the criterion of the companion rubric that asks of the plan what this one asks of law or
    practice. `negative` criteria are subtracted under a `net-sum` node. An indicator has `conditions` for its levels,
    or `normalise` for points in [0, 1].
    """

    id: Slug
    meaning_version: Whole = Field(ge=1)
    parent: Slug
    kind: CriterionKind
    object: ObjectKind
    title: str
    short: str = ""
    question: str = ""
    victim_centred: Truth = False
    yardstick: Truth = False
    negative: Truth = False
    applies_to: tuple[Role, ...] = ()
    applies_if: ApplicableIf | None = None
    levels: dict[Whole, str] = {}
    checklist: tuple[str, ...] = ()
    scale: Scale | None = None
    floor: tuple[str, ...] = ()
    floor_note: str = ""
    related: tuple[str, ...] = ()
    mirrors: Slug | None = None
    guards_against: str = ""
    recommend: str = ""
    evidence_needed: str = ""
    missing_hint: str = ""
    tip_statute_2000: TipCoding | None = None
    tip_statute_2022: TipCoding | None = None
    tip_practice: TipCoding | None = None
    search_terms: dict[str, tuple[str, ...]] = {}
    examples: dict[Whole, str] = {}
    sources: tuple[str, ...] = ()
    origin: Origin = "modelled"
    notes: str = ""
    rule: Rule | None = None

    def __repr__(self) -> str:
        """Return id and title, short enough for a notebook cell."""
        return f"<Criterion {self.id}: {self.title}>"

    __str__ = __repr__
    bands: tuple[LevelBand, ...] = ()
    inputs: tuple[str, ...] = ()
    ratios: dict[str, Ratio] = {}
    min_denominator: Whole = Field(default=30, ge=1)
    conditions: dict[Whole, LevelTests] = {}
    normalise: Normalise | None = None
    cap: Literal["judged"] | None = None
    thresholds_origin: dict[str, str] = {}

    @property
    def is_rated_by_hand(self) -> bool:
        """Return whether coders rate the criterion: it is judged, or an indicator with a judged cap."""
        return self.kind == "judged" or self.cap == "judged"

    def coding(self, basis: str) -> Coding | None:
        """Return the TIP coding on one of the three bases, None if there is none."""
        tip: TipCoding | None = getattr(self, basis)
        return tip.coding if tip else None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.kind == "judged" and not self.levels:
            raise ValueError("`levels` for a judged criterion")
        if self.kind == "computed" and (self.rule is None or not (self.bands or self.conditions)):
            raise ValueError("`rule` and `bands` or `conditions` for a computed criterion")
        if self.kind == "indicator" and not self.normalise and not (self.inputs and self.conditions):
            raise ValueError("`inputs` and `conditions`, or `normalise`, for an indicator")
        return self

    @model_validator(mode="after")
    def _normalises_one_figure(self) -> Self:
        if self.normalise is None:
            return self
        if self.kind != "indicator" or self.conditions or self.cap:
            raise ValueError("`normalise` for an indicator alone, without `conditions` and `cap`")
        if len(self.ratios) != 1 and (self.ratios or len(self.inputs) != 1):
            raise ValueError("one ratio, or one input without ratios, where there is `normalise`")
        return self
