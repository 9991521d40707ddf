"""The bytes of a report file: PDF, stand-alone HTML, or workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.context.several import Contrasted, context_of, contrasted, contrasted_cards
from evaluator.reports.contrast.report import CONTRAST, contrast_html, contrast_order, contrast_pdf, contrast_view
from evaluator.reports.country import COUNTRY, country_html, country_pdf, report_view
from evaluator.reports.editions.earlier import EarlierEdition
from evaluator.reports.html.alone import standing_alone
from evaluator.reports.kinds import SEVERAL
from evaluator.reports.poster import POSTER, only_card, poster_html, poster_pdf
from evaluator.reports.region import region_html, region_pdf, region_view
from evaluator.reports.years import YEARS, years_html, years_pdf
from evaluator.store.whole import write_whole
from evaluator.workbook.results.report import country_xlsx, region_xlsx

FORMS = ("pdf", "html", "xlsx")


def country_bytes(
    library: Library,
    card: Scorecard,
    form: str,
    lang: str = "en",
    earlier: EarlierEdition | None = None,
    *,
    annex: bool = False,
) -> bytes:
    """Return the country report of one scorecard in one of `FORMS`, with its annex if asked for."""
    if form == "xlsx":
        return country_xlsx(library, card, lang)
    if form == "html":
        page = country_html(library, report_view(library, card, lang, earlier, annex=annex))
        return standing_alone(page, library.templates).encode()
    return country_pdf(library, card, lang, earlier, annex=annex)


@dataclass(frozen=True, slots=True)
class Several:
    """The order for a report on several plans: one of the kinds `SEVERAL` of `reports.kinds`, in one of `FORMS`.

    `rank_all` makes a contrast rank plans below the least coverage too; `explorer` is the file to
    which a comparative page links; `annex` adds the annex where the kind has one.
    """

    kind: str
    form: str
    lang: str = "en"
    rank_all: bool = False
    explorer: str = ""
    annex: bool = False


def several_bytes(library: Library, cards: Sequence[Scorecard], wanted: Several) -> bytes:
    """Return the bytes of one report on several scorecards."""
    kind, lang = wanted.kind, wanted.lang
    if wanted.form == "xlsx":
        return region_xlsx(library, list(cards), kind, lang)
    if kind == CONTRAST.kind:
        made = contrasted_cards(library, cards, rank_all=wanted.rank_all)
        return contrast_bytes(library, made, wanted.form, lang, annex=wanted.annex)
    if wanted.form == "html":
        return standing_alone(_several_html(library, cards, wanted), library.templates).encode()
    if kind == YEARS.kind:
        return years_pdf(library, cards, lang)
    if kind == POSTER.kind:
        return poster_pdf(library, only_card(cards), lang)
    view = region_view(cards, kind, lang, library.templates, annex=wanted.annex)
    return region_pdf(library, cards, kind, lang, view)


def _several_html(library: Library, cards: Sequence[Scorecard], wanted: Several) -> str:
    kind, lang = wanted.kind, wanted.lang
    if kind == YEARS.kind:
        return years_html(library, cards, lang)
    if kind == POSTER.kind:
        return poster_html(library, only_card(cards), lang)
    view = region_view(cards, kind, lang, library.templates, annex=wanted.annex)
    return region_html(library, view, explorer=wanted.explorer)


def contrast_bytes(library: Library, made: Contrasted, form: str, lang: str = "en", *, annex: bool = False) -> bytes:
    """Return a contrast as PDF or HTML, with its annex if asked for."""
    if form == "html":
        view = contrast_view(made, lang, annex=annex, templates=library.templates)
        page = contrast_html(library, view, document=contrast_order(made, lang, annex=annex).document)
        return standing_alone(page, library.templates).encode()
    return contrast_pdf(library, made, lang, annex=annex)


def write_report(
    library: Library,
    result: Scorecard | Study | Sequence[Scorecard],
    out: Path,
    kind: str | None = None,
    lang: str = "en",
    options: ContrastOptions | None = None,
) -> Path:
    """Write the report of a result in the format of the file's ending; `options` are for a study's contrast.

    Raises
    ------
    EvaluatorError
        The ending or the kind is unknown, options are given without a study, or a weighting of a
        study is not one of its rubric's.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise EvaluatorError(f"{out}: a report ends in .pdf, .html or .xlsx")
    if isinstance(result, Study):
        return write_whole(out, _study_bytes(library, result, form, lang, options))
    if options is not None:
        raise EvaluatorError("the options of a contrast go with a study; give what evaluator.contrast returns")
    return write_whole(out, _report_bytes(library, result, form, kind, lang))


def _report_bytes(
    library: Library, result: Scorecard | Sequence[Scorecard], form: str, kind: str | None, lang: str
) -> bytes:
    if isinstance(result, Scorecard):
        if kind not in (None, COUNTRY.kind):
            raise EvaluatorError(f"one scorecard gives a country report, not kind {kind!r}: give a list of scorecards")
        return country_bytes(library, result, form, lang)
    if kind not in (None, *SEVERAL):
        raise EvaluatorError(f"several scorecards give a report of kind {', '.join(SEVERAL)}, not {kind!r}")
    return several_bytes(library, result, Several(kind or SEVERAL[0], form, lang))


def _study_bytes(library: Library, study: Study, form: str, lang: str, options: ContrastOptions | None) -> bytes:
    if form == "xlsx":
        raise EvaluatorError("a study is written as .pdf or .html; its tables are study.frame()")
    return contrast_bytes(library, _contrasted(library, study, options), form, lang)


def _contrasted(library: Library, study: Study, options: ContrastOptions | None) -> Contrasted:
    """Return the contrast of a study, which the library's files alone are enough to reproduce.

    Without `options` the contrast has every section.
    """
    strange = [w.id for w in study.weightings if study.rubric.every_weighting.get(w.id) != w]
    if strange:
        raise EvaluatorError(
            f"a printed contrast rests on weightings of the rubric {study.rubric.id}; {', '.join(strange)} is none"
        )
    own = {"weightings": tuple(w.id for w in study.weightings), "shares": (), "rank_all": study.rank_all}
    options = (options or ContrastOptions(sections=SECTIONS)).model_copy(update=own)
    plans = [entrant.assessment for entrant in study.entrants]
    assessor = study.entrants[0].assessor or None
    return contrasted(
        study.rubric, plans, options, context_of(library, options.sections, survey=options.survey), assessor
    )
