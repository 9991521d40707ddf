"""A report tells the changes from an earlier edition, and replaces only itself."""

from __future__ import annotations

import io
import json

import click
import pikepdf
import pytest

from evaluator.cli.report.command import document_in, earlier_of, refuse_since
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from tests.as_if_whole import as_if_whole
from tests.reports.editions import rated_otherwise


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a folder over the shipped library, in which Albania's plan is rated as if it had been read whole."""
    return as_if_whole(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def card(whole):
    library = Library.open(whole)
    return evaluate(library.assessment("ALB-2005-2007"), library.rubric())


@pytest.fixture
def earlier(card, tmp_path):
    path = tmp_path / "earlier.json"
    path.write_bytes(result_json(card))
    return path


def test_a_page_tells_what_changed(earlier, call, whole, tmp_path):
    out = tmp_path / "page.html"
    assert call("report", "ALB", "--since", earlier, "--html", "--out", out, "--library", whole).exit_code == 0
    assert "No rating differs from the edition of" in out.read_text(encoding="utf-8")


def test_without_an_edition_there_is_none(card):
    assert earlier_of(None, [card], [], force=False) is None


def test_the_edition_kept_with_the_plan_is_taken_unless_another_or_none_is_asked_for(card, call, tmp_path):
    as_if_whole(tmp_path / "own")
    day = tmp_path / "own" / "countries" / "ALB" / "plans" / "ALB-2005-2007" / "editions" / "2026-11-02"
    day.mkdir(parents=True)
    (day / "result.json").write_bytes(result_json(rated_otherwise(card)))
    out = tmp_path / "page.html"
    for words, told in (((), True), (("--since", "none"), False)):
        said = call("report", "ALB", "--html", "--force", "--out", out, "--library", tmp_path / "own", *words)
        assert said.exit_code == 0, said.output
        assert ("differently than in the edition of" in out.read_text(encoding="utf-8")) == told


@pytest.mark.parametrize("words", [("--kind", "brief"), ("SRB",), ("--xlsx",), ("-w", "equal", "-w", "us-tip")])
def test_what_tells_no_changes_is_refused(words, earlier, call):
    said = call("report", "ALB", "--since", earlier, *words)
    assert said.exit_code == 2
    assert "--since" in said.output


def test_the_forms_that_tell_changes_pass(earlier):
    refuse_since(earlier, "pdf", several=False)
    refuse_since(None, "xlsx", several=True)
    with pytest.raises(click.UsageError, match="--kind"):
        refuse_since(earlier, "pdf", several=True)


def test_the_earlier_edition_is_not_replaced(earlier, call):
    said = call("report", "ALB", "--since", earlier, "--html", "--out", earlier.rename(earlier.with_suffix(".html")))
    assert said.exit_code == 2


def test_a_report_over_its_earlier_edition_needs_force(card, tmp_path):
    path = tmp_path / "same.pdf"
    path.write_bytes(result_json(card))
    with pytest.raises(EvaluatorError, match="is the earlier edition itself"):
        earlier_of(path, [card], [path], force=False)
    assert earlier_of(path, [card], [path], force=True) is not None


def test_another_rubric_s_report_is_refused_before_anything_is_written(card, call, tmp_path):
    result = json.loads(result_json(card))
    result["rubric"]["id"] = "first-look"
    path = tmp_path / "other.json"
    path.write_text(json.dumps(result), encoding="utf-8")
    said = call("report", "ALB", "--since", path, "--out", tmp_path / "new.pdf")
    assert (said.exit_code, (tmp_path / "new.pdf").exists()) == (2, False)
    assert "--rubric first-look" in said.output


def test_a_page_names_its_document(tmp_path):
    path = tmp_path / "x.HTML"
    path.write_text('<head><meta name="document" content="XXA&amp;1.brief"></head>', encoding="utf-8")
    assert document_in(path) == "XXA&1.brief"


@pytest.mark.parametrize("name", ["x.html", "x.pdf", "x.xlsx"])
@pytest.mark.parametrize("content", [b"", b"<p>mine</p>", b"\xff\xfe\x00"])
def test_what_is_no_report_holds_none(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert document_in(tmp_path / name) == ""


def test_a_name_far_down_a_page_is_not_its_own(tmp_path):
    path = tmp_path / "x.html"
    path.write_text(f'{"x" * 10_000}<meta name="document" content="XXA">', encoding="utf-8")
    assert document_in(path) == ""


def test_a_damaged_pdf_is_read_without_a_word_of_its_reader(tmp_path, caplog, capfd):
    path = tmp_path / "x.pdf"
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [] /Count 0 >>\nendobj\n"
    )
    assert document_in(path) == ""
    assert (caplog.text, capfd.readouterr().err) == ("", "")


def _holding(path, content):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["result.json"] = pikepdf.AttachedFileSpec(pdf, content, filename="result.json")
    pdf.save(path)
    return path


def test_a_pdf_names_its_document(tmp_path):
    assert document_in(_holding(tmp_path / "x.pdf", b'{"document": "XXA.brief"}')) == "XXA.brief"


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b"[1]", b"{", b"", b"9" * 5_000])
def test_a_pdf_with_another_result_holds_none(tmp_path, content):
    assert document_in(_holding(tmp_path / "x.pdf", content)) == ""


def test_a_pdf_that_would_fill_the_memory_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("evaluator.reports.editions.open.MOST_UNPACKED", 1_000_000)
    large = _holding(tmp_path / "x.pdf", b'{"document": "XXA", "more": "' + b" " * 2_000_000 + b'"}')
    assert document_in(large) == ""


def test_a_pdf_whose_list_of_files_is_damaged_holds_none(tmp_path):
    with pikepdf.open(_holding(tmp_path / "x.pdf", b'{"document": "XXA"}')) as pdf:
        for name, entry in (("a", pikepdf.Dictionary()), ("b", pikepdf.String("x"))):
            pdf.Root.Names.EmbeddedFiles.Names[1] = entry
            out = io.BytesIO()
            pdf.save(out)
            (tmp_path / f"{name}.pdf").write_bytes(out.getvalue())
            assert document_in(tmp_path / f"{name}.pdf") == ""
