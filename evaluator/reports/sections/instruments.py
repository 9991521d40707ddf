"""The plan read against instruments, and what a country report takes from the library beside its plan."""

from __future__ import annotations

from dataclasses import replace

from evaluator.library import PLAN_WORDS, Library
from evaluator.model.against import AgainstReading, Binding, InstrumentReading
from evaluator.model.assessment import Assessment
from evaluator.model.scorecard import Scorecard
from evaluator.model.words import foreign, text_for
from evaluator.reports.country import country_view
from evaluator.reports.editions.changes import changes_view
from evaluator.reports.editions.earlier import EarlierEdition
from evaluator.reports.editions.reopened import reopen
from evaluator.reports.sections.alongside import alongside, edition_before, editions_beside
from evaluator.reports.sections.evolution import EvolutionView, evolution_view
from evaluator.reports.sections.figures import country_figures
from evaluator.reports.sections.peers import peers_of, peers_view
from evaluator.reports.sections.silence import silence_view
from evaluator.reports.sections.trend import trend_view
from evaluator.reports.sections.whose import whose_view
from evaluator.reports.view import CountryView, InstrumentView
from evaluator.scoring.against import reading_against


def reading_of(library: Library, card: Scorecard) -> AgainstReading:
    """Return a plan read against every instrument of the library."""
    tests, treaties = library.tests_of(card.rubric), library.shared_facts.treaties
    return reading_against(card, library.instruments, library.standards, tests, treaties)


def report_view(
    library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None
) -> CountryView:
    """Return the country report's view with what stands in the library beside it: instruments, other plans, tiers.

    With an `earlier` edition also what changed since.
    """
    reading = reading_of(library, card)
    view = country_view(card, lang, instrument_views(reading, lang))
    changes = changes_view(card, reopen(earlier, card, library), lang) if earlier else None
    trend = trend_view(card, alongside(library, card), lang)
    editions = editions_beside(library, card)
    return replace(
        view,
        trend=trend,
        figures=country_figures(
            card.assessment, trend, [(one.title, int(one.since[:4])) for one in view.instruments if _binds(one)]
        ),
        whose=whose_view(
            card.assessment,
            editions,
            choices=card.rubric.report.portrait if card.rubric.report else None,
            placements=library.shared_facts.tip_tiers,
            evolution=_evolution(library, card, edition_before(card, editions), lang),
            lang=lang,
        ),
        changes=changes,
        silence=silence_view(library.shared_facts.chapters, card.assessment.country.iso3),
        peers=peers_view(
            peers_of(library, card), card.assessment.country.iso3, view.groups, view.grade.least_coverage, lang
        ),
    )


def _evolution(library: Library, card: Scorecard, before: Assessment | None, lang: str) -> EvolutionView | None:
    """Return what became of the measures of the edition before; None too in a report from before there was this."""
    if before is None or library.layers.file(PLAN_WORDS) is None:
        return None
    return evolution_view(card.assessment, before, library.plan_words.alike, lang)


def _binds(one: InstrumentView) -> bool:
    """Return whether an instrument binds the state from a year that is known."""
    return one.binding in ("bound", "later") and one.since[:4].isdigit()


def instrument_views(reading: AgainstReading, lang: str) -> tuple[InstrumentView, ...]:
    """Return the instruments of which at least one provision has a verdict."""
    views = (_view(one, lang) for one in reading.instruments)
    return tuple(view for view in views if view.met + view.as_asked + view.partly + view.unmet + view.open)


def _view(one: InstrumentReading, lang: str) -> InstrumentView:
    counts = one.counts()
    titles = one.instrument.titles
    failed = [a for a in one.articles if a.verdict == "not"]
    held = [a for a in one.articles if a.verdict in ("met", "met-as-asked") and one.binding.state == "bound"]
    return InstrumentView(
        id=one.instrument.id,
        title=text_for(titles, lang, one.instrument.id),
        binding=one.binding.state,
        since=_since(one.binding),
        until=one.binding.until,
        met=counts["met"],
        as_asked=counts["met-as-asked"],
        partly=counts["partly"],
        unmet=counts["not"],
        open=counts["not-assessed"],
        apart=counts["not-applicable"],
        uncovered=counts["not-covered"],
        failed=tuple((a.standard.article, foreign(a.standard.subject, "en", lang)) for a in failed),
        unasked=tuple(
            (f"{a.standard.article} {part.letter}", foreign(part.requires, "en", lang))
            for a in one.articles
            for part in a.missing
        ),
        record=one.binding.record,
        seen=one.binding.seen,
        member_of=one.binding.member_of,
        held=tuple((a.standard.article, foreign(a.standard.subject, "en", lang)) for a in held),
    )


def _since(binding: Binding) -> str:
    return binding.since if binding.state in ("bound", "later", "ended") else ""
