"""The lead's workbook of disputes: all ratings side by side, decisions read back at their cells."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.assessment import Coding
from evaluator.panel.record import settlement
from evaluator.workbook.dispute_book import Decisions, dispute_xlsx, read_decisions

DAY = "2026-03-04"


@pytest.fixture
def disputed(desk):
    first = desk.assessment.codings[0]
    header = first.header.model_copy(update={"coder": "b"})
    moved = {"witness-protection": 4, "unconditional-assistance": 2}
    other = tuple(
        dataclasses.replace(r, status="rated", level=moved[r.criterion_id]) if r.criterion_id in moved else r
        for r in first.ratings
    )
    return dataclasses.replace(desk.assessment, codings=(first, Coding(header, other)))


@pytest.fixture
def sheet(desk, disputed):
    path = desk.papers / "disputes.xlsx"
    path.write_bytes(dispute_xlsx(disputed, desk.rubric, settlement(disputed, desk.rubric, [], DAY)))
    return path


def fill(hand, path, criterion, **values):
    opened = hand(path)
    page = opened.page("disputes")
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == criterion)
    for key, value in values.items():
        page.cell(row, keys.index(key) + 1).value = value
    return opened.save()


def test_both_ratings_stand_side_by_side(hand, sheet):
    page = hand(sheet).page("disputes")
    row = next(r for r in page.iter_rows(min_row=3) if r[0].value == "witness-protection")
    assert "a: 1 (high)" in row[5].value
    assert "b: 4 (high)" in row[5].value


def test_decisions_are_read_and_empty_rows_are_none(desk, disputed, hand, sheet):
    assert read_decisions(sheet, disputed, desk.rubric, DAY) == Decisions((), ())
    fill(hand, sheet, "witness-protection", status="rated", level=2, decided_by="lead", reason="read together")
    (found,) = read_decisions(sheet, disputed, desk.rubric, DAY).taken
    assert (found.criterion_id, found.level, found.by, found.on, found.unanimous) == (
        "witness-protection", 2, "lead", DAY, False,
    )  # fmt: skip


def test_a_gate_without_unanimity_and_a_decision_without_reason_are_told_at_their_cells(desk, disputed, hand, sheet):
    fill(hand, sheet, "unconditional-assistance", status="rated", level=2, decided_by="lead", reason="x")
    fill(hand, sheet, "witness-protection", status="rated", level=2, decided_by="lead")
    with pytest.raises(InvalidInputError) as caught:
        read_decisions(sheet, disputed, desk.rubric, DAY)
    assert {(p.cell.rstrip("34"), p.found) for p in caught.value.problems} == {
        ("Disputes!K", "a gate, decided without all agreeing"),
        ("Disputes!J", "no reason"),
    }


def test_a_level_without_a_result_is_a_decision(desk, disputed, hand, sheet):
    fill(hand, sheet, "witness-protection", level=2, decided_by="lead", reason="read together")
    (found,) = read_decisions(sheet, disputed, desk.rubric, DAY).taken
    assert (found.status, found.level) == ("rated", 2)


@pytest.mark.parametrize(
    ("filled", "told"),
    [
        ({"level": 2}, [("I", "no name"), ("J", "no reason")]),
        ({"decided_by": "lead"}, [("G", "no result"), ("J", "no reason")]),
        ({"reason": "p. 3"}, [("G", "no result"), ("I", "no name")]),
        ({"unanimous": "yes"}, [("G", "no result"), ("I", "no name"), ("J", "no reason")]),
        ({"status": "rated", "decided_by": "lead", "reason": "p. 3"}, [("H", "no level")]),
        ({"status": "silent", "level": 2, "decided_by": "lead", "reason": "p. 3"}, [("H", "level 2 with silent")]),
        ({"level": "high", "decided_by": "lead", "reason": "p. 3"}, [("H", "found 'high'")]),
        ({"unanimous": "no"}, []),
    ],
)
def test_a_row_that_is_half_filled_in_is_a_fault_at_each_cell(desk, disputed, hand, sheet, filled, told):
    fill(hand, sheet, "witness-protection", **filled)
    if not told:
        assert read_decisions(sheet, disputed, desk.rubric, DAY) == Decisions((), ())
        return
    with pytest.raises(InvalidInputError) as caught:
        read_decisions(sheet, disputed, desk.rubric, DAY)
    assert [(p.cell.removeprefix("Disputes!")[0], p.found) for p in caught.value.problems] == told


def test_the_column_for_what_is_decided_is_called_result(hand, sheet):
    page = hand(sheet).page("disputes")
    assert [cell.value for cell in page[2]][6:8] == ["Result", "Level"]


def test_decisions_that_still_hold_are_taken_and_those_by_ratings_of_before_are_named(desk, disputed, hand, sheet):
    fill(hand, sheet, "witness-protection", status="rated", level=2, decided_by="lead", reason="read together")
    gate = {"level": 2, "decided_by": "lead", "reason": "p. 4", "unanimous": "yes"}
    fill(hand, sheet, "unconditional-assistance", **gate)
    first, second = disputed.codings
    moved = tuple(
        dataclasses.replace(r, level=3) if r.criterion_id == "witness-protection" else r for r in second.ratings
    )
    later = dataclasses.replace(disputed, codings=(first, Coding(second.header, moved)))
    found = read_decisions(sheet, later, desk.rubric, DAY)
    assert [decision.criterion_id for decision in found.taken] == ["unconditional-assistance"]
    (left,) = found.left
    assert (left.severity, left.cell.rstrip("0123456789")) == ("warning", "Disputes!B")
    assert left.found == "not taken: witness-protection was decided by a:1;b:4, and the ratings are a:1;b:3 now"


def test_the_sheet_of_another_plan_is_refused(desk, disputed, sheet):
    other = disputed.plan.model_copy(update={"id": "XXA-2030-2033"})
    with pytest.raises(InvalidInputError, match="a sheet of plan 'XXA-2020-2023'"):
        read_decisions(sheet, dataclasses.replace(disputed, plan=other), desk.rubric, DAY)
