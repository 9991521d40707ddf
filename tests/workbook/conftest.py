"""A small library, its score sheets, and hands that edit them as people do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.read.assessment import read_assessment
from evaluator.workbook.back.sheet_import import ImportedSheets, ImportOrder, import_sheets
from evaluator.workbook.results.report import country_xlsx, region_xlsx
from evaluator.workbook.sheet import picks
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.score_sheet import Coder, score_book
from tests.programs import PROGRAMS

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
PLAN = "XXA-2020-2023"
EXPORTED: dict[object, bytes] = {}  # sheets by what they are made from: most tests begin with the same one
SOURCES = """source_id,title,kind,date
XXA-S1,An invented plan,plan,2020-03
"""


@dataclass
class Desk:
    """A library of one's own with one plan, and the sheets made from it."""

    own: Path
    papers: Path

    @property
    def library(self) -> Library:
        return Library.open(self.own)

    @cached_property
    def rubric(self) -> Rubric:
        return self.library.rubric("small")

    @property
    def assessment(self) -> Assessment:
        return read_assessment(self.library.plan_folder(PLAN), self.rubric)

    @property
    def plan_folder(self) -> Path:
        return self.own / "countries" / "XXA" / "plans" / PLAN

    @property
    def ratings(self) -> Path:
        return self.plan_folder / "assessments" / "small"

    def book(self, coder: str = "b", lang: str = "en") -> Book:
        return score_book(self.assessment, self.rubric, Coder(coder, lang), "9.9")

    def export(self, coder: str = "b", name: str = "", spare: int = 20) -> Path:
        """Write a sheet whose pick lists know so many new rows; those of a real one are half of all cells."""
        path = self.papers / f"{name or coder}.xlsx"
        made_from = (coder, spare, tuple(self.files().items()))
        if made_from not in EXPORTED:
            with patch.object(picks, "SPARE", spare):
                EXPORTED[made_from] = xlsx_bytes(self.book(coder), Labels(self.rubric))
        path.write_bytes(EXPORTED[made_from])
        return path

    def order(self, **more) -> ImportOrder:
        return ImportOrder(PLAN, self.rubric, "2026-01-02T03:04:05Z", "9.9", **more)

    def bring(self, *paths: Path, **more) -> ImportedSheets:
        return import_sheets(paths, self.order(**more), self.library, self.own)

    def files(self) -> dict[str, bytes]:
        return {p.relative_to(self.own).as_posix(): p.read_bytes() for p in sorted(self.own.rglob("*")) if p.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the worked example under a rubric of its own, `small`."""
    own, papers = tmp_path / "own", tmp_path / "papers"
    papers.mkdir()
    shutil.copytree(EXAMPLES / "rubrics" / "four-paradigms", own / "rubrics" / "small")
    shutil.copytree(EXAMPLES / "countries" / "XXA", own / "countries" / "XXA")
    found = Desk(own, papers)
    (found.plan_folder / "assessments" / "four-paradigms").rename(found.ratings)
    for path in own.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("four-paradigms", "small"), encoding="utf-8")
    (own / "countries" / "XXA" / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return found


def sheet_with(book, mark):
    """Return the sheet whose hidden first cell begins so."""
    return next(page for page in book.worksheets if str(page["A1"].value).startswith(f"evaluator/{mark}"))


def column_of(page, key):
    """Return the number of a column by its hidden key."""
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    return keys.index(key) + 1


def row_of(page, first):
    """Return the number of the row whose first cell holds this."""
    return next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == first)


class Hand:
    """An open workbook in which cells are set by sheet, row and column key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def page(self, mark):
        return sheet_with(self.book, mark)

    def rate(self, criterion, **values):
        for page in self.book.worksheets:
            if str(page["A1"].value).startswith("evaluator/ratings"):
                rows = [n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == criterion]
                for key, value in values.items():
                    for row in rows:
                        page.cell(row, column_of(page, key)).value = value
        return self

    def entry(self, mark, key, value):
        page = self.page(f"pairs/{mark}")
        page.cell(row_of(page, key), column_of(page, "value")).value = value
        return self

    def add(self, table, **values):
        page = self.page(f"table/{table}")
        row = max((n for n in range(3, page.max_row + 1) if page.cell(n, 1).value), default=2) + 1
        for key, value in values.items():
            page.cell(row, column_of(page, key)).value = value
        return self

    def change(self, table, first, **values):
        page = self.page(f"table/{table}")
        for key, value in values.items():
            page.cell(row_of(page, first), column_of(page, key)).value = value
        return self

    def save(self, path=None) -> Path:
        self.book.save(path or self.path)
        return path or self.path


@pytest.fixture
def hand():
    """Return what opens a workbook for editing."""
    return Hand


@pytest.fixture(scope="session")
def shipped() -> Library:
    return Library.open()


@pytest.fixture(scope="session")
def cards(shipped) -> list[Scorecard]:
    """Return two shipped plans under the reference weighting."""
    rubric = shipped.rubric()
    return [evaluate(shipped.assessment(plan, rubric), rubric) for plan in ("ALB-2005-2007", "SRB-2017-2018")]


@pytest.fixture(scope="session")
def albania(shipped, cards) -> bytes:
    """Return the results of one plan as a workbook."""
    return country_xlsx(shipped, cards[0])


@pytest.fixture(scope="session")
def both(shipped, cards) -> bytes:
    """Return the results of two plans as a workbook."""
    return region_xlsx(shipped, cards, "comparative")


@pytest.fixture(scope="session")
def soffice() -> str:
    """Return the path of LibreOffice."""
    return str(PROGRAMS["soffice"].path())


@pytest.fixture(scope="session")
def converted(tmp_path_factory, soffice) -> Callable[[Path], Path]:
    """Return what has a spreadsheet program open a workbook and save it anew, into the folder `out` beside it."""
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"  # made once: half of its time

    def saved(path: Path) -> Path:
        form, out = "xlsx:Calc MS Excel 2007 XML", path.parent / "out"
        call = [soffice, profile, "--headless", "--convert-to", form, "--outdir", out, path]
        subprocess.run(call, check=True, capture_output=True, timeout=180)
        return out / path.name

    return saved
