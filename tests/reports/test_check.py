from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest
import weasyprint

from evaluator.errors import InvalidInputError
from evaluator.reports.pdf.check import check_content, check_pdf, check_report


@pytest.mark.parametrize("name", ["albania_pdf", "stress_pdf"])
def test_our_reports_lack_nothing_that_a_machine_can_find(name, request):
    assert [str(problem) for problem in check_pdf(request.getfixturevalue(name), "x.pdf")] == []


@cache
def _damaged(content: bytes, harm) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        harm(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return "\n".join(str(problem) for problem in check_pdf(buffer.getvalue(), "x.pdf"))


def _no_language(pdf):
    del pdf.Root.Lang


def _unmarked(pdf):
    pdf.Root.MarkInfo.Marked = False


def _no_title_shown(pdf):
    del pdf.Root.ViewerPreferences


def _no_bookmarks(pdf):
    del pdf.Root.Outlines


def _no_tabs(pdf):
    del pdf.pages[1].obj.Tabs


def _no_ua(pdf):
    xmp = pdf.Root.Metadata.read_bytes().replace(b'pdfuaid:part="1"', b"").replace(b'pdfaid:part="3"', b"")
    pdf.Root.Metadata.write(xmp.replace(b"dc:title", b"dc:nothing"))


def _no_result(pdf):
    del pdf.attachments["result.json"]


def _other_file(pdf):
    name = "countries/XXA/sources.csv"
    pdf.attachments[name].description = "SHA-256 0"


def _foreign_font(pdf):
    font = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0")
    font.BaseFont = pikepdf.Name("/ABCDEF+Other")
    del font.ToUnicode


def _font_left_out(pdf):
    font = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0")
    del font.DescendantFonts[0].FontDescriptor.FontFile2


HARMS = [
    (_no_language, "no language of the document"),
    (_unmarked, "does not say that it is tagged"),
    (_no_title_shown, "a reader would show the file name"),
    (_no_bookmarks, "pages and no bookmark"),
    (_no_tabs, "page 2 does not say its order of tabs"),
    (_no_ua, "do not name PDF/UA"),
    (_no_ua, "do not name PDF/A-3a"),
    (_no_ua, "no title in the metadata"),
    (_no_result, "no result.json inside"),
    (_other_file, "countries/XXA/sources.csv is not the file"),
    (_foreign_font, "the font ABCDEF+Other"),
    (_foreign_font, "does not say which characters it draws"),
    (_font_left_out, "is not in the file"),
]


@pytest.mark.parametrize(("harm", "told"), HARMS, ids=lambda case: getattr(case, "__name__", case))
def test_each_lack_is_found_and_told(report, harm, told):
    assert told in _damaged(report, harm)


def test_plain_output_of_weasyprint_lacks_much():
    told = str([str(p) for p in check_pdf(weasyprint.HTML(string="<h2>A</h2><p>b</p>").write_pdf(), "x.pdf")])
    assert "no structure: the file is not tagged" in told
    assert "no language of the document" in told


def test_a_file_that_is_no_pdf_is_one_message(tmp_path):
    (tmp_path / "x.pdf").write_text("no", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"x\.pdf"):
        check_report(tmp_path / "x.pdf")
    with pytest.raises(InvalidInputError, match="No such file"):
        check_report(tmp_path / "nothing.pdf")


def test_a_report_on_disk_is_checked_by_its_path(tmp_path, albania_pdf):
    (tmp_path / "x.pdf").write_bytes(albania_pdf)
    assert check_report(tmp_path / "x.pdf") == ()


def _lacks(content: bytes, harm) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        harm(pdf)
        return str(list(check_content(pdf)))


def _untagged(pdf):
    pdf.pages[2].contents_add(pdf.make_stream(b"0 0 10 10 re f"))


def _no_parent(pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1] = pikepdf.Array([])


def _first_link(pdf):
    """Return the first link; the first page of a plan without a grade has none."""
    return next(a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link")


def _silent_link(pdf):
    _first_link(pdf).Contents = pikepdf.String("")


def _loose_link(pdf):
    del _first_link(pdf).StructParent


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_untagged, "page 3 draws 1 times outside every tag"),
        (_no_parent, "page 1 has marked content 0 that no element holds"),
        (_silent_link, "page {linked} has a link without words"),
        (_loose_link, "page {linked} has a link outside the structure"),
    ],
)
def test_each_lack_of_a_page_is_found(albania_pdf, harm, told):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        linked = next(k for k, page in enumerate(pdf.pages, start=1) if "/Annots" in page)
    assert told.format(linked=linked) in _lacks(albania_pdf, harm)
