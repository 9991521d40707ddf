"""Rows of nearest frames, of turns and of moves."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.moves import move_tables, nearest_and_furthest
from evaluator.errors import EvaluatorError
from evaluator.model.contrast import FlipChoices
from tests.contrasts.synthetic import choices, three_plans, toy_rubric


def _found(frames=("police", "rights", "equal"), sections=("nearest", "moves"), **more):
    return findings_of(contrast(three_plans(), toy_rubric(**more), frames), ContrastOptions(sections=sections))


def _tables(found, *, ranks=True):
    return {table.name: table.rows for table in move_tables(found, ranks=ranks)}


def test_moves_have_a_total_and_its_parts():
    rows = [r for r in _tables(_found(("police", "rights")))["moves"] if r.plan_id == "AAA-2010-2012"]
    total = rows[0]
    assert (total.kind, round(total.change, 9)) == ("total", -0.55)
    for kind in ("stance", "criterion"):
        assert abs(sum(row.pull for row in rows if row.kind == kind) - total.change) < 2e-9


def test_the_rows_of_every_turn_add_up_to_its_total():
    rows = _tables(_found())["turns"]
    totals = [row for row in rows if row.kind == "total"]
    assert len(totals) == 4, "one under equal, three under rights"
    for total in totals:
        own = [row for row in rows if (row.after, row.plan_id, row.other) == (total.after, total.plan_id, total.other)]
        assert sum(row.part for row in own if row.kind != "total") == pytest.approx(total.part, abs=1e-12)
        assert total.gap_after - total.gap_before == pytest.approx(total.part)
        assert [row.kind for row in own] == ["total", "criterion", "criterion", "rest"]


def test_without_ranks_nothing_is_said_of_pairs():
    near = _tables(_found(), ranks=False)["nearest"]
    assert {(row.pairs, row.turned) for row in near} == {(None, None)}
    assert {row.elsewhere for row in near} == {0.5, 0.8}


def test_the_nearest_and_the_furthest_frame_that_turn_anything_are_told():
    assert [way.after for way in nearest_and_furthest(_found())] == ["equal", "rights"]
    assert [way.after for way in nearest_and_furthest(_found(("police", "rights")))] == ["rights"]
    assert nearest_and_furthest(_found(("police", "police"))) == ()


def test_flips_and_moves_tell_the_same_turns():
    own = _found(sections=("moves", "flips"))
    assert [way.turns for way in own.ways] == [way.turns for way in _found().ways]
    assert all(way.line for way in own.ways)


def test_too_many_plans_for_every_pair_are_named_once():
    few = choices().model_copy(update={"flips": FlipChoices(swaps=2)})
    found = _found(sections=("moves", "flips"), contrast=few)
    assert all(way.turns == () for way in found.ways)
    assert [note for note in found.notes if note.startswith("Swaps of places")] == [
        "Swaps of places are searched for up to 2 plans; name fewer to see them."
    ]
    assert all(way.moves for way in found.ways)


def test_one_frame_alone_is_told_to_name_a_second():
    with pytest.raises(EvaluatorError, match="name a second one, or all of the rubric"):
        _found(("police",), ("nearest",))
    assert _found(("police",)).neighbours == ()
