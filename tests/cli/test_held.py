"""A file says which report it holds, in each form; what is no report of ours holds none."""

from __future__ import annotations

import io

import pikepdf
import pytest

from evaluator.cli.shared.held import document_in


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
