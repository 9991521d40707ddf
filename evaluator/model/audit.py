"""The alternatives that an audit of a rubric tries for every modelled number, and settings of its statistics."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from evaluator.model.aggregation import Aggregation
from evaluator.model.grading import GateCap
from evaluator.model.rubric import MissingPolicy
from evaluator.model.schema import Finite, NotNegative, Origin, Shape, Share, Slug, Whole


class StatisticsChoices(Shape):
    """Thresholds of remarks, and sizes of random draws.

    With fewer than `least_plans` plans, relations between criteria are not computed. A p below `significant` is called
    rare by chance. A correlation above `redundant` makes two criteria of one node near copies; one below `weak` with
    the parent node means that a criterion stands apart from its node. A node with an alpha below `consistent` measures
    more than one thing. `apart` is the factor by which the importance of a criterion may differ from its weight. `bins`
    is the number of groups for a criterion of many values. `noise` changes each weight by up to that share in `draws`
    draws. `standouts` is the number of criteria listed for each plan.

    The value 0.7 of alpha is Nunnally's (1978, Psychometric Theory); 0.3 and 0.92 are customary in audits of the JRC;
    the others are modelled.
    """

    least_plans: Whole = Field(default=10, ge=4)
    significant: Share = 0.05
    redundant: Share = 0.92
    weak: Share = 0.3
    consistent: Share = 0.7
    apart: Finite = Field(default=2.0, gt=1)
    bins: Whole = Field(default=5, ge=2)
    noise: Share = 0.25
    draws: Whole = Field(default=1000, ge=100, le=100_000)
    seed: Whole = Field(default=2006, ge=0)
    interval: Share = 0.9
    standouts: Whole = Field(default=3, ge=1)
    origin: Origin = "modelled"
    ground: str = ""


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
