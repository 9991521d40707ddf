"""Printing of reports for the browser, one at a time in a separate process, each PDF verified after printing."""

from __future__ import annotations

import multiprocessing
import secrets
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluator.batch.processes import enter_process
from evaluator.contrasts.options import whole_contrast
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.explorer.page import explorer_page
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import enter, evaluate
from evaluator.reports.carried.attach import carried_files
from evaluator.reports.contrast.report import CONTRAST, contrast_name
from evaluator.reports.country import COUNTRY, country_html, report_view
from evaluator.reports.editions.earlier import kept_edition
from evaluator.reports.html.alone import standing_alone
from evaluator.reports.kinds import SEVERAL
from evaluator.reports.output import page_pdf
from evaluator.reports.poster import POSTER
from evaluator.reports.region import region_name
from evaluator.reports.subject import document_id
from evaluator.reports.verify.whole import verify_pdf
from evaluator.reports.years import YEARS
from evaluator.store.lock import state_folder
from evaluator.store.whole import write_whole
from evaluator.workbook.results.report_files import Several, country_bytes, several_bytes

EXPLORER = "explorer"
WALL = (POSTER.kind, YEARS.kind)  # of one plan, and of a record: printed by the command
KINDS = (COUNTRY.kind, *(kind for kind in reversed(SEVERAL) if kind not in WALL), EXPLORER)
FORMS = ("pdf", "html", "xlsx")
MEDIA = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOLDER = "prints"
MOST = 20  # most prints that are kept; the oldest is deleted


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """An order for a report: plans of a folder, rubric, kind of report, language and form.

    `desk` is the address that the citations of a country report link to; empty for the published
    sources.
    """

    own: Path
    plans: tuple[str, ...]
    rubric: str
    kind: str = COUNTRY.kind
    lang: str = "en"
    form: str = "pdf"
    desk: str = ""


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report as bytes, with its file name, whether it is a draft, and the outcome of its verification."""

    content: bytes
    name: str
    is_draft: bool
    verified: str = ""


def print_report(request: PrintRequest) -> PrintedReport:
    """Return the printed report; a PDF is verified as `evaluator verify` does.

    Raises
    ------
    EvaluatorError
        The library has faults, or has no such plan or rubric.
    """
    library = Library.open(request.own)
    rubric = library.rubric(request.rubric)
    plans = [library.assessment(plan, rubric) for plan in request.plans]
    if request.kind == EXPLORER:
        entrants = [enter(plan, rubric) for plan in plans]
        page = explorer_page(library, rubric, list(rubric.weightings.values()), entrants, request.lang)
        return PrintedReport(page.encode(), "explorer.html", any(one.is_draft for one in entrants))
    cards = [evaluate(plan, rubric) for plan in plans]
    content = _report_bytes(library, cards, request)
    name = f"{_file_name(cards, request)}{'.reading' if request.desk else ''}.{request.form}"
    is_published = request.form == "pdf" and not request.desk
    verified = verify_pdf(content, library, name).outcome if is_published else ""
    return PrintedReport(content, name, any(card.is_draft for card in cards), verified)


def _report_bytes(library: Library, cards: list[Scorecard], request: PrintRequest) -> bytes:
    if request.kind != COUNTRY.kind:
        return several_bytes(library, cards, Several(request.kind, request.form, request.lang))
    if request.desk:
        return _reading(library, cards[0], request)
    earlier = None if request.form == "xlsx" else kept_edition(library, cards[0])
    return country_bytes(library, cards[0], request.form, request.lang, earlier)


def _reading(library: Library, card: Scorecard, request: PrintRequest) -> bytes:
    """Return a country report whose citations link to their passages at the desk: to read, not to publish."""
    view = report_view(library, card, request.lang, annex=True)
    held = {anchor.evidence_id for anchor in card.assessment.anchors}
    cited = tuple(
        replace(one, address=f"{request.desk}/{one.evidence.evidence_id}") if one.evidence.evidence_id in held else one
        for one in view.references
    )
    view = replace(view, references=cited)
    if request.form == "html":
        return standing_alone(country_html(library, view), library.templates).encode()
    carried = carried_files(library, card, request.lang, annex=True)
    return page_pdf(library, COUNTRY, view, carried, view.document_id)


def _file_name(cards: list[Scorecard], request: PrintRequest) -> str:
    if request.kind == COUNTRY.kind:
        return document_id(cards[0], request.lang)
    if request.kind != CONTRAST.kind:
        return region_name(cards, request.kind, request.lang)
    return contrast_name(cards, whole_contrast(cards[0].rubric, cards[0].weighting), request.lang)


@dataclass(slots=True)
class Print:
    """A request for a report: who made it, when, and its state: `printing`, `done` or `failed`."""

    id: str
    unit: str
    request: PrintRequest
    by: str
    at: str
    state: str = "printing"
    name: str = ""
    is_draft: bool = False
    verified: str = ""
    faults: tuple[str, ...] = ()
    future: Future[PrintedReport] | None = field(default=None, repr=False)


class Press:
    """A queue that prints requested reports one at a time and keeps the newest files."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.RLock()
        self._prints: list[Print] = []

    def ask(self, request: PrintRequest, unit: str, by: str, at: str) -> Print:
        """Queue a request and return its print, whose state and result are filled in when printing ends."""
        asked = Print(secrets.token_hex(8), unit, request, by, at)
        with self._lock:
            if not self._prints:
                for left in _output_folder(request.own).glob("*"):
                    left.unlink()  # prints of an ended server, which no longer have a request
            self._prints.append(asked)
            for old in self._prints[:-MOST]:
                self._forget(old)
            asked.future = self._submit(request)
        asked.future.add_done_callback(lambda future: self._finish(asked, future))
        return asked

    def _submit(self, request: PrintRequest) -> Future[PrintedReport]:
        try:
            return self._pool_of_one().submit(print_report, request)
        except BrokenProcessPool:
            self._pool = None
            return self._pool_of_one().submit(print_report, request)

    def _pool_of_one(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawned = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, spawned, enter_process, max_tasks_per_child=8)
        return self._pool

    def _finish(self, asked: Print, future: Future[PrintedReport]) -> None:
        with self._lock:
            try:
                found = future.result()
                write_whole(path_of(asked, found.name), found.content)
                asked.name, asked.is_draft, asked.verified, asked.state = (
                    found.name, found.is_draft, found.verified, "done",
                )  # fmt: skip
            except InvalidInputError as error:
                asked.faults, asked.state = tuple(map(str, error.problems)), "failed"
            except EvaluatorError as error:
                asked.faults, asked.state = (str(error),), "failed"
            except BaseException:  # noqa: BLE001  (its process died, or the fault is ours: who waits is told)
                asked.faults, asked.state = ("Printing stopped. Ask for it again.",), "failed"
            asked.future = None

    def _forget(self, old: Print) -> None:
        self._prints.remove(old)
        path_of(old, old.name).unlink(missing_ok=True)

    def of(self, unit: str) -> list[Print]:
        """Return the prints requested for a unit, newest first."""
        with self._lock:
            return [one for one in reversed(self._prints) if one.unit == unit]

    def close(self) -> None:
        """Stop printing; requests that wait are cancelled."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def path_of(asked: Print, name: str) -> Path:
    """Return the path of a print's file."""
    return _output_folder(asked.request.own) / f"{asked.id}.{name.rpartition('.')[2] or asked.request.form}"


def _output_folder(own: Path) -> Path:
    folder = state_folder(own) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
