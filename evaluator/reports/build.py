"""A country report as the bytes of a PDF."""

from __future__ import annotations

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.carried.attach import carried_files
from evaluator.reports.country import report_view
from evaluator.reports.editions.earlier import EarlierEdition, earlier_files
from evaluator.reports.html.page import country_html
from evaluator.reports.pdf.glyphs import check_characters
from evaluator.reports.pdf.write import write_pdf
from evaluator.reports.sections.scores import PEERS


def country_pdf(library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None) -> bytes:
    """Return the country report as PDF bytes: same data, same versions, same bytes.

    With an `earlier` edition it tells what changed, and carries it.
    """
    view = report_view(library, card, lang, earlier)
    among = PEERS.of(view)
    carried = (*carried_files(library, card, lang, among.scored if among else ()), *earlier_files(earlier))
    page = country_html(library, view, carried)
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)
