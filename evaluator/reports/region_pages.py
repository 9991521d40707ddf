"""The comparative report and the brief as HTML and PDF, with what they were made from."""

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
    """Return a report on several plans as PDF bytes: same data, same versions, same bytes.

    `view` is what `region_view` gives for the rest, where it is at hand.
    """
    view = view or region_view(cards, kind, lang)
    return page_pdf(library, kind, view, results_files(library, cards, order_of(view)), view.document_id)
