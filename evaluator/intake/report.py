"""The account and the report of an import: what the file holds, the rows made of it, the rest, points to check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.intake.formats.cells import Cell, SourceFile
from evaluator.intake.rows import ImportedPlan
from evaluator.model.intake import ImportNote, Wording
from evaluator.model.schema import column
from evaluator.model.sentence import say
from evaluator.workbook.results.plain import About, plain_xlsx, sheet_of

# What each kind of note is called, in reports and on screens, most important first.
KINDS = {
    "role-open": say("columns that no person has confirmed"),
    "row-open": say("rows that a person is asked about"),
    "unconfirmed": say("rows of columns that no person has confirmed"),
    "table-left-out": say("tables left out"),
    "changes-tracked": say("tracked changes"),
    "not-its-kind": say("columns whose texts are not like their kind"),
    "cell-empty": say("cells that are empty where others are filled"),
    "unreadable": say("letters that the file has no name for"),
    "without-activity": say("rows without an activity"),
    "outside": say("text outside of every cell"),
    "heading-above": say("headings above tables"),
    "foot": say("remarks at the foot of a table"),
    "join": say("rows and words joined"),
    "split": say("lists taken apart"),
    "merged": say("activities over several rows"),
    "number-empty": say("numbers missing"),
    "number-repeated": say("numbers that repeat"),
    "number-cut": say("numbers that the file may have cut"),
    "text-lost": say("texts of cells that are in no field"),
    "number-lost": say("numbers of the file that no row has"),
    "as-above": say('cells that say "as above"'),
    "column-unknown": say("columns without a known head"),
    "column-twice": say("columns that are there twice"),
    "time-unread": say("times not understood"),
    "time-outside": say("times outside of the plan's period"),
    "amount-doubtful": say("sums in doubt"),
    "body-unknown": say("bodies that are not in institutions.csv"),
    "head-repeated": say("heads that repeat"),
    "contents-left-out": say("tables of contents left out"),
    "other-table": say("tables of another kind left out"),
}


@dataclass(frozen=True, slots=True)
class ImportAccount:
    """The numbers of cells and characters of an imported file, by where the import put them.

    `cells` counts the cells with text, without heads; `cells_taken` counts those in rows of the plan. `in_rows`,
    `in_heads`, `in_tables_left`, `in_columns_left` and `outside` count characters without blanks. Text in tables
    and columns that were left out is in no row, and the import's notes name it. `lost` are the cells in none of
    these groups; a correct import has none.
    """

    tables: int
    tables_taken: int
    lines: int
    columns: int
    cells: int
    cells_taken: int
    in_rows: int
    in_heads: int
    in_tables_left: int
    in_columns_left: int
    outside: int
    lost: tuple[Cell, ...] = ()

    @property
    def share(self) -> float | None:
        """Return the share of cells that are in rows of the plan; None without cells."""
        return self.cells_taken / self.cells if self.cells else None


def account_of(source: SourceFile, found: ImportedPlan) -> ImportAccount:
    """Count the cells and characters of a file by where the import put them."""
    taken = {number for mapped in found.mapping.tables for number in mapped.tables}
    characters: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    lost: list[Cell] = []
    for table in source.tables:
        above = [cell for cell in table.above if cell.place in found.went]
        for cell in (cell for cell in (*above, *table.cells()) if cell.text):
            role, measure_id = found.went.get(cell.place, ("", ""))
            if table.number not in taken:
                where = "table"
            elif role == "head":
                where = "head"
            elif role:
                where = "rows" if measure_id else "column"
            else:
                where = "lost"
                lost.append(cell)
            characters[where] += cell.characters
            cells[where] += 1
    return ImportAccount(
        tables=len(source.tables),
        tables_taken=len(taken),
        lines=sum(len(table.rows) for table in source.tables),
        columns=max((len(mapped.columns) for mapped in found.mapping.tables), default=0),
        cells=sum(count for where, count in cells.items() if where != "head"),
        cells_taken=cells["rows"],
        in_rows=characters["rows"],
        in_heads=characters["head"],
        in_tables_left=characters["table"],
        in_columns_left=characters["column"],
        outside=sum(text.characters for text in found.outside),
        lost=tuple(lost),
    )


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One figure that says how much of a file an import has read."""

    what: str = column("text", "what is counted")
    number: float | None = column("number", "how many")


@dataclass(frozen=True, slots=True)
class PageLine:
    """Characters of a page in cells and outside of every cell; without a page, of the whole file."""

    page: int | None = column("integer", "page")
    cells: int | None = column("integer", "cells with a text")
    inside: int | None = column("integer", "characters in cells")
    outside: int | None = column("integer", "characters outside of every cell")


def account_lines(account: ImportAccount, found: ImportedPlan) -> list[AccountLine]:
    """Return the figures of an import, in the order of the report."""
    levels = Counter(row.level for row in found.measures)
    lines: list[tuple[str, float | None]] = [
        ("tables in the file", account.tables),
        ("tables taken", account.tables_taken),
        ("rows of tables, heads among them", account.lines),
        ("columns", account.columns),
        ("objectives", levels["objective"]),
        ("activities", levels["activity"]),
        ("tasks", levels["task"]),
        ("indicators", len(found.indicators)),
        ("sums", len(found.money)),
        ("cells with a text, heads apart", account.cells),
        ("cells taken into rows", account.cells_taken),
        ("share of cells taken", account.share),
        ("characters in rows", account.in_rows),
        ("characters in heads", account.in_heads),
        ("characters in tables left out", account.in_tables_left),
        ("characters in columns left out", account.in_columns_left),
        ("characters outside of every cell", account.outside),
        ("cells that nothing accounts for", len(account.lost)),
    ]
    return [AccountLine(what, number) for what, number in lines]


def page_lines(source: SourceFile, found: ImportedPlan) -> list[PageLine]:
    """Return, for each page, the characters in cells (with headings above tables) and outside of cells."""
    inside: Counter[int] = Counter()
    cells: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    above = [cell for table in source.tables for cell in table.above if cell.place in found.went]
    for cell in (*above, *(cell for table in source.tables for cell in table.cells() if cell.text)):
        inside[cell.place.page] += cell.characters
        cells[cell.place.page] += 1
    for text in found.outside:
        outside[text.page] += text.characters
    pages = sorted({*inside, *outside, *range(1, source.pages + 1)})
    return [PageLine(page or None, cells[page], inside[page], outside[page]) for page in pages]


def note_counts(notes: Sequence[ImportNote]) -> list[tuple[str, int, ImportNote]]:
    """Return each kind of note, most important first, with the number of notes and the first note."""
    counts = Counter(note.kind for note in notes)
    first = {note.kind: note for note in reversed(notes)}
    return [(KINDS[kind], counts[kind], first[kind]) for kind in KINDS if counts[kind]]


def report_xlsx(source: SourceFile, found: ImportedPlan, account: ImportAccount, plan_id: str, tool: str) -> bytes:
    """Return the report as a workbook with a sheet each for the account, the pages, the notes and the wordings.

    Raises
    ------
    EvaluatorError
        A wording is longer than a cell holds.
    MissingDependencyError
        XlsxWriter is not installed.
    """
    about = About(plan_id, f"Import of {found.mapping.file}", "2000", tool)
    sheets = (
        sheet_of("Account", AccountLine, account_lines(account, found)),
        sheet_of("Pages", PageLine, page_lines(source, found)),
        sheet_of("Notes", ImportNote, found.notes),
        sheet_of("Wording", Wording, found.wordings),
    )
    return plain_xlsx(sheets, about)
