"""The name of the report that a file holds, so that a report overwrites only itself."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from evaluator.errors import EvaluatorError
from evaluator.workbook.results.report import SUFFIX, document_of

DOCUMENT = re.compile(r'<meta name="document" content="([^"]*)">')
HEAD = 10_000  # the name of the document comes before the style in a page


def document_in(path: Path) -> str:
    """Return the name of the report in a PDF, HTML page or workbook, or an empty text if it holds none."""
    if path.suffix.lower() == SUFFIX:
        return document_of(path)
    if path.suffix.lower() == ".html":
        return _document_in_page(path)
    return _document_in_pdf(path)


def _document_in_pdf(path: Path) -> str:
    """Return the name of the report in a PDF, which is untrusted: its size and contents are limited."""
    from evaluator.reports.carried.attach import RESULT
    from evaluator.reports.editions.open import MOST_BYTES, open_report

    try:
        with path.open("rb") as file:
            held = open_report(file.read(MOST_BYTES + 1), str(path))
        result = held.file(RESULT)
        found = json.loads(result.content) if result else None
    except (EvaluatorError, ValueError, RecursionError, OSError):
        return ""
    return str(found.get("document", "")) if isinstance(found, dict) else ""


def _document_in_page(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            found = DOCUMENT.search(file.read(HEAD))
    except (OSError, ValueError):
        return ""
    return html.unescape(found[1]) if found else ""
