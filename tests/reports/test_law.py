"""The page of the law table: no total, grade or rank, and every cell once more with version and source."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.region import region_html, region_view
from evaluator.workbook.results.report import report_sheets

PLANS = ("ROU-2021-2022", "SRB-2021-2023", "XKX-2022-2026")


@pytest.fixture(scope="module")
def view():
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    return region_view([evaluate(library.assessment(plan, rubric), rubric) for plan in PLANS], "law")


@pytest.fixture(scope="module")
def page(view):
    return re.sub(r"<style>.*?</style>", "", region_html(Library.open(), view), flags=re.DOTALL)


def test_the_table_is_twelve_questions_by_the_periods(view):
    assert [len(row.cells) for row in view.law.rows] == [12, 12, 12]
    assert len(view.law.lines) == view.law.count.cells == 36
    assert view.law.rows[2].label == "Kosovo*"


def test_the_page_has_no_grade_rank_or_score(page):
    words = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(r"\b([Gg]rade|[Rr]anks?|[Ss]core)\b", words)


def test_the_foot_counts_what_the_cells_show(view, page):
    marks = view.law.count.marks
    assert f"{marks['read']} of 36 cells settled, {marks['at-least']} at least" in page
    assert sum(column.read for column in view.law.columns) == marks["read"]


def test_a_line_has_article_version_and_an_address_that_opens(page):
    assert "Law 678/2001, art. 20" in page
    assert "github.com/Ansvar-Systems/Romanian-law-mcp/blob/f0bb90c7" in page


def test_a_rubric_that_asks_nothing_of_provisions_is_refused():
    library = Library.open()
    cards = [evaluate(library.assessment("BRA-2018-2022", library.rubric()), library.rubric())]
    with pytest.raises(EvaluatorError, match="Add the --rubric that asks about law"):
        region_view(cards, "law")


def test_the_list_gives_the_same_rows_as_csv():
    out = CliRunner().invoke(cli, ["list", "law", "--rubric", "law-and-practice", "--format", "csv"])
    assert out.exit_code == 0
    assert out.stdout.splitlines()[0].startswith("plan_id,iso3,first_day,criterion_id,mark,level,article,version")


def test_the_workbook_has_the_table_and_what_its_columns_mean(view):
    library = Library.open()
    rubric = library.rubric("law-and-practice")
    cards = [evaluate(library.assessment(plan, rubric), rubric) for plan in PLANS]
    law, columns = report_sheets(library, cards, kind="law")
    assert (law.title, len(law.rows)) == ("Law", 36)
    assert columns.rows
