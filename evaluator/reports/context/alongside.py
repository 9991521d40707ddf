"""The data that the library has on a plan's country: its other plans, and its tiers in the TIP Report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.country import FactsSource
from evaluator.model.facts import CriteriaEdition, TierPlacement
from evaluator.model.plan import PlanFile
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.plans.portrait import BESIDE
from evaluator.plans.rows import counting_rows


@dataclass(frozen=True, slots=True)
class Alongside:
    """A country's other plans and its tiers in the TIP Report.

    `cards` are the assessed plans, scored under the same rubric and weighting; `heads` are the headers
    of plans not assessed. `placements` are the tiers of this country alone. `first_report` and
    `last_report` are the earliest and latest report years in the whole data set, None without data.
    """

    cards: tuple[Scorecard, ...] = ()
    heads: tuple[PlanFile, ...] = ()
    placements: tuple[TierPlacement, ...] = ()
    editions: tuple[CriteriaEdition, ...] = ()
    sources: tuple[FactsSource, ...] = ()
    first_report: int | None = None
    last_report: int | None = None


def alongside(library: Library, card: Scorecard) -> Alongside:
    """Return the country's other plans and its tiers; other plans are scored on the panel's ratings.

    The other plans are scored under the rubric and the weighting of `card`.

    Raises
    ------
    InvalidInputError
        A file of another plan of the country, or of the tiers, does not fit its schema.
    """
    iso3, rubric = card.assessment.country.iso3, card.rubric
    others = other_plans(library, card)
    rated = [name for name in others if library.is_assessed(name, rubric)]
    facts = library.shared_facts
    years = [row.year for row in facts.tip_tiers if row.year is not None]
    page = library.tier_page
    return Alongside(
        cards=tuple(evaluate(library.assessment(name, rubric), rubric, card.weighting) for name in rated),
        heads=tuple(library.plan(name) for name in others if name not in rated),
        placements=tuple(row for row in facts.tip_tiers if row.iso3 == iso3),
        editions=facts.tip_criteria,
        sources=page.sources if page else (),
        first_report=min(years, default=None),
        last_report=max(years, default=None),
    )


def other_editions(library: Library, card: Scorecard) -> tuple[str, ...]:
    """Return the ids of the other editions of this plan; none if the scorecard's plan is not an edition."""
    if card.assessment.plan.kind in BESIDE or library.units_of(card.rubric.id):
        return ()
    return tuple(name for name in other_plans(library, card) if library.plan(name).kind not in BESIDE)


def editions_beside(library: Library, card: Scorecard) -> tuple[Assessment, ...]:
    """Return the assessments of the other editions of a plan, rated or not.

    Raises
    ------
    InvalidInputError
        A file of one of these editions does not fit its schema.
    """
    return tuple(library.assessment(name, card.rubric) for name in other_editions(library, card))


def edition_before(card: Scorecard, editions: Iterable[Assessment]) -> Assessment | None:
    """Return the newest edition that began before this plan, rated or not; None without one.

    Editions without measures do not count, and a plan without measures has no earlier edition. Nor has
    a unit that is no plan: the law and practice of a state, or its record.
    """
    this = card.assessment
    older = [one for one in editions if one.plan.start < this.plan.start and counting_rows(one).rows]
    if card.rubric.subject != "plan" or not counting_rows(this).rows:
        return None
    return max(older, key=lambda one: (one.plan.start, one.plan.id), default=None)


def other_plans(library: Library, card: Scorecard) -> tuple[str, ...]:
    """Return the ids of the country's other plans in the library."""
    iso3 = card.assessment.country.iso3
    if not library.has_country(iso3):
        return ()
    return tuple(name for name in library.plan_ids(iso3) if name != card.assessment.plan.id)
