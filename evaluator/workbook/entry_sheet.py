"""A YAML file as a sheet of entries: what each is called, its value, and what it means."""

from __future__ import annotations

from collections.abc import Collection

from evaluator.model.assessment import CodingFile
from evaluator.model.base import Column, Shape
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.workbook.grid import Sheet, SheetColumn
from evaluator.workbook.headings import MUST, RARE, is_in
from evaluator.workbook.labels import Labels
from evaluator.workbook.meanings import meaning_of
from evaluator.workbook.pairs import MORE, Leaf, leaves

SHAPES: dict[str, type[Shape]] = {"country": Country, "plan": PlanFile, "coder": CodingFile}
# What no sheet may change: the tool knows it, or counts it.
FIXED: dict[str, tuple[str, ...]] = {
    "country": ("iso3",),
    "plan": ("id", "rows.here"),
    "coder": ("assessment_id", "rubric", "rubric_version", "rubric_sha256", "coder"),
}
# What only a plan has: not asked of a period without one.
OF_A_PLAN: dict[str, tuple[str, ...]] = {
    "country": (),
    "plan": (
        "parent", "amends", "entity", "adopted", "authority", "drafted_by", "paid_by", "adopted_under", "languages",
        "columns_present", "lead_rule", "rows", "text_read", "currency",
    ),
    "coder": ("text_read",),
}  # fmt: skip
# How many empty entries of a list are offered beside those that are there.
SPARE = {"roles": 4, "memberships": 3, "plan_history": 3, "languages": 2, "drafted_by": 1, "paid_by": 1}


def entry_sheet(name: str, shape: Shape, say: Labels, left_out: Collection[str] = ()) -> Sheet:
    """Return the sheet of a country's, plan's or coder's header.

    `left_out` are entries that are not asked for here; see `unasked`.
    """
    columns = (
        SheetColumn("key", "", "shown", 24),
        SheetColumn("label", say("sheet.key"), "shown", 28),
        SheetColumn("value", say("sheet.value"), "input", 60),
        SheetColumn("meaning", say("sheet.meaning"), "shown", 62),
    )
    content = shape.model_dump(mode="json", by_alias=True)
    kept = [leaf for leaf in leaves(content, type(shape), spare=SPARE) if not is_below(leaf.path, left_out)]
    rows = tuple((leaf.path, say.entry(name, leaf.path), leaf.text or None, _meaning(name, leaf)) for leaf in kept)
    return Sheet(
        "pairs",
        name,
        say(f"sheet.{name}"),
        columns,
        rows,
        growing=name != "coder",
        must_rows=frozenset(at for at, leaf in enumerate(kept) if is_in(MUST, name, leaf.path) and _is_first(leaf)),
        rare_rows=frozenset(at for at, leaf in enumerate(kept) if is_in(RARE, name, leaf.path) and not leaf.text),
    )


def unasked(name: str, *, has_plan: bool, reads_plan: bool) -> tuple[str, ...]:
    """Return the entries that a sheet does not ask for.

    They are those that no sheet may change; without a plan, what only a plan has;
    where the rubric asks nothing of the plan's text, how much of it the coder read.
    """
    of_plan = OF_A_PLAN[name] if not has_plan or (name == "coder" and not reads_plan) else ()
    return (*FIXED[name], *of_plan)


def is_below(path: str, above: Collection[str]) -> bool:
    """Return whether an entry is one of these, or part of one.

    Examples
    --------
    >>> is_below("text_read.pages", ("text_read",)), is_below("text_read", ("text",))
    (True, False)
    """
    steps = path.split(".")
    return any(".".join(steps[:at]) in above for at in range(1, len(steps) + 1))


def _is_first(leaf: Leaf) -> bool:
    """Return whether an entry is the first of its list, and no text in a further language."""
    steps = leaf.path.split(".")
    return MORE not in steps and all(step == "1" for step in steps if step.isdigit())


def _meaning(sheet: str, leaf: Leaf) -> str:
    """Return what an entry means and the form that its cell has; that a text is a text needs no word."""
    return "; ".join(words for words in (meaning_of(sheet, leaf.path), _form(leaf.declared)) if words)


def _form(declared: Column) -> str:
    kinds = {"date": "a date: 2005, 2005-03 or 2005-03-31", "integer": "a whole number", "flag": "yes or no"}
    if declared.choices:
        return "one of: " + ", ".join(declared.choices)
    return kinds.get(declared.kind, "several, with ; between them" if declared.doc == "series" else "")
