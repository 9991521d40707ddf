"""How a rubric grades: bands of the score, gates and their caps, or no bands; and the norm level of its criteria."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from evaluator.model.schema import Finite, Origin, Shape, Share, Slug, Texts, Whole

if TYPE_CHECKING:
    from evaluator.model.rubric import Rubric

ENOUGH = "enough known"  # the one band of a rubric without bands
LETTERS = 2  # most characters of a grade that is a letter, as in A+
Standing = Literal["strength", "gap", "neither"]


class GradeBand(Shape):
    """A grade, and the score from which a plan reaches it; below 0 only if the total score can be.

    `mark` stands for it in charts, else the grade itself. `words` are its words in languages other than English; those
    of a letter say beside it what it means, in every language.
    """

    grade: str
    lower: Finite = Field(alias="from", ge=-1, le=1)
    mark: str = ""
    words: Texts = {}


class GateCap(Shape):
    """The best grade possible if `tripped` gates are tripped."""

    tripped: Whole = Field(ge=1)
    at_most: str


class Grading(Shape):
    """The bands of grades, the gates, and the coverage below which a plan has no grade.

    With the kind `words` a band is called by words, as in "is high on record", and nothing speaks of grades; bands that
    are no letters make it so. Without bands the kind is `none`: what is assessed far enough has a score and nothing
    more.
    """

    kind: Literal["letters", "words", "none"] = "letters"
    least_coverage: Share = 0.0
    bands: tuple[GradeBand, ...] = ()
    gates: tuple[Slug, ...] = ()
    gate_caps: tuple[GateCap, ...] = ()
    origin: Origin = "modelled"
    ground: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_band(cls, given: object) -> object:
        """Give a rubric without bands, or with one for every score, the one that nothing caps and nobody names."""
        if isinstance(given, dict) and given.get("kind", "none") == "none":
            match given.get("bands"):
                case None | [] | [{"from": 0}]:
                    return {**given, "kind": "none", "bands": [{"grade": ENOUGH, "from": 0.0}], "gate_caps": ()}
        return given

    @model_validator(mode="after")
    def _letters_are_letters(self) -> Self:
        words = next((band.grade for band in self.bands if len(band.grade) > LETTERS), "")
        if self.kind == "letters" and words:
            if "kind" in self.model_fields_set:
                raise ValueError(f"`kind: words`, as {words!r} is no letter")
            object.__setattr__(self, "kind", "words")
        return self

    @cached_property
    def ladder(self) -> tuple[GradeBand, ...]:
        """Return the bands, best first."""
        return tuple(sorted(self.bands, key=lambda band: band.lower, reverse=True))

    @property
    def noun(self) -> str:
        """Return what a band is called in the output of commands."""
        return {"letters": "grade", "words": "verdict", "none": "known"}[self.kind]

    @property
    def without(self) -> str:
        """Return what the output of commands says where there is no band."""
        return {"letters": "not graded", "words": "no verdict", "none": "too little known"}[self.kind]

    @property
    def told(self) -> tuple[str, str]:
        """Return a heading for the bands, and the bands with the least coverage in words.

        Examples
        --------
        >>> Grading(least_coverage=0.5).told
        ('bands', 'none; enough is known from a coverage of 0.5')
        """
        if self.kind == "none":
            return "bands", f"none; enough is known from a coverage of {self.least_coverage:g}"
        bands = ", ".join(f"{band.grade} from {band.lower:g}" for band in self.bands)
        return f"{self.noun}s", f"{bands}; none under a coverage of {self.least_coverage:g}"


class NormLevel(Shape):
    """The level that meets the standard: ratings from it on are strengths, ratings up to `gap_up_to` are gaps.

    Both are levels of the rubric's own scale. For a criterion with its own scale, the points of these levels decide.
    `words` say, by language, what the level stands for, as in "level 3 (law in force, or practice as a rule)".
    """

    level: Whole = Field(ge=1)
    gap_up_to: Whole
    words: Texts = {}
    origin: Origin
    ground: str = ""

    @model_validator(mode="after")
    def _is_not_both(self) -> Self:
        if self.gap_up_to >= self.level:
            raise ValueError("a `gap_up_to` lower than `level`: no level is both a strength and a gap")
        return self


def norm_of(rubric: Rubric, criterion_id: str) -> int | None:
    """Return the lowest level of a criterion that meets the rubric's norm; None if the rubric declares no norm.

    On a criterion's own scale it is the lowest level worth at least the points of the norm level.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> norm_of(Library.open().rubric(), "non-punishment")
    3
    """
    if rubric.norm_level is None:
        return None
    if rubric.by_id[criterion_id].scale is None:
        return rubric.norm_level.level
    wanted = rubric.scale.points[rubric.norm_level.level]
    return next(level for level, points in enumerate(rubric.scale_of(criterion_id).points) if points >= wanted)


def standing_of(rubric: Rubric, criterion_id: str, level: int, points: float) -> Standing:
    """Return whether a level is a strength, a gap, or neither by the rubric's norm level.

    Levels of a criterion that is subtracted are reversed. Points in [0, 1] decide if the criterion has its own scale or
    no levels (`normalise`).

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> [standing_of(rubric, "non-punishment", level, level / 4) for level in (1, 2, 3)]
    ['gap', 'neither', 'strength']
    """
    norm, criterion = rubric.norm_level, rubric.by_id[criterion_id]
    if norm is None:
        return "neither"
    if criterion.scale is None and criterion.normalise is None:
        reached = rubric.scale.top - level if criterion.negative else level
        return "strength" if reached >= norm.level else "gap" if reached <= norm.gap_up_to else "neither"
    worth = 1 - points if criterion.negative else points
    strong, weak = (rubric.scale.points[k] for k in (norm.level, norm.gap_up_to))
    return "strength" if worth >= strong else "gap" if worth <= weak else "neither"
