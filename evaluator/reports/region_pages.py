"""Write the comparative report and the brief as HTML and as PDF with their source files attached."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.build import page_pdf
from evaluator.reports.carried.results import results_files
from evaluator.reports.html.page import page_html
from evaluator.reports.region import RegionView, order_of, region_view


def region_html(library: Library, view: RegionView, explorer: str = "") -> str:
    """Return a report on several plans as one HTML page; see `page_html`."""
    return page_html(library, view.kind, view, (), view.document_id, explorer)


def region_pdf(
    library: Library, cards: Sequence[Scorecard], kind: str, lang: str = "en", view: RegionView | None = None
) -> bytes:
    """Return a report on several plans as PDF bytes; the same data and versions give the same bytes.

    Pass `view` if `region_view` has already built it for the same arguments; otherwise it is built
    here.
    """
    view = view or region_view(cards, kind, lang)
    return page_pdf(library, kind, view, results_files(library, cards, order_of(view)), view.document_id)
