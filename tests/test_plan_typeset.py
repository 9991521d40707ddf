"""Typesetters: texts of Typst and LaTeX, pages turned, and programs that are not there."""

from __future__ import annotations

import sys

import pdfplumber
import pytest

from tools import plan_typeset
from tools.plan_pages import Box, Part, Plan, Sheet, plans
from tools.plan_typeset import FAMILIES, tex_of, typst_of

SHEET = Sheet((1, 2), ((Box("No."), Box("Activity")), (Box("1", rows=2), Box("a_b\nc", is_list=True)), (Box("50 %"),)))
PLAN = Plan("en", "x", (Part(("#1 title", SHEET)),), (), ())


def test_typst_and_latex_get_the_spans_the_lists_and_marks_of_their_own_escaped():
    text = typst_of(PLAN)
    assert "table.cell(rowspan: 2, colspan: 1)[1]" in text
    assert "- a\\_b\n- c" in text
    assert "\\#1 title" in text
    tex = tex_of(PLAN.parts[0])
    assert "\\begin{itemize}\\item a\\_b\\item c\\end{itemize}" in tex
    assert "\\cline{2-2}" in tex
    assert "50 \\%" in tex


@pytest.mark.parametrize("turn", ["turned", "sideways"])
def test_a_page_on_its_side_is_upright_when_shown_only_with_its_mark(turn, tmp_path):
    plan = next(plan for plan in plans() if plan.look == turn)
    FAMILIES["weasyprint"][1](plan, tmp_path / "plan.pdf")
    with pdfplumber.open(tmp_path / "plan.pdf") as pdf:
        upright = {char["upright"] for char in pdf.pages[0].chars}
    assert upright == {turn == "turned"}


@pytest.mark.parametrize(("family", "names"), [("chromium", "BROWSERS"), ("writer", "OFFICES"), ("latex", "TEXS")])
def test_a_program_that_is_not_there_is_named(family, names, tmp_path, monkeypatch):
    monkeypatch.setattr(plan_typeset, names, ())
    with pytest.raises(FileNotFoundError, match=r"^no "):
        FAMILIES[family][1](PLAN, tmp_path / "plan.pdf")


def test_without_the_package_typst_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(FileNotFoundError, match="no Typst"):
        FAMILIES["typst"][1](PLAN, tmp_path / "plan.pdf")
