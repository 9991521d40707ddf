"""The closed vocabulary of computed criteria, indicators and lenses: data, never code."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.base import Finite, NotNegative, Shape, Share

Operator = Literal["<", "<=", ">", ">="]
RowLevel = Literal["objective", "activity", "task", "heading", "list-item"]


class Test(Shape):
    """A ratio compared with a number."""

    __test__ = False

    ratio: str
    op: Operator
    value: Finite


class LevelTests(Shape):
    """The tests of one level: all of them, or any of them."""

    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.all) == bool(self.any):
            raise ValueError("either `all` or `any`, with at least one test")
        return self


class Condition(Shape):
    """A fact of the country compared with a number."""

    variable: str
    op: Operator
    value: Finite


class Ratio(Shape):
    """One variable over another. `rate` is k of n; `ratio` may exceed 1."""

    of: str
    over: str
    kind: Literal["rate", "ratio"] = "rate"


class Rows(Shape):
    """Which rows of the plan count; tasks count where nothing stands above them."""

    level: tuple[RowLevel, ...] = ("activity", "list-item")


class RowRatio(Shape):
    """The share of rows, or of the rows of another ratio, that have attributes."""

    has_all: tuple[str, ...] = ()
    has_any: tuple[str, ...] = ()
    exactly_one: str | None = None
    where: dict[str, tuple[str, ...]] = {}
    over: str | None = None


class Rule(Shape):
    """How a computed criterion is computed from the plan's own tables."""

    measure: Literal["share-of-rows", "share-of-cost", "entropy"]
    rows: Rows = Rows()
    has_all: tuple[str, ...] = ()
    has_any: tuple[str, ...] = ()
    exactly_one: str | None = None
    over: str | None = None
    ratios: dict[str, RowRatio] = {}
    costed_floor: Share | None = None
    min_amount: NotNegative = Field(default=0)
