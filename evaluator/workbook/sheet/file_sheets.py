"""Files as sheets: a YAML file as entries with label, value and meaning, a table with room for new rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from evaluator.model.assessment import CodingFile
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.model.schema import Column, Shape
from evaluator.workbook.sheet.grid import Sheet, SheetColumn, value_of
from evaluator.workbook.sheet.headings import entries_above
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.pairs import MORE, PairLeaf, leaves
from evaluator.workbook.sheet.table_forms import TableForm

SHAPES: dict[str, type[Shape]] = {"country": Country, "plan": PlanFile, "coder": CodingFile}
# Entries that no sheet may change, because the tool knows or counts them.
FIXED: dict[str, tuple[str, ...]] = {
    "country": ("iso3",),
    "plan": ("id", "rows.here"),
    "coder": ("assessment_id", "rubric", "rubric_version", "rubric_sha256", "meanings", "coder", "kind"),
}
# Entries that only a plan has; a sheet for a period without a plan leaves them out.
OF_A_PLAN: dict[str, tuple[str, ...]] = {
    "country": (),
    "plan": (
        "parent", "amends", "entity", "adopted", "authority", "drafted_by", "paid_by", "adopted_under", "languages",
        "columns_present", "measure_noun", "lead_rule", "rows", "text_read", "currency",
    ),
    "coder": ("text_read",),
}  # fmt: skip
# By table, the last step in the paths of entries that hold its ids.
CITES = {"sources": ("sources", "source", "source_id"), "institutions": ("authority", "value")}
# How many empty entries a sheet adds to a list.
SPARE = {"roles": 4, "memberships": 3, "plan_history": 3, "languages": 2, "drafted_by": 1, "paid_by": 1}
WIDE = {"text": 40, "number": 12, "integer": 8, "date": 12, "period": 12, "choice": 14, "flag": 8, "url": 24}
NARROW = ("locator", "script", "currency", "unit", "plan_number", "sha256", "acronym", "tagged_by", "added_by")


def entry_sheet(name: str, shape: Shape, say: Labels, left_out: Collection[str] = ()) -> Sheet:
    """Return the sheet of entries for a country, a plan, or a coder's header.

    `left_out` are paths of entries that the sheet does not ask for; see `unasked_paths`.
    """
    columns = (
        SheetColumn("key", "", "shown", 24),
        SheetColumn("label", say("sheet.key"), "shown", 28),
        SheetColumn("value", say("sheet.value"), "input", 60),
        SheetColumn("meaning", say("sheet.meaning"), "shown", 62),
    )
    content = shape.model_dump(mode="json", by_alias=True)
    kept = [leaf for leaf in leaves(content, type(shape), spare=SPARE) if not is_below(leaf.path, left_out)]
    rows = tuple(
        (leaf.path, say.entry(name, leaf.path), leaf.text or None, say.meaning(name, leaf.path, leaf.declared))
        for leaf in kept
    )
    said = [entries_above(name, leaf.path) for leaf in kept]
    return Sheet(
        "pairs",
        name,
        say(f"sheet.{name}"),
        columns,
        rows,
        growing=name != "coder",
        must_rows=frozenset(at for at, leaf in enumerate(kept) if _is_first(leaf) and any(e.must for e in said[at])),
        own_options={(at, "value"): options for at, leaf in enumerate(kept) if (options := _options_of(leaf.declared))},
        rare_rows=frozenset(at for at, leaf in enumerate(kept) if not leaf.text and any(e.rare for e in said[at])),
    )


def unasked_paths(name: str, *, has_plan: bool, reads_plan: bool) -> tuple[str, ...]:
    """Return the paths of the entries that a sheet does not ask for.

    They are the entries that no sheet may change; without a plan, entries that only a plan has; if
    the rubric does not rate the plan's text, how much of it the coder read.
    """
    of_plan = OF_A_PLAN[name] if not has_plan or (name == "coder" and not reads_plan) else ()
    return (*FIXED[name], *of_plan)


def is_below(path: str, above: Collection[str]) -> bool:
    """Return whether a path is one of the paths `above` or lies below one of them.

    Examples
    --------
    >>> is_below("text_read.pages", ("text_read",)), is_below("text_read", ("text",))
    (True, False)
    """
    steps = path.split(".")
    return any(".".join(steps[:at]) in above for at in range(1, len(steps) + 1))


def cited_table(path: str) -> str:
    """Return the table whose ids an entry holds; empty if it holds no ids.

    Examples
    --------
    >>> cited_table("drafted_by.1.source_id"), cited_table("authority"), cited_table("kind")
    ('sources', 'institutions', '')
    """
    last = path.rpartition(".")[2]
    return next((table for table, names in CITES.items() if last in names), "")


def _is_first(leaf: PairLeaf) -> bool:
    """Return whether an entry is the first of every list it is in, and is not a translation of another entry."""
    steps = leaf.path.split(".")
    return MORE not in steps and all(step == "1" for step in steps if step.isdigit())


def _options_of(declared: Column) -> tuple[str, ...]:
    return declared.choices or (("yes", "no") if declared.kind == "flag" else ())


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
    columns = tuple(_table_columns(form, say, options or {}))
    content = tuple(tuple(value_of(getattr(item, c.key, None)) for c in columns) for item in rows)
    waiting = tuple((name, *([None] * (len(columns) - 1))) for name in spare)
    return Sheet("table", form.name, title or say(f"sheet.{form.name}"), columns, content + waiting)


def _table_columns(form: TableForm, say: Labels, options: Mapping[str, tuple[str, ...]]) -> list[SheetColumn]:
    found = []
    for column in form.columns:
        found.append(_input_column(form, column, say, options.get(column.name, ())))
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


def _input_column(form: TableForm, column: Column, say: Labels, options: tuple[str, ...]) -> SheetColumn:
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
