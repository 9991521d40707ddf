"""An information request as a page: what is not assessed, what evidence it needs, from whom."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.library import Library
from evaluator.reports.html.filled import filled
from evaluator.reports.pdf.write import write_pdf

REQUEST = "request.html"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One question that is open."""

    number: int
    criterion_id: str
    title: str
    question: str
    object: str
    needed: str
    ask: str
    so_far: str
    is_gate: bool


@dataclass(frozen=True, slots=True)
class Tool:
    """Which version of the toolkit made the page."""

    tool_version: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """What the page prints. `standing` says how far the assessment is, in a sentence; `date` is the data's."""

    lang: str
    date: str
    country: str
    plan_id: str
    plan_title: str
    rubric: str
    standing: str
    rows: tuple[RequestRow, ...]
    method: Tool
    invented: str = ""
    worked_example: bool = False


def request_html(library: Library, view: RequestView) -> str:
    """Return the request as one HTML page.

    Raises
    ------
    InvalidInputError
        A template of the user's folder is at fault.
    """
    return filled(library.templates, view.lang, REQUEST, view=view, document="")


def request_pdf(library: Library, view: RequestView) -> bytes:
    """Return the request as PDF bytes: the same data give the same bytes."""
    return write_pdf(request_html(library, view), library.templates, (), view.date)
