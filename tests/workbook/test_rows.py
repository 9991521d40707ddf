"""Rows and entries of sheets, and the cell behind each fault."""

from __future__ import annotations

from evaluator.model.plan import MoneyLine, PlanFile
from evaluator.workbook.sheet.grid import Grid, GridRow, ReadCell
from evaluator.workbook.sheet.rows import Entries, Notes, RowReading, SheetPlace, read_entries, read_rows

ENTRIES = {
    "id": "XXA-2020", "titles.en": "Plan", "kind": "action-plan", "start": "2020", "end": "2021", "lead_rule": "none",
    "rows.basis": "whole", "rows.here": "1", "rows.in_plan": "1",
    "text_read.measures": "whole", "text_read.text": "whole",
}  # fmt: skip


def entries(**more):
    texts = {**ENTRIES, **{key.replace("__", "."): text for key, text in more.items()}}
    rows = [
        GridRow(n, {"key": ReadCell(key), "value": ReadCell(text)})
        for n, (key, text) in enumerate(texts.items(), start=3)
    ]
    return Grid("pairs", "plan", "Plan", {"key": "A", "value": "B"}, tuple(rows))


def test_a_cell_with_a_fault_is_empty_in_its_row_and_told():
    cells = {"line_id": ReadCell("L1"), "state": ReadCell("amount"), "amount": ReadCell("much")}
    letters = {name: "ABCDEFGHIJKLMNOPQR"[at] for at, name in enumerate(MoneyLine.__slots__)}
    notes = Notes("x.xlsx")
    found = read_rows([Grid("table", "money", "Money", letters, (GridRow(4, cells),))], RowReading(MoneyLine), notes)
    assert [(row.line_id, row.amount) for row in found.rows] == [("L1", None)]
    assert str(notes.problems[0]) == "x.xlsx: Money!F4: found 'much'. Give a number."
    assert notes.has_fault


def test_entries_make_the_file():
    found = read_entries(entries(languages__1__lang="sq", sources="S1; S2"), PlanFile, {}, Notes("x"))
    assert (found.shape.languages[0].lang, found.shape.sources) == ("sq", ("S1", "S2"))
    assert found.cell("languages[0].lang") == "Plan!B14"
    assert found.cell("sources[1]") == "Plan!B15"
    assert Entries(None, {}).cell("nothing") == ""


def test_entries_that_are_unknown_or_wrong_are_told_at_their_cells():
    notes = Notes("x")
    read_entries(entries(kind="novel", colour="blue"), PlanFile, {"id": "XXA-2020"}, notes)
    told = [str(problem) for problem in notes.problems]
    assert any("Plan!B5: found 'novel'" in text for text in told)
    assert any("Plan!A14: 'colour'" in text for text in told)


def test_a_place_knows_its_row():
    grid = entries()
    assert SheetPlace(grid, 4).text("value") == "Plan"
    assert SheetPlace(grid, 99).text("value") == ""
