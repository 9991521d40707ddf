"""result.json of a report on several plans, and the files that such a report carries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.headline.one import Headline
from evaluator.contrasts.options import ContrastOptions
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.carried.attach import RESULT, CarriedFile, as_sources, rated_files
from evaluator.reports.carried.result import finding_json, result_json, rubric_json
from evaluator.reports.subject import date_of

SCHEMA = "nap-evaluator/results"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class SeveralOrder:
    """The settings of a report on several plans: its kind, name, language and, for a contrast, its options.

    `finding` is the opening statement in English. Together with the scorecards, which hold the plans'
    order, rubric, weighting and coder, these settings suffice to rebuild the report from its files.
    """

    kind: str
    document: str
    lang: str = "en"
    contrast: ContrastOptions | None = None
    finding: Headline | None = None


def results_json(cards: Sequence[Scorecard], order: SeveralOrder) -> bytes:
    """Return result.json of a report on several plans: the settings to rebuild it, then the result of each plan.

    A reader refuses a `schema_version` it does not know.
    """
    rubric = cards[0].rubric
    document: dict[str, object] = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "document": order.document,
        "kind": order.kind,
        "lang": order.lang,
        "date": max(date_of(card.assessment) for card in cards),
        "plans": [card.assessment.plan.id for card in cards],
        "rubric": rubric_json(rubric),
        "weighting": cards[0].weighting.id,
        "assessor": cards[0].assessor or None,
    }
    if order.contrast is not None:
        document["contrast"] = order.contrast.model_dump(mode="json")
    if order.finding is not None:
        document["finding"] = finding_json(order.finding)
    document["results"] = [json.loads(result_json(card, order.lang)) for card in cards]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def results_files(
    library: Library, cards: Sequence[Scorecard], order: SeveralOrder, more: Mapping[str, bytes] | None = None
) -> tuple[CarriedFile, ...]:
    """Return result.json, then every file from which the plans' results were computed, and `more`; no file twice."""
    found = {name: content for card in cards for name, content in rated_files(library, card, order.lang).items()}
    return (CarriedFile(RESULT, results_json(cards, order), "Data"), *as_sources({**found, **(more or {})}))
