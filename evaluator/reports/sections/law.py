"""The law table of several plans: a cell for each question of law, then a line for each cell with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evaluator.reports.context.several import SeveralContext
from evaluator.reports.sections.base import Part, Section
from evaluator.tables.law import MARKS, LawCell, LawCount, Mark, law_cells, law_count, names_provisions

if TYPE_CHECKING:  # it is made of the sections' list
    from evaluator.model.scorecard import Scorecard
    from evaluator.reports.region import RegionView

SIGNS: dict[Mark, str] = {"read": "●", "at-least": "◐", "other-day": "○", "not-found": "–", "not-looked-for": "·"}


@dataclass(frozen=True, slots=True)
class LawColumn:
    """One question: its name at the head, and how many countries have a settled and a least level on it at the foot."""

    title: str
    question: str
    read: int
    at_least: int


@dataclass(frozen=True, slots=True)
class LawRow:
    """One plan's period: its country, the first day that decides, and a cell for each question."""

    label: str
    code: str
    first: str
    cells: tuple[LawCell, ...]


@dataclass(frozen=True, slots=True)
class LawView:
    """The law table: rows are periods, columns questions; never a total, a grade or a rank."""

    columns: tuple[LawColumn, ...]
    rows: tuple[LawRow, ...]
    count: LawCount
    signs: dict[Mark, str]

    @property
    def lines(self) -> tuple[tuple[LawRow, LawColumn, LawCell], ...]:
        """Return every cell with its row and its column, in the order of the table."""
        return tuple(
            (row, column, cell) for row in self.rows for column, cell in zip(self.columns, row.cells, strict=True)
        )

    @property
    def days(self) -> tuple[tuple[str, str], ...]:
        """Return each country with the first day of its rated years, in the order of the table."""
        return tuple((row.label, row.first) for row in self.rows)


def law_view(context: SeveralContext, page: RegionView) -> LawView | None:
    """Return the law table of several plans; None where no rating says what was read of a provision."""
    if not names_provisions(context.cards):
        return None
    found = [tuple(law_cells(card, context.lang)) for card in context.cards]
    rows = tuple(
        LawRow(entry.label, entry.code, cells[0].first, cells)
        for entry, cells in zip(page.entries, found, strict=True)
    )
    cells = [cell for row in rows for cell in row.cells]
    return LawView(tuple(_columns(context.cards[0], found, context.lang)), rows, law_count(cells), SIGNS)


def _columns(card: Scorecard, found: list[tuple[LawCell, ...]], lang: str) -> list[LawColumn]:
    made = []
    for column in zip(*found, strict=True):
        count, criterion = law_count(column), column[0].criterion
        title, question = card.rubric.short(criterion.id, lang), card.rubric.question(criterion.id, lang)
        made.append(LawColumn(title, question, count.marks[MARKS[0]], count.marks[MARKS[1]]))
    return made


LAW: Part[SeveralContext, RegionView, LawView | None] = Part("law", law_view)
LAW_TABLE = Section("law", "law/table.html", (LAW,))
LAW_LINES = Section("lines", "law/lines.html")
LAW_BESIDE = Section("law", "comparative/law.html", (LAW,))
