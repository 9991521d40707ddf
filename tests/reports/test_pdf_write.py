"""HTML is printed as a tagged PDF, with local files only; numbers have one form under every interpreter."""

from __future__ import annotations

import ctypes.util
import gc
import hashlib
import io
import re
import sys
from dataclasses import replace

import pikepdf
import pydyf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError, MissingDependencyError
from evaluator.read.child import LAYOUT
from evaluator.read.layers import Layers
from evaluator.reports.carried.attach import CarriedFile
from evaluator.reports.country import country_view
from evaluator.reports.pdf import write as pdf
from evaluator.reports.pdf.structure import tree_of
from evaluator.reports.pdf.write import load_weasyprint, plain, plain_inside, plain_numbers, print_directly, write_pdf

PAGE = '<html lang="en"><title>T</title><style>{style}</style><body class="x"><h1>A</h1>{body}</body></html>'
FACE = '@font-face { font-family: "Report"; src: url(fonts/NotoSans-Regular.ttf) } .x { font-family: Report }'


def _text(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_dates_are_those_of_the_data(albania, albania_pdf):
    day = country_view(albania, annex=True).date
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith(f"D:{day.replace('-', '')}")
        attachment = pdf.attachments["result.json"].get_file()
        assert attachment.creation_date.date().isoformat() == day


def test_the_text_is_text_and_every_page_says_plan_and_weighting_and_calls_own_ratings_no_example(albania_pdf):
    pages = _text(albania_pdf)
    assert 12 <= len(pages) <= 24, "six pages and the annex"
    for text in pages:
        assert "2005–2007" in text
        assert "Worked example, not an official" not in text
    for text in pages[1:]:
        assert "Frame: Equal weights" in text
    assert "questions" in pages[0]
    assert "Shqipëria" not in pages[0]
    assert "Strategjia Kombëtare Shqiptare" in pages[0]


def test_every_page_of_a_draft_says_so(stress_pdf):
    for text in _text(stress_pdf):
        assert "DRAFT" in "".join(text.split())


def test_the_verdict_of_the_longest_names_fits_the_first_page_and_what_to_do_stands_together(stress_pdf):
    pages = _text(stress_pdf)
    assert "to do first" in pages[1]
    assert "To whom, by when" in pages[1]


def test_other_scripts_are_in_the_text_layer(stress_pdf):
    whole = " ".join(" ".join(_text(stress_pdf)).split())
    assert "Национална стратегија за борбу против трговине људима" in whole
    assert "<script>alert(1)</script>" in whole


def test_nothing_runs_over_the_edge_of_a_page(stress_pdf):
    with pypdfium2.PdfDocument(stress_pdf) as pdf:
        for number, page in enumerate(pdf, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for k in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(k)
                assert left > 40, f"page {number}"
                assert right < width - 20, f"page {number}"
                assert bottom > 19, f"page {number}"
                assert top < height - 20, f"page {number}"


def test_the_pdf_carries_its_files_with_their_fingerprints(library, albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        path = "countries/ALB/plans/ALB-2005-2007/evidence.csv"
        content = pdf.attachments[path].get_file().read_bytes()
        assert content == library.layers.file(path).read_bytes()
        assert pdf.attachments[path].description == f"SHA-256 {hashlib.sha256(content).hexdigest()}"
        assert pdf.attachments[path].get_file().mime_type == "text/csv"
        names = [str(name) for name in pdf.Root.Names.EmbeddedFiles.Names[::2]]
        assert names == sorted(names)
        relations = {str(file.AFRelationship) for file in pdf.Root.AF}
        assert relations == {"/Data", "/Source"}
        assert len(pdf.Root.AF) == len(names)


def test_only_the_bundled_fonts_are_in_the_file(albania_pdf, stress_pdf):
    for content in (albania_pdf, stress_pdf):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            fonts = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
        assert all(name.partition("+")[2].startswith("Report") for name in fonts)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.org/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<p style="background: url(../../pyproject.toml)">x</p>',
        '<object data="file:///etc/hostname">x</object>',
        '<base href="https://example.org/"><img src="x.png" alt="x">',
    ],
)
def test_a_page_that_asks_for_anything_outside_the_templates_is_refused(library, body):
    with pytest.raises(InvalidInputError, match="template folders"):
        write_pdf(PAGE.format(style=FACE, body=body), library.templates, [], "2026")


def test_a_warning_of_weasyprint_is_a_fault_that_names_the_folder(library):
    with pytest.raises(InvalidInputError) as caught:
        write_pdf(PAGE.format(style=FACE + "p { colour: red }", body="<p>x</p>"), library.templates, [], "2026")
    assert "colour" in str(caught.value)
    assert str(library.templates.folders[0]) in str(caught.value)


@pytest.mark.parametrize("date", ["2026", "2026-05", "2026-05-04"])
def test_a_date_may_be_known_to_the_year_only(library, date):
    content = write_pdf(
        PAGE.format(style=FACE, body="<p>x</p>"), library.templates, [CarriedFile("a.csv", b"1", "Data")], date
    )
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.attachments["a.csv"].get_file().creation_date.year == 2026


def test_without_weasyprint_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingDependencyError, match=r"run  pip install .*\"weasyprint="):
        load_weasyprint()


def test_without_pango_one_sentence_says_what_to_install(monkeypatch, tmp_path):
    text = "raise OSError('cannot load library libpango-1.0-0')"
    (tmp_path / "weasyprint.py").write_text(text, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingDependencyError, match="apt-get install --no-install-recommends libpango"):
        load_weasyprint()


def test_the_search_for_libraries_is_put_back():
    before = ctypes.util.find_library
    load_weasyprint()
    assert ctypes.util.find_library is before


def test_the_user_s_font_folder_is_read_through_the_layers(tmp_path, library):
    layers = Layers((tmp_path, library.templates.folders[-1]))
    assert write_pdf(PAGE.format(style=FACE, body="<p>x</p>"), layers, [], "2026").startswith(b"%PDF-1.7")


def _lines(element):
    """Yield on which page each text is that is read, in order; the text of a link of the contents is the link's own."""
    for part in element.walk():
        if part.kind in ("Span", "Link") and "/Pg" in part.node and not part.below("Span"):
            yield part.node.Pg.objgen


def test_no_heading_is_the_last_thing_on_its_page(albania_pdf, stress_pdf):
    for content in (albania_pdf, stress_pdf):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            parts = list(tree_of(pdf).walk())
            for k, part in enumerate(parts):
                if part.kind in ("H1", "H2", "H3", "H4", "Caption"):
                    own = len(list(part.walk()))
                    following = (page for after in parts[k + own :] for page in _lines(after))
                    assert next(following, None) == list(_lines(part))[-1]


@pytest.fixture
def own_layers(tmp_path, library) -> Layers:
    """Return a user's template folder with one template and no style of its own, over the shipped one."""
    (tmp_path / "page.html").write_text("x", encoding="utf-8")
    return Layers((tmp_path, library.templates.folders[-1]))


def _raising(*_, **__):
    raise IndexError("list index out of range")


def test_no_search_for_cycles_comes_between_while_a_page_is_laid_out_and_then_it_is_as_before(library, monkeypatch):
    seen = []

    def noted(*_, **__):
        seen.append(gc.isenabled())
        return b""

    monkeypatch.setattr(load_weasyprint().HTML, "write_pdf", noted)
    print_directly(PAGE.format(style=FACE, body="<p>x</p>"), library.templates, [], "2026")
    assert (seen, gc.isenabled()) == ([False], True)
    gc.disable()
    try:
        print_directly(PAGE.format(style=FACE, body="<p>x</p>"), library.templates, [], "2026")
        assert not gc.isenabled(), "whoever turned it off keeps it off"
    finally:
        gc.enable()


def test_a_layout_that_a_user_s_template_breaks_is_told_by_its_folder(own_layers, monkeypatch):
    monkeypatch.setattr(load_weasyprint().HTML, "write_pdf", _raising)
    with pytest.raises(InvalidInputError) as caught:
        print_directly(PAGE.format(style=FACE, body="<p>x</p>"), own_layers, [], "2026")
    assert str(caught.value) == (
        f"{own_layers.folders[0]}: a style with which no page can be laid out (IndexError). "
        "Give sizes and margins that leave room for a page."
    )


def test_a_fault_of_our_own_while_tags_are_mended_keeps_its_traceback(own_layers, monkeypatch):
    monkeypatch.setattr("evaluator.reports.pdf.finish.join_fragments", _raising)
    with pytest.raises(IndexError):
        print_directly(PAGE.format(style=FACE, body="<p>x</p>"), own_layers, [], "2026")


@pytest.mark.slow
def test_a_layout_without_end_is_stopped_and_names_the_folder(own_layers, monkeypatch):
    style = "body { columns: 100000 }"
    monkeypatch.setattr(pdf, "LAYOUT", replace(LAYOUT, cpu=3))
    with pytest.raises(InvalidInputError) as caught:
        write_pdf(PAGE.format(style=FACE + style, body="<p>" + "word " * 200_000), own_layers, [], "2026")
    (problem,) = caught.value.problems
    assert problem.path == str(own_layers.folders[0])
    assert problem.found.startswith("laying out pages by the styles of this folder")
    assert problem.suggestion == LAYOUT.mend


WRITTEN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
# What no page shows a difference between: the sums of 3.11 and of later interpreters.
LEFT_OVER = 1e-15


@given(st.floats(-1e6, 1e6))
def test_a_number_has_no_bare_point_no_exponent_and_no_sign_before_nothing(number):
    written = plain(number)
    assert WRITTEN.fullmatch(written)
    assert written != "-0"
    assert float(written) == pytest.approx(number, abs=1e-6)


@pytest.mark.parametrize(
    ("number", "other"), [(0.0, LEFT_OVER), (0.0, -LEFT_OVER), (12.5, 12.5 + 2e-15), (3.0, 3 - 1e-15)]
)
def test_what_two_interpreters_compute_apart_is_written_alike(number, other):
    assert number != other
    assert plain(number) == plain(other)


def test_numbers_between_glyphs_are_written_so_and_glyphs_are_left_as_they_are():
    assert plain_inside("<00120e13>-12.50<0013>") == "<00120e13>-12.5<0013>"
    assert plain_inside("<0012>") == "<0012>"


def test_pydyf_writes_them_so_meanwhile_and_as_before_afterwards():
    def drawn() -> bytes:
        stream = pydyf.Stream()
        stream.rectangle(LEFT_OVER, 0.0, 1.50, -LEFT_OVER)
        stream.show_text("<0001>-1e-17<0002>")
        return stream.data

    with plain_numbers():
        assert b"0 0 1.5 0 re" in drawn()
        assert b"[<0001>0<0002>] TJ" in drawn()
    assert b"0. 0 1.5 -0. re" in drawn()


@pytest.mark.slow
def test_no_page_of_a_report_holds_a_bare_point(report):
    with pikepdf.open(io.BytesIO(report)) as pdf:
        drawn = b"\n".join(page.obj.Contents.read_bytes() for page in pdf.pages)
    assert not re.search(rb"[0-9]\.[ \]\n]", drawn)
