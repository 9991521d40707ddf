"""Write the contrast as HTML, and as a tagged PDF with its data attached."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evaluator.contrasts.options import ContrastOptions, whole_contrast
from evaluator.contrasts.tables.all import document
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.build import page_pdf
from evaluator.reports.carried.attach import TABLES, CarriedFile
from evaluator.reports.carried.beside import tier_files
from evaluator.reports.carried.results import SeveralOrder, results_files
from evaluator.reports.context.contrasted import Contrasted
from evaluator.reports.contrast.parts import ContrastView
from evaluator.reports.contrast.view import contrast_view
from evaluator.reports.html.page import page_html
from evaluator.reports.kinds import CONTRAST
from evaluator.reports.region import labels_of, region_name
from evaluator.reports.retitle import finding_in_print
from evaluator.scoring.grade import rounded

KIND = CONTRAST.kind


def contrast_order(made: Contrasted, lang: str) -> SeveralOrder:
    """Return the kind, name, language, options and finding that result.json records for a contrast."""
    found = made.found.finding(ranks=made.options.ranks)
    finding = finding_in_print(found, made.cards[0].rubric, labels=labels_of(made.found.study, "en"))
    return SeveralOrder(KIND, contrast_name(made.cards, made.options, lang), lang, made.options, finding)


def contrast_name(cards: Sequence[Scorecard], options: ContrastOptions, lang: str = "en") -> str:
    """Return the name of a contrast without file ending; non-default options add eight digits of their hash."""
    whole = options == whole_contrast(cards[0].rubric, cards[0].weighting)
    return region_name(cards, KIND if whole else f"{KIND}-{options.short}", lang)


def contrast_html(library: Library, view: ContrastView, carried: Sequence[CarriedFile] = (), document: str = "") -> str:
    """Return the contrast as one HTML page.

    The page prints the list of the `carried` files; `document` is the name of the report.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty.
    """
    return page_html(library, KIND, view, carried, document)


def contrast_pdf(library: Library, made: Contrasted, lang: str = "en") -> bytes:
    """Return the contrast as PDF bytes, with its tables and all source files attached.

    The same data and the same versions give the same bytes.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    return page_pdf(library, KIND, contrast_view(made, lang), contrast_files(library, made, lang))


def contrast_files(library: Library, made: Contrasted, lang: str = "en") -> tuple[CarriedFile, ...]:
    """Return the files to attach: result.json, contrast.json and every file from which they were computed."""
    tiers = tier_files(library) if "blind-spot" in made.options.sections else {}
    result, *others = results_files(library, made.cards, contrast_order(made, lang), tiers)
    return (result, CarriedFile(TABLES, tables_json(made), "Data"), *others)


def tables_json(made: Contrasted) -> bytes:
    """Return the tables of a contrast as JSON bytes; numbers have nine digits, as in result.json."""
    whole = document(made.found, made.tables, ranks=made.options.ranks)
    return (json.dumps(_plain(whole), ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: object) -> object:
    """Return a JSON value with all floats rounded, because their last digits differ between machines."""
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
