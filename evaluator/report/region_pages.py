"""Reports on several plans as HTML and PDF, with what they were made from."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.report.attach import CarriedFile, carried_files
from evaluator.report.environment import environment, render
from evaluator.report.glyphs import check_characters
from evaluator.report.html import without_dead_links
from evaluator.report.pdf import write_pdf
from evaluator.report.region import RegionView, region_view
from evaluator.report.result import result_json

SCHEMA = "nap-evaluator/results"
SCHEMA_VERSION = 1


def region_html(library: Library, view: RegionView, carried: Sequence[CarriedFile] = ()) -> str:
    """Return a report on several plans as one HTML page, by the template of its kind.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    files = [(file.name, len(file.content), file.sha256) for file in carried]
    return without_dead_links(render(environment(library.templates), f"{view.kind}.html", view=view, files=files))


def region_pdf(library: Library, cards: Sequence[Scorecard], kind: str, lang: str = "en") -> bytes:
    """Return a report on several plans as PDF bytes: same data, same versions, same bytes."""
    view = region_view(cards, kind, lang)
    carried = region_files(library, cards, view)
    page = region_html(library, view, carried)
    check_characters(page, library.templates)
    return write_pdf(page, library.templates, carried, view.date)


def region_files(library: Library, cards: Sequence[Scorecard], view: RegionView) -> tuple[CarriedFile, ...]:
    """Return result.json with the result of each plan, then every file they were made from, each once."""
    document = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "document": view.document_id,
        "date": view.date,
        "results": [json.loads(result_json(card, view.lang)) for card in cards],
    }
    content = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    found = {file.name: file for card in cards for file in carried_files(library, card, view.lang)}
    others = (found[name] for name in sorted(found) if name != "result.json")
    return (CarriedFile("result.json", content, "Data"), *others)
