"""The corpus of invented plans: what the import is measured on."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from tests.lanes import one_in
from tools import plan_typeset
from tools.plan_corpus import Score, main, score
from tools.plan_pages import Box, Part, Plan, Row, Sheet, plans
from tools.plan_typeset import FAMILIES

LEAST = {"docx": 0.99, "html": 0.99, "xlsx": 0.99, "weasyprint": 0.97}


def _plan(lang, look):
    return next(plan for plan in plans() if (plan.lang, plan.look) == (lang, look))


LOOKS = [("docx", "sq", "beside"), ("html", "sq", "beside"), ("docx", "ro", "parts"), ("xlsx", "ro", "parts")]
LOOKS += [("docx", "en", "lists"), ("html", "sq", "double")]
LOOKS += [("weasyprint", "sr-Cyrl", look) for look in ("book", "sideways")]


@pytest.mark.parametrize("made", [(family, "sr-Cyrl", "ruled") for family in LEAST] + one_in(4, LOOKS), ids="-".join)
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
