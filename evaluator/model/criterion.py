"""A criterion: one question with its levels, its rule over rows or figures, and the standards on which it rests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, Self, TypeVar

from pydantic import Field, model_validator

from evaluator.model.kind import KINDS, LEFT_OUT_KIND, Kind, KindName, settings_fault
from evaluator.model.plan import AnsweredBy
from evaluator.model.schema import Finite, Origin, Shape, Share, Slug, Truth, Whole

Stance = Literal["control", "protection", "structural"]
ObjectKind = Literal["plan", "law", "practice"]
Role = Literal["origin", "transit", "destination", "internal"]
Coding = Literal["assessed", "partly", "ignored"]
TIP_BASES = ("tip_statute_2000", "tip_statute_2022", "tip_practice")
T = TypeVar("T", "LevelTests", "Test")
NEEDS = {"thresholds": ("knots",), "piecewise": ("knots",), "goalposts": ("low", "high"), "target": ("worst", "target")}
Operator = Literal["<", "<=", ">", ">="]
RowLevel = Literal["objective", "activity", "task", "heading", "list-item"]
HAIR = 1e-9  # of points


class Knot(Shape):
    """A figure `at` and the points that it is worth."""

    at: Finite
    points: Share


class Normalise(Shape):
    """Absolute normalisation: points in [0, 1] of one figure, by numbers of the rubric alone.

    `thresholds`: the points of the last knot that the figure reaches, 0 before the first (of the first knot that it
    does not exceed, if lower is better). `piecewise`: linear between knots, constant outside them. `goalposts`: the
    position of the figure between `low` and `high`, clipped. `target`: the share of the distance from `worst` to
    `target`, clipped. `direction` states which end is better. With `transform: log`, goalposts and target use
    logarithms of the figure and of the ends, which must be above 0; a figure of 0 or less is below every other.
    """

    method: Literal["thresholds", "piecewise", "goalposts", "target"]
    direction: Literal["higher", "lower"] = "higher"
    transform: Literal["none", "log"] = "none"
    knots: tuple[Knot, ...] = ()
    low: Finite | None = None
    high: Finite | None = None
    worst: Finite | None = None
    target: Finite | None = None
    origin: Origin
    ground: str = ""

    @model_validator(mode="after")
    def _has_what_its_method_needs(self) -> Self:
        needed = NEEDS[self.method]
        for name in ("knots", "low", "high", "worst", "target"):
            given = bool(self.knots) if name == "knots" else getattr(self, name) is not None
            if given != (name in needed):
                raise ValueError(f"for method {self.method}: {' and '.join(f'`{n}`' for n in needed)}, and no other")
        return self

    @model_validator(mode="after")
    def _runs_one_way(self) -> Self:
        if any(b.at <= a.at for a, b in pairwise(self.knots)):
            raise ValueError("knots with rising `at`")
        falls = self.direction == "lower"
        if any((b.points > a.points) if falls else (b.points < a.points) for a, b in pairwise(self.knots)):
            raise ValueError(f"points that never {'rise' if falls else 'fall'} where {self.direction} is better")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("`low` under `high`")
        if self.worst is not None and self.target is not None and self._target_is_on_the_wrong_side(falls=falls):
            raise ValueError("`target` on the better side of `worst`")
        return self

    @model_validator(mode="after")
    def _spans_a_number(self) -> Self:
        ends = [(self.low, self.high), (self.worst, self.target), *((a.at, b.at) for a, b in pairwise(self.knots))]
        if any(not math.isfinite(one - other) for one, other in ends if one is not None and other is not None):
            raise ValueError("ends whose distance is a number: these lie too far apart")
        return self

    @model_validator(mode="after")
    def _has_logarithms(self) -> Self:
        ends = [end for end in (self.low, self.high, self.worst, self.target) if end is not None]
        if self.transform == "log" and (self.knots or min(ends, default=1.0) <= 0):
            raise ValueError("`transform: log` for goalposts or a target alone, with ends over 0")
        return self

    def _target_is_on_the_wrong_side(self, *, falls: bool) -> bool:
        worst, target = self.worst or 0.0, self.target or 0.0
        return target >= worst if falls else target <= worst


class Test(Shape):
    """A comparison of a ratio or a variable with a number, or a group of tests of which all or any must hold."""

    __test__ = False

    ratio: str = ""
    variable: str = ""
    op: Operator | None = None
    value: Finite | None = None
    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()

    @model_validator(mode="after")
    def _compares_or_gathers(self) -> Self:
        compares = bool(self.ratio) != bool(self.variable) and self.op is not None and self.value is not None
        gathers = bool(self.all) != bool(self.any)
        plain = not (self.ratio or self.variable) and self.op is None and self.value is None
        if not (compares and not self.all and not self.any) and not (gathers and plain):
            raise ValueError("one of `ratio` and `variable` with `op` and `value`; or `all` or `any` with tests, alone")
        return self

    @property
    def name(self) -> str:
        """Return the name of the ratio or variable compared; empty for a group of tests."""
        return self.ratio or self.variable

    @property
    def parts(self) -> tuple[Test, ...]:
        """Return the tests of the group; empty for a comparison."""
        return self.all or self.any


class LevelTests(Shape):
    """The tests of one level: all, or any, must hold; each may be a group of tests."""

    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()

    @model_validator(mode="after")
    def _has_all_or_any(self) -> Self:
        if bool(self.all) == bool(self.any):
            raise ValueError("either `all` or `any`, with at least one test")
        return self

    @property
    def comparisons(self) -> tuple[tuple[TestKey, Test], ...]:
        """Return every comparison at any depth, with its key: the path that leads to it."""
        return tuple(_comparisons(self))

    def altered(self, at: TestKey, alter: Callable[[Test], Test]) -> LevelTests:
        """Return these tests with `alter` applied to the one comparison at the key `at`."""
        return _with_altered(self, at, alter)


def _comparisons(tests: LevelTests | Test) -> Iterator[tuple[TestKey, Test]]:
    for kind, listed in (("all", tests.all), ("any", tests.any)):
        for at, test in enumerate(listed):
            if test.name:
                yield (kind, at), test
            else:
                yield from (((kind, at, *key), inner) for key, inner in _comparisons(test))


def _with_altered(tests: T, at: TestKey, alter: Callable[[Test], Test]) -> T:
    kind, place, *rest = at
    listed = list(tests.all if kind == "all" else tests.any)
    one = listed[int(place)]
    listed[int(place)] = _with_altered(one, tuple(rest), alter) if rest else alter(one)
    return tests.model_copy(update={str(kind): tuple(listed)})


class Condition(Shape):
    """A comparison of a fact of the country with a number."""

    variable: str
    op: Operator
    value: Finite


class Ratio(Shape):
    """One variable divided by another: a `rate` counts k of n and is at most 1, a `ratio` may exceed 1.

    Over 0 a rate is missing; a ratio with conditions and a numerator above 0 is without end.
    """

    of: str
    over: str
    kind: Literal["rate", "ratio"] = "rate"


class Rows(Shape):
    """The levels of rows that count; tasks count only if no activity is above them."""

    level: tuple[RowLevel, ...] = ("activity", "list-item")


class RowRatio(Shape):
    """The share of rows that have the given attributes, among all rows or among the rows of another ratio."""

    has_all: tuple[str, ...] = ()
    has_any: tuple[str, ...] = ()
    exactly_one: str | None = None
    where: dict[str, tuple[str, ...]] = {}
    over: str | None = None


class Rule(Shape):
    """The rule by which a computed criterion is computed from the plan's own tables."""

    measure: Literal["share-of-rows", "share-of-cost", "entropy"]
    rows: Rows = Rows()
    has_all: tuple[str, ...] = ()
    has_any: tuple[str, ...] = ()
    exactly_one: str | None = None
    over: str | None = None
    ratios: dict[str, RowRatio] = {}
    costed_floor: Share | None = None


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

    @property
    def is_even(self) -> bool:
        """Return whether every level gives the same number of points more than the one below it."""
        return all(abs(points - level / self.top) < HAIR for level, points in enumerate(self.points))

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

    `answered_by` says what of a plan would answer a judged question on it: a measure, the text around the measures, or
    either; silence may be rated where that was read whole. `short` is the name for charts and headings, `plain` the
    question in the words of a reader who is no expert. `levels` are cumulative descriptors. `checklist` lists the
    conditions that level 3 combines, so that a coder can state how many are met. `floor` are the standards that level 3
    restates. `recommend` states in the imperative what to do to meet the floor; recommendations are drafted from it,
    never from a descriptor. `ask` is the same in one line, for a first page; `{measure}` and `{measures}` in it are
    what a plan calls its own. `harm` says of an alarm what was done, in words that stand after “that”. `mirrors` names
    the criterion of the companion rubric that asks of the plan what this one asks of law or practice. `statute` marks a
    question that a law in force may answer where a plan is silent; `law_twin` is the criterion that asks the law for
    the same, and `law_contrary` lists the levels of that twin at which the law says the opposite of what is asked here.
    `negative` criteria are subtracted under a `net-sum` node. An indicator has `conditions` for its levels, or
    `normalise` for points in [0, 1]. `settings` are what a kind that an extension adds asks for.
    """

    id: Slug
    meaning_version: Whole = Field(ge=1)
    parent: Slug
    kind: KindName
    answered_by: AnsweredBy = "either"
    object: ObjectKind
    title: str
    short: str = ""
    plain: str = ""
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
    statute: Literal["may_answer"] | None = None
    law_twin: Slug | None = None
    law_contrary: tuple[Whole, ...] = ()
    guards_against: str = ""
    recommend: str = ""
    ask: str = Field(default="", max_length=125)
    harm: str = ""
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
    settings: dict[str, Any] = {}

    @property
    def traits(self) -> Kind:
        """Return what its kind is and does."""
        return KINDS.get(self.kind) or LEFT_OUT_KIND

    @property
    def is_judged(self) -> bool:
        """Return whether a coder gives its level, from a text."""
        return self.traits.is_judged

    @property
    def is_asked_of_text(self) -> bool:
        """Return whether a person answers it from the text of a plan, so that a plan may be silent on it."""
        return self.is_judged and self.object == "plan"

    @property
    def is_rated_by_hand(self) -> bool:
        """Return whether coders rate the criterion: it is judged, or an indicator with a judged cap."""
        return self.is_judged or self.cap == "judged"

    def coding(self, basis: str) -> Coding | None:
        """Return the TIP coding on one of the three bases, None if there is none."""
        tip: TipCoding | None = getattr(self, basis)
        return tip.coding if tip else None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if fault := settings_fault(self.traits, self.settings) or KINDS.attempt(
            self.kind, str, self.traits.lacks, self
        ):
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _has_a_twin_where_a_law_may_answer(self) -> Self:
        if self.law_twin is not None and self.statute is None:
            raise ValueError("`statute: may_answer` beside a `law_twin`")
        if self.law_contrary and self.law_twin is None:
            raise ValueError("a `law_twin` beside `law_contrary`")
        return self

    @model_validator(mode="after")
    def _normalises_one_figure(self) -> Self:
        if self.normalise is None:
            return self
        if not self.traits.is_of_figures or self.conditions or self.cap:
            raise ValueError("`normalise` for an indicator alone, without `conditions` and `cap`")
        if len(self.ratios) != 1 and (self.ratios or len(self.inputs) != 1):
            raise ValueError("one ratio, or one input without ratios, where there is `normalise`")
        return self


TestKey = tuple[str | int, ...]
