"""Rows of flips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.naming import path_title
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.flips import SMALL, attainable_title, flip_tables
from tests.contrasts.synthetic import choices, three_plans, toy_rubric


def test_rows_say_who_passes_whom_and_what_it_takes():
    study = contrast(three_plans(), toy_rubric(contrast=choices()), ["rights", "police"])
    tables = {t.name: t.rows for t in flip_tables(findings_of(study, ContrastOptions(sections=("flips",))))}
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


def test_a_weight_that_no_digit_would_show_is_left_out():
    """Only weights over 0.0005 are named; the second is just that."""
    found = findings_of(
        contrast(three_plans(), toy_rubric(contrast=choices()), ["rights"]), ContrastOptions(sections=("flips",))
    )
    one = found.attainable[0]
    weights = (1 - SMALL, SMALL, *(0.0 for _ in one.units[2:]))
    found = replace(found, attainable=(replace(one, best=replace(one.best, weights=weights, under="")),))
    (best, _) = next(t.rows for t in flip_tables(found) if t.name == "attainable-ranks")
    assert best.weights == f"{one.units[0]} 0.9995"
    assert str(best.text).endswith(f"with {path_title(found.study.rubric, one.units[0])} 100.0%.")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "over all weights of paradigms and stances and"),
        ({"within": 0.5}, "over the weights of paradigms and stances allowed,"),
        ({"rules": ("human-rights>=0.2",)}, "over the weights of paradigms and stances allowed,"),
        ({"nested": True}, "over all weights at every level of the rubric and"),
    ],
)
def test_attainable_ranks_say_over_which_weights_they_are(asked, words):
    study = contrast(three_plans(), toy_rubric(contrast=choices()), ["equal"])
    found = replace(
        findings_of(study, ContrastOptions(sections=("weights",))),
        options=ContrastOptions(sections=("flips",), **asked),
    )
    assert words in attainable_title(found)
