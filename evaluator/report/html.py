"""A view becomes HTML: one page that holds its style."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluator.library import Library
from evaluator.report.attach import CarriedFile
from evaluator.report.environment import environment, render
from evaluator.report.view import CountryView

COUNTRY = "country.html"
ENTRY = re.compile(r'<li><a href="#([^"]+)">(?:(?!</a>).)*</a></li>', flags=re.DOTALL)
LINK = re.compile(r'<a href="#([^"]+)">((?:(?!</a>).)*)</a>', flags=re.DOTALL)


def country_html(library: Library, view: CountryView, carried: Sequence[CarriedFile] = ()) -> str:
    """Return the country report as one HTML page; `carried` are the files it names with their fingerprints.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    files = [(file.name, len(file.content), file.sha256) for file in carried]
    return without_dead_links(render(environment(library.templates, view.lang), COUNTRY, view=view, files=files))


def without_dead_links(page: str) -> str:
    """Drop entries of the contents, and links inside the page, whose part a user's template leaves out.

    Examples
    --------
    >>> without_dead_links('<ul><li><a href="#a">A</a></li></ul><p id="b"><a href="#c">[1]</a><a href="#b">[2]</a></p>')
    '<ul></ul><p id="b">[1]<a href="#b">[2]</a></p>'
    """
    there = set(re.findall(r'\bid="([^"]+)"', page))
    kept = ENTRY.sub(lambda entry: entry[0] if entry[1] in there else "", page)
    return LINK.sub(lambda link: link[0] if link[1] in there else link[2], kept)
