from __future__ import annotations

import io

import pikepdf
import pytest
import weasyprint

from evaluator.reports.structure import check_structure, tree_of

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
    table = tree.below("Table")[0].node
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
