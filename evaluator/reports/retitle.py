"""Replace English titles in computed findings by the rubric's titles in the report's language."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from evaluator.contrasts.headline.one import Headline, headline_of
from evaluator.contrasts.naming import path_title
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Foreign, Sentence, Series, Spoken, foreign, say_again, series, text_for
from evaluator.model.weighting import Weighting
from evaluator.model.wording import Wording
from evaluator.pipeline import study_of_cards
from evaluator.reports.wording import wording_of

T = TypeVar("T")


def titles_in(rubric: Rubric, lang: str) -> dict[str, str]:
    """Return a translation for each English title of a node, criterion, path or weighting; empty for English."""
    if lang == "en":
        return {}
    found = {}
    for name in (*rubric.nodes, *rubric.by_id):
        found[rubric.title(name)] = rubric.title(name, lang)
    for node in rubric.nodes:
        english = path_title(rubric, node)
        found.setdefault(english, _path_title(rubric, node, lang) or foreign(english, "en", lang))
    for weighting in rubric.every_weighting.values():
        found[text_for(weighting.titles, "en", weighting.id)] = text_for(weighting.titles, lang, weighting.id)
        found[weighting.said()] = weighting.said(lang)
    return found


def _path_title(rubric: Rubric, node: str, lang: str) -> str:
    """Return "paradigm, stance" as two translated titles; empty if either has no translation."""
    above = [n for n in rubric.ancestors(node) if n in rubric.paradigms]
    parts = [rubric.title(n, lang) for n in (*above[:1], node)]
    if any(isinstance(part, Foreign) for part in parts):
        return ""
    return f"{parts[0]}, {parts[-1].lower()}"


def shorts_in(rubric: Rubric, lang: str) -> dict[str, str]:
    """Return each criterion's short display name in a language by its English title, and what is said of harms."""
    shorts = {rubric.title(name): rubric.short(name, lang) for name in rubric.by_id}
    return shorts | {one.harm: rubric.worded(f"{one.id}.harm", one.harm, lang) for one in rubric.criteria if one.harm}


def names_of(weightings: Sequence[Weighting], lang: str) -> dict[str, str]:
    """Return the short display name of each weighting by its id, for sentences and charts."""
    return {weighting.id: text_for(weighting.names, lang, weighting.id) for weighting in weightings}


def finding_in_print(
    found: Headline, rubric: Rubric, lang: str = "en", labels: Mapping[str, str] | None = None
) -> Headline:
    """Return a finding as printed: with short names of criteria and frames, and with `labels` for plan ids."""
    wording = wording_of(rubric, lang)
    names = {**names_of(tuple(rubric.every_weighting.values()), lang), **(labels or {}), **dict(wording.bands)}
    told = dataclasses.replace(
        found, lead=wording.reworded(found.lead), rest=tuple(wording.reworded(one) for one in found.rest)
    )
    return retitle(told, shorts_in(rubric, lang), names)


def sentences_of(card: Scorecard) -> tuple[Spoken, ...]:
    """Return the sentences of the finding that opens a report on a plan, without the plan's name."""
    return finding_in_print(headline_of(study_of_cards([card])), card.rubric).sentences


def in_words(rows: tuple[T, ...], wording: Wording) -> tuple[T, ...]:
    """Return rows with each sentence in the words of a rubric."""
    return tuple(_in_words(row, wording) for row in rows) if wording.messages else rows


def _in_words(row: T, wording: Wording) -> T:
    own = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}  # type: ignore[arg-type]  # a row
    told = {name: wording.reworded(value) for name, value in own.items() if isinstance(value, Spoken)}
    return dataclasses.replace(row, **told) if told else row  # type: ignore[type-var]


def retitle(value: T, titles: Mapping[str, str], names: Mapping[str, str] | None = None) -> T:
    """Return a value (a finding, view, row or sentence) with every title in it replaced, also inside sentences.

    `titles` maps an English title to its replacement. `names` maps an id to a display name; it applies
    only inside sentences, so that ids in data stay ids.

    Examples
    --------
    >>> retitle(("Migration", 0.5), {"Migration": "Migracije"})
    ('Migracije', 0.5)
    """
    return _retitled_part(value, titles, names or {}) if titles or names else value


def _retitled_part(value: Any, titles: Mapping[str, str], names: Mapping[str, str]) -> Any:  # noqa: ANN401  (any part)
    if isinstance(value, Sentence):
        inside = {**titles, **names}
        return say_again(value, {name: _retitled_part(part, inside, names) for name, part in value.arguments.items()})
    if isinstance(value, Series):
        return series(value.separator, [_retitled_part(part, titles, names) for part in value.parts])
    if isinstance(value, str):
        return titles.get(value, value)
    if isinstance(value, tuple):
        return tuple(_retitled_part(part, titles, names) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Wording):
        own = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        return dataclasses.replace(value, **{name: _retitled_part(part, titles, names) for name, part in own.items()})
    return value
