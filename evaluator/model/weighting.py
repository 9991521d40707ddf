"""A weighting: weights over the tree, factors and overrides that represent an actor's view."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from evaluator.model.kind import KindName
from evaluator.model.schema import NotNegative, Origin, Shape, Share, Slug, Texts, Truth, Whole
from evaluator.model.sentence import text_for
from evaluator.model.unwritten import unwritten

Who = dict[str, Annotated[str, StringConstraints(min_length=1, max_length=40)]]
Head = dict[str, Annotated[str, StringConstraints(min_length=1, max_length=20)]]

BY_CRITERIA = "by-criteria"


class WeightEntry(Shape):
    """The weight of one child among its siblings: a share or a count, with its origin; `asked` is what people gave."""

    share: Share | None = None
    count: NotNegative | None = None
    origin: Origin | Literal["asked"]
    ground: str = ""

    @model_validator(mode="after")
    def _has_share_or_count(self) -> Self:
        if (self.share is None) == (self.count is None):
            raise ValueError("either `share` or `count`")
        return self

    @property
    def number(self) -> float:
        """Return the share or the count, whichever is set."""
        return self.share if self.share is not None else (self.count or 0.0)


class Where(Shape):
    """The class of criteria to which a factor applies; all keys given must match."""

    yardstick: Truth | None = None
    victim_centred: Truth | None = None
    stance: Literal["control", "protection", "structural"] | None = None
    object: Literal["plan", "law", "practice"] | None = None
    kind: KindName | None = None
    tip_statute_2000: Literal["assessed", "partly", "ignored"] | None = None
    tip_statute_2022: Literal["assessed", "partly", "ignored"] | None = None
    tip_practice: Literal["assessed", "partly", "ignored"] | None = None

    @cached_property
    def given(self) -> dict[str, str | bool]:
        """Return the keys that are set, with their values."""
        return self.model_dump(exclude_none=True)


class Factor(Shape):
    """A factor that multiplies the weight of every criterion of a class."""

    where: Where
    times: NotNegative
    origin: Origin
    ground: str = ""


class Override(Shape):
    """A factor that multiplies the weight of one criterion."""

    criterion: Slug
    times: NotNegative
    origin: Origin
    ground: str = ""


class Weighting(Shape):
    """A named set of weights with its sources: an actor's view of the rubric.

    `weights` has one entry for each parent node: a mapping of child to entry, or `by-criteria` (each child weighs the
    sum of its criteria). A parent without an entry is `by-criteria`. Factors and overrides multiply the base weight 1
    of criteria. By language, `short` is the name in charts and headings, `head` that of a narrow column, and `who` says
    in at most 40 letters who counts so, in words that stand after “for” (sr: „за“). `prevailed` says whether the
    actor's view of trafficking prevailed (`no`: it was heard and did not; left out: a yardstick or a count), by the
    passage named in `prevailed_ground`. `follows` names the frame in whose place this one stands: that one keeps its
    text, is found by its id, as old reports name it, and is in no list. A frame of people who were asked names the
    `survey`, how many were `asked` (if known) and the number of `answers`.
    """

    id: Slug
    rubric: Slug
    titles: Texts
    short: Texts = {}
    who: Who = {}
    head: Head = {}
    actor: str
    period: str = ""
    portrait: str = ""
    sources: tuple[str, ...] = ()
    limits: str = ""
    prevailed: Truth | None = None
    prevailed_ground: str = ""
    follows: Slug | None = None
    survey: Slug | None = None
    asked: Annotated[Whole, Field(ge=0)] | None = None
    answers: Annotated[Whole, Field(ge=1)] | None = None
    weights: dict[Slug, dict[Slug, WeightEntry] | Literal["by-criteria"]] = {}
    factors: tuple[Factor, ...] = ()
    overrides: tuple[Override, ...] = ()
    gates: Literal["cap", "ignore"]
    reference_tip: Literal["tip_statute_2000", "tip_statute_2022", "tip_practice"] = Field(default="tip_practice")

    @model_validator(mode="after")
    def _names_its_survey(self) -> Self:
        stated = [shares for shares in self.weights.values() if not isinstance(shares, str)]
        is_asked = any(entry.origin == "asked" for shares in stated for entry in shares.values())
        if is_asked and (self.survey is None or self.answers is None):
            raise ValueError("`survey` and `answers`, because weights have the origin asked")
        return self

    def __hash__(self) -> int:
        """Return a hash by name and rubric."""
        return hash((self.id, self.rubric))

    @cached_property
    def is_unwritten(self) -> bool:
        """Return whether some of its texts are still to be written."""
        return any(unwritten(self))

    @property
    def names(self) -> Texts:
        """Return the short name by language; the title for a language without a short name."""
        return {**self.titles, **self.short}

    def said(self, lang: str = "en") -> str:
        """Return who counts so, in words that stand after “for”: `campaigners for open borders`; else the name."""
        return text_for({**self.names, **self.who}, lang, self.id)

    def headed(self, lang: str = "en") -> str:
        """Return the name of a narrow column; else the short name."""
        return text_for({**self.names, **self.head}, lang, self.id)
