"""What parts the two ends of a plan, for the ledgers of the annex: worked by hand, with one rating, with none."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.moves import moves
from evaluator.contrasts.place_block import plan_places
from evaluator.model.report import ReportChoices
from evaluator.reports.sections.ledger import LedgerLine, LedgerView, ledgers_of
from tests.contrasts.synthetic import ALIKE, LEAVES, three_plans, toy_assessment, toy_rubric, weighting

CONTROL = {"migration": 0.1, "law-enforcement": 0.8, "human-rights": 0.1}
RIGHTS = {"migration": 0.1, "law-enforcement": 0.1, "human-rights": 0.8}
EQUAL = {"migration": 0.34, "law-enforcement": 0.33, "human-rights": 0.33}


@pytest.fixture(scope="module")
def rubric():
    weights = {"equal": EQUAL, "police": CONTROL, "rights": RIGHTS}
    return toy_rubric(weightings={name: weighting(name, shares) for name, shares in weights.items()})


def _with_finding(rubric, least, slope_frames=3):
    chosen = {
        "least_move": least,
        "slope_frames": slope_frames,
        "explains": 0.5,
        "names": 3,
        "unread_times": 2,
        "origin": "modelled",
    }
    report = {
        "practice": {"from": 0.5, "origin": "modelled"},
        "common_gap": {"up_to": 0.25, "least_plans": 2, "origin": "modelled"},
        "finding": chosen,
    }
    return rubric.model_copy(update={"report": ReportChoices.model_validate(report)})


def ledgers(study):
    rows = plan_places(study).block.rows
    return {ledger.label: ledger for ledger in ledgers_of(study, [(r.id, r.name, r.cells) for r in rows], "en")}


def test_a_ledger_adds_up_to_the_gap_and_names_what_pulls_most(rubric):
    study = contrast(three_plans(), rubric)
    found = list(ledgers(study).values())
    assert [one.gap for one in found] == sorted((one.gap for one in found), reverse=True)
    ledger = found[0]
    at = study.plan_ids.index(ledger.label)
    ends = [row.id.rpartition("|")[2] for row in (ledger.lowest, ledger.highest)]
    move = moves(study, *ends)[at]
    pulls = [line.pull for line in ledger.lines]
    strongest = sorted((part.pull for part in move.criteria), key=lambda pull: -abs(pull))[: len(pulls)]
    assert sorted(pulls) == pytest.approx(sorted(strongest)), "by size, whichever way"
    assert sum(pulls) + ledger.rest == pytest.approx(ledger.highest.value - ledger.lowest.value)
    assert [pull for pull in pulls if pull > 0] == sorted((pull for pull in pulls if pull > 0), reverse=True)


def test_a_ledger_says_where_rounded_pulls_do_not_add_up(rubric):
    row = plan_places(contrast(three_plans(), rubric)).block.rows[0].cells[0]
    lines = (LedgerLine("a", 1, 4, 0.0014), LedgerLine("b", 1, 4, 0.0014))
    assert LedgerView("A", row, row, lines, 0, 0.0, 0.0028).is_rounded
    assert not LedgerView("A", row, row, lines[:1], 0, 0.0, 0.0014).is_rounded
    assert (lines[0].told, LedgerView("A", row, row, lines, 1, -0.002, 0.5).told) == ("+0.001", ("-0.002", "+0.500"))


@pytest.mark.parametrize("levels", [{}, {"migration.control-1": 3}, ALIKE])
def test_without_two_graded_scores_that_differ_there_is_no_ledger(rubric, levels):
    assert ledgers(contrast([toy_assessment("DDD-2010-2012", levels)], rubric)) == {}


def test_what_cannot_be_graded_enters_no_ledger():
    """Half of migration is known, at level 4: 0.51 by equal, 0.33 by police and rights.

    By a frame that weighs it 90 % it would be 0.93, of 55 % known.
    """
    shares = {"equal": EQUAL, "police": CONTROL, "rights": RIGHTS}
    border = {"migration": 0.9, "law-enforcement": 0.05, "human-rights": 0.05}
    rubric = toy_rubric(weightings={name: weighting(name, own) for name, own in {**shares, "border": border}.items()})
    levels = {**dict.fromkeys(LEAVES, 1), "migration.control": 4, "migration.protection": None}
    (ledger,) = ledgers(contrast([toy_assessment("DDD-2010-2012", levels)], rubric)).values()
    ends = [row.id.rpartition("|")[2] for row in (ledger.lowest, ledger.highest)]
    assert ends == ["rights", "equal"], "police gives as little; of equals the one with less control counts"
    assert ledger.gap == pytest.approx(ledger.highest.value - ledger.lowest.value)


@pytest.mark.parametrize(("least", "moved"), [(0.05, []), (0.01, ["EEE-2010-2012"])])
def test_a_spread_under_the_least_move_has_no_ledger(rubric, least, moved):
    """Law enforcement 0.5625, all else 0.5: police 0.55, equal 0.52, rights 0.51. The other plan does not move."""
    plans = [
        toy_assessment("DDD-2010-2012", ALIKE),
        toy_assessment("EEE-2010-2012", {**ALIKE, "law-enforcement.control-1": 3}),
    ]
    assert list(ledgers(contrast(plans, _with_finding(rubric, least)))) == moved
