from __future__ import annotations

import io

import pikepdf
import pytest
import weasyprint

from evaluator.reports.pdf.structure import check_structure, tree_of

ROW = '<tr><th scope="row">a</th><td>b</td></tr>'
TABLE = f'<table><thead><tr><th scope="col">h</th><th scope="col">i</th></tr></thead><tbody>{ROW * 90}</tbody></table>'


def _plain(body: str) -> bytes:
    page = f'<html lang="en"><title>T</title><body>{body}</body></html>'
    return bytes(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))


def _lacks(content: bytes, harm=lambda tree: None) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        harm(tree_of(pdf))
        return str(list(check_structure(pdf)))


def _wrong_language(tree):
    tree.below("P")[0].node.Lang = "no language"


def _no_alternative(tree):
    del tree.below("Figure")[0].node.Alt


def _no_scope(tree):
    for head in tree.below("TH"):
        del head.node.A.Scope


def _only_data(tree):
    for head in tree.below("TH"):
        head.node.S = pikepdf.Name.TD


def _short_row(tree):
    row = tree.below("Table")[0].below("TR")[2].node
    del row.K[-1]


def _strange_headers(tree):
    tree.below("Table")[0].below("TD")[0].node.A.Headers = pikepdf.Array([pikepdf.String("nowhere")])


def _second_head(tree):
    table = next(table for table in tree.below("Table") if table.below("THead")).node
    table.K.append(table.K[-2])


HARMS = [
    (_wrong_language, "the language 'no language'"),
    (_no_alternative, "figure 1 has no alternative text"),
    (_no_scope, "header cell without scope"),
    (_only_data, "has no header cell"),
    (_short_row, "has rows of"),
    (_strange_headers, "points to header cells that it does not have"),
    (_second_head, "has two heads"),
]


@pytest.mark.parametrize(("harm", "told"), HARMS, ids=lambda case: getattr(case, "__name__", case))
def test_each_lack_of_the_structure_is_found(albania_pdf, harm, told):
    assert told in _lacks(albania_pdf, harm)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<h2>A</h2>", "0 headings of level 1"),
        ("<h1>A</h1><h1>B</h1>", "2 headings of level 1"),
        ("<h1>A</h1><h3>B</h3>", "a heading of level 3 under one of level 1"),
        (f"<h1>A</h1><section>{TABLE}</section>", "a table is cut in two"),
    ],
)
def test_headings_and_cut_tables_are_found(body, told):
    assert told in _lacks(_plain(body))


def test_two_tables_side_by_side_are_not_one_table_cut_in_two(albania_pdf):
    assert "cut in two" not in _lacks(albania_pdf)


def test_an_untagged_file_has_no_tree():
    with pikepdf.open(io.BytesIO(weasyprint.HTML(string="<p>x").write_pdf())) as pdf:
        assert tree_of(pdf) is None


def test_a_report_s_figures_lie_on_their_pages_and_rows_drawn_are_none(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        tree = tree_of(pdf)
        figures = tree.below("Figure")
        assert 1 <= len(figures) <= 12  # charts that stand alone; each drawn row would be one more
        assert all(not table.below("Figure") for table in tree.below("Table"))
        assert all(len(str(figure.node.Alt).split()) > 4 for figure in figures)
        for figure in figures:
            left, foot, right, top = (float(side) for side in figure.attributes["/BBox"])
            _, _, width, height = (float(side) for side in figure.node.Pg.MediaBox)
            assert 0 <= left < right <= width
            assert 0 <= foot < top <= height


def test_a_report_has_no_element_without_anything_in_it(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        empty = [element.kind for element in tree_of(pdf).walk() if not list(_kids(element.node))]
        assert [kind for kind in empty if kind not in ("TD", "TH")] == []


def _kids(node):
    kids = node.get("/K", [])
    return kids if isinstance(kids, pikepdf.Array) else [kids]


def test_words_explained_are_read_after_what_is_asked_and_before_the_annex(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        heads = [str(entry.title) for entry in _outline(pdf)]
        kinds = [element.kind for element in tree_of(pdf).below("H1", "H2", "H3")]
    assert kinds[0] == "H1"
    asked = next(k for k, head in enumerate(heads) if head.endswith("to do first; nobody has been asked yet"))
    assert asked < heads.index("How far this can be trusted") < heads.index("Words used here")
    assert heads.index("Words used here") < heads.index("The country in figures")


def _outline(pdf):
    with pdf.open_outline() as outline:
        return [entry for root in outline.root for entry in _entries(root)]


def _entries(entry):
    yield entry
    for child in entry.children:
        yield from _entries(child)
