"""An information request as a workbook: what is open, and room for the answer and where it stands."""

from __future__ import annotations

from evaluator.model.base import Column
from evaluator.reports.request import RequestView
from evaluator.workbook.export import xlsx_bytes
from evaluator.workbook.grid import Book, Sheet, SheetColumn
from evaluator.workbook.labels import Labels

COLUMNS = (
    SheetColumn("criterion_id", "id", "shown", 12),
    SheetColumn("number", "No.", "shown", 6),
    SheetColumn("title", "Criterion", "shown", 26),
    SheetColumn("question", "Question", "shown", 40),
    SheetColumn("object", "About", "shown", 9),
    SheetColumn("needed", "Evidence it needs", "shown", 50),
    SheetColumn("ask", "From whom", "shown", 28),
    SheetColumn("so_far", "Known so far", "shown", 28),
    SheetColumn("answer", "Answer", "input", 50, Column("answer", "text", "the answer, in your words")),
    SheetColumn("place", "Document, page, address", "input", 34, Column("place", "text", "where it stands")),
)


def request_xlsx(view: RequestView, say: Labels) -> bytes:
    """Return the workbook; the same request gives the same bytes."""
    rows = tuple(
        (
            row.criterion_id,
            row.number,
            f"{row.title} (gate)" if row.is_gate else row.title,
            row.question,
            row.object,
            row.needed,
            row.ask,
            row.so_far,
            None,
            None,
        )
        for row in view.rows
    )
    sheet = Sheet("request", "", "Request", COLUMNS, rows, growing=False, frozen=3)
    meta = (("form", "1"), ("plan", view.plan_id), ("rubric", say.rubric.id))
    return xlsx_bytes(Book(meta, (sheet,), lang=view.lang), say)
