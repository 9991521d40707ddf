"""A view becomes HTML: one page that holds its style."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.library import Library
from evaluator.report.attach import CarriedFile
from evaluator.report.environment import environment, render
from evaluator.report.view import CountryView

COUNTRY = "country.html"


def country_html(library: Library, view: CountryView, carried: Sequence[CarriedFile] = ()) -> str:
    """Return the country report as one HTML page; `carried` are the files it names with their fingerprints.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    files = [(file.name, len(file.content), file.sha256) for file in carried]
    return render(environment(library.templates), COUNTRY, view=view, files=files)
