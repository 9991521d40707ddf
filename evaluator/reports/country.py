"""A scorecard becomes the view of a country report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from evaluator.contrasts.headline.one import headline_of
from evaluator.model.assessment import Assessment
from evaluator.model.base import Texts
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.words import Foreign, text_for
from evaluator.panel.told import draft_reasons
from evaluator.pipeline import study_of_cards
from evaluator.reports.html.language import territory
from evaluator.reports.html.narrative import blocks, summary_of
from evaluator.reports.retitle import finding_in_print
from evaluator.reports.sections.asks import asks_view
from evaluator.reports.sections.citations import cited_sources, number_citations, references, source_view
from evaluator.reports.sections.criteria import (
    columns,
    criterion_views,
    group_views,
    print_order,
    shown_status,
    total_weights,
)
from evaluator.reports.sections.findings import Interval
from evaluator.reports.sections.floors import floor_views
from evaluator.reports.sections.follow_up import follow_up_view
from evaluator.reports.sections.method import method_view, weighting_title
from evaluator.reports.sections.promise import promise_view
from evaluator.reports.sections.pulled import pulled
from evaluator.reports.sections.raising import lift_view
from evaluator.reports.sections.recorded import recorded_view
from evaluator.reports.sections.standing import standings_view
from evaluator.reports.sections.summary import alarm_views, blind_spot, gate_views, grade_view, strongest
from evaluator.reports.sections.whose import whose_view
from evaluator.reports.view import AccountView, CountryView, InstrumentView, PlanView, SourceView, TextInLanguage, span

STATUSES = ("rated", "silent", "contrary", "estimated", "not-assessed", "disputed", "not-applicable", "no-occasion")


def country_view(
    card: Scorecard,
    lang: str = "en",
    instruments: tuple[InstrumentView, ...] = (),
    *,
    with_agreement: bool = True,
) -> CountryView:
    """Return all that a country report shows.

    Parameters
    ----------
    card : Scorecard
        One plan under one weighting.
    lang : str
        Language of the report, BCP 47. A text that does not exist in it is shown
        in the language it has, and marked as such.
    instruments : tuple of InstrumentView, optional
        The plan read against instruments, which need the library; without them the
        part is left out.
    with_agreement : bool
        Work out how far the coders agree; reports on several plans print nothing of it.
    """
    citations = number_citations(print_order(card))
    shown = columns(card)
    views = criterion_views(card, citations, shown, lang)
    assessment = card.assessment
    cited = references(assessment, citations, lang)
    country = country_name(assessment.country.names, assessment.country.iso3, lang)
    follow_up = follow_up_view(card, lang)
    study, groups = study_of_cards([card]), group_views(card, views, shown, lang)
    count = Counter(shown_status(s.outcome) for s in card.criteria if s.outcome.criterion_id not in card.rubric.alarms)
    return CountryView(
        lang=lang,
        document_id=document_id(card, lang),
        date=date_of(assessment),
        country=country,
        footnote=text_for(assessment.country.footnote, lang),
        plan=plan_view(assessment.plan, lang),
        rubric=passage(card.rubric.named(), lang),
        weighting=TextInLanguage(weighting_title(card.weighting, lang), lang),
        weighting_id=card.weighting.id,
        assessor=card.assessor,
        is_draft=card.is_draft,
        draft_reasons=draft_reasons(card, lambda name: card.rubric.title(name, lang)),
        worked_example=assessment.plan.worked_example,
        invented=invented_among([assessment.country]),
        total=Interval(card.score, *card.bounds, *card.judgement_interval, card.told[0]),
        weights=total_weights(shown),
        part=shown.part.total,
        grade=grade_view(card, lang),
        groups=groups,
        promise=promise_view(groups, card.rubric.norm_level.level if card.rubric.norm_level else None),
        ends=strongest(card, views, lang),
        gates=gate_views(card, citations, lang),
        asks=asks_view(card, follow_up.recommendations, lang),
        pulled=tuple(pulled(group, cited) for group in groups),
        lift=lift_view(card, lang),
        blind_spot=blind_spot(card, lang),
        account=account_view(assessment, lang),
        references=cited,
        sources=cited_sources(assessment, cited, lang),
        method=method_view(card, lang),
        follow_up=follow_up,
        counts=tuple((status, count[status]) for status in STATUSES if count[status] or status != "no-occasion"),
        recorded=recorded_view(card, lang, with_agreement=with_agreement),
        standings=standings_view(card, lang, study, country.text),
        finding=finding_in_print(headline_of(study), card.rubric, lang),
        whose=whose_view(assessment),
        instruments=instruments,
        alarms=alarm_views(card, citations, lang),
        tip_alone=card.tip_alone,
        subject=card.rubric.subject,
        figure_sources=figure_sources(card),
        floors=floor_views(card, lang),
    )


def figure_sources(card: Scorecard) -> tuple[SourceView, ...]:
    """Return the sources of the figures that indicators rest on, each once."""
    used = {
        name for s in card.criteria if s.outcome.covered for name in card.rubric.by_id[s.outcome.criterion_id].inputs
    }
    cited = {fact.source_id for fact in card.assessment.facts if fact.variable in used}
    return tuple(source_view(source, "en", "en") for source in card.assessment.sources if source.source_id in cited)


def account_view(assessment: Assessment, lang: str) -> AccountView:
    """Return the evaluators' account in the language, else in English; without blocks where there is none."""
    written = lang if lang in assessment.narrative else "en"
    summary, rest = summary_of(blocks(assessment.narrative.get(written, "")))
    return AccountView(summary, rest, written)


def passage(texts: Texts, lang: str) -> TextInLanguage:
    """Return the text in the language, else in the nearest there is, with its language; see `text_for`."""
    text = text_for(texts, lang)
    return TextInLanguage(text, text.lang if isinstance(text, Foreign) else lang if text else "")


def country_name(names: Texts, iso3: str, lang: str) -> TextInLanguage:
    """Return the country's name: the file's in the language, else the locale data's, else the file's English one."""
    own = passage(names, lang)
    known = territory(iso3, lang) if own.lang != lang else ""
    return TextInLanguage(known, lang) if known else own


def invented_among(countries: Iterable[Country]) -> str:
    """Return which of the countries on a page are invented: `all`, `some`, or empty for none.

    Examples
    --------
    >>> real = Country(iso3="ALB", names={"en": "Albania"})
    >>> made_up = Country(iso3="XAR", names={"en": "Arvenia"}, invented=True)
    >>> invented_among([real]), invented_among([made_up]), invented_among([real, made_up])
    ('', 'all', 'some')
    """
    found = {country.invented for country in countries}
    return "" if True not in found else "some" if False in found else "all"


def document_id(card: Scorecard, lang: str) -> str:
    """Return the report's name; see `document_name`."""
    return document_name(card.assessment.plan.id, card.rubric, card.weighting.id, lang, card.assessor)


def document_name(plan_id: str, rubric: Rubric, weighting_id: str, lang: str, assessor: str = "") -> str:
    """Return the name of a report that need not exist yet: the plan, then what differs from the default.

    The defaults are the rubric `four-paradigms`, its reference weighting, English and the
    panel's ratings. One coder's report ends in `coder_` and the coder: no id of a rubric or
    weighting and no language has an underscore, so it never has the name of the panel's.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> document_name("ALB-2005-2007", Library.open().rubric(), "us-tip", "sr", "b")
    'ALB-2005-2007.us-tip.sr.coder_b'
    """
    parts = [plan_id]
    parts += [rubric.id] if rubric.id != "four-paradigms" else []
    parts += [weighting_id] if weighting_id != rubric.reference_weighting else []
    parts += [lang] if lang != "en" else []
    parts += [f"coder_{assessor}"] if assessor else []
    return ".".join(parts)


def date_of(assessment: Assessment) -> str:
    """Return the day the data were last worked on; where no day is recorded the plan's start.

    A period without a plan has data up to its end.

    Reports carry this date, never the day of printing, so that the same data
    give the same bytes.
    """
    headers = [coding.header for coding in assessment.codings]
    days = [day for header in headers for day in (header.started, header.finished) if day]
    days += [agreed.decided_on for agreed in assessment.agreed]
    days += [reply.answered_on for reply in assessment.replies]
    days += [evidence.added_on for evidence in assessment.evidence]
    plan = assessment.plan
    known = plan.start if plan.is_plan or plan.end == "open" else plan.end
    return max((day for day in days if day), default=known)


def plan_view(plan: PlanFile, lang: str) -> PlanView:
    """Return the plan's header, the title in the report's language first."""
    first = passage(plan.titles, lang)
    others = [TextInLanguage(text, code) for code, text in plan.titles.items() if text != first.text]
    return PlanView(
        id=plan.id,
        titles=(first, *others),
        kind=plan.kind,
        start=plan.start,
        end=plan.end,
        adopted=plan.adopted.status if plan.adopted else "unknown",
        adopted_on=(plan.adopted.date or "") if plan.adopted else "",
        authority=plan.authority,
        rows_basis=plan.rows.basis,
        rows_here=plan.rows.here,
        rows_in_plan=plan.rows.total,
        extent=plan.text_read.extent,
        pages=plan.text_read.pages,
        notes=plan.notes,
        rated_years=span(plan.rated_years.start, plan.rated_years.end) if plan.rated_years else "",
    )
