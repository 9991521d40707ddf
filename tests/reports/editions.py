"""Earlier editions to compare with: an earlier report of the shipped example, and the same plan rated otherwise."""

from __future__ import annotations

import dataclasses

from evaluator.model.assessment import Assessment, LogRecord
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import carried_files
from evaluator.reports.carried.result import result_json
from evaluator.reports.editions.earlier import UNSCORED, EarlierEdition
from evaluator.reports.editions.library import carried_contents
from evaluator.reports.editions.open import Held, HeldFile

CHANGED = "witness-protection"
RECORD = LogRecord("L9999", "2026-12-01T10:00:00Z", "a", CHANGED, "2", "1", "the page names no unit")


def edition_of(library, card: Scorecard) -> EarlierEdition:
    """Return what `read_earlier` reads from the card's report, without printing it."""
    files = tuple(HeldFile(f.name, f.content, f.sha256) for f in carried_files(library, card, "en"))
    contents = carried_contents(Held("earlier.pdf", b"", files, "en", "", ""))
    kept = {name: content for name, content in contents.items() if not name.startswith(UNSCORED)}
    return EarlierEdition("earlier.pdf", result_json(card), kept)


def rated_otherwise(card: Scorecard, level: int = 1) -> Scorecard:
    """Return the plan with another level for one criterion from every coder, with the change on record."""
    assessment: Assessment = card.assessment
    codings = tuple(
        dataclasses.replace(
            coding,
            ratings=tuple(
                dataclasses.replace(r, status="rated", level=level) if r.criterion_id == CHANGED else r
                for r in coding.ratings
            ),
        )
        for coding in assessment.codings
    )
    later = dataclasses.replace(assessment, codings=codings, log=(*assessment.log, RECORD))
    return evaluate(later, card.rubric, card.weighting)
