"""The workbook to send to a ministry: the columns of a plan, lists to choose from, and an example on its own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluator.model.country import Institution
from evaluator.model.plan import PlanFile
from evaluator.workbook.sheet.xlsx_library import workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

EXAMPLE = "Example (not read)"  # the sheet that the import leaves out
MEASURES, BODIES = "Measures", "Lists (not read)"
ROWS = 500
# What a column is called, what is to be written there, and an example.
COLUMNS = (
    ("No.", "The number that the plan gives the measure.", "1.1"),
    ("Objective", "The objective above the measure; leave it empty where it is that of the row above.", "Prevention"),
    ("Activity", "One measure in each row, in the words of the plan.", "Train the labour inspectors to notice victims"),
    ("Responsible body", "The body that leads; one from the list or another.", "Labour Inspectorate"),
    ("Partners", "Other bodies, divided by semicolons.", "Police; Bar Association"),
    ("Deadline", "A day, month, quarter or year, or: continuous.", "31.12.2031"),
    ("Indicator", "What is counted; one in each line of the cell.", "Share of inspectors trained"),
    ("Baseline", "Its value at the beginning.", "20 %"),
    ("Target", "Its value at the end.", "90 %"),
    ("Budget", "One sum in whole units, with its currency unless the head has it; 0: no cost.", "12000"),
)
WIDTHS = (8, 28, 50, 28, 28, 16, 32, 14, 14, 18)
AT_BODY, AT_TIME = 3, 5


def ministry_xlsx(plan: PlanFile, bodies: Sequence[Institution]) -> bytes:
    """Return the workbook for a plan; its bodies and the ends of its years can be chosen, and others written."""
    heads = [head for head, _, _ in COLUMNS]
    heads[-1] += f" ({plan.currency})" if plan.currency else ""
    names = sorted({body.name for body in bodies})

    def write(book: Workbook) -> None:
        bold = book.add_format({"bold": True, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "num_format": "@"})  # as text, so that 1.10 stays 1.10
        page, example, lists = (book.add_worksheet(title) for title in (MEASURES, EXAMPLE, BODIES))
        for sheet in (page, example):
            sheet.write_row(0, 0, heads, bold)
            sheet.freeze_panes(1, 0)
            for at, width in enumerate(WIDTHS):
                sheet.set_column(at, at, width, wrap)
        texts = [text for _, _, text in COLUMNS]
        example.write_row(1, 0, [*texts[:-1], texts[-1] if plan.currency else f"{texts[-1]} EUR"])
        choices = [*_ends_of_years(plan), "continuous"]
        for column, own in enumerate((names, choices)):
            lists.write_column(0, column, own)
        for at, (_, meaning, _) in enumerate(COLUMNS):
            source = {AT_BODY: ("A", names), AT_TIME: ("B", choices)}.get(at)
            _add_choice(page, at, heads[at], meaning, source)

    return workbook_bytes(write, title=f"{plan.id}: measures")


def _add_choice(page: Worksheet, at: int, head: str, meaning: str, source: tuple[str, list[str]] | None) -> None:
    """Say beside a column what is to be written there, and offer the texts of a list, if it has any."""
    rule: dict[str, object] = {"validate": "any", "input_title": head[:32], "input_message": meaning}
    if source is not None and source[1]:
        column, texts = source
        cells = f"='{BODIES}'!${column}$1:${column}${len(texts)}"
        rule |= {"validate": "list", "source": cells, "show_error": False}
    page.data_validation(1, at, ROWS, at, rule)


def _ends_of_years(plan: PlanFile) -> list[str]:
    """Return the last day of each year of a plan; none if its end is open."""
    first, last = plan.years
    return [f"31.12.{year}" for year in range(int(first), int(last) + 1)] if last.isdecimal() else []
