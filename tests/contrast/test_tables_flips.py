"""Rows of flips."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrast.findings import Asked, findings_of
from evaluator.contrast.tables_flips import flip_tables
from tests.contrast.synthetic import choices, three_plans, toy_rubric


def test_rows_say_who_passes_whom_and_what_it_takes():
    study = contrast(three_plans(), toy_rubric(contrast=choices()), ["rights", "police"])
    tables = {t.name: t.rows for t in flip_tables(findings_of(study, Asked(("flips",))))}
    first = tables["crossings"][0]
    assert first.low <= first.joint_at <= first.high
    assert first.joint == 14
    totals = [row for row in tables["flips"] if row.kind == "total"]
    assert {row.norm for row in totals} == {"l1", "l2"}
    one = totals[0]
    units = [
        r
        for r in tables["flips"]
        if r.kind == "unit" and (r.winner, r.loser, r.norm) == (one.winner, one.loser, one.norm)
    ]
    assert sum(abs(r.after - r.before) for r in units) == pytest.approx(one.size)
    best = next(row for row in tables["attainable-ranks"] if row.plan_id == "BBB-2010-2012" and row.end == "best")
    assert (best.rank, best.proved) == (1, "yes")
    assert best.text.startswith("BBB-2010-2012 is at best at rank 1, for example with ")
    by_node = {row.node: row for row in tables["stability"]}
    assert by_node["law-enforcement"].above == "AAA-2010-2012 and CCC-2011-2013"
