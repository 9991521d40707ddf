"""Printing of reports for the browser, one at a time, each in a process of its own; a PDF is verified after it."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from evaluator.batch.processes import enter_process
from evaluator.contrasts.options import whole_contrast
from evaluator.errors import EvaluatorError, FullDiskError, InvalidInputError, UnwritableError
from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.extensions.verify.whole import verify_pdf
from evaluator.extensions.workbench.database import DISK_IS_FULL
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import say
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
MOST_WAITING = 10  # most reports that wait or are printing
STEPS = ("reading", "pages", "proof")
STOPPED = say("Printing stopped. Ask for it again.")
SPAWN = multiprocessing.get_context("spawn")


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


Result = PrintedReport | tuple[str, ...]  # what came of a request: the report, or its faults


def print_report(request: PrintRequest, tell: Callable[[str], object] = str) -> PrintedReport:
    """Return the printed report; a PDF is verified as `evaluator verify` does. `tell` is called with each of `STEPS`.

    Raises
    ------
    EvaluatorError
        The library has faults, or has no such plan or rubric.
    """
    reading, pages, proof = STEPS
    tell(reading)
    library = Library.open(request.own)
    rubric = library.rubric(request.rubric)
    plans = [library.assessment(plan, rubric) for plan in request.plans]
    tell(pages)
    is_open = request.kind in (EXPLORER, CONTRAST.kind) and any(w.is_unwritten for w in rubric.weightings.values())
    if request.kind == EXPLORER:
        entrants = [enter(plan, rubric) for plan in plans]
        page = explorer_page(library, rubric, list(rubric.weightings.values()), entrants, request.lang)
        return PrintedReport(page.encode(), "explorer.html", any(one.is_draft for one in entrants) or is_open)
    cards = [evaluate(plan, rubric) for plan in plans]
    content = _report_bytes(library, cards, request)
    name = f"{_file_name(cards, request)}{'.reading' if request.desk else ''}.{request.form}"
    is_published = request.form == "pdf" and not request.desk
    if is_published:
        tell(proof)
    verified = verify_pdf(content, library, name).outcome if is_published else ""
    return PrintedReport(content, name, any(card.is_draft for card in cards) or is_open, verified)


def _report_bytes(library: Library, cards: list[Scorecard], request: PrintRequest) -> bytes:
    if request.kind != COUNTRY.kind:
        return several_bytes(library, cards, Several(request.kind, request.form, request.lang))
    if request.desk:
        return _desk_copy(library, cards[0], request)
    earlier = None if request.form == "xlsx" else kept_edition(library, cards[0])
    return country_bytes(library, cards[0], request.form, request.lang, earlier)


def _desk_copy(library: Library, card: Scorecard, request: PrintRequest) -> bytes:
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
    """A request for a report: who made it, when, and its state: `waiting`, `printing`, `done`, `failed` or `left`.

    `step` is what is being done of it, one of `STEPS`; `began` is when that began, on the clock of this process.
    """

    id: str
    unit: str
    request: PrintRequest
    by: str
    at: str
    state: str = "waiting"
    step: str = ""
    began: float = 0.0
    expected: float = 0.0
    name: str = ""
    is_draft: bool = False
    verified: str = ""
    faults: tuple[str, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Return whether the report is still to come."""
        return self.state in ("waiting", "printing")

    @property
    def seconds(self) -> int:
        """Return for how long the report has been printing."""
        return int(time.monotonic() - self.began) if self.state == "printing" else 0


class Press:
    """A queue that prints requested reports one at a time, each in a process of its own, and keeps the newest files."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._prints: list[Print] = []
        self._process: BaseProcess | None = None
        self._printer = ThreadPoolExecutor(1, "press")
        self._took: dict[tuple[str, str], float] = {}

    def ask(self, request: PrintRequest, unit: str, by: str, at: str) -> Print | None:
        """Queue a request and return its print, whose state and result are filled in; None where too many wait."""
        asked = Print(secrets.token_hex(8), unit, request, by, at)
        with self._lock:
            if sum(one.is_under_way for one in self._prints) >= MOST_WAITING:
                return None
            if not self._prints:
                for left in _output_folder(request.own).glob("*"):
                    left.unlink()  # prints of an ended server, which no longer have a request
            self._prints.append(asked)
            for old in self._prints[:-MOST]:
                self._prints.remove(old)
                path_of(old, old.name).unlink(missing_ok=True)
            self._printer.submit(self._print, asked)
        return asked

    def leave(self, asked: Print) -> None:
        """Stop a report that waits or is printing; what was made of it is gone."""
        with self._lock:
            if asked.state == "printing":
                self._kill_process()
            if asked.is_under_way:
                asked.state = "left"

    def _print(self, asked: Print) -> None:
        key = (asked.request.kind, asked.request.form)
        with self._lock:
            if asked.state != "waiting":
                return
            asked.state, asked.began, asked.expected = "printing", time.monotonic(), self._took.get(key, 0.0)
            mine, theirs = SPAWN.Pipe(duplex=False)
            self._process = SPAWN.Process(target=_print_in_child, args=(theirs, asked.request), daemon=True)
        try:
            result = _follow(asked, self._process, mine, theirs)
        except (EOFError, OSError):
            result = (STOPPED,)
        with self._lock:
            self._process = None
            if asked.state == "printing":
                _finish(asked, result)
                self._took[key] = time.monotonic() - asked.began

    def of(self, unit: str) -> list[Print]:
        """Return the prints requested for a unit, newest first."""
        with self._lock:
            return [one for one in reversed(self._prints) if one.unit == unit]

    def before(self, asked: Print) -> int:
        """Return how many reports are printed before one that waits."""
        with self._lock:
            return sum(one.is_under_way for one in self._prints[: self._prints.index(asked)])

    def close(self) -> None:
        """Stop printing; requests that wait are left."""
        with self._lock:
            for one in self._prints:
                self.leave(one)

    def _kill_process(self) -> None:
        """End the process that prints, with those that it began."""
        if self._process is not None and self._process.pid is not None:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()


def _follow(asked: Print, process: BaseProcess, mine: Connection, theirs: Connection) -> Result:
    """Return what a process makes of a request, and follow its steps meanwhile; EOFError or OSError if it dies."""
    try:
        process.start()
        if asked.state == "left":  # while the process began
            process.kill()
        theirs.close()  # now the process alone can write, and its death ends the waiting
        while isinstance(said := mine.recv(), str):
            asked.step = said
    finally:
        mine.close()
        process.join()
    return cast("Result", said)


def _finish(asked: Print, found: Result) -> None:
    if isinstance(found, PrintedReport):
        try:
            write_whole(path_of(asked, found.name), found.content)
        except UnwritableError as error:
            found = (DISK_IS_FULL if isinstance(error, FullDiskError) else STOPPED,)
        else:
            asked.state, asked.name, asked.is_draft, asked.verified = "done", found.name, found.is_draft, found.verified
            return
    asked.state, asked.faults = "failed", found


def _print_in_child(told: Connection, request: PrintRequest) -> None:
    """Print a report in a process of its own, and send the steps and the result to the server."""
    if hasattr(os, "setsid"):
        os.setsid()  # so that it ends with all that it began
    enter_process()
    try:
        result: Result = print_report(request, told.send)
    except InvalidInputError as error:
        result = tuple(map(str, error.problems))
    except EvaluatorError as error:
        result = (str(error),)
    told.send(result)


def path_of(asked: Print, name: str) -> Path:
    """Return the path of a print's file."""
    return _output_folder(asked.request.own) / f"{asked.id}.{name.rpartition('.')[2] or asked.request.form}"


def _output_folder(own: Path) -> Path:
    folder = state_folder(own) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
