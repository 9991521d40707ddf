from __future__ import annotations

import io

import pikepdf
import pytest

from evaluator.reports.pdf.structure import tree_of
from evaluator.reports.pdf.write import write_pdf

ROWS = 130
PAGE = """<html lang="en"><title>T</title><style>
@font-face {{ font-family: "Report"; src: url(fonts/NotoSans-Regular.ttf) }}
@page {{ size: A5 }} body {{ font-family: "Report" }} tr {{ break-inside: auto }}
</style><body><h1>A</h1>{body}</body></html>"""


def _tree(library, body: str):
    content = write_pdf(PAGE.format(body=body), library.templates, [], "2026")
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
    for page in list(pdf.pages)[1:]:
        for instruction in pikepdf.parse_content_stream(page):
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
