"""The account: where every cell and character of a file went."""

from __future__ import annotations

from dataclasses import replace

from evaluator.intake.formats.cells import Outside
from evaluator.intake.heads import propose
from evaluator.intake.report import account_of
from evaluator.intake.rows import import_rows
from tests.intake.conftest import grid_of, source_of


def _taken(settings, *tables, ignored=()):
    source = replace(source_of(*tables), outside=(Outside(0, "a title"),))
    mapping = propose(source, settings.words, "plan").mapping
    columns = tuple(
        c.model_copy(update={"role": "ignore"}) if c.head in ignored else c for c in mapping.tables[0].columns
    )
    mapping = mapping.model_copy(update={"tables": (mapping.tables[0].model_copy(update={"columns": columns}),)})
    return source, import_rows(source, mapping, settings)


def test_every_character_is_in_one_place(settings):
    plan = grid_of([["Activity", "Deadline"], ["Band", "<"], ["abc", "2025"]])
    other = grid_of([["x", "y", "z"], ["1", "2", "3"]], 2)
    account = account_of(*_taken(settings, plan, other, ignored=("Deadline",)))
    assert (account.in_rows, account.in_heads, account.in_tables_left, account.in_columns_left) == (7, 16, 6, 4)
    assert (account.cells, account.cells_taken, account.outside) == (9, 2, 6)
    assert (account.tables, account.tables_taken, account.lines, account.columns) == (2, 1, 5, 2)
    assert account.share == 2 / 9
    assert account.lost == ()


def test_a_cell_that_went_nowhere_is_named(settings):
    source, found = _taken(settings, grid_of([["Activity", "Deadline"], ["abc", "2025"]]))
    gone = {place: where for place, where in found.went.items() if where[0] != "time"}
    assert [cell.text for cell in account_of(source, replace(found, went=gone)).lost] == ["2025"]
