"""The tables of a score sheet, declared once for the export, the import and the pick lists."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Rating
from evaluator.model.country import Fact, Institution, Source
from evaluator.model.intake import BodyProposal
from evaluator.model.plan import (
    Evidence,
    Implementation,
    Measure,
    MoneyLine,
    PlanIndicator,
    Recommendation,
    Reply,
)
from evaluator.model.schema import Column, columns_of


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table that coders add rows to: its row class, its folder, and the columns with a special part.

    `rare` columns are seldom filled in and come last. `shown` are columns that a formula looks up
    in another sheet: (id column, table of that id, column to show). `of_a_plan` tables are left out
    if a period without a plan is assessed. `signed` is the column for the coder who added a row;
    the import fills it. `named` is the column that pick lists show next to the id. `key` are the
    columns that identify a row where the id alone does not. `linked` are columns that the import of the plan's own file
    fills in once its bodies are confirmed: a change of theirs there is no clash with a change of others here.
    """

    name: str
    row: type
    home: Literal["country", "plan", "intake"] = "plan"
    rare: tuple[str, ...] = ()
    shown: tuple[tuple[str, str, str], ...] = ()
    of_a_plan: bool = False
    signed: str = ""
    named: str = ""
    key: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns in the order of the sheet: rarely used columns last."""
        declared = columns_of(self.row)
        return (*(c for c in declared if c.name not in self.rare), *(c for c in declared if c.name in self.rare))

    @property
    def id_column(self) -> Column:
        """Return the first column, which holds the id of a row."""
        return columns_of(self.row)[0]

    def identity(self, row: object) -> Hashable:
        """Return the values that identify a row; several rows may share them and are then matched in order."""
        return tuple(getattr(row, name) for name in self.key or (self.id_column.name,))


# Tables that only the workbench exports: a spreadsheet has no use for places on a page.
ALONG = (TableForm("anchors", Anchor, key=("evidence_id", "source_sha256", "page", "text_sha256")),)
# The lead's tables, which no coder's workbook has.
RECOMMENDATIONS, REPLIES = TableForm("recommendations", Recommendation), TableForm("replies", Reply)
RATINGS = TableForm("ratings", Rating)  # each paradigm has a sheet of it
# The tables of a coder's workbook, in the order of work.
FORMS = (
    TableForm(
        "sources",
        Source,
        "country",
        rare=("script", "archive_url", "accessed", "sha256", "licence", "note"),
        named="title",
    ),
    TableForm(
        "institutions", Institution, "country", rare=("lang", "valid_from", "valid_to", "successor_id"), named="name",
    ),
    TableForm("bodies", BodyProposal, "intake", of_a_plan=True),
    TableForm(
        "measures",
        Measure,
        rare=(
            "order", "text_original", "lang", "script", "problem", "through_id", "responsible_text", "start",
            "milestones", "recurrence", "risk", "beneficiary", "tagged_by", "tag_status", "not_seen", "not_stated",
            "note", "added_by",
        ),
        of_a_plan=True,
        signed="added_by",
        named="text",
        linked=("lead_ids", "partner_ids"),
    ),
    TableForm(
        "indicators",
        PlanIndicator,
        rare=("kind", "unit", "disaggregation", "baseline_date", "verification"),
        of_a_plan=True,
        key=("indicator_id", "measure_id", "target_date"),
    ),
    TableForm(
        "money",
        MoneyLine,
        rare=("amount_text", "funder_id", "programme", "covered", "counted_in", "total_of"),
        of_a_plan=True,
    ),
    TableForm(
        "facts",
        Fact,
        "country",
        rare=("breakdown", "counted_by", "interest", "quality", "conflict_group", "note"),
    ),
    TableForm(
        "evidence",
        Evidence,
        rare=("as_of", "quote", "quote_lang", "translation", "added_by", "added_on"),
        shown=(("source_id", "sources", "title"), ("source_id", "sources", "kind")),
        signed="added_by",
        named="note",
    ),
    TableForm(
        "implementation",
        Implementation,
        shown=(("measure_id", "measures", "text"),),
        of_a_plan=True,
        key=("measure_id", "as_of", "reported_by"),
    ),
)  # fmt: skip
BY_NAME = {form.name: form for form in FORMS}
TABLES: dict[str, type] = {form.name: form.row for form in (*FORMS, *ALONG)}


def spare_ids(known: frozenset[str], coder: str, many: int) -> tuple[str, ...]:
    """Return `many` new evidence ids of a coder, numbered after the coder's highest existing one.

    Examples
    --------
    >>> spare_ids(frozenset({"E1", "b-E2"}), "b", 2)
    ('b-E3', 'b-E4')
    """
    start = f"{coder}-E"
    numbers = (re.fullmatch(f"{re.escape(start)}([0-9]{{1,9}})", name) for name in known)
    first = max((int(found[1]) for found in numbers if found), default=0) + 1
    return tuple(f"{start}{number}" for number in range(first, first + many))
