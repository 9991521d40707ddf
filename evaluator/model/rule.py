"""The closed vocabulary of rules for computed criteria, indicators and lenses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.base import Finite, NotNegative, Shape, Share

Operator = Literal["<", "<=", ">", ">="]
RowLevel = Literal["objective", "activity", "task", "heading", "list-item"]


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


TestKey = tuple[str | int, ...]


class LevelTests(Shape):
    """The tests of one level: all, or any, must hold; each may be a group of tests."""

    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.all) == bool(self.any):
            raise ValueError("either `all` or `any`, with at least one test")
        return self

    @property
    def comparisons(self) -> tuple[tuple[TestKey, Test], ...]:
        """Return every comparison at any depth, with its key: the path that leads to it."""
        return tuple(_comparisons(self))

    def altered(self, at: TestKey, alter: Callable[[Test], Test]) -> LevelTests:
        """Return these tests with `alter` applied to the one comparison at the key `at`."""
        kind, place, *rest = at
        listed = list(self.all if kind == "all" else self.any)
        listed[int(place)] = _altered(listed[int(place)], tuple(rest), alter)
        return self.model_copy(update={str(kind): tuple(listed)})


def _comparisons(tests: LevelTests | Test) -> Iterator[tuple[TestKey, Test]]:
    for kind, listed in (("all", tests.all), ("any", tests.any)):
        for at, test in enumerate(listed):
            if test.name:
                yield (kind, at), test
            else:
                yield from (((kind, at, *key), inner) for key, inner in _comparisons(test))


def _altered(test: Test, at: TestKey, alter: Callable[[Test], Test]) -> Test:
    if not at:
        return alter(test)
    kind, place, *rest = at
    listed = list(test.all if kind == "all" else test.any)
    listed[int(place)] = _altered(listed[int(place)], tuple(rest), alter)
    return test.model_copy(update={str(kind): tuple(listed)})


class Condition(Shape):
    """A comparison of a fact of the country with a number."""

    variable: str
    op: Operator
    value: Finite


class Ratio(Shape):
    """One variable divided by another: a `rate` counts k of n and is at most 1, a `ratio` may exceed 1."""

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
    min_amount: NotNegative = Field(default=0)
