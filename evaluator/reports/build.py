"""Write a report of any kind as a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.carried.attach import CarriedFile, carried_files
from evaluator.reports.country import report_view
from evaluator.reports.editions.earlier import EarlierEdition, earlier_files
from evaluator.reports.html.page import page_html
from evaluator.reports.pdf.glyphs import check_characters
from evaluator.reports.pdf.write import write_pdf
from evaluator.reports.sections.base import Page
from evaluator.reports.sections.scores import PEERS


def page_pdf(library: Library, kind: str, view: Page, carried: Sequence[CarriedFile] = (), document: str = "") -> bytes:
    """Return a report of any kind as PDF bytes, with the `carried` files attached.

    The same data and the same versions give the same bytes.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty, or the page has a character that no font has.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    page = page_html(library, kind, view, carried, document)
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)


def country_pdf(library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None) -> bytes:
    """Return the country report as PDF bytes.

    With an `earlier` edition, the report lists what changed since that edition and carries the
    edition's files.
    """
    view = report_view(library, card, lang, earlier)
    among = PEERS.of(view)
    carried = (*carried_files(library, card, lang, among.scored if among else ()), *earlier_files(earlier))
    return page_pdf(library, "country", view, carried, view.document_id)
