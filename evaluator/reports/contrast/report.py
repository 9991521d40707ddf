"""The contrast of plans: its sections, its view, its page and its PDF with the data attached."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluator.contrasts.compare import Entrant, draft_words
from evaluator.contrasts.effective import effective_weights, one_text_words
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.options import ContrastOptions, whole_contrast
from evaluator.contrasts.place_block import plan_places
from evaluator.contrasts.study import RankedResult, Study, undrafted
from evaluator.contrasts.tables.all import document
from evaluator.contrasts.tables.study import VerdictRow
from evaluator.library import Library
from evaluator.model.report import ReportChoices
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import text_for
from evaluator.read.layers import Layers
from evaluator.read.yardstick import altered_words
from evaluator.reports.carried.attach import TABLES, CarriedFile, results_files
from evaluator.reports.carried.beside import tier_files
from evaluator.reports.carried.result import SeveralOrder
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast import sheets, survey_groups
from evaluator.reports.contrast.annex import ANNEX
from evaluator.reports.contrast.view import ContrastView, FramesTable, PlanLine, WeightingScores
from evaluator.reports.country_view import Interval
from evaluator.reports.outline import Report, Tool
from evaluator.reports.output import page_html, page_pdf
from evaluator.reports.pdf.engines import TOOL, recorded_version
from evaluator.reports.region import labels_of, region_name
from evaluator.reports.retitle import finding_in_print, names_of, retitle, titles_in
from evaluator.reports.sections.ledger import ledgers_of
from evaluator.reports.sections.method import weighting_title
from evaluator.reports.subject import country_name, date_of, examples_among, invented_among, rubric_name
from evaluator.reports.wording import wording_of
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import printed


def contrast_view(
    made: Contrasted, lang: str = "en", *, annex: bool = False, templates: Layers | None = None
) -> ContrastView:
    """Return the view of a contrast with what each of its sections shows, in a language, with its annex if asked for.

    Long lists are cut; their sections state how many rows are left out. Charts are drawn with the fonts and catalogues
    of `templates`, else with the shipped ones.
    """
    made = made if templates is None else replace(made, templates=templates)
    rubric = made.found.study.rubric
    named = _display_names(made.found.study, lang)
    shared = _shared_fields(made, lang)
    frames = _frames_table(made, {plan.id: plan.label for plan in shared.plans}, lang) if annex else None
    shared = replace(shared, names={**named, **shared.in_rows}, annex=annex, frames=frames)
    page, titles = CONTRAST.page(made, shared), titles_in(rubric, lang)
    shown = {name: retitle(value, titles, named) for name, value in page.shows}
    return retitle(replace(page, shows=()), titles, named).showing(**shown)


def _display_names(study: Study, lang: str) -> dict[str, str]:
    """Return the display names of nodes, weightings and plans by id."""
    nodes = {node: study.rubric.title(node, lang) for node in study.rubric.nodes}
    return {**nodes, **names_of(study.weightings, lang), **labels_of(study, lang)}


def _shared_fields(made: Contrasted, lang: str) -> ContrastView:
    found, ranks = made.found, made.options.ranks
    study = found.study
    rubric = study.rubric
    plans = _plan_lines(study, lang)
    return ContrastView(
        lang=lang,
        date=max(date_of(entrant.assessment) for entrant in study.entrants),
        method=Tool(recorded_version(TOOL)),
        rubric=rubric_name(rubric, lang),
        rubric_id=rubric.id,
        altered=altered_words(rubric, lang),
        rubric_licence=rubric.licence,
        subject=rubric.scores,
        observed=one_text_words(rubric, study.weightings, effective_weights(rubric, study.weightings), lang),
        wording=wording_of(rubric, lang),
        base_title=weighting_title(found.base, lang),
        examples=examples_among(
            (plan.label, entrant.assessment) for plan, entrant in zip(plans, study.entrants, strict=True)
        ),
        invented=invented_among(entrant.assessment.country for entrant in study.entrants),
        is_draft=study.is_draft,
        draft_reasons=draft_words(
            rubric, study.entrants, lambda name: rubric.title(name, lang), frames=study.weightings
        ),
        ranks=ranks and any(v.rank is not None for row in study.verdicts for v in row),
        rank_all=ranks and study.rank_all,
        headline=found.headline if ranks else (),
        finding=finding_in_print(found.finding(ranks=ranks), rubric, lang, labels_of(study, lang)),
        edges=tuple(band.lower for band in rubric.grading.bands),
        bands=tuple(sorted(((band.grade, band.lower) for band in rubric.grading.bands), key=lambda band: -band[1])),
        least_coverage=rubric.grading.least_coverage,
        plans=plans,
        warnings=undrafted(study),
        scores=_weighting_scores(found, made.rows("scores"), lang),
    )


def _frames_table(made: Contrasted, labels: Mapping[str, str], lang: str) -> FramesTable | None:
    """Return every plan under every frame for the annex; None under one frame alone, and where there is no score."""
    study = made.found.study
    if not {"scores", "moves"} & set(made.options.sections):
        return None
    places = plan_places(study, lang, labels)
    rows = sorted(places.block.rows, key=lambda row: (row.value is None, -rounded(row.value or 0.0), row.name))
    if len(places.frames) == 1 or not any(cell.value is not None for row in rows for cell in row.cells):
        return None
    ledgers = ledgers_of(study, [(row.id, row.name, row.cells) for row in rows], lang)
    return FramesTable(places.frames, tuple(rows), len(places.columns), ledgers)


def _plan_lines(study: Study, lang: str) -> tuple[PlanLine, ...]:
    """Return the plans of a contrast, each named by its country, with its first year if the country has several."""
    codes = [entrant.iso3 for entrant in study.entrants]
    return tuple(
        _plan_line(entrant, verdict, study.rubric.report, lang, is_alone=codes.count(entrant.iso3) == 1)
        for entrant, verdict in zip(study.entrants, study.verdicts[0], strict=True)
    )


def _plan_line(
    entrant: Entrant, verdict: RankedResult, report: ReportChoices | None, lang: str, *, is_alone: bool
) -> PlanLine:
    assessment, interval = entrant.assessment, Interval.of(verdict)
    short = report.short if report and report.tells_little(interval.coverage) else None
    plan, names, grade = assessment.plan, assessment.country.names, verdict.grade
    country = country_name(names, entrant.iso3, lang).text
    return PlanLine(
        id=plan.id,
        code=entrant.iso3 if is_alone else f"{entrant.iso3} {plan.start[:4]}",
        country=country,
        label=country if is_alone else f"{country} {plan.start}",
        title=text_for(plan.titles, lang, plan.id),
        years=entrant.years,
        roles=entrant.roles,
        is_draft=entrant.is_draft,
        interval=interval,
        grade=grade.grade or "",
        grades=(grade.lowest, grade.highest),
        footnote=text_for(assessment.country.footnote, lang),
        short_under=short.under if short else None,
    )


def _weighting_scores(found: Findings, rows: Sequence[VerdictRow], lang: str) -> tuple[WeightingScores, ...]:
    study = found.study
    result, names = [], names_of(study.weightings, lang)
    told = ("group", "stance") if study.rubric.has_stances else ("group",)
    for s, weighting in enumerate(study.weightings):
        shares = {
            kind: [100 * line.shares[s] for line in found.weights if line.kind == kind and kind in told]
            for kind in ("group", "stance")
        }
        groups, stances = (tuple(printed(s, 0) for s in part) if sum(part) else () for part in shares.values())
        own = tuple(row for row in rows if row.weighting == weighting.id)
        result.append(
            WeightingScores(names[weighting.id], weighting.gates == "cap", own, groups, stances, study.correlations[s])
        )
    return tuple(result)


CONTRAST: Report[Contrasted, ContrastView] = Report(
    "contrast",
    [
        sheets.TURNS,
        sheets.MATRIX,
        sheets.APART,
        survey_groups.MEMBERS,
        survey_groups.CONFLICT,
        sheets.FIRM,
    ],
    is_several=True,
    annex=ANNEX,
)


def contrast_order(made: Contrasted, lang: str = "en", *, annex: bool = False) -> SeveralOrder:
    """Return what result.json records of a contrast: its kind, name, language, options, finding and annex."""
    found = made.found.finding(ranks=made.options.ranks)
    finding = finding_in_print(found, made.cards[0].rubric, labels=labels_of(made.found.study, "en"))
    name = contrast_name(made.cards, made.options, lang, annex=annex)
    return SeveralOrder(CONTRAST.kind, name, lang, made.options, finding, annex)


def contrast_name(
    cards: Sequence[Scorecard], options: ContrastOptions, lang: str = "en", *, annex: bool = False
) -> str:
    """Return the name of a contrast without file ending; non-default options add eight digits of their hash."""
    whole = options == whole_contrast(cards[0].rubric, cards[0].weighting)
    return region_name(cards, CONTRAST.kind if whole else f"{CONTRAST.kind}-{options.short}", lang, annex=annex)


def contrast_html(library: Library, view: ContrastView, document: str = "") -> str:
    """Return the contrast as one HTML page.

    `document` is the name of the report.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty.
    """
    return page_html(library, CONTRAST, view, (), document)


def contrast_pdf(library: Library, made: Contrasted, lang: str = "en", *, annex: bool = False) -> bytes:
    """Return the contrast as PDF bytes, with its tables and all source files attached, and its annex if asked for.

    The same data and the same versions give the same bytes.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    view = contrast_view(made, lang, annex=annex, templates=library.templates)
    return page_pdf(library, CONTRAST, view, contrast_files(library, made, lang, annex=annex))


def contrast_files(
    library: Library, made: Contrasted, lang: str = "en", *, annex: bool = False
) -> tuple[CarriedFile, ...]:
    """Return the files to attach: result.json, contrast.json and every file from which they were computed."""
    tiers = tier_files(library) if "blind-spot" in made.options.sections else {}
    result, *others = results_files(library, made.cards, contrast_order(made, lang, annex=annex), tiers)
    return (result, CarriedFile(TABLES, tables_json(made), "Data"), *others)


def tables_json(made: Contrasted) -> bytes:
    """Return the tables of a contrast as JSON bytes; numbers have nine digits, as in result.json."""
    whole = document(made.found, made.tables, ranks=made.options.ranks)
    return (json.dumps(_rounded_json(whole), ensure_ascii=False, indent=2) + "\n").encode()


def _rounded_json(value: object) -> object:
    """Return a JSON value with all floats rounded, because their last digits differ between machines."""
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, dict):
        return {key: _rounded_json(part) for key, part in value.items()}
    return [_rounded_json(part) for part in value] if isinstance(value, list | tuple) else value
