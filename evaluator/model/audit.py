"""The alternatives that an audit of a rubric tries for every modelled number."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from evaluator.model.base import NotNegative, Shape, Share, Slug, Whole
from evaluator.model.rubric import Aggregation, GateCap, MissingPolicy
from evaluator.model.statistics import StatisticsChoices


class PointsAlternative(Shape):
    """An alternative value function: other points for the levels."""

    id: Slug
    points: tuple[Share, ...]
    ground: str


class CapsAlternative(Shape):
    """Alternative caps by tripped gates; an empty list caps nothing."""

    id: Slug
    caps: tuple[GateCap, ...]
    ground: str


class NodeAlternative(Shape):
    """An alternative aggregation for the children of one node; `node` "total" is the root."""

    node: Slug
    aggregation: Aggregation
    ground: str


class MovedCriterion(Shape):
    """A criterion that could as well belong to another node, named in `to`."""

    criterion: Slug
    to: Slug
    ground: str


class AuditFile(Shape):
    """The content of `audit.yaml`: chosen alternatives, and the steps by which all other numbers are changed.

    `weight_times`: every modelled weight is multiplied and divided by it, its siblings rescaled in proportion.
    `band_by`: every lower end of a grade band goes up and down by it. `threshold_by`: the same for every modelled share
    with which a computed criterion or an indicator compares. `cut_off_by`: the same for every modelled number with
    which a lens compares, as a share of the part's range. Modelled factors and overrides are set to 1 (to 0 if they are
    1). `statistics` varies nothing: it has the choices for the statistics of the scores.
    """

    rubric: Slug
    points: tuple[PointsAlternative, ...] = ()
    plan_quality_node: Slug | None = None
    plan_quality_shares: tuple[Share, ...] = ()
    weight_times: NotNegative = Field(gt=1)
    band_by: Share
    least_coverage: tuple[Share, ...] = ()
    gate_caps: tuple[CapsAlternative, ...] = ()
    aggregations: tuple[NodeAlternative, ...] = ()
    missing: tuple[MissingPolicy, ...] = ()
    confidence_step: tuple[Whole, ...] = ()
    wilson_z: tuple[NotNegative, ...] = ()
    min_denominator: tuple[Whole, ...] = ()
    costed_floor: tuple[Share, ...] = ()
    threshold_by: Share
    cut_off_by: Share
    allocation: tuple[MovedCriterion, ...] = ()
    statistics: StatisticsChoices = StatisticsChoices()
    ground: str = ""

    @model_validator(mode="after")
    def _shares_have_a_node(self) -> Self:
        if bool(self.plan_quality_shares) != (self.plan_quality_node is not None):
            raise ValueError("`plan_quality_node` with `plan_quality_shares`, and only there")
        return self
