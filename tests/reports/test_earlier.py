"""Earlier editions: found in the folder of a plan, read from a report or its result alone, scored again."""

from __future__ import annotations

import dataclasses
import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from evaluator.errors import InvalidInputError
from evaluator.extensions.verify.whole import verify_pdf
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_html, country_pdf, report_view
from evaluator.reports.editions.earlier import (
    EarlierEdition,
    earlier_files,
    earlier_in,
    kept_edition,
    read_earlier,
    reopen,
)
from evaluator.reports.editions.library import EARLIER_FILES, EARLIER_RESULT
from evaluator.reports.editions.open import Held, HeldFile, open_report
from tests.reports.editions import edition_of, rated_otherwise


@pytest.fixture(scope="module")
def report(albania_pdf, tmp_path_factory):
    path = tmp_path_factory.mktemp("old") / "old.pdf"
    path.write_bytes(albania_pdf)
    return path


def test_a_report_gives_its_result_and_what_it_was_scored_on(report, albania, library):
    earlier = read_earlier(report)
    assert earlier.stated().score == albania.score
    beside = {"countries/peers.json"}  # of the records, which a report carries and a scorecard has not
    files = {name: content for name, content in earlier.files.items() if name not in beside}
    assert files == dict(edition_of(library, albania).files)
    assert "countries/ALB/plans/ALB-2005-2007/measures.csv" in earlier.files
    assert "rubrics/four-paradigms/criteria/witness-protection.yaml" in earlier.files
    assert not [name for name in earlier.files if name.startswith("countries/facts/")]


def test_a_result_alone_has_no_files(albania, tmp_path):
    path = tmp_path / "result.json"
    path.write_bytes(result_json(albania))
    earlier = read_earlier(path)
    assert (earlier.stated().plan, earlier.files) == ("ALB-2005-2007", {})
    assert len(earlier.fingerprint) == 64


def test_a_report_carries_the_earlier_edition_as_it_was_given(library, albania):
    earlier = edition_of(library, albania)
    files = tuple(HeldFile(f.name, f.content, f.sha256) for f in earlier_files(earlier))
    assert [file.name for file in files] == [EARLIER_RESULT, EARLIER_FILES]
    again = earlier_in(Held("new.pdf", b"", files, "en", "", ""))
    assert (again.result, dict(again.files)) == (earlier.result, dict(earlier.files))
    assert again.name == f"new.pdf: {EARLIER_RESULT}"


def test_a_result_alone_is_carried_alone_and_none_carries_none(albania):
    assert [f.name for f in earlier_files(EarlierEdition("x", result_json(albania)))] == [EARLIER_RESULT]
    assert earlier_files(None) == ()
    assert earlier_in(Held("new.pdf", b"", (), "en", "", "")) is None


def test_a_file_that_is_missing_is_one_message(tmp_path):
    with pytest.raises(InvalidInputError, match=r"No such file.*a country report as PDF, or its result.json"):
        read_earlier(tmp_path / "none.pdf")


def test_a_cut_off_report_is_refused(report, tmp_path):
    path = tmp_path / "cut.pdf"
    path.write_bytes(report.read_bytes()[:100_000])
    with pytest.raises(InvalidInputError, match="damaged"):
        read_earlier(path)


def test_a_report_whose_files_were_altered_is_refused(report, tmp_path):
    path = tmp_path / "altered.pdf"
    with pikepdf.open(report) as pdf:
        held = pdf.attachments["result.json"]
        result = json.loads(held.get_file().read_bytes())
        stream = held.obj.EF.F
        stream.write(json.dumps({**result, "score": 0.9}).encode())
        pdf.save(path)
    with pytest.raises(InvalidInputError, match=r"result.json: a file that is not the one put in.*and verify it"):
        read_earlier(path)


def test_another_tool_s_pdf_is_refused(tmp_path):
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    path = tmp_path / "other.pdf"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(InvalidInputError, match=r"result\.json"):
        read_earlier(path)


@pytest.mark.slow
def test_a_report_that_tells_changes_verifies(library, albania):
    pdf = country_pdf(library, albania, "en", edition_of(library, albania), annex=True)
    assert earlier_in(open_report(pdf, "new.pdf")).stated().plan == "ALB-2005-2007"
    assert verify_pdf(pdf, library, "new.pdf").differences == ()


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
    page = country_html(laid_over, report_view(laid_over, albania, "en", kept_edition(laid_over, albania), annex=True))
    assert "One criterion is rated differently than in the edition of" in page


@pytest.fixture(scope="module")
def earlier(library, albania) -> EarlierEdition:
    return edition_of(library, albania)


def altered(earlier: EarlierEdition, **changes) -> EarlierEdition:
    result = {**json.loads(earlier.result), **changes}
    return dataclasses.replace(earlier, result=json.dumps(result).encode())


def test_a_report_s_files_give_the_edition_again(earlier, albania, library):
    found = reopen(earlier, albania, library)
    assert found.lacking == ""
    assert found.edition.assessment.plan.id == "ALB-2005-2007"
    assert found.edition.rubric.sha256 == albania.rubric.sha256


def test_of_a_result_alone_there_is_no_edition(earlier, albania, library):
    found = reopen(dataclasses.replace(earlier, files={}), albania, library)
    assert (found.edition, found.lacking) == (None, "no-files")


def test_files_that_break_the_present_rules_are_no_edition(earlier, albania, library):
    files = {**earlier.files, "rubrics/four-paradigms/rubric.yaml": b"id: [\n"}
    found = reopen(dataclasses.replace(earlier, files=files), albania, library)
    assert (found.edition, found.lacking) == (None, "unreadable")


def test_an_edition_that_does_not_give_its_own_figures_is_not_split(earlier, albania, library):
    assert reopen(altered(earlier, score=0.5), albania, library).lacking == "not-reproduced"
    assert reopen(altered(earlier, score=None), albania, library).lacking == "not-reproduced"
    assert reopen(altered(earlier, criteria=[]), albania, library).lacking == "not-reproduced"


def test_one_coder_s_ratings_are_not_split(earlier, albania, library):
    assert reopen(altered(earlier, assessor="a"), albania, library).lacking == "one-coder"
    alone = evaluate(albania.assessment, albania.rubric, albania.weighting, assessor="a")
    assert reopen(earlier, alone, library).lacking == "one-coder"


def test_another_plan_and_another_rubric_are_refused_together(earlier, albania, library):
    other = json.loads(result_json(albania))
    other["plan"], other["rubric"]["id"] = "SRB-2017-2018", "first-look"
    with pytest.raises(InvalidInputError) as caught:
        reopen(dataclasses.replace(earlier, result=json.dumps(other).encode()), albania, library)
    told = str(caught.value)
    assert "a report on SRB-2017-2018. Give one on ALB-2005-2007" in told
    assert "the rubric first-look. Give four-paradigms" in told
