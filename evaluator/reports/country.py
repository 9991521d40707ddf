"""Build the view of a country report from a scorecard."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from evaluator.contrasts.headline.one import headline_of
from evaluator.library import Library
from evaluator.model.band_words import wording_of
from evaluator.model.safeguard import safeguards_told
from evaluator.model.scorecard import Scorecard
from evaluator.model.words import text_for
from evaluator.panel.settled_words import draft_reasons
from evaluator.read.yardstick import altered_words
from evaluator.reports.context.country import CountryContext, country_context
from evaluator.reports.editions.earlier import EarlierEdition
from evaluator.reports.kinds import COUNTRY
from evaluator.reports.retitle import finding_in_print
from evaluator.reports.sections.citations import Citations, cited_sources, references
from evaluator.reports.sections.criteria import (
    columns,
    criterion_views,
    group_views,
    shown_status,
    total_weights,
)
from evaluator.reports.sections.findings import Interval
from evaluator.reports.sections.method import method_view, weighting_title
from evaluator.reports.sections.numbering import citations_of, numbered
from evaluator.reports.sections.summary import alarm_views, gate_views, grade_view, strongest
from evaluator.reports.subject import (
    TextInLanguage,
    country_name,
    date_of,
    document_id,
    examples_among,
    invented_among,
    passage,
    plan_view,
)
from evaluator.reports.view import CountryView
from evaluator.scoring.observers import observed_words

STATUSES = (
    "rated", "silent", "contrary", "estimated", "at-least", "not-assessed", "disputed", "not-applicable", "no-occasion",
)  # fmt: skip
SELDOM = ("at-least", "no-occasion")  # counted where there are any


def report_view(
    library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None
) -> CountryView:
    """Return the view of a country report, with the data the library has on the country besides this plan.

    With an `earlier` edition of the report, the view also lists what changed since.
    """
    return country_page(country_context(library, card, lang, earlier))


def country_view(card: Scorecard, lang: str = "en") -> CountryView:
    """Return the view of a country report from a scorecard alone, without data that only a library has."""
    return country_page(CountryContext(card, lang))


def country_page(context: CountryContext) -> CountryView:
    """Return the view of a country report: the fields that all sections share, then each section's own view."""
    citations = citations_of(context.card)
    told = replace(context, card=numbered(context.card, citations))
    return COUNTRY.page(told, _shared(told, citations))


def _shared(context: CountryContext, citations: Citations) -> CountryView:
    card, lang, shown = context.card, context.lang, columns(context.card)
    views = criterion_views(card, citations, shown, lang)
    assessment = card.assessment
    country = country_name(assessment.country.names, assessment.country.iso3, lang)
    cited = references(assessment, citations, lang)
    count = Counter(shown_status(s.outcome) for s in card.criteria if s.outcome.criterion_id not in card.rubric.alarms)
    return CountryView(
        lang=lang,
        document_id=document_id(card, lang),
        date=date_of(assessment),
        country=country,
        footnote=text_for(assessment.country.footnote, lang),
        plan=plan_view(assessment.plan, lang),
        rubric=passage(card.rubric.named(), lang),
        altered=altered_words(card.rubric, lang),
        weighting=TextInLanguage(weighting_title(card.weighting, lang), lang),
        weighting_id=card.weighting.id,
        assessor=card.assessor,
        is_draft=card.is_draft,
        draft_reasons=draft_reasons(card, lambda name: card.rubric.title(name, lang)),
        examples=examples_among([(country.text, assessment)]),
        invented=invented_among([assessment.country]),
        total=Interval(card.score, *card.bounds, *card.judgement_interval, card.told[0]),
        weights=total_weights(shown),
        part=shown.part.total,
        grade=grade_view(card, lang),
        groups=group_views(card, views, shown, lang),
        ends=strongest(card, views, lang),
        gates=gate_views(card, citations, lang),
        safeguards=safeguards_told(card.rubric, card.gates),
        alarms=alarm_views(card, citations, lang),
        tip_alone=card.tip_alone,
        references=cited,
        sources=cited_sources(assessment, cited, lang),
        method=method_view(card, lang),
        counts=tuple((status, count[status]) for status in STATUSES if count[status] or status not in SELDOM),
        finding=finding_in_print(headline_of(context.study), card.rubric, lang),
        subject=card.rubric.subject,
        observed=observed_words(card.rubric, [card.observers], lang),
        wording=wording_of(card.rubric, lang),
    )
