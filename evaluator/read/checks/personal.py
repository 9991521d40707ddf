"""Checks for personal data: patterns that reveal it, and recorded exceptions for officials in office."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.country import PersonException
from evaluator.read.checks.door import UnitCheck
from evaluator.read.coding import CodingFiles
from evaluator.read.country import CountryFiles
from evaluator.read.layers import Layers
from evaluator.read.overlay import OVERLAID
from evaluator.read.plan import PlanFiles
from evaluator.read.text_files.file import line_starts, read_text
from evaluator.read.text_files.table import ReadTable, rows_of
from evaluator.read.text_files.yaml_file import Document, Key

# Each pattern takes time linear in the length of the text: it tries no run of characters again from inside the run. The
# commonest ones begin with a set of letters and look back from there, not with `\b`, so that the search skips to one.
PERSONAL = {
    "an e-mail address": re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}"),
    "a telephone number": re.compile(r"[+0](?<![\w+].)(?:(?<=\+)|0)\d[\d ()/-]{7,}\d(?!\w)"),
    "a date of birth": re.compile(r"\b(born on|date of birth|d\.o\.b\.)", re.IGNORECASE),
    "a personal number": re.compile(
        r"\b(passport|identity card|id card|personal) (no\.?|number)\s*+:?\s*+\w*\d{4,}|(?<![\d/.-])\d{13}(?![\d/.-])",
        re.IGNORECASE,
    ),
    "a bank account": re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?\b"),
    "the name of a person": re.compile(
        r"[MDP](?<!\w.)((?<=M)(rs?|s|iss)|(?<=D)r|(?<=P)rof)\.? [A-ZÀ-Þ]\w+( [A-ZÀ-Þ]\w+)?"
    ),
    "the initials and age of a person": re.compile(r"[A-Z](?<!\w.)\. ?[A-Z]\.(,? \(|, |,? aged )(aged )?\d{1,2}\b"),
}
# What a text must hold in small letters for a pattern to match it at all: looking for that first is cheap.
NEEDED = {
    "an e-mail address": re.compile("@"),
    "a date of birth": re.compile(r"born on|date of b|d\.o\.b\."),
    "a personal number": re.compile(r"passport n|card n|personal n|\d\d{12}"),
}
EXPECTED = "no data about individuals"
MEND = "Take it out; an official in office may stay: add a line for it to exceptions.csv."
UNCHECKED_KINDS = (
    "url",
    "id",
    "ids",
    "integer",
    "number",
    "flag",
    "date",
    "dates",
    "period",
    "choice",
    "choices",
    "lang",
    "langs",
)


@dataclass(slots=True)
class _Watch:
    """The personal-data exceptions of a country, and the ids of those that matched."""

    root: Sequence[Path]
    exceptions: Sequence[PersonException]
    met: set[str] = field(default_factory=set)

    def finds(self, path: Path, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield each kind of personal data in a text with its match, without the exceptions recorded for the file."""
        allowed = [x for x in self.exceptions if x.text in text and x.file == self._inside(path)]
        for what, pattern in PERSONAL.items():
            for match in pattern.finditer(text):
                holds = [x.exception_id for x in allowed if match.group() in x.text]
                self.met.update(holds)
                if not holds:
                    yield what, match

    def _inside(self, path: Path) -> str:
        """Return a file's path as an exception writes it, or an empty text if it is outside the country's folder."""
        return next((path.relative_to(root).as_posix() for root in self.root if path.is_relative_to(root)), "")


def check_personal(files: PlanFiles, codings: CodingFiles) -> list[Problem]:
    """Return a problem for each text in a plan's and its country's files that looks like personal data."""
    country = files.country
    return [
        *personal_in_country(country), *personal_in_plan(files), *personal_in_codings(country, codings),
    ]  # fmt: skip


def personal_in_country(country: CountryFiles) -> list[Problem]:
    """Return a problem for each such text in a country's own files."""
    return _problems_in_country(country, country.tables.values(), [country.document])


def personal_in_plan(files: PlanFiles) -> list[Problem]:
    """Return a problem for each such text in a plan's header, own tables and narrative."""
    around = files.country.tables
    own = [table for name, table in files.tables.items() if table is not around.get(name)]
    watch = _watch_over(files.country)
    narrative = files.folder.plan.below("narrative").files("*.md").values()
    return [
        *_problems_in_country(files.country, own, [files.document]),
        *(p for path in narrative for p in _faults_in_text(watch, path)),
    ]


def personal_in_codings(country: CountryFiles, codings: CodingFiles) -> list[Problem]:
    """Return a problem for each such text in the ratings of a plan under a rubric."""
    tables = [*(coder.table for coder in codings.coders), *codings.tables.values()]
    return _problems_in_country(country, tables, [coder.head for coder in codings.coders])


def personal_in_proposals(
    country: CountryFiles, tables: Iterable[ReadTable[object]], heads: Iterable[Document]
) -> list[Problem]:
    """Return a problem for each such text in what machines propose."""
    return _problems_in_country(country, tables, heads)


def _problems_in_country(
    country: CountryFiles, tables: Iterable[ReadTable[object]], documents: Iterable[Document | None]
) -> list[Problem]:
    watch = _watch_over(country)
    problems = [problem for table in tables for problem in _faults_in_table(watch, table)]
    return problems + [p for document in documents if document for p in _faults_in_document(watch, document)]


def unmet_exceptions(folder: Layers, tables: Mapping[str, ReadTable[object]]) -> list[Problem]:
    """Return exceptions whose file does not exist or does not contain their words.

    No exception may be recorded in advance.
    """
    table = tables.get("exceptions")
    if table is None:
        return []
    problems = []
    for at, row in table.each(PersonException):
        places = [(root, (root / row.file).resolve()) for root in folder.folders]
        paths = [path for root, path in places if path.is_file() and path.is_relative_to(root.resolve())]
        # Readers use every layer of a table joined by row, else the topmost file.
        used = paths if row.file in OVERLAID else paths[:1]
        if not used:
            problems.append(table.problem(at, "file", f"no file {row.file!r}", "a file of this country's folder"))
        elif not any(row.text in path.read_text(encoding="utf-8", errors="replace") for path in used):
            problems.append(table.problem(at, "text", "words that the file does not hold", "words of the file"))
    return problems


def _watch_over(country: CountryFiles) -> _Watch:
    return _Watch(country.folder.folders, rows_of(country.tables, "exceptions", PersonException))


def _faults_in_table(watch: _Watch, table: ReadTable[object]) -> Iterator[Problem]:
    if table.rows and isinstance(table.rows[0], PersonException):
        return
    names = [c.name for c in table.columns if c.kind not in UNCHECKED_KINDS and not _is_fingerprint(c.name)]
    if _is_clean(str(cells.get(name, "")) for _, cells in table.cells for name in names):
        return
    for line, cells in table.cells:
        for name in names:
            for what, _ in watch.finds(table.path, str(cells.get(name, ""))):
                yield table.at_line(line, name, f"what looks like {what}", EXPECTED, MEND)


def _is_clean(texts: Iterable[str]) -> bool:
    """Return whether no text looks like personal data, at a fraction of the time of looking at each by itself.

    A line break between two texts can only add a match: each pattern ends or begins there as at the end of a text.
    """
    whole = "\n".join(texts)
    small = whole.lower()
    possible = [what for what in PERSONAL if what not in NEEDED or NEEDED[what].search(small)]
    return not any(PERSONAL[what].search(whole) for what in possible)


def _is_fingerprint(name: str) -> bool:
    """Return whether a column or key holds a fingerprint, whose digits are not personal data."""
    return name.endswith("sha256")


def _faults_in_document(watch: _Watch, document: Document) -> Iterator[Problem]:
    texts = list(_texts_in(document))
    if _is_clean(text for _, text in texts):
        return
    for key, text in texts:
        for what, _ in watch.finds(document.path, text):
            yield document.problem(key, f"what looks like {what}", EXPECTED, MEND)


def _texts_in(document: Document) -> Iterator[tuple[Key, str]]:
    """Yield every text of a document with its key, but for fingerprints."""
    waiting: list[tuple[Key, object]] = [((), document.content)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*key, name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*key, at), inner) for at, inner in enumerate(value))
        elif isinstance(value, str) and not (key and _is_fingerprint(str(key[-1]))):
            yield key, value


def _faults_in_text(watch: _Watch, path: Path) -> list[Problem]:
    try:
        text = read_text(path)
    except InvalidInputError:
        return []  # reported when the narrative is read
    problems, told = [], set()
    starts = line_starts(text)
    for what, match in watch.finds(path, text):
        line = bisect_right(starts, match.start())
        if (what, line) in told:
            continue
        told.add((what, line))
        column = match.start() - starts[line - 1] + 1
        problems.append(Problem(str(path), f"what looks like {what}", EXPECTED, MEND, line=line, column=column))
    return problems


IN_COUNTRY = UnitCheck("country", personal_in_country)
IN_PLAN = UnitCheck("plan", personal_in_plan)
IN_RATINGS = UnitCheck("ratings", lambda rated: personal_in_codings(rated.plan.country, rated.codings))
