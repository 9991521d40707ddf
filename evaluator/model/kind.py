"""What a kind of criterion is: its shape, its outcome and its words, in one class; and the door by which kinds come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, ValidationError
from pydantic_core import PydanticKnownError

from evaluator.doors import Door
from evaluator.model.country import Fact
from evaluator.model.schema import Shape

if TYPE_CHECKING:
    from evaluator.model.assessment import Assessment, Settled
    from evaluator.model.criterion import Criterion, Scale
    from evaluator.model.scorecard import Outcome

Facts = Mapping[str, Sequence[tuple[int, Fact]]]


@dataclass(frozen=True, slots=True)
class Given:
    """What the outcome of a criterion follows from: the plan, what coders agreed, and what the rubric says of all.

    `rating` is None where nobody rates the criterion. `scale` has the levels and their points, `facts` are the
    country's, by variable.
    """

    assessment: Assessment
    rating: Settled | None
    scale: Scale
    wilson_z: float
    confidence_step: int
    facts: Facts = field(default_factory=dict)


class Kind:
    """A kind of criterion: an entry of `nap_evaluator.kinds` is an object of a class below this one.

    Scores, bounds, contrasts, the explorer and the twin read outcomes alone, so that a kind needs nothing else there.

    Attributes
    ----------
    words : str
        What a page says beside a level: where it comes from. Empty for a rating.
    is_judged : bool
        Whether a coder gives the level, from a text.
    is_of_rows : bool
        Whether the plan's own rows give it: it is the same whoever rates the plan.
    is_of_figures : bool
        Whether figures of the country give it.
    follows : str
        What a level follows, among the lines `sheet.follows` of `templates/sheets.yaml`.
    settings : type of Shape, optional
        The shape of the key `settings` of such a criterion; without one it may not have the key.
    """

    words: str = ""
    is_judged: bool = False
    is_of_rows: bool = False
    is_of_figures: bool = False
    follows: str = "rows"
    settings: type[Shape] | None = None

    def lacks(self, criterion: Criterion) -> str:
        """Return what a criterion of this kind lacks; empty if nothing."""
        del criterion
        return ""

    def outcome(self, criterion: Criterion, given: Given) -> Outcome:
        """Return the outcome of a criterion for a plan."""
        raise NotImplementedError

    def facts(self, criterion: Criterion, assessment: Assessment) -> Sequence[Fact]:
        """Return the facts of the country from which the outcome follows; none unless figures give it."""
        del criterion, assessment
        return ()


class LeftOut(Kind):
    """The kind of a criterion whose extension was left out while it was at work."""


def _no_kind(entry: object) -> str:
    if not isinstance(entry, Kind):
        return "it is no `Kind`"
    if type(entry).outcome is Kind.outcome:
        return "it has no `outcome`"
    settings: object = entry.settings
    if settings is not None and not (isinstance(settings, type) and issubclass(settings, Shape)):
        return "its `settings` are no `Shape`"
    words: object = entry.words
    return "" if isinstance(words, str) else "its `words` are no text"


LEFT_OUT_KIND = LeftOut()
KINDS: Door[Kind] = Door(
    "nap_evaluator.kinds",
    {name: f"evaluator.kinds.{name}:KIND" for name in ("judged", "computed", "indicator")},
    _no_kind,
)


def _known_kind(name: object) -> object:
    if isinstance(name, str) and (name in KINDS.ours or KINDS.get(name) is not None):
        return name
    *first, last = [f"'{known}'" for known, _ in KINDS.all()]
    raise PydanticKnownError("literal_error", {"expected": f"{', '.join(first)} or {last}"})


# One of ours, or the name of one that an extension adds.
KindName = Annotated[Literal["judged", "computed", "indicator"] | str, BeforeValidator(_known_kind)]  # noqa: PYI051


def settings_fault(kind: Kind, given: Mapping[str, object]) -> str:
    """Return what is wrong with the `settings` of a criterion of a kind; empty if nothing."""
    if kind.settings is None:
        return "no `settings` for this kind" if given else ""
    try:
        kind.settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        return f"`settings` of this kind: {'.'.join(map(str, first['loc']))}: {first['msg']}"
    return ""
