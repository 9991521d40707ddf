"""The rule that converts a figure into points: declared in the rubric, the same for every country."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal, Self

from pydantic import model_validator

from evaluator.model.base import Finite, Origin, Shape, Share

NEEDS = {"thresholds": ("knots",), "piecewise": ("knots",), "goalposts": ("low", "high"), "target": ("worst", "target")}


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
