"""Print a view of any kind of report: as one HTML page with its style inside, and as a PDF."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from evaluator.library import Library
from evaluator.read.publisher import publisher_of
from evaluator.reports.carried.attach import CarriedFile, list_of
from evaluator.reports.charts.drawing import for_print
from evaluator.reports.html.environment import render_directly, render_template
from evaluator.reports.html.template_door import added_template
from evaluator.reports.language import ENGLISH
from evaluator.reports.outline import SECTIONS, Page, Report, added_to
from evaluator.reports.pdf.glyphs import check_characters
from evaluator.reports.pdf.write import write_pdf

AnyReport = Report[Any, Any]
ENTRY = re.compile(r'<li><a href="#([^"<>]+)">(?:(?!</a>|<a\b).)*</a></li>', flags=re.DOTALL)
HEADING = re.compile(r"<h[1-4][^<>]*>((?:(?!</?h[1-4]).)*)</h[1-4]>", flags=re.DOTALL)
CAPTION = re.compile(r"<caption>((?:(?!</?caption\b).)*)</caption>", flags=re.DOTALL)
TABLE = re.compile(r'<table(?: class="([^"<>]*)")?>(?:(?!</?table\b).)*</table>', flags=re.DOTALL)
STACKED = frozenset({"criteria", "close", "stack", "ranges"})
PHONE_COLUMNS = 3
LINK = re.compile(r'<a href="#([^"<>]+)">((?:(?!</?a\b).)*)</a>', flags=re.DOTALL)


def page_html(
    library: Library,
    report: AnyReport,
    view: Page,
    carried: Sequence[CarriedFile] = (),
    document: str = "",
    explorer: str = "",
) -> str:
    """Return a report as one HTML page, by the template of its kind.

    Parameters
    ----------
    library : Library
        The library whose templates are used; the user's go before the shipped ones.
    report : Report
        The kind of report.
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
    beside = {"document": document, "explorer": explorer, "publisher": publisher_of(library.layers)}
    leave_out_broken(library, report, {"view": view, "carried": files, **beside})
    layouts = {report.layout_name: report.layout()}
    page = render_template(library.templates, view.lang, report.template, layouts, view=view, carried=files, **beside)
    return without_dead_links(page)


def leave_out_broken(library: Library, report: AnyReport, given: dict[str, object]) -> None:
    """Leave out the sections of extensions whose template is missing, lies outside its folder, or cannot be filled."""
    lang = str(getattr(given["view"], "lang", ENGLISH))
    for name, one in list(added_to(report.kind)):
        for section in (*one.sections, *one.annex):
            if not library.templates.file(section.template) and added_template(section.template) is None:
                SECTIONS.leave_out(name, f"its template {section.template} is missing, or lies outside its folder")
                break
            if SECTIONS.attempt(name, str, render_directly, library.templates, lang, section.template, given) is None:
                break


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


def page_pdf(
    library: Library, report: AnyReport, view: Page, carried: Sequence[CarriedFile] = (), document: str = ""
) -> bytes:
    """Return a report of any kind as PDF bytes, with the `carried` files attached.

    The same data and the same versions give the same bytes.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty, or the page has a character that no font has.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    page = for_print(page_html(library, report, view, carried, document))
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)
