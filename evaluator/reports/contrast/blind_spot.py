"""The section on what the Trafficking in Persons (TIP) Report does not look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.contrasts.blind import PartScore, narrow_parts
from evaluator.contrasts.tables.blind import AssociationRow, BlindRow
from evaluator.contrasts.tiers import TierMatch
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Sentence
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.outline import Part, Section
from evaluator.scoring.rounding import shared_out

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class PrintedSpot:
    """The blind spot under one coding of the TIP Report, with its four shares as printed, in per cent."""

    row: BlindRow
    printed: tuple[Decimal, ...]


def _printed_spots(made: Contrasted, page: ContrastView) -> tuple[PrintedSpot, ...]:
    return tuple(_printed_spot(row, made.found.study.rubric, page.lang) for row in made.rows("blind-spot"))


def _printed_spot(row: BlindRow, rubric: Rubric, lang: str) -> PrintedSpot:
    shares = [100 * (share or 0.0) for share in (row.assessed, row.partly, row.ignored, row.not_coded)]
    ignored, partly = (
        tuple(rubric.title(gate, lang) for gate in gates) for gates in (row.gates_ignored, row.gates_partly)
    )
    return PrintedSpot(replace(row, gates_ignored=ignored, gates_partly=partly), shared_out(shares, WHOLE))


def _part_scores(made: Contrasted, _: ContrastView) -> tuple[PartScore, ...]:
    """Return the scores under the coding that the base weighting refers to."""
    return tuple(row for row in made.rows("seen-and-ignored") if row.basis == made.found.base.reference_tip)


def _narrow_sentences(made: Contrasted, _: ContrastView) -> tuple[Sentence, ...]:
    """Return a sentence for each paradigm of which the report looks at little."""
    return narrow_parts(made.found.study.rubric, made.found.base) if "blind-spot" in made.options.sections else ()


SPOTS: Part[Contrasted, ContrastView, tuple[PrintedSpot, ...]] = Part("spots", _printed_spots)
PARTS: Part[Contrasted, ContrastView, tuple[PartScore, ...]] = Part("parts", _part_scores)
NARROW: Part[Contrasted, ContrastView, tuple[Sentence, ...]] = Part("narrow", _narrow_sentences)
TIERS: Part[Contrasted, ContrastView, tuple[TierMatch, ...]] = Part("tiers", lambda made, _: made.rows("tiers"))
ASSOCIATION: Part[Contrasted, ContrastView, tuple[AssociationRow, ...]] = Part(
    "association", lambda made, _: made.rows("association")
)
BLIND_SPOT = Section("blind_spot", "contrast/blind-spot.html", (SPOTS, PARTS, NARROW, TIERS, ASSOCIATION))
