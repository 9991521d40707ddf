"""The law table of several plans: a cell for each question of law, then a line for each cell with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.model.mention import without_ids
from evaluator.model.scorecard import Scorecard
from evaluator.tables.law import LawCell, LawCount, Mark, law_cells, law_count, names_provisions

SIGNS: dict[Mark, str] = {"read": "●", "at-least": "◐", "other-day": "○", "not-found": "–", "not-looked-for": "·"}


@dataclass(frozen=True, slots=True)
class LawColumn:
    """One question: its name at the head, and how many countries have a settled and a least level on it at the foot."""

    title: str
    read: int
    at_least: int


@dataclass(frozen=True, slots=True)
class LawRow:
    """One plan's period: its country, the first day that decides, and a cell for each question."""

    label: str
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


def law_view(cards: Sequence[Scorecard], labels: Sequence[str], lang: str) -> LawView | None:
    """Return the law table of some plans under their names; None where no rating tells what was read of a provision."""
    if not names_provisions(cards):
        return None
    # the page lists no passages: each line names its sources itself
    found = [tuple(replace(cell, says=without_ids(cell.says)) for cell in law_cells(card, lang)) for card in cards]
    rows = tuple(LawRow(label, cells[0].first, cells) for label, cells in zip(labels, found, strict=True))
    every = [cell for row in rows for cell in row.cells]
    return LawView(_law_columns(cards[0], found, lang), rows, law_count(every), SIGNS)


def _law_columns(card: Scorecard, found: Sequence[tuple[LawCell, ...]], lang: str) -> tuple[LawColumn, ...]:
    columns = tuple(zip(*found, strict=True))
    counts = [law_count(column).marks for column in columns]
    return tuple(
        LawColumn(card.rubric.short(column[0].criterion.id, lang), count["read"], count["at-least"])
        for column, count in zip(columns, counts, strict=True)
    )
