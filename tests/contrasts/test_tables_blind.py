"""Rows of the blind spot."""

from __future__ import annotations

from dataclasses import replace

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.blind import blind_tables
from evaluator.contrasts.tiers import Association, TierMatch
from tests.contrasts.synthetic import three_plans, toy_rubric


def test_shares_stand_apart_and_tiers_are_there_only_if_known():
    found = findings_of(contrast(three_plans(), toy_rubric(), ["equal"]), ContrastOptions(sections=("blind-spot",)))
    tables = {t.name: t.rows for t in blind_tables(found)}
    practice = tables["blind-spot"][2]
    assert (round(practice.assessed, 9), round(practice.partly, 9), round(practice.ignored, 9)) == (0.3, 0.3, 0.4)
    assert practice.gates_ignored == ("human-rights.protection-1",)
    assert set(tables) == {"blind-spot", "seen-and-ignored"}


def test_a_plan_without_a_tier_has_an_empty_cell():
    found = findings_of(contrast(three_plans(), toy_rubric(), ["equal"]), ContrastOptions(sections=("blind-spot",)))
    matches = (
        TierMatch("AAA-2010-2012", 2011, "2WL", "tip-2011"),
        TierMatch("BBB-2010-2012", None, "", "", "no report on its years"),
    )
    tiers = Association("equal", 1, left_out=0)
    tables = {t.name: t.rows for t in blind_tables(replace(found, tiers=tiers, tier_matches=matches))}
    assert [(row.plan_id, row.year, row.tier, row.why) for row in tables["tiers"]] == [
        ("AAA-2010-2012", 2011, "2WL", ""),
        ("BBB-2010-2012", None, "", "no report on its years"),
    ]
    assert len(tables["association"]) == 1
