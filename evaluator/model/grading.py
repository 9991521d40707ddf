"""How a rubric grades: bands of the score, gates and their caps; or no bands at all."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from evaluator.model.base import Finite, Origin, Shape, Share, Slug, Texts, Whole

ENOUGH = "enough known"  # the one band of a rubric without bands


class GradeBand(Shape):
    """A grade, and the score from which a plan reaches it; below 0 only if the total score can be.

    `mark` stands for it in charts, else the grade itself. `words` are its words in languages other than English.
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

    With the kind `words` a band is called by words, as in "is high on record", and nothing speaks of grades. Without
    bands the kind is `none`: what is assessed far enough has a score and nothing more.
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
        """Give a rubric without bands the one band that every score reaches, which nothing caps."""
        if isinstance(given, dict) and given.get("kind", "none") == "none" and not given.get("bands"):
            return {**given, "kind": "none", "bands": [{"grade": ENOUGH, "from": 0.0}], "gate_caps": ()}
        return given

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
