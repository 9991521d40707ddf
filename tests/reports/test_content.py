from __future__ import annotations

import io

import pikepdf
import pytest

from evaluator.reports.pdf.check import check_content


def _lacks(content: bytes, harm) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        harm(pdf)
        return str(list(check_content(pdf)))


def _untagged(pdf):
    pdf.pages[2].contents_add(pdf.make_stream(b"0 0 10 10 re f"))


def _no_parent(pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1] = pikepdf.Array([])


def _silent_link(pdf):
    next(a for a in pdf.pages[0].Annots if a.Subtype == "/Link").Contents = pikepdf.String("")


def _loose_link(pdf):
    del next(a for a in pdf.pages[0].Annots if a.Subtype == "/Link").StructParent


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_untagged, "page 3 draws 1 times outside every tag"),
        (_no_parent, "page 1 has marked content 0 that no element holds"),
        (_silent_link, "page 1 has a link without words"),
        (_loose_link, "page 1 has a link outside the structure"),
    ],
)
def test_each_lack_of_a_page_is_found(albania_pdf, harm, told):
    assert told in _lacks(albania_pdf, harm)
