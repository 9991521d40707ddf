"""A report tells the changes since the newest edition that is kept with its plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_html, report_view
from evaluator.reports.editions.earlier import kept_edition
from tests.reports.editions import rated_otherwise

PLAN = "ALB-2005-2007"


@pytest.fixture
def own(tmp_path):
    return tmp_path / "own"


@pytest.fixture
def laid_over(own):
    (own / "countries").mkdir(parents=True)
    return Library.open(own)


def _keep(own: Path, day: str, content: bytes, name: str = "result.json") -> Path:
    path = own / "countries" / "ALB" / "plans" / PLAN / "editions" / day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_without_editions_there_is_none(laid_over, albania, stress):
    assert kept_edition(laid_over, albania) is None
    assert kept_edition(laid_over, stress) is None


def test_the_newest_day_is_taken(own, laid_over, albania):
    _keep(own, "2026-03", result_json(rated_otherwise(albania, 1)))
    newest = _keep(own, "2026-11-02", result_json(rated_otherwise(albania, 3)))
    assert kept_edition(laid_over, albania).name == str(newest)


def test_the_report_itself_is_no_earlier_edition_in_any_language(own, laid_over, albania):
    older = _keep(own, "2026-03", result_json(rated_otherwise(albania)))
    _keep(own, "2026-11-02", result_json(albania))
    _keep(own, "2026-11-03", result_json(albania, "sr-Cyrl"))
    assert kept_edition(laid_over, albania).name == str(older)


def test_editions_of_another_weighting_or_of_one_coder_are_passed_over(own, laid_over, albania, rubric):
    _keep(own, "2026-12", result_json(evaluate(albania.assessment, rubric, "us-tip")))
    _keep(own, "2026-11", result_json(replace(albania, assessor="a")))
    assert kept_edition(laid_over, albania) is None
    asked = evaluate(albania.assessment, rubric, "us-tip")
    assert kept_edition(laid_over, rated_otherwise(asked)).stated().weighting == "us-tip"


def test_the_pdf_is_taken_before_the_result_alone(own, laid_over, albania, albania_pdf):
    _keep(own, "2026-11", result_json(rated_otherwise(albania)))
    pdf = _keep(own, "2026-11", albania_pdf, "ALB-2005-2007.pdf")
    earlier = kept_edition(laid_over, rated_otherwise(albania))
    assert earlier.name == str(pdf)
    assert earlier.files


def test_old_ratings_kept_there_are_no_edition(own, laid_over, albania):
    _keep(own, "2026-11/ratings/1.0.0", b"criterion_id\n", "a.csv")
    assert kept_edition(laid_over, albania) is None


def test_a_damaged_edition_is_told_by_its_file(own, laid_over, albania):
    path = _keep(own, "2026-11", b"{")
    with pytest.raises(InvalidInputError) as caught:
        kept_edition(laid_over, albania)
    assert str(path) in str(caught.value)


def test_a_page_tells_the_changes_since_it(own, laid_over, albania):
    _keep(own, "2026-11", result_json(rated_otherwise(albania)))
    page = country_html(laid_over, report_view(laid_over, albania, "en", kept_edition(laid_over, albania)))
    assert "One criterion is rated differently than in the edition of" in page
