"""The reports on several plans under one weighting, comparative report and brief: their sections, view and pages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.blind import PartScore
from evaluator.contrasts.compare import draft_words
from evaluator.contrasts.headline.one import Headline
from evaluator.contrasts.headline.safeguards import gravest_first
from evaluator.contrasts.headline.several import across_frames, side_by_side
from evaluator.contrasts.nearest import nearest_line
from evaluator.contrasts.order import PartialOrder
from evaluator.contrasts.robustness import Sampling
from evaluator.contrasts.study import Study, undrafted
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Sentence
from evaluator.read.layers import Layers
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.attach import results_files
from evaluator.reports.carried.result import SeveralOrder
from evaluator.reports.context.country import CountryContext, shipped_templates
from evaluator.reports.context.several import SeveralContext, refuse_unlike
from evaluator.reports.country import country_page
from evaluator.reports.country_view import CountryView, MethodNote, ScoredPage
from evaluator.reports.outline import Part, Report, Section
from evaluator.reports.output import page_html, page_pdf
from evaluator.reports.retitle import finding_in_print, names_of, retitle, titles_in
from evaluator.reports.sections.citations import with_numbers
from evaluator.reports.sections.gaps import GapsView, common_gaps
from evaluator.reports.sections.heat import HeatGroupView, heat_groups
from evaluator.reports.sections.law import LawView, law_view
from evaluator.reports.sections.method import method_note
from evaluator.reports.sections.practices import PracticesView, practices
from evaluator.reports.sections.region_charts import LinesView, RegionChartsView, region_charts, score_lines
from evaluator.reports.subject import (
    TextInLanguage,
    country_name,
    date_of,
    examples_among,
    invented_among,
    names_in_rows,
    passage,
)
from evaluator.reports.wording import wording_of
from evaluator.scoring.observers import observed_words
from evaluator.tables.law import names_provisions

LINES: Part[SeveralContext, RegionView, LinesView | None] = Part(
    "lines", lambda context, page: score_lines(context, page.named)
)
CHARTS: Part[SeveralContext, RegionView, RegionChartsView] = Part(
    "charts", lambda context, page: region_charts(context, page.named, page.heat)
)
PRACTICES_SHOWN: Part[SeveralContext, RegionView, PracticesView | None] = Part(
    "practices", lambda context, _: practices(context.cards, context.listing)
)
GAPS_SHOWN: Part[SeveralContext, RegionView, GapsView | None] = Part(
    "gaps", lambda context, _: common_gaps(context.cards, context.listing)
)
LAW_SHOWN: Part[SeveralContext, RegionView, LawView | None] = Part(
    "law", lambda context, page: law_view(context.cards, [entry.label for entry in page.entries], context.lang)
)
NEAREST: Part[SeveralContext, RegionView, Sentence | None] = Part(
    "nearest",
    lambda context, page: nearest_line(
        context.study.rubric, context.study.weightings, names_of(context.study.weightings, page.lang)
    ),
)
COMPARATIVE: Report[SeveralContext, RegionView] = Report(
    "comparative",
    [
        Section("finding", "comparative/finding.html", (CHARTS,)),
        Section("heat", "comparative/heat.html"),
        Section("practice", "comparative/practices.html", (PRACTICES_SHOWN,)),
        Section("gaps", "comparative/gaps.html", (GAPS_SHOWN,)),
        Section("countries", "comparative/countries.html"),
    ],
    frame="sheets.html",
    is_several=True,
    found=("levels",),
    annex=(
        Section("levels", "comparative/levels.html"),
        Section("blind_spot", "comparative/blind-spot.html"),
        Section("law", "comparative/law.html", (LAW_SHOWN,)),
        Section("entries", "comparative/entries.html"),
        Section("method", "several/method.html"),
    ),
)

BRIEF: Report[SeveralContext, RegionView] = Report(
    "brief",
    [Section("plan", "brief/plan.html", (LINES, GAPS_SHOWN, NEAREST))],
    frame="sheets.html",
    is_several=True,
)

# Without a frame: no score, grade or rank stands on its pages.
LAW: Report[SeveralContext, RegionView] = Report(
    "law", [Section("law", "law/table.html", (LAW_SHOWN,)), Section("lines", "law/lines.html")], is_several=True
)


NAMED = 4  # up to this number of plans, the file's name has their ids


@dataclass(frozen=True, slots=True)
class EntryView:
    """One plan in a report on several: its country view, short name and code for narrow columns.

    `seen` and `unseen` are the plan's scores on
    the criteria that the TIP Report assesses, and on those that it ignores.
    """

    view: CountryView
    label: str
    code: str
    seen: PartScore | None
    unseen: PartScore | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionView(ScoredPage):
    """The view of several plans under one weighting, from which the templates print the report.

    `order` is the partial order of the plans and `sampling` its draws, None if not computed. `finding_told` is the
    finding in English, for machines. `labels` gives each plan's name by its id, `order_words` by which rule they are
    ordered. `notes` lists what could not be computed, and `space` describes from which frames the simulation drew.
    """

    kind: str
    document_id: str
    rubric: TextInLanguage
    weighting: TextInLanguage
    entries: tuple[EntryView, ...]
    heat: tuple[HeatGroupView, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    space: str
    order_words: str
    labels: Mapping[str, str]
    finding_told: Headline
    order: PartialOrder | None
    sampling: Sampling | None
    method: MethodNote

    @property
    def named(self) -> tuple[tuple[str, CountryView], ...]:
        """Return each plan's name for a row, and the view of its own report."""
        names = self.in_rows
        return tuple((names[e.view.plan.id], e.view) for e in self.entries)

    @property
    def coded(self) -> tuple[EntryView, ...]:
        """Return the plans that a code stands for in rows, because the names are long."""
        return tuple(entry for entry in self.entries if self.in_rows[entry.view.plan.id] != entry.label)

    @property
    def heads(self) -> dict[str, tuple[str, str]]:
        """Return each plan's code and name by its id; the code heads a column too narrow for the name."""
        return {entry.view.plan.id: (entry.code, entry.label) for entry in self.entries}

    @property
    def in_rows(self) -> dict[str, str]:
        """Return the name of each plan for the head of a table row, by its id; see `names_in_rows`."""
        return names_in_rows(self.heads)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return the distinct footnotes to country names."""
        return tuple(dict.fromkeys(entry.view.footnote for entry in self.entries if entry.view.footnote))


def region_view(
    cards: Sequence[Scorecard],
    kind: str,
    lang: str = "en",
    templates: Layers | None = None,
    *,
    annex: bool = False,
) -> RegionView:
    """Return the view of several plans, all under the weighting of the first.

    Parameters
    ----------
    cards : sequence of Scorecard
        The scored plans in the order of print.
    kind : str
        `comparative`, `brief` or `law`; for a contrast use `contrast_view`.
    lang : str
        Language of the report, BCP 47.
    templates : Layers, optional
        The folders of templates, from which fonts and catalogues come; without them, the shipped ones.
    annex : bool
        Whether to print the annex, where the kind has one.

    Raises
    ------
    EvaluatorError
        There is no plan, a plan is listed twice, or plans differ in rubric, weighting or coder;
        or the law table is asked for where no rating tells what was read of a provision.
    """
    refuse_unlike(cards)
    if kind == LAW.kind and not names_provisions(cards):
        raise EvaluatorError("No rating here tells what was read of a provision. Add the --rubric that asks about law.")
    report = _report(kind)
    told = tuple(with_numbers(card) for card in cards)
    context = SeveralContext(told, lang, report.found, templates or shipped_templates())
    shared = _shared_fields(context, kind)
    if annex and report.annex:
        shared = replace(shared, annex=True, document_id=region_name(told, kind, lang, annex=True))
    return report.page(context, shared)


def _report(kind: str) -> Report[SeveralContext, RegionView]:
    return next(report for report in (COMPARATIVE, BRIEF, LAW) if report.kind == kind)


def _shared_fields(context: SeveralContext, kind: str) -> RegionView:
    cards, lang, study, words = context.cards, context.lang, context.study, context.words
    first = cards[0]
    alone = kind == BRIEF.kind and len(cards) == 1
    views = tuple(country_page(CountryContext(card, lang, alone=alone, templates=context.templates)) for card in cards)
    found = context.found
    labels = labels_of(study, lang)
    nodes = {node: words.title(node) for node in first.rubric.nodes}
    names = {**nodes, **names_of(study.weightings, lang), **labels}
    titles = titles_in(first.rubric, lang)
    order, drawn = (found.order, found.robustness) if found else (None, None)
    finding = gravest_first(study, side_by_side(study, order) if kind == COMPARATIVE.kind else across_frames(study))
    entries = _entry_views(context, views)
    return RegionView(
        kind=kind,
        lang=lang,
        document_id=region_name(cards, kind, lang),
        date=max(date_of(card.assessment) for card in cards),
        rubric=passage(first.rubric.named(), lang),
        altered=altered_words(first.rubric, lang),
        weighting=views[0].weighting,
        is_draft=any(card.is_draft for card in cards),
        draft_reasons=draft_words(first.rubric, study.entrants, words.title, frames=[first.weighting]),
        examples=examples_among((labels[card.assessment.plan.id], card.assessment) for card in cards),
        invented=invented_among(card.assessment.country for card in cards),
        entries=entries,
        heat=heat_groups(cards, context.listing),
        warnings=retitle(undrafted(study), titles, names),
        notes=retitle(found.notes if found else (), titles, names),
        space=retitle(drawn.space if drawn else "", titles, names),
        order_words=retitle(order.sentence if order else "", titles, names),
        labels=labels,
        finding=finding_in_print(finding, first.rubric, lang, labels),
        finding_told=finding_in_print(finding, first.rubric, labels=labels_of(study, "en")),
        order=order,
        sampling=drawn.sampling if drawn else None,
        method=method_note(first.rubric),
        subject=first.rubric.scores,
        observed=observed_words(first.rubric, [card.observers for card in cards], lang),
        wording=wording_of(first.rubric, lang),
    )


def order_of(view: RegionView) -> SeveralOrder:
    """Return the kind, name, language and finding that result.json records for a report on several plans."""
    return SeveralOrder(view.kind, view.document_id, view.lang, finding=view.finding_told, annex=view.annex)


def labels_of(study: Study, lang: str) -> dict[str, str]:
    """Return each plan's name in running text, by its id: its country, and the year if a country has several plans."""
    known = [(entrant.assessment.plan, entrant.assessment.country) for entrant in study.entrants]
    several = len({country.iso3 for _, country in known}) < len(known)
    return {
        plan.id: f"{name} {plan.start}" if several else name
        for plan, country in known
        for name in (country_name(country.names, country.iso3, lang).text,)
    }


def region_name(cards: Sequence[Scorecard], kind: str, lang: str, *, annex: bool = False) -> str:
    """Return the report's file name: its plans, then every setting that differs from the default, such as the kind.

    More than four plans are replaced by their number and a fingerprint of their ids.
    """
    ids = [card.assessment.plan.id for card in cards]
    short = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:8]
    rubric, weighting = cards[0].rubric, cards[0].weighting
    parts = ["_".join(ids) if len(ids) <= NAMED else f"{len(ids)}-plans-{short}"]
    parts += [rubric.id] if rubric.id != "four-paradigms" else []
    parts += [weighting.id] if weighting.id != rubric.reference_weighting else []
    parts += [kind]
    parts += [lang] if lang != "en" else []
    parts += [f"coder_{cards[0].assessor}"] if cards[0].assessor else []
    parts += ["annex"] if annex else []
    return ".".join(parts)


def _entry_views(context: SeveralContext, views: Sequence[CountryView]) -> tuple[EntryView, ...]:
    cards = context.cards
    parts = {(p.basis, p.plan_id, p.coding): p for p in context.looked_at}
    basis, labels = cards[0].weighting.reference_tip, labels_of(context.study, context.lang)
    codes = [card.assessment.country.iso3 for card in cards]
    return tuple(
        EntryView(
            view=view,
            label=labels[view.plan.id],
            code=f"{code} {view.plan.start[2:4]}" if len(set(codes)) < len(codes) else code,
            seen=parts.get((basis, view.plan.id, "assessed")),
            unseen=parts.get((basis, view.plan.id, "ignored")),
        )
        for card, view, code in zip(cards, views, codes, strict=True)
    )


def region_html(library: Library, view: RegionView, explorer: str = "") -> str:
    """Return a report on several plans as one HTML page; see `page_html`."""
    return page_html(library, _report(view.kind), view, (), view.document_id, explorer)


def region_pdf(
    library: Library, cards: Sequence[Scorecard], kind: str, lang: str = "en", view: RegionView | None = None
) -> bytes:
    """Return a report on several plans as PDF bytes; the same data and versions give the same bytes.

    Pass `view` if `region_view` has already built it for the same arguments; otherwise it is built
    here.
    """
    view = view or region_view(cards, kind, lang, library.templates)
    return page_pdf(library, _report(kind), view, results_files(library, cards, order_of(view)), view.document_id)
