"""The section on the law beside the plan: what the plan says and what statute gives on the same question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.model.block import Block
from evaluator.model.country import Source
from evaluator.model.law_block import LawBesideRow, law_block
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section


@dataclass(frozen=True, slots=True)
class LawBesideView:
    """The block of the law beside the plan, what each row says as printed, and the second score where it is told.

    `copies` are the sources that the rows name, in their order.
    """

    block: Block[LawBesideRow]
    says: Mapping[str, str]
    plan_or_law: float | None
    copies: tuple[Source, ...]


def law_beside(context: CountryContext) -> LawBesideView | None:
    """Return the law beside the plan; None where no law may answer, or none was read."""
    card, words = context.card, context.words
    block = law_block(card, {name: words.title(name) for name in card.rubric.by_id})
    if not any(row.read for row in block.rows):
        return None
    known = {source.source_id: source for source in card.assessment.sources}
    named = dict.fromkeys(name for row in block.rows for name in row.source_ids)
    copies = tuple(known[name] for name in named if name in known)
    return LawBesideView(block, {row.id: words.foreign(row.says) for row in block.rows}, card.plan_or_law, copies)


LAW_BESIDE_SHOWN: Part[CountryContext, CountryView, LawBesideView | None] = Part(
    "law_beside", lambda context, _: law_beside(context)
)
LAW_BESIDE = Section("law_beside", "country/law-beside.html", (LAW_BESIDE_SHOWN,))
