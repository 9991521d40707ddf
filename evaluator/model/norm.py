"""The norm level of a rubric: which levels are a strength, and which are a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from evaluator.model.base import Origin, Shape, Texts, Whole

if TYPE_CHECKING:
    from evaluator.model.rubric import Rubric

Standing = Literal["strength", "gap", "neither"]


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
            raise ValueError("`gap_up_to` under `level`: no level is a strength and a gap")
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
