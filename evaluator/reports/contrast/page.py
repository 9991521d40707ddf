"""The contrast as a page: HTML, and the tagged PDF printed from it with its data inside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.contrasts.findings import ContrastContext, Findings, findings_of
from evaluator.contrasts.options import ContrastOptions, whole_contrast
from evaluator.contrasts.robustness import Tell
from evaluator.contrasts.tables.every import document, tables_of
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import contrast, evaluate, leave_one_out
from evaluator.reports.carried.attach import TABLES, CarriedFile, list_of
from evaluator.reports.carried.beside import tier_files
from evaluator.reports.carried.results import SeveralOrder, results_files
from evaluator.reports.contrast.parts import ContrastView
from evaluator.reports.contrast.view import contrast_view
from evaluator.reports.html.filled import filled
from evaluator.reports.html.page import without_dead_links
from evaluator.reports.pdf.glyphs import check_characters
from evaluator.reports.pdf.write import write_pdf
from evaluator.reports.region import labels_of, refuse_unlike, region_name
from evaluator.reports.retitle import finding_in_print
from evaluator.scoring.grade import rounded

CONTRAST = "contrast.html"
KIND = "contrast"


@dataclass(frozen=True, slots=True)
class Contrasted:
    """A contrast to print: each plan under the first weighting, and what was found."""

    cards: tuple[Scorecard, ...]
    found: Findings

    @property
    def options(self) -> ContrastOptions:
        """Return the options it was made with."""
        return self.found.options

    def order(self, lang: str) -> SeveralOrder:
        """Return what result.json records; a contrast that is not the whole one has digits of its own in its name."""
        finding = finding_in_print(
            self.found.finding(ranks=self.options.ranks), self.cards[0].rubric, labels=labels_of(self.found.study, "en")
        )
        return SeveralOrder(KIND, contrast_name(self.cards, self.options, lang), lang, self.options, finding)


def contrast_name(cards: Sequence[Scorecard], options: ContrastOptions, lang: str = "en") -> str:
    """Return the name of the contrast of scored plans, without an ending; digits tell apart what is not the whole."""
    whole = options == whole_contrast(cards[0].rubric, cards[0].weighting)
    return region_name(cards, KIND if whole else f"{KIND}-{options.short}", lang)


def beside_of(
    library: Library,
    sections: Iterable[str],
    run: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map,
    tell: Tell | None = None,
) -> ContrastContext:
    """Return what the library knows beside plans, as far as the sections need it; `run` and `tell` are for draws."""
    blind = "blind-spot" in sections
    return ContrastContext(
        standards=tuple(library.standards.values()) if blind else (),
        placements=library.shared_facts.tip_tiers if blind else (),
        left_out=leave_one_out,
        run=run,
        tell=tell,
    )


def contrasted(
    rubric: Rubric,
    assessments: Sequence[Assessment],
    options: ContrastOptions,
    beside: ContrastContext,
    assessor: str | None = None,
) -> Contrasted:
    """Score the plans under every weighting of the options, and find what their sections tell.

    Raises
    ------
    EvaluatorError
        No plan, one twice, rules that conflict, or an unknown weighting, node or coder.
    """
    settled = options.settled(rubric)
    weightings = settled.weightings_of(rubric)
    study = contrast(assessments, rubric, weightings, assessor=assessor, rank_all=settled.rank_all)
    cards = tuple(evaluate(assessment, rubric, weightings[0], assessor=assessor) for assessment in assessments)
    return Contrasted(cards, findings_of(study, settled, beside))


def contrasted_cards(library: Library, cards: Sequence[Scorecard], *, rank_all: bool = False) -> Contrasted:
    """Contrast scored plans in every section under every weighting of their rubric, first the one they are scored by.

    With `rank_all` plans below the rubric's least coverage are ranked too.

    Raises
    ------
    EvaluatorError
        No plan is given, one twice, or they are not scored by one rubric and one weighting.
    """
    refuse_unlike(cards)
    first = cards[0]
    options = whole_contrast(first.rubric, first.weighting, rank_all=rank_all)
    beside = beside_of(library, options.sections)
    return contrasted(first.rubric, [card.assessment for card in cards], options, beside, first.assessor or None)


def view_of(made: Contrasted, lang: str = "en") -> ContrastView:
    """Return what the page of a contrast prints."""
    return contrast_view(made.found, made.options.sections, ranks=made.options.ranks, lang=lang)


def contrast_html(library: Library, view: ContrastView, carried: Sequence[CarriedFile] = (), document: str = "") -> str:
    """Return the contrast as one HTML page; `carried` are the files whose list it names, `document` is its name.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    page = filled(library.templates, view.lang, CONTRAST, view=view, carried=list_of(carried), document=document)
    return without_dead_links(page)


def contrast_pdf(library: Library, made: Contrasted, lang: str = "en") -> bytes:
    """Return the contrast as PDF bytes, with its tables and all it was made from inside.

    The same data and the same versions give the same bytes.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    view = view_of(made, lang)
    carried = contrast_files(library, made, lang)
    page = contrast_html(library, view, carried)
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)


def contrast_files(library: Library, made: Contrasted, lang: str = "en") -> tuple[CarriedFile, ...]:
    """Return result.json, contrast.json and every file they were made from."""
    tiers = tier_files(library) if "blind-spot" in made.options.sections else {}
    result, *others = results_files(library, made.cards, made.order(lang), tiers)
    return (result, CarriedFile(TABLES, tables_json(made), "Data"), *others)


def tables_json(made: Contrasted) -> bytes:
    """Return the tables of a contrast as JSON; numbers have nine digits, as in result.json."""
    tables = tables_of(made.found, made.options.sections, ranks=made.options.ranks)
    return (
        json.dumps(_plain(document(made.found, tables, ranks=made.options.ranks)), ensure_ascii=False, indent=2) + "\n"
    ).encode()


def _plain(value: object) -> object:
    """Return a value without the dust of a number's last digits, which differs between machines."""
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
