"""The section on the blind spot; for the workbook, TIP Report chapters that are silent on the punishment of victims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.blind import BASIS_WORDS, PartScore
from evaluator.model.criterion import TIP_BASES
from evaluator.model.facts import ReportChapter
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Sentence
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section
from evaluator.reports.sections.method import weighting_title
from evaluator.scoring.rounding import printed, shared_out
from evaluator.scoring.silence import by_year, of_country


@dataclass(frozen=True, slots=True)
class BasisView:
    """One basis of coding the TIP Report: the shares of weight coded assessed, partly, ignored or not coded.

    `printed` holds the four shares in per cent as printed; they add up to the whole.
    """

    basis: str
    assessed: float
    partly: float
    ignored: float
    uncoded: float
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class BlindSpotView:
    """The shares of weight that the TIP Report assesses and ignores, on each basis of coding.

    `weighting` is the title of the reference weighting, whose stated weights are used. `ignored` lists
    the criteria with weight that the TIP Report ignores on the basis `named`, called `by`. `seen` and `unseen` are
    the plan's own scores on the criteria that it assesses and on those it ignores, on that basis and
    under the report's weighting; None without such criteria.
    """

    weighting: str
    named: str
    by: Sentence
    bases: tuple[BasisView, ...]
    ignored: tuple[str, ...]
    seen: PartScore | None = None
    unseen: PartScore | None = None


CODINGS = ("assessed", "partly", "ignored", "uncoded")
PRACTICE, STATUTE = ("tip_practice", 2005), ("tip_statute_2022", 2022)


def blind_spot(context: CountryContext) -> BlindSpotView:
    """Return the shares of stated weight that the TIP Report ignores, under the reference weighting."""
    card, stated = context.card, context.stated
    rubric = card.rubric
    reference = rubric.weighting(rubric.reference_weighting)
    named = _nearest_basis(card) if context.alone else card.weighting.reference_tip
    parts = {part.coding: part for part in context.looked_at if part.basis == named}
    return BlindSpotView(
        weighting=weighting_title(reference, context.lang),
        named=named,
        by=BASIS_WORDS[named],
        bases=tuple(_basis_view(card, basis, stated) for basis in TIP_BASES),
        ignored=tuple(c.id for c in rubric.criteria if c.coding(named) == "ignored" and stated[c.id] > 0),
        seen=parts.get("assessed"),
        unseen=parts.get("ignored"),
    )


def _nearest_basis(card: Scorecard) -> str:
    """Return the frame's own basis; for the practice of the first reports, the last statute where a plan is nearer."""
    named, start = card.weighting.reference_tip, card.assessment.plan.years[0]
    nearer = named == PRACTICE[0] and start.isdigit() and STATUTE[1] - int(start) < int(start) - PRACTICE[1]
    return STATUTE[0] if nearer and any(c.coding(STATUTE[0]) for c in card.rubric.criteria) else named


def _basis_view(card: Scorecard, basis: str, stated: Mapping[str, float]) -> BasisView:
    shares = dict.fromkeys(CODINGS, 0.0)
    for criterion in card.rubric.criteria:
        shares[criterion.coding(basis) or "uncoded"] += stated[criterion.id]
    percent = shared_out([share * 100 for share in shares.values()], printed(100 * sum(shares.values()), 0))
    return BasisView(basis, shares["assessed"], shares["partly"], shares["ignored"], shares["uncoded"], percent)


@dataclass(frozen=True, slots=True)
class SilenceView:
    """What the chapters of the TIP Reports say of the punishment of victims, for the workbook.

    `years` are every report with its chapters and those that are silent, `own` every chapter on the country with its
    year, its tier and what it says.
    """

    years: tuple[tuple[int, int, int], ...]
    own: tuple[tuple[int, str, str], ...]


def silence_view(chapters: Sequence[ReportChapter], iso3: str) -> SilenceView | None:
    """Return how many TIP Report chapters are silent on punished victims, and each chapter on the country.

    Returns None without chapters.
    """
    years = by_year(chapters)
    if not years:
        return None
    return SilenceView(
        years=tuple((row.year or 0, row.chapters or 0, row.silent or 0) for row in years),
        own=tuple((row.year or 0, row.tier, row.said) for row in of_country(chapters, iso3)),
    )


def _silence_of_country(context: CountryContext, _: CountryView) -> SilenceView | None:
    beside = context.beside
    return silence_view(beside.chapters, context.card.assessment.country.iso3) if beside else None


SILENCE = Part("silence", _silence_of_country)
BLIND_SPOT: Section[CountryContext, CountryView] = Section(
    "blind_spot", "country/blind-spot.html", (Part("blind_spot", lambda context, _: blind_spot(context)), SILENCE)
)
