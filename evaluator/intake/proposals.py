"""A machine's proposals handed over as CSV or JSON: read, looked up in the plan's text, and laid beside the coders'."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from evaluator.anchors.comparable import PageReading, comparable_text
from evaluator.anchors.copies import copies
from evaluator.anchors.pages import page_texts
from evaluator.errors import InvalidInputError, Problem
from evaluator.intake.searched import wordings_of
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.intake import Wording
from evaluator.model.proposal import Proposal, ProposalFile, ProposalHeader, Proposals
from evaluator.model.rubric import Rubric
from evaluator.model.schema import columns_of
from evaluator.panel.measured import PEOPLE
from evaluator.panel.proposed import DroppedRow, Sifted, addressed_pages, sift
from evaluator.read.proposals import FOLDER, read_proposals
from evaluator.read.text_files.cell import Cell, CellError, parse_cell
from evaluator.read.text_files.file import LARGEST_YAML, read_text
from evaluator.read.text_files.shape import build, read_sound
from evaluator.read.text_files.table import write_table
from evaluator.read.text_files.yaml_file import parsed_yaml
from evaluator.tables.csv_text import CONTROL
from evaluator.workbook.sheet.pairs import yaml_text

LARGEST = 20_000_000  # bytes of a file of proposals
LARGEST_PROMPT = 1_000_000
MOST_ROWS = 5_000
SHORTEST = 16  # letters and signs of a quotation: fewer stand almost everywhere
FEW_PAGES = 4  # of a copy: in a shorter one the same words may well stand on half of the pages
# Columns of measures.csv that hold the plan's own words, beside the original wording, without which `text` does.
PLAN_WORDS = ("problem", "responsible_text", "time_text", "resources_text", "risk")
# What stands right before or after a place that is inside a word: a letter, or a hyphen at the end of a line.
INSIDE_BEFORE = re.compile(r"(?:\w|[-\u00ad\u2010]\s{0,9}\n\s{0,9})\Z")
INSIDE_AFTER = re.compile(r"\w|[-\u00ad\u2010]\s{0,9}\n")
# Signs that turn or hide words, and that no quotation needs.
HIDING = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


@dataclass(frozen=True, slots=True)
class Offer:
    """What is handed over: the header, the rows that can be read, and those that cannot."""

    header: ProposalHeader
    rows: tuple[Proposal, ...]
    unread: tuple[DroppedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts in which quotations are looked up: pages of copies by source, rows of the plan by id, compared.

    `own` are the sources of the plan's own text that have a copy. `addressed` are places that speak to a machine.
    """

    pages: Mapping[str, tuple[PageReading, ...]]
    rows: Mapping[str, tuple[PageReading, ...]]
    own: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()

    def count(self, source_id: str) -> int:
        """Return the number of pages of a source's copy, by default of the longest copy of the plan's own text."""
        named = (source_id,) if source_id else self.own
        return max((len(self.pages.get(name, ())) for name in named), default=0)

    def look(self, row: Proposal) -> str:
        """Return why a quotation is not taken; empty where it stands at its place."""
        wanted = comparable_text(row.quotation)
        if len(wanted) < SHORTEST:
            return f"a quotation of {len(wanted)} letters, which stands almost everywhere"
        places = self._places(row.source_id, row.page)
        if not places:
            return f"no text here as {row.page or 'the page'}{f' of {row.source_id}' if row.source_id else ''}"
        if not any(_holds_words(place, wanted) for place in places):
            return "a quotation that does not stand there"
        return "a quotation that stands on half of the pages" if self._is_everywhere(wanted) else ""

    def _is_everywhere(self, wanted: str) -> bool:
        """Return whether words stand on half of the pages of a copy, as a running head does."""
        copied = (pages for pages in self.pages.values() if len(pages) >= FEW_PAGES)
        return any(2 * sum(wanted in page.text for page in pages) >= len(pages) for pages in copied)

    def _places(self, source_id: str, page: str) -> Sequence[PageReading]:
        if page in self.rows and not source_id:
            return self.rows[page]
        named = [self.pages[name] for name in ((source_id,) if source_id else self.own) if name in self.pages]
        if not page:  # a text without pages is one
            return [pages[0] for pages in named if len(pages) == 1]
        number = int(page) if page.isascii() and page.isdecimal() else 0
        return [pages[number - 1] for pages in named if 0 < number <= len(pages)]


def _holds_words(place: PageReading, wanted: str) -> bool:
    r"""Return whether whole words of a place are the wanted ones: "lawful" is no quotation from "unlawful".

    Examples
    --------
    >>> place = PageReading.of("Unlawful detention is ended, un-\nlawful removal too.")
    >>> [_holds_words(place, comparable_text(words)) for words in ("detention is ended", "lawful detention")]
    [True, False]
    >>> _holds_words(place, comparable_text("lawful removal too"))
    False
    """
    for start in place.places(wanted):
        first, last = place.at[start], place.at[start + len(wanted) - 1]
        before, after = place.raw[max(0, first - 40) : first], place.raw[last + 1 : last + 41]
        if not INSIDE_BEFORE.search(before) and not INSIDE_AFTER.match(after):
            return True
    return False


def texts_in(folders: Iterable[Path], assessment: Assessment, wordings: Sequence[Wording] = ()) -> Texts:
    """Return the texts of a plan in which quotations are looked up: copies in `documents/`, and the plan's rows.

    Raises
    ------
    InvalidInputError
        A copy cannot be read, or a source names a file outside of the folder.
    """
    pages, addressed = {}, list[str]()
    for source_id, path in copies(list(folders), assessment).items():
        read = page_texts(path.read_bytes(), str(path))
        pages[source_id] = tuple(PageReading.of(text) for text in read)
        addressed += [f"{source_id}, page {number}" for number in addressed_pages(read)]
    kind = [one.source_id for one in assessment.sources if one.kind == "plan"]
    own = [name for name in assessment.plan.sources or kind[:1] if name in pages and name in kind]
    rows = {
        one.measure_id: [one.text_original or one.text, *(getattr(one, name) for name in PLAN_WORDS)]
        for one in assessment.measures
    }
    for indicator in assessment.indicators:
        rows.setdefault(indicator.measure_id, []).append(indicator.text)
    for wording in wordings:
        rows.setdefault(wording.measure_id, []).append(wording.text)
    addressed += [name for name, texts in rows.items() if addressed_pages(texts)]
    cells = {name: tuple(PageReading.of(text) for text in texts if text) for name, texts in rows.items() if name}
    return Texts(pages, cells, tuple(own), tuple(addressed))


def proposals_for(library: Library, plan_id: str, rubric: Rubric) -> tuple[Proposals, ...]:
    """Return what machines propose for a plan; no assessment holds it, so that nothing scores it.

    Raises
    ------
    InvalidInputError
        With every fault of the files.
    """
    return read_sound(lambda problems: read_proposals(library.plan_folder(plan_id), rubric, problems)[0])


def read_offer(path: Path, prompt: Path | None = None) -> Offer:
    """Return the proposals of a JSON file, or of a CSV file with a YAML file of the same name beside it.

    In JSON the keys of the header and a list `proposals` are one object. `prompt` is the file that the machine was
    given as its instructions; only its fingerprint is kept.

    Raises
    ------
    InvalidInputError
        The file has no such form, is too large, or the header lacks something.
    """
    kind = path.suffix.casefold()
    if kind not in (".csv", ".json"):
        raise InvalidInputError([Problem(str(path), f"a file {path.suffix or 'without an ending'}", ".csv or .json")])
    text = read_text(path, largest=LARGEST)
    beside = path.with_suffix(".yaml")
    head = read_text(beside, largest=LARGEST_YAML) if kind == ".csv" else ""
    return offer_of(path, text, head, read_text(prompt, largest=LARGEST_PROMPT) if prompt else "")


def offer_of(path: Path, text: str, head: str = "", prompt: str = "") -> Offer:
    """Return the proposals in a text: JSON, or CSV with its header as YAML in `head`; see `read_offer`.

    Raises
    ------
    InvalidInputError
        As `read_offer`.
    """
    content: dict[str, object]
    if head:
        document = parsed_yaml(path.with_suffix(".yaml"), head)
        content = dict(document.content) if isinstance(document.content, dict) else {}
        records: list[Mapping[str, object]] = list(_csv_records(path, text))
    else:
        content, records = _json_parts(path, text)
    if prompt:
        content["prompt_sha256"] = hashlib.sha256(prompt.encode()).hexdigest()
    if len(records) > MOST_ROWS:
        mend = "A plan has one for each criterion of its rubric."
        raise InvalidInputError([Problem(str(path), f"{len(records)} proposals", f"at most {MOST_ROWS}", mend)])
    if odd := next(filter(None, map(_unwritable, _strings(content))), ""):
        raise InvalidInputError(
            [Problem(str(path), f"a control character ({odd}) in the header", "text", "Delete it.")]
        )
    if not head:
        document = parsed_yaml(path, json.dumps(content, ensure_ascii=False))
    header = build(ProposalHeader, replace(document, content=content))
    _refuse_unknown(path, records)
    read = [_row_of(record) for record in records]
    return Offer(
        header,
        tuple(row for row in read if isinstance(row, Proposal)),
        tuple(row for row in read if isinstance(row, DroppedRow)),
    )


def _csv_records(path: Path, text: str) -> list[Mapping[str, object]]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = reader.fieldnames or []
        if twice := next((name for at, name in enumerate(names) if name in names[:at]), ""):
            found = f"the column {twice[:40]!r} twice"
            raise InvalidInputError([Problem(str(path), found, "each column once", line=1)])
        rows = list(reader)
    except csv.Error as error:
        raise InvalidInputError([Problem(str(path), str(error), "well-formed CSV")]) from None
    return [{("" if key is None else key): value for key, value in row.items()} for row in rows]


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON; of a key that stands twice it is unknown which was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
        raise ValueError(f"the key {twice[:40]!r} stands twice")
    return found


def _json_parts(path: Path, text: str) -> tuple[dict[str, object], list[Mapping[str, object]]]:
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError([Problem(str(path), f"no JSON ({error})"[:200], "one JSON object")]) from None
    rows = found.pop("proposals", None) if isinstance(found, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidInputError([Problem(str(path), "no list `proposals` of objects", "the header and `proposals`")])
    return found, rows


def _refuse_unknown(path: Path, records: Sequence[Mapping[str, object]]) -> None:
    known = [one.name for one in fields(Proposal)]
    odd = sorted({str(name) for record in records for name in record} - set(known))
    if odd:
        named = ", ".join(repr(name[:40]) for name in odd[:5])
        raise InvalidInputError([Problem(str(path), f"unknown columns {named}", f"of: {', '.join(known)}")])


def _strings(content: object) -> Iterator[str]:
    """Yield every text in what a file of JSON or YAML holds, keys among them."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from (str(name), *_strings(value))
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)
    elif isinstance(content, str):
        yield content


def _unwritable(text: str) -> str:
    """Return the character of a text that no file may hold, by its number; empty without one."""
    odd = CONTROL.search(text) or HIDING.search(text) or re.search("[\ud800-\udfff]", text)
    return f"U+{ord(odd.group()):04X}" if odd else ""


def _row_of(record: Mapping[str, object]) -> Proposal | DroppedRow:
    """Return the proposal of a record, or what in it cannot be read."""
    values: dict[str, Cell] = {}
    name = "".join(letter for letter in str(record.get("criterion_id") or "")[:100] if letter.isprintable())
    for declared in columns_of(Proposal):
        given = record.get(declared.name)
        if isinstance(given, bool) or not isinstance(given, str | int | None):
            return DroppedRow(name, "row", f"{declared.name}: no text")
        if odd := _unwritable(str(given)):
            return DroppedRow(name, "row", f"{declared.name}: a control character ({odd})")
        try:
            values[declared.name] = parse_cell(declared, "" if given is None else str(given).strip())
        except CellError as error:
            return DroppedRow(name, "row", f"{declared.name}: {error.found}")
    return Proposal(**values)  # type: ignore[arg-type]  # each cell is of its column's kind


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of an offer: the proposals, the account of dropped rows, and the files to be written."""

    proposals: Proposals
    sifted: Sifted
    files: Mapping[str, bytes]
    addressed: tuple[str, ...]


def take_in(
    library: Library, assessment: Assessment, rubric: Rubric, offer: Offer, people: Collection[str] = ()
) -> TakenIn:
    """Return the proposals that are taken, with the files that hold them; nothing is written.

    `people` are the codes of persons who may rate the plan yet.

    Raises
    ------
    InvalidInputError
        The machine has a coder's code, or a copy of a source cannot be read.
    """
    plan, code = assessment.plan.id, offer.header.coder
    if code == PEOPLE or code in people or any(one.header.coder == code for one in assessment.codings):
        raise InvalidInputError([Problem("coder", repr(code), "a code that no coder has")])
    texts = texts_in(library.layers.folders, assessment, wordings_of(library.plan_folder(plan)))
    found = sift(offer.rows, rubric, texts.look, texts.count)
    sifted = Sifted(found.taken, (*offer.unread, *found.dropped))
    header = ProposalFile(
        **offer.header.model_dump(),
        assessment_id=f"{plan}.{rubric.id}.{code}",
        rubric=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        capacity="machine",
        dropped=sifted.by_criterion(rubric),
        unnamed=sifted.unnamed(rubric),
    )
    place = f"countries/{plan[:3]}/plans/{plan}/{FOLDER}/{rubric.id}/{code}"
    files = {
        f"{place}.yaml": yaml_text(header.model_dump(mode="json", exclude_none=True, exclude_defaults=True)).encode(),
        f"{place}.csv": write_table(sifted.taken, Proposal).encode(),
    }
    return TakenIn(Proposals(header, sifted.taken), sifted, files, texts.addressed)
