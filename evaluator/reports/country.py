"""The country report: its sections in the order of the page, its view, its page and its PDF.

To add a section, add a module in `sections/`, a template, and a line here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from evaluator.contrasts.headline.one import headline_of
from evaluator.library import Library
from evaluator.model.criterion_block import criterion_block
from evaluator.model.safeguard import safeguards_told
from evaluator.model.scorecard import PeersFile, Scorecard
from evaluator.panel.settled_words import draft_reasons
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.attach import CarriedFile, carried_files
from evaluator.reports.context.country import CountryContext, country_context
from evaluator.reports.country_view import CountryView, Interval
from evaluator.reports.editions.earlier import EarlierEdition, earlier_files
from evaluator.reports.outline import Report, Section
from evaluator.reports.output import leave_out_broken, page_html, page_pdf
from evaluator.reports.retitle import finding_in_print
from evaluator.reports.sections.account import ACCOUNT
from evaluator.reports.sections.blind_spot import BLIND_SPOT
from evaluator.reports.sections.changes import CHANGES
from evaluator.reports.sections.charts import CHARTS
from evaluator.reports.sections.citations import (
    EVIDENCE,
    Citations,
    citations_of,
    cited_sources,
    references,
    with_numbers,
)
from evaluator.reports.sections.criteria import (
    GROUPS,
    columns,
    criterion_views,
    group_views,
    shown_status,
)
from evaluator.reports.sections.figures import FIGURES
from evaluator.reports.sections.follow_up import FOLLOW_UP
from evaluator.reports.sections.guards import guard_rows
from evaluator.reports.sections.instruments import INSTRUMENTS
from evaluator.reports.sections.law_beside import LAW_BESIDE
from evaluator.reports.sections.lift import LIFT
from evaluator.reports.sections.method import method_view, weighting_title
from evaluator.reports.sections.opening import OPENING
from evaluator.reports.sections.profile import AGREEMENT, PROFILE
from evaluator.reports.sections.recommendations import ASKS
from evaluator.reports.sections.scores import PEERS, SCORES
from evaluator.reports.sections.short import SHORT
from evaluator.reports.sections.summary import alarm_views, gate_views, grade_view, strongest
from evaluator.reports.sections.trend import TREND
from evaluator.reports.sections.weightings import WEIGHTINGS
from evaluator.reports.sections.whose import WHOSE
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
from evaluator.reports.titles import titles_of
from evaluator.reports.wording import wording_of
from evaluator.scoring.observers import observed_words

COUNTRY: Report[CountryContext, CountryView] = Report(
    "country",
    [
        Section("verdict", "country/verdict.html", (CHARTS, OPENING)),
        ASKS,
        Section("criteria", "country/criteria.html"),
        Section("frames", "country/frames.html"),
        Section("years", "country/years.html"),
        Section("trust", "country/trust.html"),
        CHANGES,
    ],
    alone=SHORT,
    annex=(
        FIGURES,
        SCORES,
        WEIGHTINGS,
        BLIND_SPOT,
        GROUPS,
        LAW_BESIDE,
        PROFILE,
        FOLLOW_UP,
        LIFT,
        WHOSE,
        INSTRUMENTS,
        TREND,
        ACCOUNT,
        AGREEMENT,
        EVIDENCE,
        Section("method", "country/method.html"),
    ),
)


STATUSES = (
    "rated", "silent", "contrary", "estimated", "at-least", "not-assessed", "disputed", "not-applicable", "no-occasion",
)  # fmt: skip
SELDOM = ("at-least", "no-occasion")  # counted where there are any


def report_view(
    library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None, *, annex: bool = False
) -> CountryView:
    """Return the view of a country report, with the data the library has on the country besides this plan.

    With an `earlier` edition of the report, the view also lists what changed since.
    """
    return country_page(country_context(library, card, lang, earlier, annex=annex))


def country_view(card: Scorecard, lang: str = "en", *, annex: bool = False) -> CountryView:
    """Return the view of a country report from a scorecard alone, without data that only a library has."""
    return country_page(CountryContext(card, lang, annex=annex))


def country_page(context: CountryContext) -> CountryView:
    """Return the view of a country report: the fields that all sections share, then each section's own view."""
    citations = citations_of(context.card)
    told = replace(context, card=with_numbers(context.card, citations))
    page = COUNTRY.page(told, _shared_fields(told, citations))
    return page.showing(titles=titles_of(page), guards=guard_rows(page))


def _shared_fields(context: CountryContext, citations: Citations) -> CountryView:
    card, lang, words, shown = context.card, context.lang, context.words, columns(context.card)
    views = criterion_views(card, citations, shown, words)
    assessment = card.assessment
    country = country_name(assessment.country.names, assessment.country.iso3, lang)
    cited = references(assessment, citations, words)
    block = criterion_block(card, {name: words.title(name) for name in card.rubric.by_id})
    count = Counter(shown_status(s.outcome) for s in card.criteria if s.outcome.criterion_id not in card.rubric.alarms)
    return CountryView(
        lang=lang,
        document_id=document_id(card, lang, annex=context.annex),
        date=date_of(assessment),
        country=country,
        footnote=words.text(assessment.country.footnote),
        plan=plan_view(assessment.plan, lang),
        rubric=passage(card.rubric.named(), lang),
        altered=altered_words(card.rubric, lang),
        weighting=TextInLanguage(weighting_title(card.weighting, lang), lang),
        assessor=card.assessor,
        is_draft=card.is_draft,
        draft_reasons=draft_reasons(card, words.title),
        examples=examples_among([(country.text, assessment)], context.card.assessor or None),
        invented=invented_among([assessment.country]),
        total=Interval.of(card),
        part=shown.total,
        grade=grade_view(card, words),
        groups=group_views(card, views, shown, words),
        criteria=block,
        ends=strongest(block, card.rubric, words),
        gates=gate_views(card, citations, words),
        safeguards=safeguards_told(card.rubric, card.gates),
        alarms=alarm_views(card, citations, words),
        tip_alone=card.tip_alone,
        references=cited,
        sources=cited_sources(assessment, cited, words),
        method=method_view(card, words),
        counts=tuple((status, count[status]) for status in STATUSES if count[status] or status not in SELDOM),
        finding=finding_in_print(headline_of(context.study), card.rubric, lang),
        subject=card.rubric.scores,
        observed=observed_words(card.rubric, [card.observers], lang),
        wording=wording_of(card.rubric, lang),
        annex=context.annex,
    )


def country_html(library: Library, view: CountryView, carried: Sequence[CarriedFile] = ()) -> str:
    """Return the country report as one HTML page; see `page_html`."""
    return page_html(library, COUNTRY, view, carried, view.document_id)


def country_pdf(
    library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None, *, annex: bool = False
) -> bytes:
    """Return the country report as PDF bytes.

    With an `earlier` edition, the report lists what changed since that edition and carries the
    edition's files.
    """
    context = country_context(library, card, lang, earlier, annex=annex)
    view = country_page(context)
    return page_pdf(library, COUNTRY, view, country_files(library, context, view, earlier), view.document_id)


def country_files(
    library: Library, context: CountryContext, view: CountryView, earlier: EarlierEdition | None = None
) -> tuple[CarriedFile, ...]:
    """Return the files that a country report carries: result.json, its sources, and those of an earlier edition."""
    leave_out_broken(library, COUNTRY, {"view": view, "carried": (), "document": "", "explorer": "", "publisher": None})
    among, beside = PEERS.of(view), context.beside
    others = PeersFile(
        peers=tuple(among.scored) if among else (),
        record=beside.record if beside else None,
        references=beside.references if beside else (),
        grades=beside.grades if beside else (),
    )
    carried = carried_files(library, context.card, view.lang, others, annex=view.annex)
    return (*carried, *earlier_files(earlier))
