"""What the sections of a contrast show: flips, frames, draws, what was left out, the blind spot."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.model.rubric import ROOT
from evaluator.reports.contrast.annex import _has_empty_paradigm
from tests.contrasts.pages import three_found, view_of_found
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_flips_are_the_least_sums_of_changes_of_whole_scores(found):
    view = view_of_found(found)
    for row in (*view.flips, *view.flips_shared):
        assert (row.kind, row.norm) == ("total", "l1")
    assert view.flips
    assert {row.shared for row in view.flips} == {None}
    assert None not in {row.shared for row in view.flips_shared}


def test_sentences_call_plans_as_rows_do_and_ids_stay_ids(found):
    view = view_of_found(found)
    ids = found.study.plan_ids
    assert all(not any(name in row.text for name in ids) for row in (*view.flips, *view.attainable))
    assert {row.plan_id for row in view.attainable} <= set(ids)


def test_a_plan_whose_row_is_headed_by_its_code_has_the_code_in_sentences():
    plans = [*three_plans(), toy_assessment("AAA-2013-2015", ALIKE)]
    options = ContrastOptions(sections=("flips",))
    view = view_of_found(findings_of(contrast(plans, toy_rubric(contrast=choices())), options), ("flips",))
    coded = view.in_rows["AAA-2013-2015"]
    assert coded == view.names["AAA-2013-2015"]
    told = " ".join(row.text for row in view.attainable)
    assert coded in told
    assert "AAA-2013-2015" not in told


@pytest.fixture(scope="module")
def found_frames():
    return three_found()


def test_the_columns_of_weights_are_titled_by_paradigms_and_stances(found_frames):
    view = view_of_found(found_frames)
    assert view.stance_titles == ("Control", "Protection", "Structural", "No stance")
    assert len(view.group_titles) == len(view.scores[0].groups)


def test_a_paradigm_without_criteria_is_told(found_frames):
    assert not view_of_found(found_frames).has_empty_paradigm
    above = {"a-1": ("a", ROOT), "b-1": ("b", ROOT)}
    whole = SimpleNamespace(paradigms=("a", "b", ROOT), by_id=above, ancestors=above.get)
    assert not _has_empty_paradigm(whole)
    assert _has_empty_paradigm(SimpleNamespace(paradigms=("a", "b", "c"), by_id=above, ancestors=above.get))


def test_moves_are_shown_only_if_their_section_is_asked_for(found_frames):
    assert view_of_found(found_frames).has_moves
    assert not view_of_found(found_frames, ("scores",)).has_moves


@pytest.fixture(scope="module")
def found_draws():
    return three_found()


def test_the_printed_shares_of_a_plan_s_ranks_add_up_to_a_hundred(found_draws):
    drawn = view_of_found(found_draws).drawn
    assert [one.name for one in drawn] == ["weights", "doubts"]
    assert all(sum(bar.printed) == 100 for one in drawn for bar in one.bars)


def test_a_rank_that_plans_share_is_a_tie_on_the_page_too():
    plans = [toy_assessment(f"{name}-2010-2012", ALIKE) for name in ("AAA", "BBB")]
    tied = findings_of(contrast(plans, toy_rubric(contrast=choices()), ["equal"]), ContrastOptions())
    (drawn,) = [one for one in view_of_found(tied).drawn if one.name == "weights"]
    assert [[int(share) for share in bar.printed] for bar in drawn.bars] == [[0, 0, 100], [0, 0, 100]]
    assert drawn.tie.endswith("The first rank is shared in 100% of the draws.")


def test_without_a_tie_none_is_told():
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", dict.fromkeys(ALIKE, 3))]
    apart = findings_of(contrast(plans, toy_rubric(contrast=choices()), ["equal"]), ContrastOptions())
    (drawn,) = [one for one in view_of_found(apart).drawn if one.name == "weights"]
    assert drawn.tie is None
    assert [bar.tied for bar in drawn.bars] == [0, 0]


def test_bars_stand_by_mean_rank_and_pairs_with_their_own_simulation(found_draws):
    for one in view_of_found(found_draws).drawn:
        assert [bar.mean for bar in one.bars] == sorted(bar.mean for bar in one.bars)
        assert {row.drawn for row in one.pairs} == {one.name}


def test_without_ranks_the_space_is_shown_and_no_bar(found_draws):
    drawn = view_of_found(found_draws, ranks=False).drawn
    assert [one.bars for one in drawn] == [(), ()]
    assert all(one.space for one in drawn)


@pytest.fixture(scope="module")
def found_trust():
    return three_found()


def test_what_stands_elsewhere_on_the_page_is_not_said_again_by_the_method(found_trust):
    view = view_of_found(found_trust)
    assert view.levels_sentence.startswith("On present evidence")
    told = {row.text for row in view.how}
    assert told
    assert not told & {*view.headline, view.levels_sentence}


def test_without_groups_the_method_says_their_sentence(found_trust):
    view = view_of_found(found_trust, ("flips",))
    assert (view.levels, view.levels_sentence) == ((), "")
    assert [row.text for row in view.how if row.text.startswith("On present evidence")] != []


def test_only_what_changes_a_rank_is_listed_as_left_out(found_trust):
    view = view_of_found(found_trust)
    assert view.left_out
    assert all(row.rank_before != row.rank_after for row in view.left_out)


@pytest.fixture(scope="module")
def found_spot():
    return three_found()


def test_the_four_shares_of_a_coding_add_up_to_a_hundred(found_spot):
    view = view_of_found(found_spot)
    assert [spot.row.basis for spot in view.spots] == [spot.basis for spot in found_spot.spots]
    assert all(sum(spot.printed) == 100 for spot in view.spots)


def test_scores_are_those_of_the_coding_that_the_base_weighting_refers_to(found_spot):
    assert {part.basis for part in view_of_found(found_spot).parts} == {found_spot.base.reference_tip}


def test_a_contrast_without_the_section_shows_nothing_of_it(found_spot):
    view = view_of_found(found_spot, ("scores",))
    assert (view.spots, view.parts, view.narrow, view.tiers, view.association) == ((), (), (), (), ())
