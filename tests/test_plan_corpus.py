"""Invented plans as files of many forms: what they hold, how they are set, and that every cell is compared."""

from __future__ import annotations

import sys

import pdfplumber
import pytest

from evaluator.library import Library
from tests.lanes import one_in
from tools import plan_typeset
from tools.plan_corpus import Score, main, score
from tools.plan_pages import LOOKS, PLAIN, Box, Part, Plan, Row, Sheet, plans
from tools.plan_typeset import FAMILIES, placed, sheets_of, tex_of, typst_of

pytestmark = pytest.mark.slow  # a tool of the project: tried before a change lands


def test_plans_are_the_same_for_a_seed_and_cover_languages_scripts_and_looks():
    made = plans()
    assert made == plans()
    assert made != plans(8)
    assert {plan.lang for plan in made} == {"en", "sr-Cyrl", "sr-Latn", "ro", "sq"}
    assert {plan.look for plan in made} == set(LOOKS)
    assert len(made) == 5 * len(PLAIN) + 2 * (len(LOOKS) - len(PLAIN))


def test_every_text_that_should_come_out_stands_on_the_pages():
    for plan in plans():
        sheets = [sheet for part in plan.parts for block in part.blocks for sheet in sheets_of(block)]
        on_page = {" ".join(box.text.split()) for sheet in sheets for row in sheet.rows for box in row}
        on_page |= {block for part in plan.parts for block in part.blocks if isinstance(block, str)}
        assert {row.texts["activity"] for row in plan.rows} <= on_page, plan.look
        assert set(plan.headings) <= on_page, plan.look
        assert len(plan.rows) == 24


def test_as_above_is_undone_in_what_should_come_out():
    plan = next(plan for plan in plans() if plan.look == "ruled" and plan.lang == "en")
    (sheet,) = (block for block in plan.parts[0].blocks if isinstance(block, Sheet))
    assert "as above" in [box.text for row in sheet.rows for box in row]
    assert "as above" not in [text for row in plan.rows for text in row.texts.values()]


def test_cells_of_a_table_cover_each_slot_once():
    for plan in plans():
        for sheet in (s for part in plan.parts for block in part.blocks for s in sheets_of(block)):
            slots = [
                (at + down, column + right)
                for at, column, box in placed(sheet)
                for down in range(box.rows)
                for right in range(box.columns)
            ]
            assert len(slots) == len(set(slots)) == len(sheet.rows) * len(sheet.widths), plan.look


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


LEAST = {"docx": 0.99, "html": 0.99, "xlsx": 0.99, "weasyprint": 0.97}


def _plan(lang, look):
    return next(plan for plan in plans() if (plan.lang, plan.look) == (lang, look))


HARD_LOOKS = [("docx", "sq", "beside"), ("html", "sq", "beside"), ("docx", "ro", "parts"), ("xlsx", "ro", "parts")]
HARD_LOOKS += [("docx", "en", "lists"), ("html", "sq", "double")]
HARD_LOOKS += [("weasyprint", "sr-Cyrl", look) for look in ("book", "sideways")]


@pytest.mark.parametrize(
    "made", [(family, "sr-Cyrl", "ruled") for family in LEAST] + one_in(4, HARD_LOOKS), ids="-".join
)
def test_a_plan_of_each_family_comes_in_whole(made, tmp_path):
    family, lang, look = made
    ending, write = FAMILIES[family]
    plan = _plan(lang, look)
    path = tmp_path / f"plan{ending}"
    write(plan, path)
    found = score(plan, path, Library.open())
    assert found.right / found.cells >= LEAST[family], found.wrong[:5]
    assert (found.vanished, found.unseen, found.extra) == (0, 0, 0)


def _in_the_ministry_s_words(library, rules):
    """Return Brazil's third plan as a table of number and goal: its own words, as far as shipped rows quote them."""
    measures = library.assessment("BRA-2018-2022", library.rubric()).measures
    cells = [(Box("Nº"), Box("Ação"))]
    cells += [
        (Box(one.text_original, columns=2),)
        if one.level == "objective"
        else (Box(one.plan_number), Box(one.text_original))
        for one in measures
        if one.level != "task"
    ]
    rows = tuple(
        Row({"number": one.plan_number, "activity": one.text_original}) for one in measures if one.level == "activity"
    )
    headings = tuple(one.text_original for one in measures if one.level == "objective")
    part = Part(("2018-2022", Sheet((8, 92), tuple(cells), 1, rules)), is_wide=False)
    return Plan("pt", "", (part,), rows, headings)


@pytest.mark.parametrize("made", one_in(5, [*((name, "all") for name in LEAST), ("weasyprint", "level")]), ids="-".join)
def test_the_goals_of_a_real_plan_in_its_own_words_come_in_whole(made, tmp_path):
    family, rules = made
    library = Library.open()
    plan = _in_the_ministry_s_words(library, rules)
    ending, write = FAMILIES[family]
    path = tmp_path / f"plan{ending}"
    write(plan, path)
    found = score(plan, path, library)
    assert (len(plan.rows), len(plan.headings)) == (58, 6)
    assert (found.right, found.vanished, found.extra) == (found.cells, 0, 0), found.wrong[:5]


def test_a_wrong_cell_and_a_row_that_vanished_are_counted(tmp_path):
    plan = _plan("en", "ruled")
    path = tmp_path / "plan.html"
    FAMILIES["html"][1](plan, path)
    first, second = (row.texts["number"] for row in plan.rows[:2])
    text = path.read_text(encoding="utf-8").replace(f"<td>{first}</td>", "<td>9.9</td>")
    path.write_text(text.replace(f"<td>{second}</td>", "<td>1.77</td>"), encoding="utf-8")
    found = score(plan, path, Library.open())
    assert (found.vanished, found.cells - found.right, found.extra) == (2, 14, 2)
    assert found.unseen == 2, "both rows came under other numbers, and no note names them"
    total = Score()
    total.add(found)
    assert (total.files, total.vanished, total.unseen) == (1, 2, 2)


def test_a_file_that_is_refused_has_no_cell_right(tmp_path):
    path = tmp_path / "plan.html"
    path.write_text("<p>nothing", encoding="utf-8")
    found = score(_plan("en", "level"), path, Library.open())
    assert (found.right, found.vanished, found.cells) == (0, 24, 4 + 24 * 6)


@pytest.mark.slow
def test_the_command_prints_shares_by_family(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(plan_typeset, "BROWSERS", ())
    assert main([str(tmp_path), "--family", "html", "--family", "chromium", "--look", "ruled"]) == 0
    printed = capsys.readouterr().out
    assert "html       ruled        5    860    860  100.0%     0      0     0" in printed
    assert "chromium: left out, no Chromium" in printed
