"""A table as a sheet that takes new rows: headings in words, required columns first, looked-up columns after ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.model.base import Column
from evaluator.workbook.sheet.grid import Sheet, SheetColumn, value_of
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.shown import TableForm

WIDE = {"text": 40, "number": 12, "integer": 8, "date": 12, "period": 12, "choice": 14, "flag": 8, "url": 24}
NARROW = ("locator", "script", "currency", "unit", "plan_number", "sha256", "acronym", "tagged_by", "added_by")


def table_sheet(
    form: TableForm,
    rows: Sequence[object],
    say: Labels,
    *,
    title: str = "",
    spare: Sequence[str] = (),
    options: Mapping[str, tuple[str, ...]] | None = None,
) -> Sheet:
    """Return the sheet of a table; `spare` are ids of prepared rows at its end.

    `options` are choices for columns whose declaration has none.
    """
    columns = tuple(_columns(form, say, options or {}))
    content = tuple(tuple(value_of(getattr(item, c.key, None)) for c in columns) for item in rows)
    waiting = tuple((name, *([None] * (len(columns) - 1))) for name in spare)
    return Sheet("table", form.name, title or say(f"sheet.{form.name}"), columns, content + waiting)


def _columns(form: TableForm, say: Labels, options: Mapping[str, tuple[str, ...]]) -> list[SheetColumn]:
    found = []
    for column in form.columns:
        found.append(_asked(form, column, say, options.get(column.name, ())))
        for table, key in ((table, key) for ref, table, key in form.shown if ref == column.name):
            name = f"{column.name}.{key}"
            label, hint = say.heading(form.name, name), say.sentence(form.name, name)
            lookup = (column.name, f"table.{table}", key)
            found.append(
                SheetColumn(
                    name,
                    label,
                    "check",
                    40 if key == "text" else 24 if key == "title" else 16,
                    hint=hint,
                    lookup=lookup,
                )
            )
    return found


def _asked(form: TableForm, column: Column, say: Labels, options: tuple[str, ...]) -> SheetColumn:
    return SheetColumn(
        column.name,
        say.heading(form.name, column.name),
        "input",
        14 if column.name in NARROW else WIDE.get(column.kind, 16),
        column,
        column.choices or options,
        say.sentence(form.name, column.name, column.doc),
        must=column.required,
        rare=column.name in form.rare,
    )
