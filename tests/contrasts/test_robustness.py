"""Shares of admissible weightings for ranks and pairs: exact where they can be worked out, repeatable always."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.rules import Mixing, parse_rules
from evaluator.contrasts.draws.weights import space_of
from evaluator.contrasts.robustness import Sampling, _merged_mixing, count, simulate, simulate_doubts
from evaluator.errors import EvaluatorError, UnknownNameError
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric, toy_scene

WALK = choices().hit_and_run
HOW = Sampling(2000, 5, 0.9)


def _robust(plans, sampling=Sampling(4000, 1, 0.9), rules=(), **more):  # noqa: B008  (frozen)
    rubric = toy_rubric()
    study = contrast(plans, rubric, ["equal"])
    layout = layout_of(study, rubric.weighting("equal"))
    return simulate(layout, space_of(layout, WALK, rules=parse_rules(rules)), sampling, **more)


def test_a_share_that_can_be_worked_out():
    """A leads by 2 w(law) and trails by 2 w(rights): A > B where w(law) > w(rights), half of the simplex."""
    plus = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 4}
    minus = {**ALIKE, "human-rights.protection": 4, "human-rights.structural": 4}
    found = _robust([toy_assessment("AAA-2010-2012", plus), toy_assessment("BBB-2010-2012", minus)])
    assert found.wins[0, 1] == pytest.approx(0.5, abs=0.03)
    assert found.acceptability.sum(axis=1) == pytest.approx([1, 1])
    assert found.acceptability[0, 0] == found.wins[0, 1] == pytest.approx(found.standings[0].first)
    assert found.error == pytest.approx(1.96 * 0.5 / np.sqrt(4000), rel=0.01)
    ordered = _robust(
        [toy_assessment("AAA-2010-2012", plus), toy_assessment("BBB-2010-2012", minus)],
        rules=["law-enforcement>human-rights"],
    )
    assert ordered.wins[0, 1] == 1


def test_dominance_is_certain_and_ties_are_ties():
    better = {**ALIKE, "law-enforcement.control": 3}
    found = _robust(
        [
            toy_assessment("AAA-2010-2012", better),
            toy_assessment("BBB-2010-2012", ALIKE),
            toy_assessment("CCC-2010-2012", ALIKE),
        ]
    )
    assert found.wins.tolist() == [[0, 1, 1], [0, 0, 0], [0, 0, 0]]
    assert found.acceptability.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert found.reached.tolist() == [[True, False, False], [False, True, False], [False, True, False]]
    assert [(s.first, s.tied) for s in found.standings] == [(1, 0), (0, 1), (0, 1)]
    assert found.ties[1, 2] == found.ties[2, 1] == 1
    assert found.ties[0, 1] == found.led == 0
    assert [(s.best, s.median, s.worst, s.mean) for s in found.standings] == [(1, 1, 1, 1), (2, 2, 2, 2), (2, 2, 2, 2)]
    assert found.columns == (1, 2, 3)


def test_a_draw_in_which_plans_tie_at_the_top_is_nobody_s_first_place():
    """Of four draws A is first alone in one, B in one, and in two both score the same."""
    tally = count(np.array([[0.6, 0.5, 0.1], [0.5, 0.6, 0.1], [0.5, 0.5, 0.1], [0.2, 0.2, 0.2]]))
    alone = tally.places - tally.tied
    assert alone[:, 0].tolist() == [1, 1, 0]
    assert tally.led == 2
    assert alone[:, 0].sum() + tally.led == tally.draws
    assert (alone.sum(axis=1) + tally.tied.sum(axis=1)).tolist() == [4, 4, 4]
    assert tally.wins[0].tolist() == [0, 1, 3]
    assert (tally.met - tally.wins - tally.wins.T)[0, 1] == 2


def test_shares_of_ranks_and_ties_add_up_to_one():
    alike = [toy_assessment(f"{name}-2010-2012", ALIKE) for name in ("DDD", "EEE")]
    found = _robust([*three_plans(), *alike])
    assert [row.sum() + s.tied for row, s in zip(found.acceptability, found.standings, strict=True)] == (
        pytest.approx([1] * 5)
    )
    assert found.standings[3].tied == found.standings[4].tied == 1
    assert sum(s.first for s in found.standings) + found.led == pytest.approx(1)


def test_the_result_does_not_depend_on_who_does_the_chunks():
    alone = _robust(three_plans())
    with ThreadPoolExecutor(3) as pool:
        shared = _robust(three_plans(), run=pool.map)
    assert (alone.acceptability == shared.acceptability).all()
    assert (alone.wins == shared.wins).all()


def test_the_seed_decides_and_is_recorded():
    one, same, other = (_robust(three_plans(), Sampling(1000, seed, 0.9)) for seed in (1, 1, 2))
    assert (one.acceptability == same.acceptability).all()
    assert (one.acceptability != other.acceptability).any()
    assert other.sampling.seed == 2


def test_progress_is_told_by_chunk():
    told = []
    _robust(three_plans(), Sampling(2500, 1, 0.9), tell=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_halves_are_the_first_half_of_the_draws_against_them_all():
    first, whole = (_robust(three_plans(), Sampling(draws, 1, 0.9)) for draws in (2000, 4000))
    assert whole.halves == np.abs(first.acceptability - whole.acceptability).max() > 0


def test_halves_shrink_with_more_draws():
    few, many = (_robust(three_plans(), Sampling(draws, 3, 0.9)) for draws in (2000, 40_000))
    assert many.error < few.error
    assert many.halves < 0.02


def test_pairs_can_be_left_out():
    assert not _robust(three_plans(), pairs=False).wins.any()


def test_mixing_is_shown_where_the_set_is_walked():
    found = _robust(three_plans(), Sampling(2000, 1, 0.9), rules=["human-rights>=0.9"])
    (mixing,) = found.mixing
    assert mixing.node_id == "paradigms"
    assert mixing.worst < 1.1


def test_of_several_chunks_the_worst_mixing_is_told_and_their_draws_add_up():
    chunks = [Mixing("a", 1.02, 100.0), Mixing("a", 1.3, 40.0), Mixing("b", 1.0, 10.0)]
    assert _merged_mixing(chunks) == (Mixing("a", 1.3, 140.0), Mixing("b", 1.0, 10.0))


def test_ranks_need_two_plans_with_a_score():
    with pytest.raises(EvaluatorError, match="ranks need two plans"):
        _robust(three_plans()[:1])


def test_a_plan_without_a_score_in_a_draw_beats_nobody_and_is_beaten_by_nobody():
    tally = count(np.array([[0.5, np.nan, 0.2], [0.1, 0.4, 0.2]]))
    assert tally.places.tolist() == [[1, 0, 1], [1, 0, 0], [0, 2, 0]]
    assert tally.wins.tolist() == [[0, 0, 1], [1, 0, 1], [1, 0, 0]]
    assert tally.met.tolist() == [[2, 1, 2], [1, 1, 1], [2, 1, 2]]
    assert not tally.tied.any()
    assert count(np.array([[np.nan, np.nan, 0.2]])).led == 0, "plans without a score do not tie"


def test_more_draws_than_a_short_integer_holds_are_counted():
    tally = count(np.tile([[0.5, 0.2]], (40_000, 1)))
    assert tally.wins.tolist() == [[0, 40_000], [0, 0]]


def test_counts_without_pairs_hold_no_wins():
    scores = np.array([[0.2, 0.8], [0.6, 0.4]])
    assert count(scores).wins.tolist() == [[0, 1], [1, 0]]
    assert count(scores, pairs=False).wins.tolist() == [[0, 0], [0, 0]]


def test_one_step_of_doubt_gives_the_share_that_it_must():
    """B leads A by one level of one criterion, of low confidence: a step down (one in four) makes a tie."""
    lead = toy_assessment("BBB-2010-2012", {**ALIKE, "migration.control-1": 3}, low=["migration.control-1"])
    scene, _ = toy_scene([toy_assessment("AAA-2010-2012", ALIKE), lead])
    found = simulate_doubts(scene, ("confidence",), HOW)
    assert found.wins[1, 0] == pytest.approx(0.75, abs=0.03)
    assert found.wins[0, 1] == 0
    assert (
        found.space == "What varies: whether a low-confidence level is a step off. Weights as in the reference frame."
    )


def test_a_nought_in_each_plan_no_longer_makes_both_nothing_and_first():
    """One criterion at level 0 in each; joined by arithmetic or geometric mean B is ahead in every draw."""
    plans = [
        toy_assessment("AAA-2010-2012", {**ALIKE, "migration.control": 0}),
        toy_assessment("BBB-2010-2012", {**dict.fromkeys(ALIKE, 3), "human-rights.protection": 0}),
    ]
    scene, _ = toy_scene(plans)
    found = simulate_doubts(scene, ("aggregation",), HOW)
    assert [(s.first, s.tied) for s in found.standings] == [(0, 0), (1, 0)]
    assert found.led == 0


def test_draws_of_what_is_unrated_enter_no_bounds():
    open_one = toy_assessment("BBB-2010-2012", {**ALIKE, "migration.control-1": None})
    scene, study = toy_scene([toy_assessment("AAA-2010-2012", ALIKE), open_one])
    before = study.verdict("BBB-2010-2012", "equal").bounds
    found = simulate_doubts(scene, ("unrated",), HOW)
    assert found.wins[1, 0] == pytest.approx(0.4, abs=0.04)
    assert found.wins[0, 1] == pytest.approx(0.4, abs=0.04)
    assert study.verdict("BBB-2010-2012", "equal").bounds == before


def test_all_doubts_together_are_repeatable():
    scene, _ = toy_scene()
    one, same = (simulate_doubts(scene, scene.doubts, HOW) for _ in range(2))
    assert (one.wins == same.wins).all()
    assert (
        "Weights are drawn at random, every mixture equally likely, separately for the parts of: paradigms" in one.space
    )


def test_names_that_are_no_doubt_or_not_present_are_refused():
    scene, _ = toy_scene(three_plans())
    with pytest.raises(UnknownNameError, match=r"no source of doubt is called 'coder'\. Did you mean 'coders'"):
        simulate_doubts(scene, ("coder",), HOW)
    with pytest.raises(EvaluatorError, match="nothing here varies by coders"):
        simulate_doubts(scene, ("coders",), HOW)
    alone, _ = toy_scene(three_plans()[:1])
    with pytest.raises(EvaluatorError, match="two plans"):
        simulate_doubts(alone, ("weights",), HOW)
