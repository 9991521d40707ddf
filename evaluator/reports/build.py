"""Reports as files: written whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.attach import carried_files
from evaluator.reports.earlier import Earlier, earlier_files
from evaluator.reports.glyphs import check_characters
from evaluator.reports.html import country_html
from evaluator.reports.instruments import report_view
from evaluator.reports.pdf import write_pdf
from evaluator.store.whole import write_whole


def country_pdf(library: Library, card: Scorecard, lang: str = "en", earlier: Earlier | None = None) -> bytes:
    """Return the country report as PDF bytes: same data, same versions, same bytes.

    With an `earlier` edition it tells what changed, and carries it.
    """
    view = report_view(library, card, lang, earlier)
    peers = view.peers.scored if view.peers else ()
    carried = (*carried_files(library, card, lang, peers), *earlier_files(earlier))
    page = country_html(library, view, carried)
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)


def write_country_report(
    library: Library, card: Scorecard, out: Path, lang: str = "en", earlier: Earlier | None = None
) -> Path:
    """Write the country report of one scorecard to `out`.

    Parameters
    ----------
    library : Library
        Where the templates lie, and the files that the PDF carries.
    card : Scorecard
        One plan under one weighting.
    out : Path
        The PDF to write; an older file of that name is replaced once the new one is whole.
    lang : str
        Language of the report, BCP 47.
    earlier : Earlier, optional
        An earlier edition, from which the report tells the changes.

    Returns
    -------
    Path
        `out`.

    Raises
    ------
    InvalidInputError
        A template of the user's is at fault; nothing is written.
    EvaluatorError
        The folder of `out` does not exist or cannot be written to.
    """
    return write_whole(out, country_pdf(library, card, lang, earlier))
