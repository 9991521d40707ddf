"""Earlier editions are read from a report or from its result alone, and travel with the report on the changes."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest

from evaluator.errors import InvalidInputError
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_pdf
from evaluator.reports.editions.earlier import EarlierEdition, earlier_files, earlier_in, read_earlier
from evaluator.reports.editions.library import EARLIER_FILES, EARLIER_RESULT
from evaluator.reports.editions.open import Held, HeldFile, open_report
from evaluator.reports.verify.whole import verify_pdf
from tests.reports.editions import edition_of


@pytest.fixture(scope="module")
def report(albania_pdf, tmp_path_factory):
    path = tmp_path_factory.mktemp("old") / "old.pdf"
    path.write_bytes(albania_pdf)
    return path


def test_a_report_gives_its_result_and_what_it_was_scored_on(report, albania, library):
    earlier = read_earlier(report)
    assert earlier.stated().score == albania.score
    assert dict(earlier.files) == dict(edition_of(library, albania).files)
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
    pdf = country_pdf(library, albania, "en", edition_of(library, albania))
    assert earlier_in(open_report(pdf, "new.pdf")).stated().plan == "ALB-2005-2007"
    assert verify_pdf(pdf, library, "new.pdf").differences == ()
