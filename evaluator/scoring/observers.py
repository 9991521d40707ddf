"""Whose coding a score rests on: the share of weight by observer, and by the text that observers read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.model.rubric import Observer, Rubric
from evaluator.model.scorecard import ScoredCriterion
from evaluator.model.sentence import Figure, Sentence, say, series, text_for
from evaluator.scoring.rounding import adds_up, printed


@dataclass(frozen=True, slots=True)
class OneText:
    """A text that observers read, and the share of weight that rests on it, in all and by observer."""

    observers: tuple[tuple[Observer, float], ...]

    @property
    def share(self) -> float:
        """Return the share of weight that rests on the text."""
        return sum(share for _, share in self.observers)

    def among(self, shares: Mapping[str, float]) -> OneText:
        """Return the same text and observers with other shares."""
        return OneText(tuple((observer, shares[observer.id]) for observer, _ in self.observers))

    def named(self, lang: str) -> str:
        """Return the text's name in a language."""
        return text_for(self.observers[0][0].reads, lang)


def observed(rubric: Rubric, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the share of weight that rests on each observer of a rubric, by id; empty if it names none.

    The weight of a criterion that reads variables of several observers is split evenly among them.

    Parameters
    ----------
    rubric : Rubric
        Its observers declare their variables, and its criteria the variables that they read.
    weights : mapping of str to float
        The weight of each criterion, whatever it adds up to.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric("public-record")
    >>> observed(rubric, {"services-by-government": 1, "protection-3p": 3})["three-p"]
    0.75
    """
    found = dict.fromkeys((observer.id for observer in rubric.observers), 0.0)
    whole = sum(weights.get(criterion.id, 0.0) for criterion in rubric.criteria)
    for criterion in rubric.criteria:
        named = [observer.id for observer in rubric.observers if set(observer.variables) & set(criterion.inputs)]
        for name in named:
            found[name] += weights.get(criterion.id, 0.0) / len(named) / whole if whole else 0.0
    return found


def texts_of(rubric: Rubric, shares: Mapping[str, float]) -> tuple[OneText, ...]:
    """Return the texts that a rubric's observers read, the one on which most weight rests first.

    `shares` are by observer, as `observed` returns them. Observers without weight are left out.
    """
    by_text: dict[str, list[tuple[Observer, float]]] = {}
    for observer in rubric.observers:
        if shares[observer.id] > 0:
            by_text.setdefault(observer.reads["en"], []).append((observer, shares[observer.id]))
    return tuple(sorted((OneText(tuple(pairs)) for pairs in by_text.values()), key=lambda one: -one.share))


def observed_words(rubric: Rubric, plans: Sequence[Mapping[str, float]], lang: str = "en") -> Sentence | None:
    """Return a sentence on whose coding the scores of plans rest; None without observers or without weight.

    Where the shares of the plans print differently, the sentence gives their ranges. Where the printed shares do not
    add up, it says that they are rounded.

    Parameters
    ----------
    rubric : Rubric
        It names its observers.
    plans : sequence of mapping of str to float
        The share of weight that rests on each observer, by id, for each plan; see `shares_of`.
    lang : str, optional
        The language of the names of texts and observers.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric("public-record")
    >>> observed_words(rubric, [observed(rubric, {"protocol-in-force": 1})])
    'Of the weight, 100% rests on the register of treaties (United Nations).'
    """
    weighed = [shares for shares in plans if any(shares.values())]
    if not weighed:
        return None
    most = {one.id: max(shares[one.id] for shares in weighed) for one in rubric.observers}
    texts = texts_of(rubric, most)
    parts = [_part([one.among(shares) for shares in weighed], lang) for one in texts]
    if any(isinstance(part.arguments["share"], Sentence) for part in parts):
        return say("Of the weight, which differs from one to another, %(parts)s.", parts=series("; ", parts))
    if _adds_up([one.among(weighed[0]) for one in texts]):
        return say("Of the weight, %(parts)s.", parts=series("; ", parts))
    return say("Of the weight, %(parts)s. Figures are rounded.", parts=series("; ", parts))


def _adds_up(texts: Sequence[OneText]) -> bool:
    """Return whether the printed shares of the observers add up to those of their texts, and these to the whole."""
    inside = all(
        adds_up([_whole_percent(share) for _, share in one.observers], _whole_percent(one.share)) for one in texts
    )
    return inside and adds_up([_whole_percent(one.share) for one in texts], _whole_percent(1.0))


def _whole_percent(share: float) -> Decimal:
    return printed(share * 100, 0)


def shares_of(rubric: Rubric, criteria: Sequence[ScoredCriterion]) -> dict[str, float]:
    """Return the share of weight that rests on each observer, by id, of one plan's scored criteria.

    It is the share of the weight used for the score; without a score, of the weight that applies.
    """
    used = {one.outcome.criterion_id: one.used for one in criteria}
    return observed(
        rubric, used if any(used.values()) else {one.outcome.criterion_id: one.applicable for one in criteria}
    )


def _part(plans: Sequence[OneText], lang: str) -> Sentence:
    """Return what rests on a text, from its shares in each plan."""
    one = plans[0]
    given = {"share": _span_of_shares([plan.share for plan in plans]), "text": one.named(lang)}
    if len(one.observers) == 1:
        return say("%(share)s rests on %(text)s (%(who)s)", who=text_for(one.observers[0][0].names, lang), **given)
    each = zip(*(plan.observers for plan in plans), strict=True)
    who = [
        say(
            "%(who)s %(share)s",
            who=text_for(found[0][0].names, lang),
            share=_span_of_shares([share for _, share in found]),
        )
        for found in each
    ]
    return say("%(share)s rests on %(text)s (%(who)s)", who=series(", ", who), **given)


def _span_of_shares(numbers: Sequence[float]) -> Figure | Sentence:
    low, high = Figure(min(numbers), ".0%"), Figure(max(numbers), ".0%")
    return high if str(low) == str(high) else say("%(low)s to %(high)s", low=low, high=high)
