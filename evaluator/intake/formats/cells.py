"""Tables of cells, the common form in which every reader returns a file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from evaluator.tables.csv_text import CONTROL

BLANK = re.compile(r"\s+")
CID = re.compile(r"\(cid:[0-9]+\)")
DIGITS = re.compile(r"[0-9]+")
SPACES = re.compile(r"[^\S\n]+")
# Characters without width between letters, and the soft hyphen.
SOFT: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Some fonts, and PDFs with them, have own codes for Serbian forms of five letters (Adobe's corporate use area).
SERBIAN_FORMS = {0xF6C4: "г", 0xF6C5: "б", 0xF6C6: "д", 0xF6C7: "п", 0xF6C8: "т"}
# List marks of the font Symbol, at the codes that Word and Writer use.
SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "▸", 0xF02D: "–", 0xF0FC: "✓"}
PLAIN = {**SOFT, **SERBIAN_FORMS, **SYMBOLS}
# A letter of a font's own at the start of a line, with a blank after it, is a list mark.
MARK = re.compile(r"^[\ue000-\uf8ff](?=\s)\s*", re.MULTILINE)
BREAK = re.compile("\r\n|[\r\v\f]")
# Most paragraphs above a table that may be its headings.
MOST_ABOVE = 3
# Most characters of a text in a note; wording.csv has the whole text.
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class CellPlace:
    """The place of a cell in a file.

    Tables, rows and columns count from 1; `page` is 0 and `box` empty if the file has none. Row 0 holds the lines
    above a table, counted by `column`. `name` is the name of the sheet if the table is a sheet.
    """

    table: int
    row: int
    column: int
    page: int = 0
    name: str = ""
    box: tuple[float, ...] = ()

    @property
    def words(self) -> str:
        """Return the place in words, such as `p. 3, table 1, row 2, column 4`.

        Examples
        --------
        >>> CellPlace(2, 7, 3, page=12).words, CellPlace(1, 4, 1, name="Matrix").words
        ('p. 12, table 2, row 7, column 3', 'sheet Matrix, row 4, column 1')
        """
        return f"{self.row_words}, column {self.column}"

    @property
    def row_words(self) -> str:
        """Return the place of the row in words; row 0 is the text above a table."""
        page = f"p. {self.page}, " if self.page else ""
        table = f"sheet {self.name}" if self.name else f"table {self.table}"
        return f"{page}{table}, row {self.row}" if self.row else f"{page}above {table}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read from the file; a merged cell is one object in every slot of the grid that it covers.

    `is_number` is True if the file stores a number without its text form, so that final zeros are lost. `doubts`
    are words that were joined and that a person should check; `also` are the places of cells that were joined to
    this one. Of a list in one cell each `item` may be a cell of its own, counted from 1, which knows the `whole` text.
    """

    text: str
    place: CellPlace
    is_number: bool = False
    doubts: tuple[str, ...] = ()
    also: tuple[CellPlace, ...] = ()
    item: int = 0
    whole: str = ""

    @property
    def characters(self) -> int:
        """Return the number of characters, without blanks."""
        return characters(self.text)


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of a file: rows of slots, all of the same width; `name` is the name of the sheet.

    `above` are the last paragraphs before the table, which may be its headings; they also belong to the text
    outside of cells.
    """

    number: int
    rows: tuple[Row, ...]
    page: int = 0
    name: str = ""
    above: tuple[Cell, ...] = ()

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def cells(self) -> Iterator[Cell]:
        """Yield each cell once, including merged cells."""
        seen: set[CellPlace] = set()
        for row in self.rows:
            for cell in row:
                if cell is not None and cell.place not in seen:
                    seen.add(cell.place)
                    yield cell


@dataclass(frozen=True, slots=True)
class Outside:
    """Text of a page outside of every cell; `headings` are the lines that the file marks as such."""

    page: int
    text: str
    headings: frozenset[str] = frozenset()

    @property
    def characters(self) -> int:
        """Return the number of characters, without blanks."""
        return characters(self.text)

    @classmethod
    def with_headings(cls, text: str, headings: Collection[str]) -> Outside:
        """Return the text of a file without pages, each of its headings on one line."""
        for heading in headings:
            text = text.replace(heading, one_line(heading)) if "\n" in heading else text
        return cls(0, text, frozenset(map(one_line, headings)))

    def without(self, taken: Sequence[Cell]) -> Outside:
        r"""Return the text without the paragraphs that were used as headings of tables, each removed once.

        Examples
        --------
        >>> Outside(1, "Title\n1. Prevention").without([Cell("1. Prevention", CellPlace(1, 0, 1))]).text
        'Title'
        """
        lines = self.text.split("\n")
        for cell in taken:
            own = cell.text.split("\n")
            at = next(
                (at for at in range(len(lines)) if [cleaned(line) for line in lines[at : at + len(own)]] == own), None
            )
            if at is not None:
                del lines[at : at + len(own)]
        return replace(self, text="\n".join(lines))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The content of a file: its tables, the text outside of them, and its number of pages (0 if it has none).

    `changes` is the number of tracked changes that nobody has accepted.
    """

    kind: str
    sha256: str
    tables: tuple[RawTable, ...]
    outside: tuple[Outside, ...] = ()
    pages: int = 0
    changes: int = 0


@dataclass(slots=True)
class FilledTable:
    """A table while a reader fills it; a merged cell is in every slot that it covers."""

    number: int
    page: int = 0
    name: str = ""
    slots: dict[tuple[int, int], Cell] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)

    def put(self, at: tuple[int, int], text: str, span: tuple[int, int] = (1, 1), *, is_number: bool = False) -> None:
        """Put a cell at a row and column (from 0), over `span` rows and columns; keep slots that are already filled."""
        place = CellPlace(self.number, at[0] + 1, at[1] + 1, self.page, self.name)
        cell = Cell(cleaned(text), place, is_number)
        for row in range(at[0], at[0] + span[0]):
            for column in range(at[1], at[1] + span[1]):
                self.slots.setdefault((row, column), cell)

    def table(self) -> RawTable:
        """Return the finished table without rows that have no text; the other rows keep their numbers."""
        width = 1 + max((column for _, column in self.slots), default=-1)
        numbers = sorted({row for row, _ in self.slots})
        rows = [tuple(self.slots.get((row, column)) for column in range(width)) for row in numbers]
        filled = [row for row in rows if any(cell is not None and cell.text for cell in row)]
        texts = [text for text in map(cleaned, self.above) if text][-MOST_ABOVE:]
        above = (
            Cell(text, CellPlace(self.number, 0, at, self.page, self.name)) for at, text in enumerate(texts, start=1)
        )
        return RawTable(self.number, tuple(filled), self.page, self.name, tuple(above))


def cleaned(text: str) -> str:
    r"""Return a text in normal form: no ligatures or soft marks, one blank between words, line breaks kept.

    Examples
    --------
    >>> cleaned(" \ufb01rst\u00ad  line \r\n\n second "), cleaned("a\x15b\x0cc") == "a\ufffdb\nc"
    ('first line\nsecond', True)
    """
    broken = MARK.sub("• ", BREAK.sub("\n", text))
    plain = CONTROL.sub("\ufffd", unicodedata.normalize("NFKC", broken))
    lines = (SPACES.sub(" ", line).strip() for line in plain.translate(PLAIN).split("\n"))
    return "\n".join(line for line in lines if line)


def header_test(pages: Sequence[Sequence[str]], least: float) -> Callable[[str], bool]:
    """Return a test of lines: whether `least` of the pages or more have one, apart from digits, as their header.

    Examples
    --------
    >>> is_header = header_test([["Plan, page 1", "a"], ["Plan, page 2", "b"]], 2)
    >>> is_header("Plan, page 7"), is_header("a")
    (True, False)
    """
    times = Counter(mask for lines in pages for mask in {DIGITS.sub("#", line) for line in lines})
    return lambda line: times[DIGITS.sub("#", line)] >= least


def unreadable(text: str) -> int:
    r"""Return the number of characters in a text whose letter the file does not define.

    Examples
    --------
    >>> unreadable("a\ue000b\ufffd"), unreadable("plain (cid:17)(cid:4)")
    (2, 2)
    """
    return sum(c == "\ufffd" or unicodedata.category(c) == "Co" for c in text) + len(CID.findall(text))


def one_line(text: str) -> str:
    """Return a text on one line, with single blanks."""
    return BLANK.sub(" ", text).strip()


def text_of_cell(cell: Cell | None) -> str:
    """Return the text of a cell on one line; empty if there is no cell."""
    return one_line(cell.text) if cell else ""


def shown(text: str, most: int = MOST_SHOWN) -> str:
    r"""Return a text as a note quotes it: on one line, in quotation marks, shortened to `most` characters.

    Examples
    --------
    >>> shown("two\nlines"), len(shown("long" * 100))
    ("'two lines'", 63)
    """
    line = one_line(text)
    return repr(line if len(line) <= most else f"{line[:most]}…")


def how_often(found: str, times: int) -> str:
    """Return the finding of a note, with its number of occurrences if there are several."""
    return f"{found}, {times} times" if times > 1 else found


def characters(text: str) -> int:
    """Return the number of characters of a text, without blanks.

    Examples
    --------
    >>> characters("a b c")
    3
    """
    return len(BLANK.sub("", text))


def joined(first: Cell, second: Cell, between: str, doubt: str = "") -> Cell:
    """Return two cells joined into one, at the place of the first."""
    text = between.join(part for part in (first.text, second.text) if part)
    doubts = (*first.doubts, *second.doubts, *((doubt,) if doubt else ()))
    also = (*first.also, second.place, *second.also)
    return replace(first, text=text, is_number=first.is_number and not second.text, doubts=doubts, also=also)
