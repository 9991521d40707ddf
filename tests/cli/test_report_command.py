"""`evaluator report`: files with the right name, whole, and never over another report."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.cli.report import command as report
from evaluator.cli.report.command import Target, document_in, refuse_another
from evaluator.errors import EvaluatorError, Problem
from evaluator.workbook.results import report_files

REPORT = ("report", "XXA", "--rubric", "small")


@pytest.fixture
def printed(monkeypatch):
    """Let the PDF be a word that names what it holds; printing itself is tested in the report's room."""

    def made(library, card, lang, earlier=None, *, annex=False):
        return report.document_id(card, lang, annex=annex).encode()

    monkeypatch.setattr(report_files, "country_pdf", made)
    monkeypatch.setattr(report, "document_in", lambda path: path.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("printed")
def test_the_name_is_the_plan_and_what_differs_from_the_default(small_call, call):
    result = small_call(*REPORT, "-w", "us-tip", "-w", "equal")
    assert result.exit_code == 0
    assert result.stdout == "output/XXA-2020-2023.small.us-tip.pdf\noutput/XXA-2020-2023.small.pdf\n"
    assert call("report", "ALB").stdout == "output/ALB-2005-2007.pdf\n"


def test_a_page_is_known_again_and_replaced_and_another_is_not(small_call):
    for _ in range(2):
        result = small_call(*REPORT, "--html", "--out", "mine")
        assert (result.exit_code, result.stdout) == (0, "mine/XXA-2020-2023.small.html\n")
    assert "Next: `evaluator reply export XXA-2020-2023 --rubric small --library" in result.stderr
    assert document_in(Path("mine/XXA-2020-2023.small.html")) == "XXA-2020-2023.small"
    Path("mine/XXA-2020-2023.small.html").write_text("<p>of my own</p>", encoding="utf-8")
    again = small_call(*REPORT, "--html", "--out", "mine")
    assert again.exit_code == 2
    assert "something that is no report of ours" in again.output


def test_a_report_says_how_many_measures_stand_on_columns_that_no_person_has_confirmed(small_call, small):
    plan = small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "plan.yaml"
    said = "2 measures were read from tables whose columns no person has confirmed"
    for unconfirmed, times in (("", False), (", unconfirmed: 2", True)):
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("in_plan: 5}", f"in_plan: 5{unconfirmed}}}"), encoding="utf-8")
        done = small_call(*REPORT, "--html", "--out", "mine")
        assert done.exit_code == 0, done.output
        assert (said in Path("mine/XXA-2020-2023.small.html").read_text(encoding="utf-8")) is times


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "x.html"), "x.html ends in .html, and .pdf is asked for: add --html, or name another."),
        (("--out", "x.PDF", "--html"), "x.PDF ends in .pdf, and .html is asked for: leave --html and --xlsx out"),
        (("--out", "x.xlsx"), "add --xlsx"),
    ],
)
def test_a_file_named_for_another_form_is_refused_and_becomes_no_folder(small_call, words, told):
    result = small_call(*REPORT, *words)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert not Path(words[1]).exists()


@pytest.mark.usefixtures("printed")
def test_a_folder_or_a_file_may_be_named(small_call):
    assert small_call(*REPORT, "--out", "mine").stdout == "mine/XXA-2020-2023.small.pdf\n"
    assert small_call(*REPORT, "--out", "mine/one.pdf").stdout == "mine/one.pdf\n"
    result = small_call(*REPORT, "-w", "all", "--out", "mine/two.pdf")
    assert result.exit_code == 2
    assert "mine/two.pdf is one file, and several reports were requested. Name a folder." in result.stderr


@pytest.mark.usefixtures("printed")
def test_another_report_is_not_replaced_silently(small_call):
    assert small_call(*REPORT, "--out", "one.pdf").exit_code == 0
    assert small_call(*REPORT, "--out", "one.pdf").exit_code == 0
    result = small_call(*REPORT, "-w", "us-tip", "--out", "one.pdf")
    assert result.exit_code == 2
    assert "one.pdf holds the report XXA-2020-2023.small, not XXA-2020-2023.small.us-tip." in result.stderr
    assert Path("one.pdf").read_text(encoding="utf-8") == "XXA-2020-2023.small"
    assert small_call(*REPORT, "-w", "us-tip", "--out", "one.pdf", "--force").exit_code == 0


@pytest.mark.usefixtures("printed")
def test_a_draft_is_printed_and_ends_with_status_1(small_call, draft):
    result = small_call(*REPORT)
    assert (result.exit_code, result.stdout) == (1, "output/XXA-2020-2023.small.pdf\n")
    assert "DRAFT" in result.stderr


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize(("lacks", "status"), [((), 0), ((Problem("x.pdf", "no language", "/Lang"),), 1)])
def test_a_check_that_fails_is_told_and_ends_with_status_1(lacks, status, small_call, monkeypatch):
    monkeypatch.setattr("evaluator.reports.pdf.check.check_report", lambda path: lacks)
    result = small_call(*REPORT, "--check")
    assert result.exit_code == status
    assert ("no language. Give /Lang." in result.stderr) == bool(lacks)
    assert ("nothing that a machine can check is missing" in result.stderr) != bool(lacks)


@pytest.mark.usefixtures("printed")
def test_a_page_that_denies_itself_fails_the_check_with_the_sentence_and_what_the_page_shows(
    small, small_call, monkeypatch
):
    monkeypatch.setattr("evaluator.reports.pdf.check.check_report", lambda path: ())
    own = small / "templates" / "country" / "trust.html"
    own.parent.mkdir(parents=True)
    own.write_text("<p>4 passages are cited; sources: 3.</p><p>9 passages are cited.</p>", encoding="utf-8")
    result = small_call(*REPORT, "--check")
    assert result.exit_code == 1
    assert "one thing has one number: " in result.stderr
    assert "“9 passages are cited.”, and the page shows 4 on sheet " in result.stderr
    assert "“4 passages are cited" not in result.stderr


def test_html_needs_no_pango_and_names_the_plan(small_call):
    result = small_call(*REPORT, "--html")
    assert result.exit_code == 0
    page = Path("output/XXA-2020-2023.small.html").read_text(encoding="utf-8")
    assert "XXA-2020-2023" in page
    assert small_call(*REPORT, "--html", "--check").exit_code == 2


def test_a_workbook_holds_the_results_and_is_not_replaced_by_another(small_call):
    assert small_call(*REPORT, "--xlsx").stdout == "output/XXA-2020-2023.small.xlsx\n"
    assert document_in(Path("output/XXA-2020-2023.small.xlsx")) == "XXA-2020-2023.small"
    assert small_call(*REPORT, "--xlsx", "--out", "one.xlsx").exit_code == 0
    assert small_call(*REPORT, "--xlsx", "--out", "one.xlsx").exit_code == 0
    result = small_call(*REPORT, "--xlsx", "-w", "us-tip", "--out", "one.xlsx")
    assert result.exit_code == 2
    assert "one.xlsx holds the report XXA-2020-2023.small, not XXA-2020-2023.small.us-tip." in result.stderr


def test_one_coder_s_workbook_lies_beside_the_panel_s(small_call):
    assert small_call(*REPORT, "--xlsx", "--coder", "a").stdout == "output/XXA-2020-2023.small.coder_a.xlsx\n"


@pytest.mark.slow
def test_several_workbooks_are_made_by_one_command(small_call):
    result = small_call(*REPORT, "--xlsx", "-w", "us-tip", "-w", "equal", "--again", "--jobs", "1")
    assert result.stdout.splitlines() == [f"output/XXA-2020-2023.small{end}.xlsx" for end in (".us-tip", "")]
    again = small_call(*REPORT, "--xlsx", "-w", "us-tip", "-w", "equal", "--jobs", "1")
    assert "2 up to date" in again.stderr


@pytest.mark.parametrize("mixed", [("--html",), ("--check",), ("--html", "--check")])
@pytest.mark.parametrize("kind", [(), ("--kind", "brief")])
def test_a_workbook_goes_with_no_page_and_with_no_check(small_call, mixed, kind):
    result = small_call(*REPORT, "--xlsx", *mixed, *kind)
    assert result.exit_code == 2
    assert "give one of them" in result.stderr or "leave --xlsx out" in result.stderr
    assert not Path("output").exists()


def test_with_faults_nothing_is_written(small_call, small):
    (small / "countries/XXA/plans/XXA-2020-2023/evidence.csv").write_text("colour\n", encoding="utf-8")
    assert small_call(*REPORT).exit_code == 2
    assert not Path("output").exists()


def test_a_folder_that_cannot_be_made_is_told(small_call):
    Path("output").write_text("", encoding="utf-8")
    result = small_call(*REPORT, "--html")
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_what_is_no_report_of_ours_carries_no_name(tmp_path):
    other = tmp_path / "letter.pdf"
    other.write_bytes(b"a letter")
    assert document_in(other) == ""
    with pytest.raises(EvaluatorError, match="holds something that is no report of ours"):
        refuse_another(other, "XXA-2020-2023", force=False)
    refuse_another(other, "XXA-2020-2023", force=True)


def test_an_html_page_has_its_own_ending():
    assert Target(html=True).suffix == ".html"
    assert Target(xlsx=True).suffix == ".xlsx"


@pytest.mark.slow
def test_a_pdf_says_which_report_it_holds(call):
    result = call("report", "ALB", "--check")
    assert result.exit_code == 0, result.output
    assert document_in(Path("output/ALB-2005-2007.pdf")) == "ALB-2005-2007"


def test_a_report_in_serbian_has_the_language_in_its_name_and_on_its_page(call):
    result = call("report", "ALB", "--html", "--lang", "sr-Latn")
    assert result.exit_code == 0, result.stderr
    page = Path("output/ALB-2005-2007.sr-Latn.html").read_text(encoding="utf-8")
    assert '<html lang="sr-Latn">' in page
    assert "Albanija" in page


def test_serbian_without_a_script_is_cyrillic(call):
    assert call("report", "ALB", "--html", "--lang", "sr").exit_code == 0
    assert Path("output/ALB-2005-2007.sr-Cyrl.html").is_file()


def test_a_language_without_a_catalogue_is_refused_with_those_there_are(call):
    result = call("report", "ALB", "--lang", "fr")
    assert result.exit_code == 2
    assert "sr-Cyrl" in result.stderr
    assert not Path("output").exists()
