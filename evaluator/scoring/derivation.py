"""The derivation of one number as a tree that can be printed and exported, with the grounds of every weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from evaluator.model.law import law_line
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import BY_CRITERIA, WeightEntry, Weighting
from evaluator.scoring.rounding import adds_up, printed
from evaluator.scoring.weights import matches

PartKind = Literal["node", "criterion", "floor"]
# The entries of a rating in the JSON of a derivation, in order.
RATING = (
    "status", "level", "least", "top", "descriptor", "points", "low", "high", "covered", "confidence", "reason",
    "searched", "note", "rule", "inputs", "decided_by", "decision", "settled", "missing_for_next", "evidence",
    "superseded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place in a source on which a rating rests; texts are empty where the evidence is not available."""

    evidence_id: str
    source_id: str = ""
    source: str = ""
    locator: str = ""
    object: str = ""
    note: str = ""

    def __str__(self) -> str:
        place = ", ".join(text for text in (self.source or self.source_id, self.locator) if text)
        return f"{self.evidence_id}: " + ": ".join(text for text in (place, self.note) if text)


@dataclass(frozen=True, slots=True)
class RatingShown:
    """The rating of one criterion as shown in a derivation, from evidence to points.

    `low` and `high` are the points at the ends of the bounds. `settled` states how the ratings were joined, or who
    decided and why, and whose began as a machine's proposal. `superseded` describes an agreement or a decision that no
    longer holds, empty if there is none.
    """

    outcome: Outcome
    top: int
    descriptor: str
    points: float | None
    low: float
    high: float
    settled: str
    evidence: tuple[CitedPlace, ...]
    superseded: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the rating as a JSON object: the outcome's own entries beside those of the derivation."""
        own = {name: getattr(self if name in type(self).__slots__ else self.outcome, name) for name in RATING}
        law = None if self.outcome.law is None else asdict(self.outcome.law)
        return {**own, "evidence": [asdict(place) for place in self.evidence], "law": law}


@dataclass(frozen=True, slots=True)
class PartWeight:
    """The weight of a part: `raw` and `share` among its siblings; `stated`, `applicable` and `used` at the root.

    `share` is the one used, after the missing policy. `shrunk` is the raw weight of a node after criteria that do not
    apply have shrunk it, None where it did not shrink.
    """

    raw: float
    share: float
    stated: float
    applicable: float
    used: float
    grounds: tuple[Ground, ...]
    shrunk: float | None = None


@dataclass(frozen=True, slots=True)
class DerivationPart:
    """One number of the derivation tree and its contribution to the number above it.

    `value` is the node's value or the criterion's points, None where there is none (`absent` gives the reason).
    `contribution` is its summand in the value of the part named by `of`; None where the formula above is not a sum.
    Contributions of the child parts add up to the contribution of this part; the `printed` ones are each rounded.
    `without` is, under a formula that is not a sum, the value above if this part were removed.
    """

    id: str
    kind: PartKind
    title: str
    value: float | None
    formula: str
    weight: PartWeight | None
    contribution: float | None
    of: str
    printed: Decimal | None = None
    without: float | None = None
    rating: RatingShown | None = None
    gate: str = ""
    absent: str = ""
    parts: tuple[DerivationPart, ...] = ()

    def walk(self) -> Iterator[DerivationPart]:
        """Yield this part and all parts below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Derivation:
    """The derivation of one number of a scorecard.

    `to_total` is the contribution of `target` to the printed total. It is None
    where `target` is the total itself, or where a formula above it is not a sum.
    """

    target: str
    plan: str
    rubric: str
    version: str
    weighting: str
    score: float | None
    digits: int
    root: DerivationPart
    to_total: Decimal | None = None

    def lines(self, *, details: bool = True) -> list[str]:
        """Return the derivation as lines of indented text; without `details` only the numbers."""
        head = f"{self.target} of {self.plan} under the frame {self.weighting} ({self.rubric} {self.version})"
        to_total = [] if self.to_total is None else [f"gives {self.to_total} to the total"]
        rounded = ["Figures are rounded."] if self.is_rounded else []
        return [head, *_part_lines(self.root, self.digits, 0, details=details), *to_total, *rounded]

    @property
    def is_rounded(self) -> bool:
        """Return whether anywhere the printed contributions do not add up to the printed number above them."""
        return any(_is_rounded(part, self.digits) for part in self.root.walk())

    def as_dict(self) -> dict[str, Any]:
        """Return the derivation as a JSON object: numbers unrounded, printed numbers as text."""
        to_total = None if self.to_total is None else str(self.to_total)
        return {**asdict(self), "root": _part_as_dict(self.root), "to_total": to_total}


def _is_rounded(part: DerivationPart, digits: int) -> bool:
    below = [inner.printed for inner in part.parts if inner.contribution is not None and inner.printed is not None]
    if not below or part.value is None:
        return False
    # Contributions are summands of the part named by `of`: this part, or the target of the derivation.
    own = part.printed if part.parts[0].of != part.id and part.printed is not None else printed(part.value, digits)
    return not adds_up(below, own)


def _part_as_dict(part: DerivationPart) -> dict[str, Any]:
    return {
        **asdict(replace(part, parts=())),
        "printed": None if part.printed is None else str(part.printed),
        "rating": None if part.rating is None else part.rating.as_dict(),
        "parts": [_part_as_dict(below) for below in part.parts],
    }


def _part_lines(part: DerivationPart, digits: int, depth: int, *, details: bool) -> Iterator[str]:
    indent = "  " * depth
    yield indent + _headline(part, digits)
    if details:
        for text in _detail_lines(part):
            yield f"{indent}    {text}"
    for below in part.parts:
        yield from _part_lines(below, digits, depth + 1, details=details)


def _headline(part: DerivationPart, digits: int) -> str:
    if part.kind == "floor":
        return f"{part.printed}  {part.title}"
    amount = "" if part.printed is None else f"{part.printed}  "
    value = f"no value, {part.absent}" if part.value is None else _value_words(part, digits)
    return f"{amount}{part.id}: {value}{_weight_words(part, digits)}"


def _value_words(part: DerivationPart, digits: int) -> str:
    if part.rating is None:
        return f"{_number(part.value, digits)}, {part.formula}"
    return f"{part.formula} = {_number(part.value, digits)} points"


def _number(number: float | None, digits: int) -> str:
    """Return a value as text, rounded like its contribution, so that one number is not shown in two roundings."""
    return "" if number is None else str(printed(number, digits))


def _weight_words(part: DerivationPart, digits: int) -> str:
    if part.weight is None:
        return ""
    weight = part.weight
    without = "" if part.without is None else f"; without it {_number(part.without, digits)}"
    shares = f"share {_number(weight.share, digits)}, weight {_number(weight.used, digits)} at the root"
    stated, applicable = _number(weight.stated, digits), _number(weight.applicable, digits)
    return f" ({shares}; stated {stated}, applicable {applicable}{without})"


def _detail_lines(part: DerivationPart) -> Iterator[str]:
    if part.weight is not None:
        grounds = "; ".join(str(ground) for ground in part.weight.grounds)
        yield f"raw weight {part.weight.raw:g}" + (f": {grounds}" if grounds else "")
        yield from _shrunk(part.weight)
    if part.rating is not None:
        yield from _rating(part.rating)
    if part.gate:
        yield part.gate


def _shrunk(weight: PartWeight) -> Iterator[str]:
    if weight.shrunk is not None:
        away = 1 - weight.shrunk / weight.raw
        yield f"shrunk to {weight.shrunk:g}, for {100 * away:.3g} % of the weight below it does not apply"


def _rating(rating: RatingShown) -> Iterator[str]:
    outcome = rating.outcome
    texts = {
        f"level {outcome.stated}": rating.descriptor,
        "confidence": outcome.confidence,
        "reason": "" if outcome.stated is None else outcome.reason,
        "searched": outcome.searched,
        "computed": "" if outcome.level is None and outcome.reason else outcome.note,
        "coders": ", ".join(f"{coder} {given}" for coder, given in outcome.inputs),
    }
    yield from (f"{name}: {text}" for name, text in texts.items() if text)
    if rating.settled:
        yield rating.settled
    if rating.superseded:
        yield rating.superseded
    yield from (f"evidence {cited}" for cited in rating.evidence)
    if outcome.law is not None:
        yield f"law beside: {law_line(outcome.law)}"
    if rating.low != rating.high:
        yield f"range: {rating.low:g} to {rating.high:g} points"


@dataclass(frozen=True, slots=True)
class Ground:
    """One number that enters a weight: what it is, its origin and its stated ground."""

    what: str
    number: float | None
    origin: str = ""
    ground: str = ""

    def __str__(self) -> str:
        number = "" if self.number is None else f" {self.number:g}"
        why = ": ".join(text for text in (self.origin, self.ground) if text)
        return f"{self.what}{number}" + (f" ({why})" if why else "")


def weight_grounds(rubric: Rubric, weighting: Weighting, item: str) -> tuple[Ground, ...]:
    """Return the numbers whose product is the raw weight of a node or criterion, in the order they apply.

    A node that weighs by its criteria has one entry without a number; the root has none.

    Raises
    ------
    KeyError
        The rubric has no such node or criterion.
    """
    if item in rubric.by_id:
        return (Ground("base", 1.0, "modelled"), *_multipliers(rubric, weighting, item))
    if item == ROOT:
        return ()
    entry = _weight_entry(weighting, rubric.nodes[item].parent, item)
    return (_ground_of_entry(entry),) if entry else (Ground("the sum of its criteria's weights", None),)


def _weight_entry(weighting: Weighting, parent: str, child: str) -> WeightEntry | None:
    entries = weighting.weights.get(parent, BY_CRITERIA)
    return None if isinstance(entries, str) else entries.get(child)


def _ground_of_entry(entry: WeightEntry) -> Ground:
    return Ground("share" if entry.share is not None else "count", entry.number, entry.origin, entry.ground)


def _multipliers(rubric: Rubric, weighting: Weighting, item: str) -> Iterator[Ground]:
    criterion, stance = rubric.by_id[item], rubric.stance_of(item)
    for factor in weighting.factors:
        if matches(factor.where, criterion, stance):
            named = " and ".join(f"{key} {str(value).lower()}" for key, value in factor.where.given.items())
            yield Ground(f"times, for {named},", factor.times, factor.origin, factor.ground)
    for override in weighting.overrides:
        if override.criterion == item:
            yield Ground("times, for this criterion,", override.times, override.origin, override.ground)
    entry = _weight_entry(weighting, criterion.parent, item)
    if entry:
        yield _ground_of_entry(entry)
