"""Invented plans: the same for a seed, in all languages, scripts and looks, with what they hold."""

from __future__ import annotations

from tools.plan_pages import LOOKS, PLAIN, Sheet, plans
from tools.plan_typeset import placed, sheets_of


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
