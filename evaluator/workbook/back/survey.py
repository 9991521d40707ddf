"""Answers to a survey as they come back: saved files, e-mail text, workbooks, exports of ODK; every fault is named."""

from __future__ import annotations

import csv
import email
import email.errors
import email.policy
import io
import json
import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.model.survey import CHECK, EQUAL, METHODS, MOST_TIMES, Answer, CodeBook, CodedPage
from evaluator.read.survey import SURVEY
from evaluator.read.text_files.file import read_text
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.read import read_xlsx

MOST = 100
MOST_FILES, LARGEST = 10_000, 5_000_000
QUOTE = re.compile(r"^(?:>[ \t]?)+")
CODE = re.compile(r"[acrsk][0-9]{2}")
ROW_IDS = ("_uuid", "instanceID", "KEY", "_id")  # what tells two rows of an export apart
WHOLE_TEXT = "Copy the whole text, from { to }."


@dataclass(frozen=True, slots=True)
class Received:
    """One answer as it came: which survey and version it says it answers, and its cells as written, by code."""

    survey: str
    version: str
    group: str
    method: str
    order: str
    cells: Mapping[str, object]
    mark: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers of an inbox by lot, and what was refused, left out, rescaled or flagged, at its file."""

    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]

    @property
    def people(self) -> int:
        """Return the number of respondents."""
        return len({answer.respondent for answer in self.answers})


@dataclass(slots=True)
class _Inbox:
    book: CodeBook
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    equal: dict[str, list[str]] = field(default_factory=dict)
    keeps_equal: bool = False
    people: list[list[Answer]] = field(default_factory=list)

    def refuse(self, path: Path, found: str, expected: str, mend: str = "") -> None:
        self.problems.append(Problem(path.name, f"refused: {found}", expected, mend))

    def tell(self, path: Path, found: str, expected: str, key: str = "") -> None:
        self.problems.append(Problem(path.name, found, expected, key=key, severity="warning"))


def read_inbox(folder: Path, book: CodeBook, *, keeps_equal: bool = False) -> Reading:
    """Return every answer of a folder; respondents are shuffled and numbered anew at each reading.

    Answers that are equal but for their number count once, or each with `keeps_equal`; either way they are named.

    Raises
    ------
    EvaluatorError
        There is no such folder, or it has no file or too many.
    """
    if not folder.is_dir():
        raise EvaluatorError(f"{folder}: there is no such folder. Name the folder that holds the answers.")
    if (folder / SURVEY).is_file():
        raise EvaluatorError(f"{folder} is the survey's own folder. Name the folder that holds the answers.")
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files or len(files) > MOST_FILES:
        raise EvaluatorError(f"{folder}: {len(files)} files. Give the answers, at most {MOST_FILES} files")
    inbox = _Inbox(book, keeps_equal=keeps_equal)
    for path in files:
        try:
            for received in _answers_of_file(path, book):
                if received is None:
                    inbox.tell(path, "a row without consent, left out", "consent yes")
                else:
                    _take_answer(inbox, path, received)
        except InvalidInputError as error:
            inbox.problems += [replace(one, path=path.name, found=f"refused: {one.found}") for one in error.problems]
    inbox.problems += _equal_answers(inbox)
    random.SystemRandom().shuffle(inbox.people)
    numbered = (
        replace(answer, respondent=f"r{number:04}") for number, own in enumerate(inbox.people, 1) for answer in own
    )
    return Reading(tuple(numbered), tuple(inbox.problems))


def _answers_of_file(path: Path, book: CodeBook) -> Iterator[Received | None]:
    kind = path.suffix.casefold()
    if path.is_symlink():
        raise InvalidInputError([Problem(path.name, "a link", "a file")])
    if kind == ".xlsx":
        yield _answer_of_workbook(read_xlsx(path))
    elif kind == ".csv":
        yield from _answers_of_export(path, book)
    elif kind in (".json", ".txt", ".eml"):
        yield _answer_of_text(path, kind)
    else:
        raise InvalidInputError(
            [Problem(path.name, f"a file {kind or 'without an ending'}", "json, txt, eml, xlsx or csv")]
        )


def _answer_of_text(path: Path, kind: str) -> Received:
    text = read_text(path, largest=LARGEST)
    if kind == ".eml":
        text = _mail_text(path, text)
    joined = "".join(QUOTE.sub("", line).strip() for line in text.splitlines())
    begin, end = joined.find("{"), joined.rfind("}")
    if not 0 <= begin < end:
        raise InvalidInputError([Problem(path.name, "no answer in this file", "the text of an answer", WHOLE_TEXT)])
    try:
        said = json.loads(joined[begin : end + 1])
    except (ValueError, RecursionError):
        raise InvalidInputError(
            [Problem(path.name, "a text that was cut or changed on the way", "the text of an answer", WHOLE_TEXT)]
        ) from None
    cells = said.get("points")
    if not isinstance(cells, dict):
        raise InvalidInputError([Problem(path.name, "no points", "the text of an answer", WHOLE_TEXT)])
    survey, version, group, method, order = (
        str(said.get(key, "")) for key in ("survey", "version", "group", "method", "order")
    )
    return Received(survey, version, group, method, order, cells)


def _mail_text(path: Path, text: str) -> str:
    """Return the plain text of an e-mail."""
    try:
        part = email.message_from_string(text, policy=email.policy.default).get_body(("plain",))
        return str(part.get_content()) if part is not None else ""
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, email.errors.MessageError) as error:
        found = f"an e-mail that cannot be read ({type(error).__name__})"
        raise InvalidInputError([Problem(path.name, found, "the text of an answer", WHOLE_TEXT)]) from None


def _answer_of_workbook(book: ReadBook) -> Received:
    grids = {grid.name: grid for grid in book.of_kind("survey")}
    if not {"head", "answers"} <= set(grids):
        raise InvalidInputError([Problem(book.path, "another workbook", "the workbook of the survey")])
    head = {row.text("entry"): row.text("content") for row in grids["head"].rows}
    cells = {row.text("code"): row.text("points") for row in grids["answers"].rows if row.text("code")}
    group = head.get("group", "").partition(":")[0].strip()
    meta = book.meta
    return Received(
        meta.get("survey", ""), meta.get("version", ""), group, head.get("method", ""), meta.get("order", ""), cells
    )


def _answers_of_export(path: Path, book: CodeBook) -> Iterator[Received | None]:
    """Yield the rows of an export of ODK or KoboToolbox, which may write the names of groups before a slash.

    A row without consent is None.
    """
    text = read_text(path, largest=LARGEST)
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    for number, row in _numbered_rows(path, rows):
        flat = {
            re.split(r"[/-]", name)[-1] if name not in ROW_IDS else name: cell for name, cell in row.items() if name
        }
        if flat.get("consent", "yes") != "yes":
            yield None
            continue
        mark = next((flat[name] for name in ROW_IDS if flat.get(name)), "")
        cells = {name: cell for name, cell in flat.items() if CODE.fullmatch(name)}
        survey, version = flat.get("survey_id") or book.survey, flat.get("survey_version") or str(book.version)
        yield Received(survey, version, flat.get("group") or "", flat.get("method") or "", "", cells, mark, number + 1)


def _numbered_rows(path: Path, rows: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        yield from enumerate(rows, 1)
    except csv.Error as error:
        raise InvalidInputError([Problem(path.name, f"a table that cannot be read ({error})", "an export")]) from None


def _take_answer(inbox: _Inbox, path: Path, received: Received) -> None:
    book = inbox.book
    if (received.survey, received.version) != (book.survey, str(book.version)):
        found = f"an answer to {received.survey or 'no survey'} version {received.version or 'unknown'}"
        inbox.refuse(path, found, f"{book.survey} version {book.version}")
        return
    points = _points_in_range(inbox, path, received)
    if not points:
        inbox.refuse(path, "no question is answered", "an answer")
        return
    areas = [points[code] for code in book.pages[0].codes if code in points]
    if len(areas) < 2 or not any(areas):  # noqa: PLR2004
        inbox.refuse(path, "fewer than two areas are judged on the first page", "points for two at least")
        return
    if not _counts(inbox, path, received, points):
        return
    group, method = received.group, received.method or METHODS[0]
    if group and group not in book.groups:
        inbox.tell(path, f"group {group!r}, left blank", f"one of: {', '.join(book.groups)}")
        group = ""
    if method not in METHODS:
        inbox.tell(path, f"method {method!r}, taken for points", f"one of: {', '.join(METHODS)}")
        method = METHODS[0]
    for page in book.pages:
        _flag_odd_page(inbox, path, page, points, method)
    order = int(received.order) if received.order.isdecimal() and len(received.order) < 10 else None  # noqa: PLR2004
    inbox.people.append([Answer("r", group, method, order, code, value) for code, value in sorted(points.items())])


def _counts(inbox: _Inbox, path: Path, received: Received, points: Mapping[str, int]) -> bool:
    """Return whether an answer is another than all before it; one that came twice is refused."""
    said = json.dumps([received.group, sorted(points.items())])
    place = f"{path.name} row {received.row}" if received.row else path.name
    if received.mark or not received.row:
        first = inbox.seen.setdefault(f"{received.mark} {received.order} {said}", place)
        if first != place:
            inbox.refuse(path, f"the same answer as in {first}", "each answer once")
            return False
    alike = inbox.equal.setdefault(said, [])
    alike.append(place)
    return len(alike) == 1 or inbox.keeps_equal


def _equal_answers(inbox: _Inbox) -> Iterator[Problem]:
    """Yield a warning for each set of answers that differ in nothing but their number."""
    counted = "counted each" if inbox.keeps_equal else "counted once"
    for places in inbox.equal.values():
        if len(places) > 1:
            found = f"{len(places)} answers that are equal but for their number, {counted}: {', '.join(places)}"
            mend = "" if inbox.keeps_equal else "If different persons gave them, read again with --equal."
            name = places[0].partition(" row ")[0]
            yield Problem(name, found, "each answer once", mend, severity="warning")


def _points_in_range(inbox: _Inbox, path: Path, received: Received) -> dict[str, int]:
    found = {}
    for code, cell in received.cells.items():
        if code not in inbox.book.codes:
            inbox.tell(path, f"unknown code {code!r}, left out", "a code of codes.json")
            continue
        most = MOST_TIMES if code == CHECK else MOST
        text = "" if cell is None or isinstance(cell, bool) else str(cell).strip().removesuffix("%").replace(",", ".")
        if not text and not isinstance(cell, bool):
            continue
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not 0 <= number <= most:
            inbox.tell(path, f"{str(cell)[:40]!r}, left out", f"0 to {most}", code)
            continue
        found[code] = round(number)
    return found


def _flag_odd_page(inbox: _Inbox, path: Path, page: CodedPage, points: Mapping[str, int], method: str) -> None:
    own = [points[code] for code in page.codes if code in points]
    where = f"{page.kind} of {page.node}"
    if len(own) >= EQUAL and len(set(own)) == 1:
        inbox.tell(path, f"{len(own)} times {own[0]}, flagged and kept", "points that differ", where)
    elif own and method == METHODS[0] and max(own) != MOST:
        inbox.tell(path, f"the highest is {max(own)}, rescaled", f"{MOST} for the first", where)
