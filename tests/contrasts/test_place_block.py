"""Plans under every frame as rows: who has a place, which frames are drawn, and what may be said; worked by hand."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.place_block import (
    counted,
    for_whom,
    frame_columns,
    headed_ordinal,
    holds,
    move_words,
    ordinal,
    pair_block,
    places_title,
    plan_places,
    reasons,
)
from evaluator.contrasts.score_block import BETWEEN, between_block, between_title, line_block, lines_title
from evaluator.model.scorecard import RESULT_STATES
from tests.contrasts.synthetic import toy_assessment
from tests.contrasts.test_headline_one import POLICE, rubric_with
from tests.contrasts.test_headline_several import FIRST, RIGHTS, SECOND, THIN, THIRD, level, spoken, study_of


def actors(*levels):
    plans = [toy_assessment(f"{n * 3}-2010-2012", own) for n, own in zip("ABCDEF", levels, strict=False)]
    return plan_places(contrast(plans, spoken(police=True, rights=False), ["equal", "police", "rights"]))


TURNED = (POLICE, RIGHTS, level(2), level(1), level(3))


def test_every_plan_asked_is_a_row_and_every_frame_a_cell_with_the_state_of_its_result():
    found = actors(POLICE, THIN, {})
    assert [row.id for row in found.block.rows] == [FIRST, SECOND, THIRD]
    for row in found.block.rows:
        for cell in row.cells:
            result = found.study.verdict(row.id, cell.frame)
            assert (cell.state, cell.coverage) == (result.state, result.told[0])
    assert [row.state for row in found.block.rows] == ["alone", "unplaced", "unplaced"]
    assert "1, as no other has enough" in found.block.note
    assert "2 of which too little is assessed" in found.block.note


def test_places_drawn_are_those_of_the_rows_and_the_title_counts_them():
    found = actors(*TURNED)
    assert [column.id for column in found.shown] == ["rights", "equal", "police"]
    for row in found.placed:
        ranks = [found.study.verdict(row.id, column.id).rank for column in found.shown]
        assert list(row.shown) == ranks
        assert (row.best, row.worst, row.fall) == (min(ranks), max(ranks), ranks[-1] - ranks[0])
    title, mover = places_title(found), found.mover
    assert mover.id in title.claims[0].ids
    assert (title.claims[1].number, title.claims[1].left) == (5, ())
    assert mover.passed == max(row.passed for row in found.placed)
    assert for_whom(found).arguments["high"] == headed_ordinal(mover.best)


def test_who_falls_and_who_rises_is_read_from_the_ends_and_the_reasons_pull_that_way():
    found = actors(*TURNED)
    falls, rises = (found.moved(way) for way in (1, -1))
    assert all(row.fall >= found.least for row in falls)
    assert all(-row.fall >= found.least for row in rises)
    more, less = reasons(found, rises, -1)
    assert any(name.startswith("law-enforcement") for name in more), "police counts law enforcement"
    assert all(name.startswith("human-rights") for name in less), "and human rights less"
    assert str(move_words(rises)).startswith(f"{rises[0].id} goes from ")


def test_pairs_are_counted_over_every_frame_that_gives_places():
    found = actors(*TURNED)
    pairs = pair_block(found)
    kept = [row for row in pairs.rows if row.state == "kept"]
    for row in kept:
        assert all(
            found.study.verdict(row.ahead, c.id).rank < found.study.verdict(row.behind, c.id).rank
            for c in found.columns
        )
    assert holds(found)[0].claims[0].number == len(kept)
    assert len(pairs.rows) == 10


@pytest.mark.parametrize("levels", [(level(2),) * 5, (level(0),) * 5], ids=["ties", "all at level 0"])
def test_where_all_tie_nothing_turns_and_no_pair_has_an_order(levels):
    found = actors(*levels)
    assert found.mover is None
    assert [row.state for row in pair_block(found).rows] == ["tied"] * 10
    assert places_title(found).claims[0].number == 5
    assert holds(found)[0].claims[0].number == 0
    assert (found.moved(1), found.moved(-1)) == ((), ())


def test_one_plan_and_no_rating_have_no_place_and_no_turn():
    for found in (actors(level(2)), actors({}, {})):
        assert found.mover is None
        assert found.placed == found.drawn == ()
        assert holds(found) == ()


def test_where_the_order_holds_the_first_title_says_so():
    assert places_title(actors(level(3), level(2), level(1))).claims[0].is_every


def test_of_counts_and_yardsticks_alone_no_place_is_said_to_turn():
    plans = [toy_assessment(f"{n * 3}-2010-2012", own) for n, own in zip("ABCDE", TURNED, strict=True)]
    assert plan_places(contrast(plans, rubric_with())).mover is None


def test_frames_without_stances_have_no_share_of_control_and_nobody_falls_along_it():
    found = actors(*TURNED)
    bare = [column.control for column in frame_columns(found.study)]
    assert bare == sorted(bare)
    assert all(column.who == column.name for column in frame_columns(found.study)), "where `who` is not written"


def test_plans_between_two_frames_are_in_the_poorer_state_and_counted_where_both_give_a_score():
    study = study_of(POLICE, level(2), {"law-enforcement.control": 4})
    found = plan_places(study)
    pair = (found.frames[0], found.frames[-1])
    block = between_block(found, *pair)
    assert {row.id: row.state for row in block.rows}[THIRD] != "graded"
    title = between_title(block, ("x", "y"))
    assert title.claims[0].of == len(block.in_state("graded", "ungraded"))
    for row in block.in_state("graded"):
        assert row.gap == pytest.approx(
            study.verdict(row.id, pair[1].id).score - study.verdict(row.id, pair[0].id).score
        )


def test_the_matrix_has_a_row_for_each_frame_that_places_all_and_its_means_are_those_of_its_cells():
    found = actors(*TURNED)
    block = line_block(found)
    assert [row.id for row in block.rows] == [column.id for column in found.columns]
    for row in block.rows:
        assert row.value == pytest.approx(sum(cell.value for cell in row.cells) / len(row.cells))
    assert lines_title(block).claims[0].number == 1


def test_numbers_are_words_up_to_twelve():
    assert (ordinal(1), ordinal(12), ordinal(13)) == ("first", "twelfth", "13")
    assert (headed_ordinal(1), headed_ordinal(7)) == ("First", "Place 7")
    assert (counted(1), counted(2), counted(12), counted(13)) == ("1", "two", "twelve", "13")


def test_every_state_of_a_result_has_words_between_two_frames():
    assert set(BETWEEN) == set(RESULT_STATES)
