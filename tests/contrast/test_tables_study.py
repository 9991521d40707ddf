"""Rows of plans, scores, weights and moves."""

from __future__ import annotations

from evaluator import contrast
from evaluator.contrast.findings import Asked, findings_of
from evaluator.contrast.tables_study import study_tables
from tests.contrast.synthetic import three_plans, toy_rubric


def test_moves_have_a_total_and_its_parts():
    found = findings_of(contrast(three_plans(), toy_rubric(), ["police", "rights"]), Asked(("weights", "moves")))
    tables = {t.name: t.rows for t in study_tables(found, ranks=True)}
    rows = [row for row in tables["moves"] if row.plan_id == "AAA-2010-2012"]
    total = rows[0]
    assert (total.kind, round(total.change, 9)) == ("total", -0.55)
    for kind in ("stance", "criterion"):
        assert abs(sum(row.pull for row in rows if row.kind == kind) - total.change) < 2e-9
    assert sum(row.share for row in tables["weights"] if (row.weighting, row.kind) == ("police", "group")) == 1
    assert [row.start for row in tables["plans"]] == ["2010", "2010", "2011"]
