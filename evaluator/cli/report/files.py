"""Files that a report meets: the edition it is compared with, and one that it would replace."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path

import click

from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.reports.editions.earlier import EarlierEdition, kept_edition, read_earlier, refuse_other
from evaluator.workbook.results.report import SUFFIX, document_of

NONE = Path("none")
HELP = (
    "Report what changed since this edition: an earlier report on the plan as PDF, or its result.json. Without it the "
    "command uses the newest edition in the plan's folder editions/; `none` reports no changes."
)


def refuse_since(since: Path | None, form: str, *, several: bool) -> None:
    """Raise an error if --since is set and the output cannot show changes.

    Raises
    ------
    click.UsageError
        The output is a workbook, a report on several plans, or many reports at once.
    """
    if since is not None and several:
        raise click.UsageError("--since reports the changes of one plan: name one, and leave out --kind and --all.")
    if since is not None and form == "xlsx":
        raise click.UsageError("--since goes with a PDF or an HTML page; leave --xlsx out.")


def edition_for(
    library: Library, since: Path | None, given: EarlierEdition | None, card: Scorecard
) -> EarlierEdition | None:
    """Return the edition with which a report compares the plan: `given`, else the newest stored with the plan."""
    return None if since == NONE else given or kept_edition(library, card)


def earlier_of(
    since: Path | None, cards: Sequence[Scorecard], paths: Sequence[Path], *, force: bool
) -> EarlierEdition | None:
    """Return the earlier edition that --since names, or None if it names none.

    Raises
    ------
    click.UsageError
        The call prints several reports.
    EvaluatorError
        The report would replace the earlier edition.
    InvalidInputError
        The file is not an edition of this plan under this rubric.
    """
    if since is None or since == NONE:
        return None
    if len(cards) != 1:
        raise click.UsageError("--since reports the changes of one report: name one plan and one frame.")
    earlier = read_earlier(since)
    refuse_other(earlier.stated(), cards[0], earlier.name)
    if not force and paths[0].exists() and paths[0].resolve() == since.resolve():
        raise EvaluatorError(f"{since} is the earlier edition itself, and would be replaced. Name another with --out.")
    return earlier


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
