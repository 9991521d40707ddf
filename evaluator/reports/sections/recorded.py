"""Views of records other than ratings: the profile of measures, the money, the coders' agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.plan import FUNCTIONS, PARADIGMS, Measure
from evaluator.panel.agreement import AgreementFigure
from evaluator.panel.agreement_words import in_words
from evaluator.plans.rows import counting_rows
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.sections.money import MoneyView, money_view
from evaluator.reports.view import CountryView


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The number of measures by function and paradigm; a measure of several paradigms counts in each.

    Each row is (function, counts by paradigm, count without paradigm, measures); an empty function
    gathers the measures without one. Counts by paradigm may therefore add up to more than `counted`.
    """

    paradigms: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int, int], ...]
    totals: tuple[int, ...]
    untagged: int
    counted: int
    proposed: int


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The agreement of coders with final ratings: shares and Krippendorff's alpha with its interval.

    `words` are sentences on the agreement, and `apart` the criteria on which coders differ, each with
    their votes and whether it is a gate.
    """

    coders: tuple[str, ...]
    levels: AgreementFigure
    words: tuple[str, ...]
    apart: tuple[tuple[str, tuple[tuple[str, str], ...], bool], ...]


@dataclass(frozen=True, slots=True)
class RecordedView:
    """The profile, money and agreement of a plan; a part without any record is None."""

    profile: ProfileView | None
    money: MoneyView | None
    agreement: AgreementView | None


def recorded_view(context: CountryContext) -> RecordedView:
    """Return the profile, money and agreement of a plan."""
    plan = context.card.assessment
    return RecordedView(profile_view(plan), money_view(plan), agreement_view(context))


def profile_view(assessment: Assessment) -> ProfileView | None:
    """Return the table of measures by function and paradigm; None if no measure is tagged."""
    rows = counting_rows(assessment).rows
    if not any(row.paradigms or row.function for row in rows):
        return None
    functions = [f for f in (*FUNCTIONS, "") if any(row.function == f for row in rows)]
    return ProfileView(
        paradigms=PARADIGMS,
        rows=tuple(_profile_row(f, [row for row in rows if row.function == f]) for f in functions),
        totals=tuple(sum(p in row.paradigms for row in rows) for p in PARADIGMS),
        untagged=sum(not row.paradigms for row in rows),
        counted=len(rows),
        proposed=sum(row.tag_status == "proposed" for row in rows),
    )


def _profile_row(function: str, rows: Sequence[Measure]) -> tuple[str, tuple[int, ...], int, int]:
    counts = tuple(sum(p in row.paradigms for row in rows) for p in PARADIGMS)
    return function, counts, sum(not row.paradigms for row in rows), len(rows)


def agreement_view(context: CountryContext) -> AgreementView | None:
    """Return the agreement of coders with final ratings; None with fewer than two."""
    found, rubric, lang = context.agreement, context.card.rubric, context.lang
    if found is None:
        return None
    differing = [spot for spot in found.spots if spot.kind not in ("same", "single", "none")]
    apart = tuple((rubric.title(s.criterion_id, lang), s.votes, s.is_gate) for s in differing)
    return AgreementView(found.coders, found.levels, in_words(found, lambda name: rubric.title(name, lang)), apart)


RECORDED: Part[CountryContext, CountryView, RecordedView] = Part("recorded", lambda context, _: recorded_view(context))
PROFILE = Section("plan_profile", "country/profile.html", (RECORDED,))
AGREEMENT: Section[CountryContext, CountryView] = Section("agreement", "country/agreement.html")
