"""How the pages on a rubric word what they say: other words for messages, by what the rubric has and lacks.

Code and templates speak of grades, of plans, of paradigms and of control. `templates/wording.yaml` has, in layers,
other words for a rubric whose bands are words, that scores no plan, or that has no stances, paradigms or floors; where
a missing answer counts as 0, each page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import yaml

from evaluator.model.grading import ENOUGH
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say, text_for
from evaluator.model.wording import Worded, Wording
from evaluator.read.shipped import shipped_root

Layer = Mapping[str, Worded]


@cache
def other_words() -> Mapping[str, Layer]:
    """Return the layers by name: for each message the one that stands for it.

    Examples
    --------
    >>> other_words()["bands"]["Grade"]
    Worded(one='Band', many='')
    """
    layers = yaml.safe_load((shipped_root() / "templates" / "wording.yaml").read_text(encoding="utf-8"))
    return {
        name: {said["message"]: Worded(said["one"], said.get("many", "")) for said in layer}
        for name, layer in layers.items()
    }


def wording_of(rubric: Rubric, lang: str = "en") -> Wording:
    """Return how a page in a language words what it says of a rubric, and what it shows of it."""
    bands, marks = _bands(rubric, lang)
    return Wording(
        tuple(_joined(rubric).items()),
        bands,
        marks,
        has_stances=rubric.has_stances,
        has_codings=rubric.has_codings,
        has_floors=rubric.has_floors,
        has_roles=any(criterion.applies_to for criterion in rubric.criteria),
        subject=text_for(rubric.subject, lang),
    )


def _bands(rubric: Rubric, lang: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    grading = rubric.grading
    if grading.kind == "letters":
        return (), ()
    if grading.kind == "none":
        return ((ENOUGH, say("enough is known")),), ((ENOUGH, ""),)
    return (
        tuple((band.grade, text_for({"en": band.grade, **band.words}, lang)) for band in grading.bands),
        tuple((band.grade, band.mark or band.grade) for band in grading.bands),
    )


def _layers_of_bands(rubric: Rubric) -> Iterator[str]:
    """Yield the layers for what is scored and for what bands are called."""
    if rubric.scores != "plan":
        yield "no-plan"
    if rubric.grading.kind != "letters":
        yield "bands"
        if rubric.scores != "record":
            yield "assessed"
    if rubric.grading.kind == "none":
        yield "no-bands"


def _layers_of_field(rubric: Rubric) -> Iterator[str]:
    """Yield the layers, for other messages and for those of bands, for what the rubric lacks."""
    if not rubric.has_stances:
        yield "no-stances"
    if not rubric.has_floors:
        yield "no-floors"
    if not rubric.has_paradigms:
        yield "groups"
    policies = {node.missing.policy for node in rubric.tree if node.missing} | {rubric.missing.policy}
    if "zero" in policies:
        yield "counted" if policies == {"zero"} else "counted-in-parts"


def _joined(rubric: Rubric) -> Layer:
    joined: Layer = {}
    for name in _layers_of_bands(rubric):
        layer = other_words()[name]
        joined = {**_reworded(joined, layer), **layer}
    for name in _layers_of_field(rubric):
        layer = other_words()[name]
        joined = {**layer, **_reworded(joined, layer)}
    return joined


def _reworded(joined: Layer, layer: Layer) -> Layer:
    return {message: layer.get(words.one, words) for message, words in joined.items()}
