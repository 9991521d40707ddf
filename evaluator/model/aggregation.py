"""How a node makes one value of its children's."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from evaluator.model.base import Finite, Origin, Shape, Share


class Aggregation(Shape):
    """How a node makes one value of its children's.

    `power` needs `exponent`; `share-met` counts the weight of children at or
    above `met_from`; `net-sum` subtracts children that are `negative`, and its value
    is not under `floor: 0` unless `floor: none` is stated: then it goes down to -1.
    """

    kind: Literal["arithmetic", "geometric", "harmonic", "power", "minimum", "share-met", "net-sum"] = "arithmetic"
    exponent: Finite | None = None
    met_from: Share | None = None
    floor: Literal[0, "none"] | None = None
    origin: Origin = "modelled"
    ground: str = ""

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if (self.kind == "power") != (self.exponent is not None):
            raise ValueError("`exponent` with kind power, and only there")
        if (self.kind == "share-met") != (self.met_from is not None):
            raise ValueError("`met_from` with kind share-met, and only there")
        if self.floor is not None and self.kind != "net-sum":
            raise ValueError("`floor` with kind net-sum alone")
        return self

    @property
    def lowest(self) -> float:
        """Return the value that a `net-sum` is brought to where it would be lower: 0, or -1 without a floor."""
        return -1.0 if self.floor == "none" else 0.0
