"""The corpus of invented plans: what the import is measured on."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from tools import plan_typeset
from tools.plan_corpus import Score, main, score
from tools.plan_pages import plans
from tools.plan_typeset import FAMILIES

LEAST = {"docx": 0.99, "html": 0.99, "xlsx": 0.99, "weasyprint": 0.97}


def _plan(lang, look):
    return next(plan for plan in plans() if (plan.lang, plan.look) == (lang, look))


@pytest.mark.parametrize(
    ("family", "lang", "look"),
    [(family, "sr-Cyrl", "ruled") for family in LEAST]
    + [("docx", "sq", "beside"), ("html", "sq", "beside"), ("docx", "ro", "parts"), ("xlsx", "ro", "parts")]
    + [("docx", "en", "lists"), ("html", "sq", "double")]
    + [("weasyprint", "sr-Cyrl", look) for look in ("book", "sideways")],
)
def test_a_plan_of_each_family_comes_in_whole(family, lang, look, tmp_path):
    ending, write = FAMILIES[family]
    plan = _plan(lang, look)
    path = tmp_path / f"plan{ending}"
    write(plan, path)
    found = score(plan, path, Library.open())
    assert found.right / found.cells >= LEAST[family], found.wrong[:5]
    assert (found.vanished, found.unseen, found.extra) == (0, 0, 0)


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
