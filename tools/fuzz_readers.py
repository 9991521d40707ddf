"""Every reader of strangers' files, with whole files to damage and with what must hold of whatever it lets pass."""

from __future__ import annotations

import dataclasses
import math
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluator.cli.shared.terminal import clean
from evaluator.extensions.verify.figures import read_result
from evaluator.extensions.verify.object_table import unlike_objects
from evaluator.extensions.verify.objects import read_graph, refuse_undrawable
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.schema import is_partial_date
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.read.layers import Layers
from evaluator.read.whole import check_file, check_library
from evaluator.reports.carried.attach import RESULT
from evaluator.reports.editions.open import open_report
from evaluator.reports.html.alone import asks_for
from evaluator.reports.html.environment import environment, render, stylesheet
from evaluator.reports.output import without_dead_links
from evaluator.reports.pdf.write import print_directly
from evaluator.workbook.back.sheet_import import ImportOrder, import_sheets
from evaluator.workbook.sheet.csv_book import csv_files
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.read import read_directly
from evaluator.workbook.sheet.score_sheet import Coder, score_book
from tools.fuzz_change import Change, changed_bytes, changed_cells, changed_json, changed_parts, changed_text
from tools.fuzz_plans import plan_reader, plans

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tests" / "data" / "examples"
PLAN = "XXA-2020-2023"
SMALL = "small"
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LEVELS = range(5)
# Silence and what contradicts the question have their level by the rubric.
LEVELLED = frozenset({"rated", "silent", "contrary"})
# What each share of the pieces stands for: templates are written by hand here, as the shipped ones are too large to
# be filled in by the thousand.
TEMPLATES = (
    "{% for row in rows %}<td class=\"{{ row.kind }}\">{{ row.level|score }}</td>{% endfor %}",
    "{% if rows|length > 1 %}{{ rows|map(attribute='kind')|join(', ') }}{% else %}{{ words }}{% endif %}",
    "{% macro cell(a, b=2) %}<b>{{ a }} {{ b * 3 }}</b>{% endmacro %}{{ cell(words, b=4) }}{{ cell('x'|upper) }}",
    "{% set ns = namespace(n=0) %}{% for row in rows %}{% set ns.n = ns.n + row.level %}{% endfor %}{{ ns.n|share }}",
    "{{ _('Page') }} {{ ngettext('%(num)s plan', '%(num)s plans', 3) }} {{ words|replace('o', '0')|truncate(9) }}",
    "{% block x %}{{ '%05.2f'|format(rows[0].level) }} {{ '{:>4}'.format(words[:3]) }}{% endblock %}{{ self.x() }}",
    "<ul>{% for row in rows|sort(attribute='level') %}<li><a href=\"#{{ row.kind }}\">x</a></li>{% endfor %}</ul>",
    "{% filter plain %}<p id=\"a\">{{ words }}</p>{% endfilter %}{{ rows|tojson }}{{ rows|batch(2, 'x')|list|length }}",
)  # fmt: skip
PAGE = '<html lang="en"><head><title>T</title><style>\n{}\n</style></head><body><h2>A</h2><p>x</p></body></html>'


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader: files to damage by name, how they are damaged, and how the damaged one is read.

    `read` raises `InvalidInputError` for what it refuses, and returns what is illegal in what it lets pass.
    `share` is how many of the inputs go to it, against the shares of the others.
    """

    name: str
    share: int
    seeds: dict[str, bytes]
    change: Change
    read: Callable[[str, bytes], list[str]]


@dataclass
class Bench:
    """A folder in which damaged files are put to be read, and what they are read against."""

    folder: Path

    def __post_init__(self) -> None:
        self.own = self.folder / "own"
        shutil.copytree(EXAMPLES / "rubrics" / "four-paradigms", self.own / "rubrics" / SMALL)
        shutil.copytree(EXAMPLES / "countries" / "XXA", self.own / "countries" / "XXA")
        coded = self.plan / "assessments"
        (coded / "four-paradigms").rename(coded / SMALL)
        for path in self.own.rglob("*.yaml"):
            path.write_text(path.read_text(encoding="utf-8").replace("four-paradigms", SMALL), encoding="utf-8")
        sources = "source_id,title,kind,date\nXXA-S1,An invented plan,plan,2020-03\n"
        (self.own / "countries" / "XXA" / "sources.csv").write_text(sources, encoding="utf-8")
        (self.own / "templates").mkdir()
        self.rubric: Rubric = self.library.rubric(SMALL)
        book = score_book(self.library.assessment(PLAN, self.rubric), self.rubric, Coder("b"), "9.9")
        self.xlsx = xlsx_bytes(book, Labels(self.rubric))
        self.csv = {name: text.encode() for name, text in csv_files(book).items()}

    @property
    def plan(self) -> Path:
        """Return the plan's folder."""
        return self.own / "countries" / "XXA" / "plans" / PLAN

    @property
    def library(self) -> Library:
        """Return the bench's library, opened anew."""
        return Library.open(self.own)

    def readers(self, report: bytes) -> tuple[Reader, ...]:
        """Return all readers; `report` is a report as PDF to damage, empty where nothing is to be read of reports."""
        country, rubric = self._files("countries"), self._files("rubrics")
        sheets = {"sheet.xlsx": self.xlsx}
        page = {f"{n}.html": text.encode() for n, text in enumerate(TEMPLATES)}
        style = {"own.css": (ROOT / "templates" / "report.css").read_bytes()}
        return (
            Reader("country", 14, country, changed_text, self._country),
            Reader("rubric", 8, rubric, changed_text, self._rubric),
            Reader("file", 30, {**country, **rubric}, changed_text, self._file),
            Reader("xlsx-zip", 6, sheets, changed_bytes, self._sheet),
            Reader("xlsx-xml", 6, sheets, changed_parts, self._sheet),
            Reader("xlsx-cells", 4, sheets, changed_cells, self._import),
            Reader("csv-sheets", 4, self.csv, changed_text, self._csv),
            *(self._reports(report) if report else ()),
            Reader("template", 14, page, changed_text, self._template),
            Reader("style", 3, style, changed_text, self._style),
            Reader("layout", 1, {"own.css": b"p { margin: 1em 2em; color: red }\n@page { size: A5; margin: 20mm }\n"},
                   changed_text, self._layout),
            *self._plans(),
        )  # fmt: skip

    def _reports(self, report: bytes) -> tuple[Reader, ...]:
        """Return the readers of a report and of what it carries."""
        held = open_report(report, "report.pdf")
        result = next(file.content for file in held.files if file.name == RESULT)
        return (
            Reader("pdf", 4, {"report.pdf": report}, changed_bytes, self._pdf),
            Reader("json", 8, {RESULT: result}, changed_json, lambda _, content: self._json(report, content)),
        )

    def _plans(self) -> tuple[Reader, ...]:
        """Return the readers of a plan's own file."""
        seeds, read = plans(), plan_reader(self.folder, self.library.plan(PLAN))
        return (
            Reader("plan-docx-xml", 5, seeds["plan-docx"], changed_parts, read),
            Reader("plan-docx-zip", 2, seeds["plan-docx"], changed_bytes, read),
            Reader("plan-xlsx-xml", 4, seeds["plan-xlsx"], changed_parts, read),
            Reader("plan-xlsx-cells", 2, seeds["plan-xlsx"], changed_cells, read),
            Reader("plan-html", 5, seeds["plan-html"], changed_text, read),
            Reader("plan-csv", 4, seeds["plan-csv"], changed_text, read),
            Reader("plan-pdf", 3, seeds["plan-pdf"], changed_bytes, read),
        )

    def _files(self, shelf: str) -> dict[str, bytes]:
        paths = sorted(path for path in (self.own / shelf).rglob("*") if path.is_file())
        return {path.relative_to(self.own).as_posix(): path.read_bytes() for path in paths}

    def _with(self, name: str, content: bytes, read: Callable[[], list[str]]) -> list[str]:
        """Read with a damaged file in its place, and put the whole one back."""
        path = self.own / name
        whole = path.read_bytes()
        path.write_bytes(content)
        try:
            return read()
        finally:
            path.write_bytes(whole)

    def _country(self, name: str, content: bytes) -> list[str]:
        def read() -> list[str]:
            assessment = self.library.assessment(PLAN, self.rubric)
            return [*illegal_data(assessment), *illegal_score(evaluate(assessment, self.rubric))]

        return self._with(name, content, read)

    def _rubric(self, name: str, content: bytes) -> list[str]:
        def read() -> list[str]:
            rubric = self.library.rubric(SMALL)
            return list(illegal_score(evaluate(self.library.assessment(PLAN, rubric), rubric)))

        return self._with(name, content, read)

    def _file(self, name: str, content: bytes) -> list[str]:
        path = self.folder / Path(name).name
        path.write_bytes(content)
        told = [clean(str(problem)) for problem in check_file(path)]
        path.unlink()
        return [f"a message with a control character: {text!r}" for text in told if HIDDEN.search(text)]

    def _sheet(self, name: str, content: bytes) -> list[str]:
        path = self.folder / name
        path.write_bytes(content)
        read_directly(path)
        return []

    def _import(self, name: str, content: bytes) -> list[str]:
        path = self.folder / name
        path.write_bytes(content)
        return self._imported(path)

    def _csv(self, name: str, content: bytes) -> list[str]:
        folder = self.folder / "sheets"
        folder.mkdir(exist_ok=True)
        for each, whole in self.csv.items():
            (folder / each).write_bytes(whole)
        (folder / name).write_bytes(content)
        try:
            return self._imported(folder)
        finally:
            shutil.rmtree(folder)

    def _imported(self, path: Path) -> list[str]:
        """Import into the bench, look at what came of it, and put everything back."""
        before = self.folder / "before"
        shutil.copytree(self.own / "countries", before)
        try:
            order = ImportOrder(PLAN, self.rubric, "2026-01-02T03:04:05Z", "9.9", reason="tried")
            import_sheets([path], order, self.library, self.own)
            faults = [problem for problem in check_library(self.library, [self.plan]) if problem.severity == "fault"]
            assessment = self.library.assessment(PLAN, self.rubric)
            return [*map(str, faults), *illegal_data(assessment)]
        finally:
            shutil.rmtree(self.own / "countries")
            before.rename(self.own / "countries")

    def _pdf(self, name: str, content: bytes) -> list[str]:
        held = open_report(content, name)
        read_result(held)
        try:
            graph = read_graph(content)
            refuse_undrawable(graph, name)
            list(unlike_objects(graph, graph))
        except ValueError:  # told as a difference of the document
            return []
        return []

    def _json(self, report: bytes, content: bytes) -> list[str]:
        held = open_report(report, "report.pdf")
        files = tuple(dataclasses.replace(f, content=content if f.name == RESULT else f.content) for f in held.files)
        read_result(dataclasses.replace(held, files=files))
        return []

    def _template(self, name: str, content: bytes) -> list[str]:
        folder = self.own / "templates"
        (folder / name).write_bytes(content)
        try:
            rows = [{"kind": "a<b", "level": 0.25}, {"kind": "č", "level": 1}]
            page = render(environment(self._layers()), name, rows=rows, words="some <words>")
            asks_for(without_dead_links(page))
        finally:
            (folder / name).unlink()
        return [] if "<words>" not in page else ["data that were not escaped"]

    def _style(self, name: str, content: bytes) -> list[str]:
        path = self.own / "templates" / name
        path.write_bytes(content)
        try:
            asks_for(f"<style>{stylesheet(self._layers()).text}</style>")
        finally:
            path.unlink()
        return []

    def _layout(self, name: str, content: bytes) -> list[str]:
        path = self.own / "templates" / name
        path.write_bytes(content)
        try:
            print_directly(PAGE.format(stylesheet(self._layers()).text), self._layers(), (), "2026")
        finally:
            path.unlink()
        return []

    def _layers(self) -> Layers:
        return self.library.templates


def illegal_data(assessment: Assessment) -> Iterator[str]:
    """Tell what no assessment may hold, whatever file it came from."""
    for coding in assessment.codings:
        for rating in coding.ratings:
            if rating.level is not None and (rating.level not in LEVELS or rating.status not in LEVELLED):
                yield f"level {rating.level} with status {rating.status}"
    for source in assessment.sources:
        if HIDDEN.search(source.source_id) or (source.date and not is_partial_date(source.date)):
            yield f"source {source.source_id!r} of {source.date!r}"
    identifiers = [evidence.evidence_id for evidence in assessment.evidence]
    if len({name.casefold() for name in identifiers}) < len(identifiers):
        yield f"identifiers that look alike: {sorted(identifiers)}"


def illegal_score(card: Scorecard) -> Iterator[str]:
    """Tell what no score may be: beyond its scale, or outside of its own bounds."""
    for node in card.nodes:
        numbers = [number for number in (node.low, node.score, node.high) if number is not None]
        if not all(math.isfinite(number) and 0 <= number <= 1 for number in numbers) or numbers != sorted(numbers):
            yield f"{node.node_id}: {numbers}"
