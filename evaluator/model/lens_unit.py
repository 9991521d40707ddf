"""What a lens gives an outcome to: its rule as one class, and the door by which units and whole lenses come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

from evaluator.doors import Door
from evaluator.model.facts import SharedFacts
from evaluator.model.standard import Standard

if TYPE_CHECKING:
    from evaluator.model.lens import Lens, LensReading
    from evaluator.model.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class LensContext:
    """The input of a lens besides the ratings.

    `earlier` is the card of an earlier edition or plan of the same country, None if there is none.
    """

    standards: Mapping[str, Standard] = field(default_factory=dict)
    facts: SharedFacts = field(default_factory=SharedFacts)
    earlier: Scorecard | None = None


class LensUnit:
    """The rule of all lenses of one unit: an entry of `nap_evaluator.lenses` is an object of a class below this one.

    Attributes
    ----------
    files : sequence of Path
        Lenses that come with it, each a YAML file as in `rubrics/<rubric>/lenses/`: of this unit or of another.
    """

    files: Sequence[Path] = ()

    def lacks(self, lens: Lens) -> str:
        """Return what a lens of this unit lacks; empty if nothing."""
        del lens
        return ""

    def look(self, lens: Lens, card: Scorecard, context: LensContext) -> LensReading:
        """Return the reading of a plan through a lens of this unit."""
        raise NotImplementedError


LENSES: Door[LensUnit] = Door(
    "nap_evaluator.lenses",
    {
        "plan": "evaluator.scoring.lens.look:OF_PLAN",
        "criterion": "evaluator.scoring.lens.look:OF_CRITERION",
        "editions": "evaluator.scoring.lens.look:OF_EDITIONS",
    },
    lambda entry: "" if isinstance(entry, LensUnit) else "it is no `LensUnit`",
)


def _known_unit(name: object) -> object:
    if isinstance(name, str) and (name in LENSES.ours or LENSES.get(name) is not None):
        return name
    *first, last = [f"'{known}'" for known, _ in LENSES.all()]
    raise PydanticKnownError("literal_error", {"expected": f"{', '.join(first)} or {last}"})


# One of ours, or the name of one that an extension adds.
UnitName = Annotated[Literal["plan", "criterion", "editions"] | str, BeforeValidator(_known_unit)]  # noqa: PYI051
