"""A stranger's PDF: refused with one message, never a traceback, never a full memory."""

from __future__ import annotations

import hashlib
import io
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.reports.editions import open as verify_open
from evaluator.reports.editions.open import open_report, unpacked


def _pdf(files: dict[str, bytes], *, creator: str = "nap-evaluator 0.1.0", **saving: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Lang = pikepdf.String("sr-Cyrl")
        pdf.docinfo["/Creator"] = creator
        pdf.docinfo["/Producer"] = "WeasyPrint 70.0"
        for name, content in files.items():
            stated = f"SHA-256 {hashlib.sha256(content).hexdigest()}"
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name, description=stated)
        pdf.save(out, **saving)
    return out.getvalue()


PLAIN = _pdf({"result.json": b"{}", "rubrics/a/rubric.yaml": b"id: a\n"})


def _refusal(content: bytes) -> str:
    with pytest.raises(InvalidInputError) as caught:
        open_report(content, "x.pdf")
    (problem,) = caught.value.problems
    assert problem.path == "x.pdf"
    return str(problem)


def test_what_a_report_holds_is_read_with_its_fingerprints():
    held = open_report(PLAIN, "x.pdf")
    assert [(file.name, file.content) for file in held.files] == [
        ("result.json", b"{}"), ("rubrics/a/rubric.yaml", b"id: a\n"),
    ]  # fmt: skip
    assert all(file.stated == file.sha256 for file in held.files)
    assert (held.lang, held.creator, held.producer) == ("sr-Cyrl", "nap-evaluator 0.1.0", "WeasyPrint 70.0")
    assert held.file("nothing") is None
    assert held.engines == {}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("/UF", b"{}", ""),
        ("/UF", b"{ }", "another file for readers that look under /UF"),
        ("/Unix", b"{ }", "another file for readers that look under /Unix"),
    ],
)
def test_a_file_that_is_another_one_for_another_reader_is_told(key, value, told):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        entry = pdf.attachments["result.json"].obj
        entry.EF[key] = pdf.make_stream(value)
        pdf.save(out)
    assert open_report(out.getvalue(), "x.pdf").file("result.json").odd == told


def test_a_file_that_is_shown_under_another_name_is_told():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        pdf.attachments["result.json"].obj.UF = pikepdf.String("official.json")
        pdf.save(out)
    assert open_report(out.getvalue(), "x.pdf").file("result.json").odd == "shown under another name, 'official.json'"


def test_the_versions_of_what_set_the_letters_are_read_where_they_are_named():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        pdf.docinfo["/Pango"] = "1.50.12"
        pdf.docinfo["/HarfBuzzSubset"] = "none"
        pdf.save(out)
    assert open_report(out.getvalue(), "x.pdf").engines == {"Pango": "1.50.12", "HarfBuzzSubset": "none"}


@pytest.mark.parametrize("content", [b"", b"Dear reader", b"PK\x03\x04"])
def test_what_is_no_pdf_is_called_so(content):
    assert "no PDF. Give a report as PDF" in _refusal(content)


def test_a_pdf_of_another_tool_is_named_as_one():
    content = _pdf({"notes.txt": b"x"}, creator="")
    assert "a PDF made by WeasyPrint 70.0 without result.json inside" in _refusal(content)
    assert "a page of nap-evaluator 0.1.0 without result.json inside" in _refusal(_pdf({"contrast.json": b"{}"}))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_not_mended(share):
    message = _refusal(PLAIN[: int(len(PLAIN) * share)])
    assert "damaged or cut-off PDF" in message
    assert "Fetch the file again" in message
    assert "0x" not in message


def test_a_locked_pdf_says_that_it_is_locked():
    locked = pikepdf.Encryption(owner="a", user="b")
    assert "locked by a password" in _refusal(_pdf({"result.json": b"{}"}, encryption=locked))


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_opened(monkeypatch):
    content = _pdf({"result.json": b"{}", "rubrics/a.csv": b"0" * 3_000_000}, compress_streams=True)
    assert len(content) < 20_000
    monkeypatch.setattr(verify_open, "MOST_UNPACKED", 2_000_000)
    monkeypatch.setattr(pikepdf, "open", lambda *_, **__: pytest.fail("it was opened"))
    assert "unpack to more than 2 MB" in _refusal(content)


def test_a_file_that_is_too_large_or_packed_twice_is_refused(monkeypatch):
    assert "packed twice over" in _refusal(PLAIN + b"<< /Filter [ /FlateDecode /FlateDecode ] >>")
    monkeypatch.setattr(verify_open, "MOST_BYTES", 100)
    assert "Give at most 100" in _refusal(PLAIN)


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(verify_open, "MOST_FILES", 1)
    assert "2 files inside. Give at most 1" in _refusal(PLAIN)


def test_a_stream_is_unpacked_up_to_its_room_and_in_no_odd_way():
    with pikepdf.new() as pdf:
        packed = zlib.compress(b"a" * 1000)
        deflated = {"/Filter": pikepdf.Name.FlateDecode}
        assert unpacked(pikepdf.Stream(pdf, b"as it is"), 10) == b"as it is"
        assert unpacked(pikepdf.Stream(pdf, packed, deflated), 1001) == b"a" * 1000
        for stream in (
            pikepdf.Stream(pdf, packed, deflated),
            pikepdf.Stream(pdf, b"rubbish", deflated),
            pikepdf.Stream(pdf, packed[:5], deflated),
            pikepdf.Stream(pdf, packed, {"/Filter": pikepdf.Name.LZWDecode}),
        ):
            with pytest.raises(ValueError, match="a stream"):
                unpacked(stream, 500)


@settings(max_examples=60)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_byte_is_read_or_told_and_never_a_traceback(at, other):
    try:
        open_report(PLAIN[:at] + other + PLAIN[at + len(other) :], "x.pdf")
    except InvalidInputError as error:
        message = str(error)
        assert message.startswith("x.pdf: ")
