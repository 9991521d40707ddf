"""Print a view as one HTML page with its style inside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from evaluator.library import Library
from evaluator.reports.carried.attach import CarriedFile, list_of
from evaluator.reports.html.filled import filled
from evaluator.reports.sections.base import Page
from evaluator.reports.view import CountryView

ENTRY = re.compile(r'<li><a href="#([^"<>]+)">(?:(?!</a>|<a\b).)*</a></li>', flags=re.DOTALL)
HEADING = re.compile(r"<h[1-4][^<>]*>((?:(?!</?h[1-4]).)*)</h[1-4]>", flags=re.DOTALL)
CAPTION = re.compile(r"<caption>((?:(?!</?caption\b).)*)</caption>", flags=re.DOTALL)
TABLE = re.compile(r'<table(?: class="([^"<>]*)")?>(?:(?!</?table\b).)*</table>', flags=re.DOTALL)
STACKED = frozenset({"criteria", "close", "stack", "ranges"})
PHONE_COLUMNS = 3
LINK = re.compile(r'<a href="#([^"<>]+)">((?:(?!</?a\b).)*)</a>', flags=re.DOTALL)


def page_html(
    library: Library, kind: str, view: Page, carried: Sequence[CarriedFile] = (), document: str = "", explorer: str = ""
) -> str:
    """Return a report as one HTML page, by the template of its kind.

    Parameters
    ----------
    library : Library
        The library whose templates are used; the user's go before the shipped ones.
    kind : str
        One of the reports in `kinds`.
    view : Page
        The view that the template prints.
    carried : sequence of CarriedFile
        The files of which the page prints number, size and fingerprint.
    document : str
        The name of the report, if the page should state it.
    explorer : str
        The file name of the explorer's page, if the comparative report should link to it.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty.
    """
    files = list_of(carried)
    template = f"{kind}.html"
    page = filled(
        library.templates, view.lang, template, view=view, carried=files, document=document, explorer=explorer
    )
    return without_dead_links(page)


def country_html(library: Library, view: CountryView, carried: Sequence[CarriedFile] = ()) -> str:
    """Return the country report as one HTML page; see `page_html`."""
    return page_html(library, "country", view, carried, view.document_id)


def without_dead_links(page: str) -> str:
    """Return a page without contents entries and internal links whose target a user's template leaves out.

    Examples
    --------
    >>> without_dead_links('<ul><li><a href="#a">A</a></li></ul><p id="b"><a href="#c">[1]</a><a href="#b">[2]</a></p>')
    '<ul></ul><p id="b">[1]<a href="#b">[2]</a></p>'
    """
    there = set(re.findall(r'\bid="([^"<>]+)"', page))
    kept = ENTRY.sub(lambda entry: entry[0] if entry[1] in there else "", page)
    return with_wide_tables(LINK.sub(lambda link: link[0] if link[1] in there else link[2], kept))


def with_wide_tables(page: str) -> str:
    """Return a page in which each table too wide for a phone is in a box that scrolls sideways.

    The box can be reached by keyboard; its name is the table's caption, or else the heading above.
    Tables whose rows a phone stacks (classes `criteria`, `close`, `stack`, `ranges`) get no box.

    Examples
    --------
    >>> row = '<th scope="col">a</th>' * 4
    >>> with_wide_tables(f'<h2>Sums</h2><table><thead>{row}</thead></table>').partition("<table")[0]
    '<h2>Sums</h2><div class="wide" role="group" tabindex="0" aria-label="Sums">'
    >>> with_wide_tables('<table><thead><th scope="col">a</th></thead></table>')
    '<table><thead><th scope="col">a</th></thead></table>'
    """
    headings = [(found.end(), found[1]) for found in HEADING.finditer(page)]

    def boxed(table: re.Match[str]) -> str:
        columns = table[0].partition("</thead>")[0].count('scope="col"')
        if columns <= PHONE_COLUMNS or STACKED & set((table[1] or "").split()):
            return table[0]
        above = headings[bisect_left(headings, (table.start(), "")) - 1][1] if headings else ""
        caption = CAPTION.search(table[0])
        name = " ".join(re.sub(r"<[^<>]*>", "", caption[1] if caption else above).split())
        return f'<div class="wide" role="group" tabindex="0" aria-label="{name}">{table[0]}</div>'

    return TABLE.sub(boxed, page)
