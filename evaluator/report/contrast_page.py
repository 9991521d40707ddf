"""The contrast as a page: HTML, and the tagged PDF printed from it with its data inside."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evaluator.contrast.findings import Findings
from evaluator.contrast.tables import document, tables_of
from evaluator.library import Library
from evaluator.report.attach import CarriedFile
from evaluator.report.contrast_view import ContrastView, contrast_view
from evaluator.report.environment import environment, render
from evaluator.report.glyphs import check_characters
from evaluator.report.html import without_dead_links
from evaluator.report.pdf import write_pdf

CONTRAST = "contrast-page.html"


def contrast_html(library: Library, view: ContrastView) -> str:
    """Return the contrast as one HTML page.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    return without_dead_links(render(environment(library.templates), CONTRAST, view=view))


def contrast_pdf(
    library: Library, found: Findings, sections: Sequence[str], *, ranks: bool = True, lang: str = "en"
) -> bytes:
    """Return the contrast as PDF bytes, its tables inside as contrast.json: the same data give the same bytes.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    view = contrast_view(found, sections, ranks=ranks, lang=lang)
    page = contrast_html(library, view)
    check_characters(page, library.templates)
    content = json.dumps(document(found, tables_of(found, sections, ranks=ranks)), ensure_ascii=False, indent=2) + "\n"
    carried = (CarriedFile("contrast.json", content.encode(), "Data"),)
    return write_pdf(page, library.templates, carried, view.date)
