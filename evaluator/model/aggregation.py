"""The rule by which a node computes its value from its children's values."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

from pydantic import model_validator

from evaluator.model.schema import Finite, Origin, Shape, Share, Whole


class Step(Shape):
    """Points that a node gets if enough of its children reach a value; all earlier steps must hold too."""

    points: Share
    of: Literal["all", "any"] | Whole
    reach: Share

    @model_validator(mode="after")
    def _asks_for_one(self) -> Self:
        if isinstance(self.of, bool) or (isinstance(self.of, int) and self.of < 1):
            raise ValueError("`of: all`, `of: any` or a number of children from 1 up")
        return self

    @property
    def words(self) -> str:
        """Return the step in words, such as `0.5 where 2 reach 0.75`."""
        who = {"all": "all reach", "any": "any reaches"}.get(str(self.of), f"{self.of} reach")
        return f"{self.points:g} where {who} {self.reach:g}"


class Aggregation(Shape):
    """The rule by which a node computes its value from its children's values.

    `geometric` counts values under `least` as that value, so that a 0 does not make the node 0, as the Human
    Development Index has least values. `power` needs `exponent`. `share-met` is the share of weight of children at or
    above `met_from`. `steps` gives the points of the last of its `steps` that holds, 0 if none does. `net-sum`
    subtracts children that are `negative`; its value is at least 0, or at least -1 if `floor: none` is stated.
    """

    kind: Literal["arithmetic", "geometric", "harmonic", "power", "minimum", "share-met", "steps", "net-sum"] = (
        "arithmetic"
    )
    least: Share | None = None
    exponent: Finite | None = None
    met_from: Share | None = None
    steps: tuple[Step, ...] = ()
    floor: Literal[0, "none"] | None = None
    origin: Origin = "modelled"
    ground: str = ""

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.least is not None and (self.kind != "geometric" or self.least == 0):
            raise ValueError("`least` above 0 with kind geometric, and only there")
        if (self.kind == "power") != (self.exponent is not None):
            raise ValueError("`exponent` with kind power, and only there")
        if (self.kind == "share-met") != (self.met_from is not None):
            raise ValueError("`met_from` with kind share-met, and only there")
        if (self.kind == "steps") != bool(self.steps):
            raise ValueError("`steps` with kind steps, and only there")
        if any(b.points < a.points for a, b in pairwise(self.steps)):
            raise ValueError("steps whose points never fall")
        if self.floor is not None and self.kind != "net-sum":
            raise ValueError("`floor` with kind net-sum alone")
        return self

    @property
    def lowest(self) -> float:
        """Return the least value of a `net-sum`: 0, or -1 without a floor."""
        return -1.0 if self.floor == "none" else 0.0
