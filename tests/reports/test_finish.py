"""The tags of a printed PDF are finished: figures, hidden drawings, and what a page break cut in two."""

from __future__ import annotations

import io
from io import BytesIO

import page
import pikepdf
import pytest

from evaluator.reports.pdf.check import check_pdf
from evaluator.reports.pdf.engines import KEYS, engine_versions
from evaluator.reports.pdf.finish import MEDIA_TYPES
from evaluator.reports.pdf.structure import tree_of
from evaluator.reports.pdf.write import write_pdf
from tests.lanes import one_in


@pytest.mark.parametrize("name", one_in(2, ["albania_pdf", "stress_pdf"]))
@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_an_independent_checker_finds_nothing(name, profile, request):
    content = request.getfixturevalue(name)
    report = page.validate_pdf_bytes(content, profile=getattr(page.ValidationProfile, profile))
    excused = {"PDFA3A-STREAM-LENGTH-001"} if _has_a_stream_that_ends_like_a_line(content) else set()
    assert [failure for failure in report.failures if failure.rule_id not in excused] == []


def _has_a_stream_that_ends_like_a_line(content: bytes) -> bool:
    """Return whether the last byte of a stream is CR: with the line end after it, the checker counts one byte less."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
        return any(stream.read_raw_bytes().endswith(b"\r") for stream in streams)


def test_passages_carry_their_language(stress_pdf):
    with pikepdf.open(io.BytesIO(stress_pdf)) as pdf:
        languages = {str(e.node.Lang) for e in tree_of(pdf).walk() if "/Lang" in e.node}
        assert str(pdf.Root.Lang) == "en"
    assert "sr-Cyrl" in languages


def test_every_header_cell_has_its_scope(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        scopes = [str(head.attributes.get("/Scope")) for head in tree_of(pdf).below("TH")]
    assert set(scopes) == {"/Row", "/Column"}


def test_the_metadata_name_both_standards_and_are_readable_as_they_stand(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        xmp = pdf.Root.Metadata.read_raw_bytes()
    assert b'pdfuaid:part="1"' in xmp
    assert b'pdfaid:part="3"' in xmp


def test_the_versions_of_what_set_the_letters_stand_in_the_document(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        assert {key: str(pdf.docinfo[f"/{key}"]) for key in KEYS} == engine_versions()


def test_media_types_do_not_depend_on_the_machine(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        kinds = {name.rpartition(".")[2]: file.get_file().mime_type for name, file in pdf.attachments.items()}
    assert kinds == {suffix: MEDIA_TYPES[suffix] for suffix in kinds}
    assert {"csv", "json", "md", "yaml", "zip"} == set(kinds)


STYLE = "@page { size: 300pt 200pt; margin: 20pt } body { margin: 0; font: 9pt/12pt Report } svg { display: block }"
FONT = '@font-face { font-family: "Report"; src: url(fonts/NotoSans-Regular.ttf) }'
PAGE = '<html lang="en"><head><title>T</title><style>{style}</style></head><body>{body}</body></html>'
BOX = '<svg viewBox="0 0 10 10" width="60pt" height="40pt"{more}>{title}<path d="M0 0H10V10H0z" fill="#000" /></svg>'


def _printed(library, body: str) -> pikepdf.Pdf:
    page = PAGE.format(style=FONT + STYLE, body=body)
    return pikepdf.open(BytesIO(write_pdf(page, library.templates, [], "2026")))


def test_the_box_of_a_figure_is_in_points_from_the_foot_of_the_page(library):
    with _printed(library, BOX.format(more="", title="<title>A square.</title>")) as pdf:
        (figure,) = tree_of(pdf).below("Figure")
        assert [float(side) for side in figure.attributes["/BBox"]] == pytest.approx([20, 140, 80, 180])
        assert str(figure.node.Alt) == "A square."


def test_a_hidden_drawing_is_an_artifact_and_its_cell_stays(library):
    hidden = BOX.format(more=' aria-hidden="true"', title="")
    row = f'<table><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td>{hidden}</td></tr></tbody></table>'
    with _printed(library, f"<h1>T</h1>{row}") as pdf:
        tree = tree_of(pdf)
        assert tree.below("Figure") == []
        assert len(tree.below("TD")) == 1
        drawn = pdf.pages[0].Contents.read_bytes()
        assert b"/Artifact" in drawn


def test_boxes_of_a_level_leave_no_empty_element(library):
    step = '<span style="display: inline-block; width: 5pt; height: 5pt; background: #000"></span>'
    with _printed(library, f"<p><span>{step}{step}</span>2 of 4 <span>words</span></p>") as pdf:
        spans = tree_of(pdf).below("Span")
        assert all(span.node.K for span in spans)
        assert spans


def test_what_is_printed_so_is_found_in_order(library):
    hidden = BOX.format(more=' aria-hidden="true"', title="")
    page = PAGE.format(style=FONT + STYLE, body=f"<h1>T</h1>{hidden}")
    found = [problem.found for problem in check_pdf(write_pdf(page, library.templates, [], "2026"), "x.pdf")]
    assert found == ["no result.json inside"]


ROWS = 130
PAGE_FRAGMENTS = """<html lang="en"><title>T</title><style>
@font-face {{ font-family: "Report"; src: url(fonts/NotoSans-Regular.ttf) }}
@page {{ size: A5 }} body {{ font-family: "Report" }} tr {{ break-inside: auto }}
</style><body><h1>A</h1>{body}</body></html>"""


def _tree(library, body: str):
    content = write_pdf(PAGE_FRAGMENTS.format(body=body), library.templates, [], "2026")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield pdf, tree_of(pdf)


@pytest.fixture
def table(library):
    rows = "".join(f'<tr><th scope="row">r{k}</th><td>{k}</td></tr>' for k in range(ROWS))
    head = '<thead><tr><th scope="col">name</th><th scope="col">number</th></tr></thead>'
    yield from _tree(library, f"<section><table>{head}<tbody>{rows}</tbody></table></section>")


def test_a_table_over_several_pages_is_one_table_with_one_head(table):
    pdf, tree = table
    assert len(pdf.pages) > 3
    assert [len(tree.below(kind)) for kind in ("Table", "THead", "TBody", "Sect")] == [1, 1, 1, 1]
    assert len(tree.below("TR")) == ROWS + 1


def test_every_cell_on_every_page_points_to_the_head_that_stayed(table):
    _, tree = table
    heads = [str(head.node.ID) for head in tree.below("THead")[0].below("TH")]
    for cell in tree.below("TD"):
        assert heads[1] in [str(header) for header in cell.attributes["/Headers"]]


def test_a_repeated_head_is_no_part_of_the_text(table):
    pdf, _ = table
    marks = []
    for sheet in list(pdf.pages)[1:]:
        for instruction in pikepdf.parse_content_stream(sheet):
            if str(instruction.operator) in ("BMC", "BDC"):
                marks.append(str(instruction.operands[0]))
                if len(marks) % 100 == 0:
                    break
    assert "/Artifact" in marks


def test_a_row_that_is_longer_than_a_page_stays_one_row(library):
    long = "word " * 3000
    body = f'<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>{long}</td></tr></tbody></table>'
    for pdf, tree in _tree(library, body):
        assert len(pdf.pages) > 2
        assert len(tree.below("TD")) == 1
        assert len(tree.below("TR")) == 2


def test_a_list_and_a_paragraph_over_two_pages_stay_one(library):
    body = "<ul>" + "<li>point</li>" * 90 + "</ul><p>" + "word " * 2000 + "</p>"
    for pdf, tree in _tree(library, body):
        assert len(pdf.pages) > 3
        assert len(tree.below("L")) == 1
        assert len(tree.below("LI")) == 90
        assert len(tree.below("P")) == 1
