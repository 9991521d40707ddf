"""Rows of the tables on the blind spot and on tiers."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.contrasts.blind import BlindSpot, PartScore
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.contrasts.tiers import TierMatch
from evaluator.model.schema import column


@dataclass(frozen=True, slots=True)
class AssociationRow:
    """The association of scores with tiers over plans; it does not show a cause."""

    weighting: str = column("id", "weighting")
    plans: int | None = column("integer", "plans with a score and a tier")
    tau: float | None = column("number", "Kendall's tau-b; positive where better scores go with better tiers")
    low: float | None = column("number", "lower end of what permutations give")
    high: float | None = column("number", "upper end of what permutations give")
    p: float | None = column("number", "share of permutations at least as far from 0")
    left_out: int | None = column("integer", "ratings left out because they rest on the report itself")
    text: str = column("text", "the finding in words")


SPOTS = SectionTable("blind-spot", "blind-spot", "Seen and ignored by the TIP Report", BlindSpot)
PARTS = SectionTable("seen-and-ignored", "blind-spot", "Scores on what is seen and what is ignored", PartScore)
TIERS = SectionTable("tiers", "blind-spot", "Tiers beside plans", TierMatch)
ASSOCIATION = SectionTable("association", "blind-spot", "Association of scores with tiers", AssociationRow)
BLIND_KINDS = (SPOTS, PARTS, TIERS, ASSOCIATION)


def blind_tables(found: Findings) -> tuple[ContrastTable, ...]:
    """Return the tables of the blind spot, of scores by coding, and, with tiers, of tiers and their association."""
    tables = [SPOTS.of(found.spots), PARTS.of(found.parts)]
    if found.tiers is not None:
        tiers = found.tiers
        row = AssociationRow(
            tiers.weighting_id, tiers.plans, tiers.tau, tiers.low, tiers.high, tiers.p, tiers.left_out, tiers.sentence
        )
        tables.append(TIERS.of(tiers.matches))
        tables.append(ASSOCIATION.of([row]))
    return tuple(tables)
