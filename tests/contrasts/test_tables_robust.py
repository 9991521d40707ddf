"""Rows of draws, levels and method."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.sensitivity import SensitivityResult
from evaluator.contrasts.tables.robust import method_table, robust_tables
from tests.contrasts.synthetic import choices, three_plans, toy_assessment, toy_rubric


def _found(plans=None, **asked):
    study = contrast(plans or three_plans(), toy_rubric(contrast=choices()), ["equal"])
    return findings_of(study, ContrastOptions(sections=("robustness", "levels"), **asked))


def test_shares_of_ranks_add_up_and_pairs_face_each_other():
    tables = {t.name: t.rows for t in robust_tables(_found(), ranks=True)}
    for drawn in ("weights", "doubts"):
        rows = [r for r in tables["acceptability"] if (r.drawn, r.plan_id) == (drawn, "AAA-2010-2012")]
        assert sum(r.share for r in rows) == pytest.approx(1)
    assert len(tables["pairs"]) == 2 * 6
    assert next(r.plan_id for r in tables["ranks"] if r.drawn == "weights") in {p.plan.id for p in three_plans()}


def test_a_plan_without_a_score_has_no_level():
    tables = {
        t.name: t.rows for t in robust_tables(_found([*three_plans(), toy_assessment("DDD-2010-2012", {})]), ranks=True)
    }
    assert {row.plan_id: row.level for row in tables["levels"]}["DDD-2010-2012"] is None


def test_the_method_says_draws_seed_error_and_mixing():
    told = " ".join(row.text for row in method_table(_found(rules=("human-rights>=0.8",)), ranks=True).rows)
    assert "2000 draws, seed 7" in told
    assert "paradigms walked by hit-and-run: split R-hat 1." in told
    assert "the first half of the draws alone gives shares that differ by" in told


def test_runs_of_the_sensitivity_stand_with_the_method_where_it_was_asked_for():
    found = findings_of(
        contrast(three_plans(), toy_rubric(contrast=choices()), ["equal"]), ContrastOptions(sections=("weights",))
    )
    runs = SensitivityResult((), 16, 0.0, 0.9, 5)
    without = {row.text for row in method_table(found, ranks=True).rows}
    (told,) = {row.text for row in method_table(replace(found, sensitivity=runs), ranks=True).rows} - without
    assert "seed 5" in told


def test_where_no_plan_is_graded_the_levels_have_no_row():
    study = contrast([toy_assessment("DDD-2010-2012", {})], toy_rubric(contrast=choices()), ["equal"])
    found = findings_of(study, ContrastOptions(sections=("levels",)))
    assert found.order is None
    assert [t.rows for t in robust_tables(found, ranks=True) if t.name == "levels"] == [()]


@pytest.mark.parametrize(("kind", "told"), [("geometric", True), ("arithmetic", False)])
def test_the_method_says_where_changes_of_places_are_looked_for_on_a_grid(kind, told):
    rubric = toy_rubric(contrast=choices(), aggregation={"kind": kind})
    found = findings_of(contrast(three_plans(), rubric, ["equal", "rights"]), ContrastOptions(sections=("flips",)))
    said = [row.text for row in method_table(found, ranks=True).rows if "on a grid only" in row.text]
    assert bool(said) == told
