"""Rows of the tables on the blind spot and on tiers."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.contrasts.blind import BlindSpot, PartScore
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.contrasts.tiers import TierMatch
from evaluator.model.schema import column


@dataclass(frozen=True, slots=True)
class BlindRow:
    """The shares of weight and the provisions that one coding leaves out, under the reference weighting."""

    basis: str = column("id", "statute of 2000, statute as amended to 2022, or practice 2001-2005")
    weighting: str = column("id", "reference weighting")
    assessed: float | None = column("number", "share of stated weight that the scheme assesses")
    partly: float | None = column("number", "share that it sees in part; never halved")
    ignored: float | None = column("number", "share that it ignores")
    not_coded: float | None = column("number", "share without a coding")
    binding: int | None = column("integer", "binding provisions in the index of standards")
    unseen_share: float | None = column("number", "share of them on which no assessed criterion rests")
    on_assessed: int | None = column("integer", "provisions on which an assessed criterion rests")
    on_partly: int | None = column("integer", "provisions on which one seen in part rests, and none assessed")
    on_ignored: int | None = column("integer", "provisions on which ignored criteria alone rest")
    on_not_coded: int | None = column("integer", "provisions on which criteria without a coding alone rest")
    on_none: int | None = column("integer", "provisions on which no criterion of the rubric rests")
    gates_ignored: tuple[str, ...] = column("ids", "gates that the scheme ignores")
    gates_partly: tuple[str, ...] = column("ids", "gates that it sees in part")
    text: str = column("text", "the finding in words")


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


SPOTS = SectionTable("blind-spot", "blind-spot", "Seen and ignored by the TIP Report", BlindRow)
PARTS = SectionTable("seen-and-ignored", "blind-spot", "Scores on what is seen and what is ignored", PartScore)
TIERS = SectionTable("tiers", "blind-spot", "Tiers beside plans", TierMatch)
ASSOCIATION = SectionTable("association", "blind-spot", "Association of scores with tiers", AssociationRow)
BLIND_KINDS = (SPOTS, PARTS, TIERS, ASSOCIATION)


def blind_tables(found: Findings) -> tuple[ContrastTable, ...]:
    """Return the tables of the blind spot, of scores by coding, and, with tiers, of tiers and their association."""
    tables = [SPOTS.of(_blind_row(spot) for spot in found.spots), PARTS.of(found.parts)]
    if found.tiers is not None:
        tiers = found.tiers
        row = AssociationRow(
            tiers.weighting_id, tiers.plans, tiers.tau, tiers.low, tiers.high, tiers.p, tiers.left_out, tiers.sentence
        )
        tables.append(TIERS.of(tiers.matches))
        tables.append(ASSOCIATION.of([row]))
    return tuple(tables)


def _blind_row(spot: BlindSpot) -> BlindRow:
    provisions = spot.provisions
    return BlindRow(
        spot.basis, spot.weighting_id, spot.assessed, spot.partly, spot.ignored, spot.not_coded,
        provisions.binding, provisions.share_unseen, provisions.assessed, provisions.partly, provisions.ignored,
        provisions.not_coded, provisions.none, spot.gates_ignored, spot.gates_partly, spot.sentence,
    )  # fmt: skip
