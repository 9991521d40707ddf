"""A lens: another system's grading rule, declared in a file and applied to the ratings of a rubric.

The vocabulary is closed and monotone: no test requires less of anything, and a contrary criterion can only lower the
outcome. Therefore the lowest and highest outcomes that missing ratings allow arise when every open criterion is at its
end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from evaluator.model.lens_unit import LENSES, UnitName
from evaluator.model.schema import Finite, NotNegative, Shape, Share, Slug, Texts, Whole, column

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
    def _has_one_form(self) -> Self:
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
    recommendation between two `editions`; an extension may add others, which read `settings`. The last step has no
    tests.
    """

    id: Slug
    rubric: Slug
    titles: Texts
    unit: UnitName
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
    settings: dict[str, Any] = {}

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the names of the outcomes of a plan, best first, each once."""
        return tuple(dict.fromkeys(step.outcome for step in self.steps))

    @model_validator(mode="after")
    def _has_what_its_unit_needs(self) -> Self:
        has = {"plan": bool(self.parts), "criterion": bool(self.ladders), "editions": self.editions is not None}
        unit = LENSES.get(self.unit)
        if unit is not None and (lacking := LENSES.attempt(self.unit, str, unit.lacks, self)):
            raise ValueError(lacking)
        if [unit for unit, there in has.items() if there] != [unit for unit in LENSES.ours if unit == self.unit]:
            raise ValueError("`parts` for unit plan, `ladders` for criterion, `editions` for editions, and no other")
        if self.steps and (self.steps[-1].all or not all(step.all for step in self.steps[:-1])):
            raise ValueError("steps with tests, and a last step without any")
        if (self.caps or self.clock) and not self.steps:
            raise ValueError("`steps` where there are `caps` or a `clock`")
        return self


@dataclass(frozen=True, slots=True)
class LensNumber:
    """A part or the total; `value` is None if too little is rated.

    `capped_by` names the contrary criteria that lowered it.
    """

    id: str
    value: float | None
    low: float
    high: float
    coverage: float
    capped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LensLine:
    """One criterion (or recommendation): its outcome, the possible range, and the standards on which it rests."""

    criterion_id: str
    outcome: str | None
    lowest: str
    highest: str
    status: str
    level: int | None
    ladder: str = ""
    standards: tuple[str, ...] = ()
    earlier_level: int | None = None


@dataclass(frozen=True, slots=True)
class LensYear:
    """One year of the system's own record, with the outcome of the lens.

    `recorded` holds pairs (number or `outcome`, recorded value), best evidence first; a name occurs twice if sources
    disagree. `listed_before` is the number of consecutive years on the list before this one, None if a year is not
    recorded. `lowest` and `highest` are the lens's outcome after the clock, without and with a waiver.
    """

    year: int
    recorded: tuple[tuple[str, str], ...]
    evidence: str = ""
    listed_before: int | None = None
    lowest: str = ""
    highest: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LensReading:
    """The reading of one plan through one lens.

    `outcome` is None if coverage is below the lens's least coverage, if a test could not be decided, or if the lens
    gives numbers only; `why` states which. `lowest` and `highest` are the range over all possible ratings of open
    criteria.
    """

    plan_id: str
    lens: Lens
    is_draft: bool
    coverage: float
    outcome: str | None = None
    lowest: str = ""
    highest: str = ""
    why: str = ""
    capped_by: tuple[str, ...] = ()
    numbers: tuple[LensNumber, ...] = ()
    lines: tuple[LensLine, ...] = ()
    years: tuple[LensYear, ...] = ()
    earlier_plan_id: str = ""

    def number(self, part_id: str) -> LensNumber:
        """Return a part or the total; KeyError if the lens does not have it."""
        return {number.id: number for number in self.numbers}[part_id]

    def counts(self) -> dict[str, int]:
        """Return the number of lines with each outcome; lines without an outcome are counted under an empty name."""
        return dict(Counter(line.outcome or "" for line in self.lines))


@dataclass(frozen=True, slots=True)
class LensRow:
    """One row of the table of a lens reading: its outcome, a number, a criterion, or a recorded year."""

    plan_id: str = column("text", "plan", required=True)
    state: str = column("choice", "draft or final", choices=("draft", "final"))
    lens: str = column("id", "lens", required=True)
    kind: str = column("choice", "what the line is", required=True, choices=("outcome", "number", "line", "year"))
    item: str = column("text", "part, criterion or year; empty for the outcome")
    outcome: str = column("text", "outcome; empty where there is a range only, or a number")
    lowest: str = column("text", "lowest outcome that is still possible")
    highest: str = column("text", "highest outcome that is still possible")
    value: float | None = column("number", "the number; empty under low coverage")
    low: float | None = column("number", "lowest number that is still possible")
    high: float | None = column("number", "highest number that is still possible")
    coverage: float | None = column("number", "share of the criteria that is assessed", least=0, most=1)
    status: str = column("text", "status of the criterion")
    level: int | None = column("integer", "level of the criterion", least=0)
    earlier_level: int | None = column("integer", "level in the earlier edition", least=0)
    standards: tuple[str, ...] = column("ids", "provisions it stands on")
    capped_by: tuple[str, ...] = column("ids", "contrary criteria that lowered it")
    recorded: str = column("text", "what the system itself recorded, `name: word`, several with `; `")
    listed_before: int | None = column("integer", "years in a row on the list before this one", least=0)
    note: str = column("text", "why there is no outcome, on which ladder a criterion is, or remarks on a record")
