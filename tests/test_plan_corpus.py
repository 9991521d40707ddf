"""The corpus of invented plans: what the import is measured on."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from tools import plan_corpus
from tools.plan_corpus import FAMILIES, LOOKS, OBJECTIVE, Score, main, plans, score

LEAST = {"docx": 0.99, "html": 0.99, "xlsx": 0.99, "weasyprint": 0.97}


def test_plans_are_the_same_for_a_seed_and_cover_languages_scripts_and_looks():
    made = plans()
    assert made == plans()
    assert made != plans(8)
    assert {plan.lang for plan in made} == {"en", "sr-Cyrl", "sr-Latn", "ro", "sq"}
    assert len(made) == 5 * len(LOOKS)
    for plan in made:
        assert plan.above not in [cell for row in plan.rows for cell in row]
        assert (len(plan.heads) == 7) == plan.look.has_objectives
    assert made[0].rows[0][OBJECTIVE].startswith("1.1 ")


@pytest.mark.parametrize("family", LEAST)
def test_a_plan_of_each_family_comes_in_whole(family, tmp_path):
    ending, write = FAMILIES[family]
    plan = next(plan for plan in plans() if (plan.lang, plan.look.name) == ("sr-Cyrl", "ruled"))
    path = tmp_path / f"plan{ending}"
    write(plan, path)
    found = score(plan, path, Library.open())
    assert found.right / found.cells >= LEAST[family], found.wrong[:5]
    assert found.vanished == 0


def test_a_wrong_cell_and_a_row_that_vanished_are_counted(tmp_path):
    plan = plans()[0]
    path = tmp_path / "plan.html"
    FAMILIES["html"][1](plan, path)
    text = path.read_text(encoding="utf-8").replace(f"<td>{plan.rows[0][0]}</td>", "<td>9.9</td>")
    path.write_text(text.replace(plan.rows[1][0], "1.77"), encoding="utf-8")
    found = score(plan, path, Library.open())
    assert (found.vanished, found.cells - found.right) == (2, 14)
    total = Score()
    total.add(found)
    assert (total.files, total.vanished) == (1, 2)


@pytest.mark.slow
def test_the_command_prints_shares_by_family(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(plan_corpus, "BROWSERS", ())
    assert main([str(tmp_path), "--family", "html", "--family", "chromium"]) == 0
    printed = capsys.readouterr().out
    assert "html         ruled        5    860    860  100.0%         0" in printed
    assert "chromium: left out, no Chromium" in printed
