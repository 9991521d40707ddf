"""Whose coding a score rests on: the share of weight by observer, and by the text that observers read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.rubric import Observer, Rubric
from evaluator.model.scorecard import ScoredCriterion
from evaluator.model.words import Figure, Sentence, say, series, text_for


@dataclass(frozen=True, slots=True)
class OneText:
    """A text that observers read, and the share of weight that rests on it, in all and by observer."""

    observers: tuple[tuple[Observer, float], ...]

    @property
    def share(self) -> float:
        """Return the share of weight that rests on the text."""
        return sum(share for _, share in self.observers)

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


def observed_words(rubric: Rubric, shares: Mapping[str, float], lang: str = "en") -> Sentence | None:
    """Return a sentence on whose coding a score rests; None if the rubric names no observers or nothing has weight.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric("public-record")
    >>> observed_words(rubric, observed(rubric, {"protocol-in-force": 1}))
    'Of the weight, 100% rests on the register of treaties (United Nations).'
    """
    texts = texts_of(rubric, shares)
    if not texts:
        return None
    return say("Of the weight, %(parts)s.", parts=series("; ", [_part(one, lang) for one in texts]))


def shares_of(rubric: Rubric, criteria: Sequence[ScoredCriterion]) -> dict[str, float]:
    """Return the share of weight that rests on each observer, by id, of one plan's scored criteria.

    It is the share of the weight used for the score; without a score, of the weight that applies.
    """
    used = {one.outcome.criterion_id: one.used for one in criteria}
    return observed(
        rubric, used if any(used.values()) else {one.outcome.criterion_id: one.applicable for one in criteria}
    )


def _part(one: OneText, lang: str) -> Sentence:
    given = {"share": _share(one.share), "text": one.named(lang)}
    if len(one.observers) == 1:
        return say("%(share)s rests on %(text)s (%(who)s)", who=text_for(one.observers[0][0].names, lang), **given)
    who = [
        say("%(who)s %(share)s", who=text_for(observer.names, lang), share=_share(share))
        for observer, share in one.observers
    ]
    return say("%(share)s rests on %(text)s (%(who)s)", who=series(", ", who), **given)


def _share(number: float) -> Figure:
    return Figure(number, ".0%")
