"""Figures lie where their boxes say, and a drawing that repeats the cells beside it is no figure."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from evaluator.reports.pdf.check import check_pdf
from evaluator.reports.pdf.structure import tree_of
from evaluator.reports.pdf.write import write_pdf

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
