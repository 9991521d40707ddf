"""The lead's workbook of disputes: all ratings side by side, decisions read back at their cells."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.assessment import Coding
from evaluator.panel.record import settlement
from evaluator.workbook.forms.dispute import Decisions, differences, dispute_xlsx, read_decisions

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
        ("Disputes!L", "a decision on a gate without the agreement of all coders"),
        ("Disputes!K", "no reason"),
    }


def test_a_level_without_a_result_is_a_decision(desk, disputed, hand, sheet):
    fill(hand, sheet, "witness-protection", level=2, decided_by="lead", reason="read together")
    (found,) = read_decisions(sheet, disputed, desk.rubric, DAY).taken
    assert (found.status, found.level) == ("rated", 2)


@pytest.mark.parametrize(
    ("filled", "told"),
    [
        ({"level": 2}, [("J", "no name"), ("K", "no reason")]),
        ({"decided_by": "lead"}, [("H", "no result"), ("K", "no reason")]),
        ({"reason": "p. 3"}, [("H", "no result"), ("J", "no name")]),
        ({"unanimous": "yes"}, [("H", "no result"), ("J", "no name"), ("K", "no reason")]),
        ({"status": "rated", "decided_by": "lead", "reason": "p. 3"}, [("I", "no level")]),
        ({"status": "silent", "level": 2, "decided_by": "lead", "reason": "p. 3"}, [("I", "level 2 with silent")]),
        ({"level": "high", "decided_by": "lead", "reason": "p. 3"}, [("I", "found 'high'")]),
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
    assert [str(cell.value).partition("\n")[0] for cell in page[2]][7:9] == ["Result", "Level"]


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
    assert left.found == "witness-protection was decided on the ratings a:1;b:4, which are a:1;b:3 now: it is not taken"


def test_the_sheet_of_another_plan_is_refused(desk, disputed, sheet):
    other = disputed.plan.model_copy(update={"id": "XXA-2030-2033"})
    with pytest.raises(InvalidInputError, match="a sheet of plan 'XXA-2020-2023'"):
        read_decisions(sheet, dataclasses.replace(disputed, plan=other), desk.rubric, DAY)


def test_what_the_rule_settles_stands_below_with_its_result_and_may_be_decided_otherwise(desk, disputed, hand, sheet):
    page = hand(sheet).page("disputes")
    found = {row[0].value: row[6].value for row in page.iter_rows(min_row=3) if row[0].value}
    assert found["witness-protection"] == "in dispute"
    near = dataclasses.replace(disputed, codings=_one_apart(disputed))
    made = settlement(near, desk.rubric, [], DAY)
    assert "early-identification-referral" not in made.disputed
    (row,) = [r for r in differences(near, made) if r.criterion_id == "early-identification-referral"]
    path = desk.papers / "near.xlsx"
    path.write_bytes(dispute_xlsx(near, desk.rubric, made))
    page = hand(path).page("disputes")
    found = {cells[0].value: cells[6].value for cells in page.iter_rows(min_row=3) if cells[0].value}
    said = f"level {row.level}, by the rule of the rubric: leave the row empty to keep it"
    assert found["early-identification-referral"] == said
    fill(hand, path, "early-identification-referral", level=3, decided_by="lead", reason="read together")
    (decision,) = read_decisions(path, near, desk.rubric, DAY).taken
    assert (decision.criterion_id, decision.level) == ("early-identification-referral", 3)


def _one_apart(assessment):
    first, second = assessment.codings
    moved = tuple(
        dataclasses.replace(r, status="rated", level=(r.level or 0) + 1)
        if r.criterion_id == "early-identification-referral"
        else r
        for r in first.ratings
    )
    return (first, Coding(second.header, moved))


def test_each_rating_stands_with_the_passages_it_rests_on(desk, hand, sheet):
    page = hand(sheet).page("disputes")
    row = next(r for r in page.iter_rows(min_row=3) if r[0].value == "witness-protection")
    rating = next(r for r in desk.assessment.codings[0].ratings if r.criterion_id == "witness-protection")
    name = rating.evidence_ids[0]
    passage = next(e for e in desk.assessment.evidence if e.evidence_id == name)
    assert f"\n  {name}: An invented plan, {passage.locator}: {passage.note}" in row[5].value
