"""The page of an audit: what it says of plans, numbers and effects."""

from __future__ import annotations

from evaluator.contrasts.audit.numbers import Audit, Effect
from evaluator.contrasts.audit.variants import LensEffect, RubricVariant
from evaluator.library import Library
from evaluator.reports.audit_page import audit_page

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
FILE = LIBRARY.audit(RUBRIC)
VIEW = RUBRIC.weighting("equal")


def effect(family="grade bands", number="A from", score=None, grades=(), places=(), ground=""):
    variant = RubricVariant(family, number, "0.8", "0.75", RUBRIC, VIEW, ground)
    return Effect(variant, score, "AAA-2020-2023" if score else "", 0.0, tuple(grades), tuple(places), len(places))


def page(*effects, lenses=(), plans=("AAA-2020-2023", "BBB-2020-2023"), drafts=()):
    return audit_page(Audit(RUBRIC, plans, drafts, plans[:1], effects), lenses, FILE)


def test_the_page_names_its_plans():
    text = page(effect(), drafts=("BBB-2020-2023",))
    assert "- Rated plans (2): AAA-2020-2023, BBB-2020-2023." in text
    assert "(1): AAA-2020-2023." in text
    assert "- Drafts among them (1): BBB-2020-2023." in text
    assert "no place can move" in page(effect(), plans=("AAA-2020-2023",))


def test_a_family_is_summed_up_and_listed():
    text = page(effect(score=-0.1234, grades=["AAA: A -> B"], places=["AAA: 1 -> 2"]), effect(number="B from"))
    assert "| grade bands | 2 | -0.123 | - | 1 | 1 | 1 |" in text
    assert "| A from | 0.8 | 0.75 | -0.123 AAA-2020-2023 | - | AAA: A -> B | AAA: 1 -> 2 |" in text
    assert "| B from | 0.8 | 0.75 | - | - | - | - |" in text


def test_many_plans_in_a_cell_are_counted():
    text = page(effect(grades=[f"P{k}: A -> B" for k in range(6)]))
    assert "P3: A -> B; and 2 more" in text


def test_a_ground_gets_a_column_and_a_bar_cannot_break_the_table():
    text = page(effect(ground="this | that"))
    assert "| this / that |" in text


def test_lenses_have_a_table_of_their_own():
    moved = LensEffect("tip-tier", "Tier 1: efforts", "3", "2.5", ("AAA-2020-2023: Tier 2 -> Tier 1",), "ours")
    text = page(effect(), lenses=(moved,))
    assert "| lenses | 1 | - | - | 1 (an outcome) | - | 0 |" in text
    assert "| tip-tier | Tier 1: efforts | 3 | 2.5 | AAA-2020-2023: Tier 2 -> Tier 1 | ours |" in text
