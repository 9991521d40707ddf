"""Rows of the tables on the blind spot and on tiers."""

from __future__ import annotations

from evaluator.contrasts.blind import BlindSpot, PartScore
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.contrasts.tiers import Association, TierMatch

SPOTS = SectionTable("blind-spot", "blind-spot", "Seen and ignored by the TIP Report", BlindSpot)
PARTS = SectionTable("seen-and-ignored", "blind-spot", "Scores on what is seen and what is ignored", PartScore)
TIERS = SectionTable("tiers", "blind-spot", "Tiers beside plans", TierMatch)
ASSOCIATION = SectionTable("association", "blind-spot", "Association of scores with tiers", Association)
BLIND_KINDS = (SPOTS, PARTS, TIERS, ASSOCIATION)


def blind_tables(found: Findings) -> tuple[ContrastTable, ...]:
    """Return the tables of the blind spot, of scores by coding, and, with tiers, of tiers and their association."""
    tables = [SPOTS.of(found.spots), PARTS.of(found.parts)]
    if found.tiers is not None:
        tables += [TIERS.of(found.tier_matches), ASSOCIATION.of([found.tiers])]
    return tuple(tables)
