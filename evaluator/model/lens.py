"""A lens: another system's grading rule, declared in a file and applied to the ratings of a rubric.

The vocabulary is closed and monotone: no test requires less of anything, and a contrary criterion can only lower the
outcome. Therefore the lowest and highest outcomes that missing ratings allow arise when every open criterion is at its
end.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from evaluator.model.base import Finite, NotNegative, Shape, Share, Slug, Texts, Whole

TOTAL = "total"
LensOrigin = Literal["sourced", "modelled", "recalled"]
TipBasis = Literal["tip_statute_2000", "tip_statute_2022", "tip_practice"]


class PartCap(Shape):
    """The greatest value of a part if one of the criteria is contrary."""

    contrary: tuple[Slug, ...] = Field(min_length=1)
    at_most: Finite
    origin: LensOrigin
    ground: str = ""


class OutcomeCap(Shape):
    """The best outcome possible if one of the criteria is contrary."""

    contrary: tuple[Slug, ...] = Field(min_length=1)
    at_most: str
    origin: LensOrigin
    ground: str = ""


class LensPart(Shape):
    """A number computed from levels: one of the three Ps, the efforts behind a tier, a milestone.

    It runs from `lowest` (every criterion at level 0) to `highest` (every one at the top of its scale), by the weighted
    mean of level / top level. Its criteria are listed, or are those that a TIP basis assesses, with weight
    `partly_weight` for those coded as partly assessed.
    """

    id: Slug
    titles: Texts = {}
    criteria: tuple[Slug, ...] = ()
    where_tip: TipBasis | None = None
    partly_weight: NotNegative | None = None
    lowest: Finite
    highest: Finite
    caps: tuple[PartCap, ...] = ()
    origin: LensOrigin
    ground: str = ""

    @model_validator(mode="after")
    def _says_which_criteria(self) -> Self:
        if bool(self.criteria) == (self.where_tip is not None):
            raise ValueError("either `criteria` or `where_tip`")
        if (self.where_tip is None) != (self.partly_weight is None):
            raise ValueError("`partly_weight` with `where_tip`, and only there")
        if self.highest <= self.lowest:
            raise ValueError("`highest` above `lowest`")
        return self


class LensTotal(Shape):
    """One number computed from all parts.

    `sum` adds the parts. `mean` takes the criteria of all parts with equal weights, on a scale from `lowest` to
    `highest`; each contrary criterion of `negatives` subtracts what one criterion at its top adds.
    """

    kind: Literal["sum", "mean"]
    lowest: Finite | None = None
    highest: Finite | None = None
    negatives: tuple[Slug, ...] = ()
    origin: LensOrigin
    ground: str = ""

    @model_validator(mode="after")
    def _mean_has_ends(self) -> Self:
        ends = self.lowest is not None and self.highest is not None
        if (self.kind == "mean") != ends or (self.kind == "sum" and self.negatives):
            raise ValueError("`lowest`, `highest` and `negatives` with kind mean, and only there")
        return self


class LensTest(Shape):
    """One test of a step, in exactly one of four forms.

    The forms: `part` (or `total`) `at_least` a number; `criterion` at `level` or above; `none_contrary` of some
    criteria; or `risen`: the part is higher than in the previous edition.
    """

    part: Slug | None = None
    at_least: Finite | None = None
    criterion: Slug | None = None
    level: Whole | None = None
    none_contrary: tuple[Slug, ...] = ()
    risen: Slug | None = None
    origin: LensOrigin
    ground: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.part is not None, self.criterion is not None, bool(self.none_contrary), self.risen is not None]
        paired = (self.part is None) == (self.at_least is None) and (self.criterion is None) == (self.level is None)
        if sum(forms) != 1 or not paired:
            raise ValueError("`part` with `at_least`, `criterion` with `level`, `none_contrary`, or `risen`")
        return self


class LensStep(Shape):
    """An outcome and the tests that must all hold for it; the first step that holds gives the outcome."""

    outcome: str
    all: tuple[LensTest, ...] = ()
    ground: str = ""


class Waiver(Shape):
    """The number of years for which the clock can be waived, from the year `from` on."""

    start: Whole = Field(alias="from")
    years: Whole = Field(ge=0)
    origin: LensOrigin
    ground: str = ""


class Clock(Shape):
    """The limit on how long an outcome may last: after `years` in a row as `listed`, it becomes `then`.

    Years before `counted_from` do not count. `waivers` gives the number of years that can be waived, by the first year
    of the rule. From the year `return_from` on, a country that returns to the list after a fall by the clock may stay
    on it for `return_years`.
    """

    listed: str
    then: str
    years: Whole = Field(ge=1)
    counted_from: Whole
    waivers: tuple[Waiver, ...] = ()
    return_years: Whole | None = None
    return_from: Whole | None = None
    origin: LensOrigin
    ground: str = ""


class Beside(Shape):
    """The outcome that the system itself recorded, which reports print next to the lens's outcome.

    `columns` maps `outcome`, `total` or a part to a column of the data set; `names` maps recorded words to outcomes of
    the lens. The record of year y is about the plan's year y - `lag`.
    """

    dataset: Literal["tip-tiers", "three-p-index"]
    columns: dict[Slug, str]
    names: dict[str, str] = {}
    lag: Whole = 0
    origin: LensOrigin
    ground: str = ""


class Ladder(Shape):
    """The words for the levels of a criterion, for criteria that cite an instrument.

    A criterion is on the first ladder that fits one of its standards: a standard of the `instrument`, cited in one of
    the `standings`, whose verb is not among `except_verbs`. `contrary` is the word for a contrary criterion, `gate` the
    word for a tripped gate. Yardstick criteria are no norm and are left out.
    """

    id: Slug
    instrument: Slug
    standings: tuple[Literal["floor", "related"], ...] = Field(min_length=1)
    except_verbs: tuple[str, ...] = ()
    except_criteria: dict[Slug, str] = {}
    outcomes: dict[Whole, str]
    contrary: str
    gate: str
    origin: LensOrigin
    ground: str = ""


class EditionStep(Shape):
    """An outcome for a recommendation: a level now, or a rise since the earlier edition."""

    outcome: str
    now_at_least: Whole | None = None
    up_by: Whole | None = None
    origin: LensOrigin
    ground: str = ""


class OverallStep(Shape):
    """An outcome for all recommendations together: the share of them with one outcome."""

    outcome: str
    of: str = ""
    share_at_least: Share | None = None
    origin: LensOrigin
    ground: str = ""


class Editions(Shape):
    """The comparison of two editions: a criterion under level `asks_under` in the earlier one is a recommendation."""

    asks_under: Whole
    steps: tuple[EditionStep, ...] = Field(min_length=1)
    overall: tuple[OverallStep, ...] = ()
    origin: LensOrigin
    ground: str = ""


class LensCoverage(Shape):
    """The share of rated criteria below which the lens gives a range instead of an outcome."""

    share: Share
    origin: LensOrigin
    ground: str = ""


class Lens(Shape):
    """The rule of another system: what it reproduces, what is modelled, what is recalled from memory.

    `unit` is the thing that gets an outcome: the `plan` (parts, total, steps), each `criterion` (ladders), or each
    recommendation between two `editions`. The last step has no tests.
    """

    id: Slug
    rubric: Slug
    titles: Texts
    unit: Literal["plan", "criterion", "editions"]
    reproduces: str
    modelled: str
    recalled: str
    sources: tuple[str, ...]
    least_coverage: LensCoverage
    parts: tuple[LensPart, ...] = ()
    total: LensTotal | None = None
    steps: tuple[LensStep, ...] = ()
    caps: tuple[OutcomeCap, ...] = ()
    clock: Clock | None = None
    beside: Beside | None = None
    ladders: tuple[Ladder, ...] = ()
    editions: Editions | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the names of the outcomes of a plan, best first, each once."""
        return tuple(dict.fromkeys(step.outcome for step in self.steps))

    @model_validator(mode="after")
    def _has_what_its_unit_needs(self) -> Self:
        has = {"plan": bool(self.parts), "criterion": bool(self.ladders), "editions": self.editions is not None}
        if [unit for unit, there in has.items() if there] != [self.unit]:
            raise ValueError("`parts` for unit plan, `ladders` for criterion, `editions` for editions, and no other")
        if self.steps and (self.steps[-1].all or not all(step.all for step in self.steps[:-1])):
            raise ValueError("steps with tests, and a last step without any")
        if (self.caps or self.clock) and not self.steps:
            raise ValueError("`steps` where there are `caps` or a `clock`")
        return self
