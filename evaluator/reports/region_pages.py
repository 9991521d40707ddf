"""The comparative report and the brief as HTML and PDF, with what they were made from."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.carried.attach import CarriedFile, list_of
from evaluator.reports.carried.results import results_files
from evaluator.reports.html.filled import filled
from evaluator.reports.html.page import without_dead_links
from evaluator.reports.pdf.glyphs import check_characters
from evaluator.reports.pdf.write import write_pdf
from evaluator.reports.region import RegionView, order_of, region_view


def region_html(library: Library, view: RegionView, carried: Sequence[CarriedFile] = (), explorer: str = "") -> str:
    """Return a report on several plans as one HTML page, by the template of its kind.

    `explorer` is the name of the explorer's page beside it, to which the comparative report then leads.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    name, document = f"{view.kind}.html", view.document_id
    page = filled(
        library.templates, view.lang, name, view=view, carried=list_of(carried), document=document, explorer=explorer
    )
    return without_dead_links(page)


def region_pdf(
    library: Library, cards: Sequence[Scorecard], kind: str, lang: str = "en", view: RegionView | None = None
) -> bytes:
    """Return a report on several plans as PDF bytes: same data, same versions, same bytes.

    `view` is what `region_view` gives for the rest, where it is at hand.
    """
    view = view or region_view(cards, kind, lang)
    carried = results_files(library, cards, order_of(view))
    page = region_html(library, view, carried)
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)
