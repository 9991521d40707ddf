"""Tables that the toolkit writes, each declared once: where its rows come from, and what each column holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack

from evaluator.model.schema import Column, ColumnKind, ColumnOptions, columns_of
from evaluator.tables.contract import frame
from evaluator.tables.csv_text import csv_text

if TYPE_CHECKING:
    import pandas as pd

S = TypeVar("S")
R = TypeVar("R")
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Col(Generic[R]):
    """One column of a table: its declaration, and the function that returns its value for a row object."""

    column: Column
    get: Callable[[R], object]


def col(name: str, kind: ColumnKind, doc: str, get: Callable[[R], object], **options: Unpack[ColumnOptions]) -> Col[R]:
    """Declare a column of a table.

    Parameters
    ----------
    name : str
        Its name in the header line.
    kind, doc, **options
        The kind of its values, their meaning, and further rules; see `Column`.
    get : callable
        Returns the value for a row object: None or an empty text if there is none, a tuple for
        several.
    """
    return Col(Column(name, kind, doc, **options), get)


@dataclass(frozen=True, slots=True)
class Table(Generic[S, R]):
    """A table of results; every output (CSV, records, frame, workbook sheet, page of the guide) comes from it.

    Parameters
    ----------
    name : str
        The name of the table, of its CSV file and of its key in JSON.
    doc : str
        The meaning of one row.
    rows : callable
        Returns the row objects from a source and the language of titles.
    cols : tuple of Col
        The columns, in the order of the file.
    promise : callable, optional
        Returns, in words, how columns of a frame contradict each other; empty if they do not.

    Examples
    --------
    >>> squares = Table("squares", "A number.", lambda most, _: range(most), (
    ...     col("number", "integer", "the number", lambda n: n),
    ...     col("square", "integer", "the number times itself", lambda n: n * n),
    ... ))
    >>> squares.csv(3).split()
    ['number,square', '0,0', '1,1', '2,4']
    >>> squares.only("square").records(2, 3)[-1]
    {'square': 4}
    """

    name: str
    doc: str
    rows: Callable[[S, str], Iterable[R]]
    cols: tuple[Col[R], ...]
    promise: Callable[[pd.DataFrame, Sequence[S]], str] | None = field(default=None)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the declarations of the columns, in order."""
        return tuple(one.column for one in self.cols)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the column names in the header line."""
        return tuple(column.label for column in self.columns)

    def only(self, names: str) -> Table[S, R]:
        """Return the table with only these columns, in this order; KeyError for an unknown name."""
        known = {one.column.name: one for one in self.cols}
        return replace(self, cols=tuple(known[name] for name in names.split()))

    def named(self, **names: str) -> Table[S, R]:
        """Return the table with other names for some of its columns."""
        changed = (
            Col(replace(one.column, name=names.get(one.column.name, one.column.name)), one.get) for one in self.cols
        )
        return replace(self, cols=tuple(changed))

    def also(self, *cols: Col[R]) -> Table[S, R]:
        """Return the table with further columns, which a higher package can compute from its row objects."""
        return replace(self, cols=(*self.cols, *cols))

    def values(self, *sources: S, lang: str = "en") -> tuple[Values, ...]:
        """Return the values of every row of all sources, in order."""
        rows = (row for source in sources for row in self.rows(source, lang))
        return tuple(tuple(one.get(row) for one in self.cols) for row in rows)

    def records(self, *sources: S, lang: str = "en") -> tuple[dict[str, Any], ...]:
        """Return every row as a mapping from column names to values."""
        return tuple(dict(zip(self.labels, row, strict=True)) for row in self.values(*sources, lang=lang))

    def json(self, *sources: S, lang: str = "en", **names: str) -> list[dict[str, Any]]:
        """Return every row as a JSON object: null for a missing value; `names` renames columns.

        Examples
        --------
        >>> rows = [("a", "", ("x",))]
        >>> cols = (col("id", "id", "id", lambda r: r[0]), col("note", "text", "note", lambda r: r[1]))
        >>> Table("notes", "A note.", lambda rows, _: rows, cols).json(rows, id="name")
        [{'name': 'a', 'note': None}]
        """
        keys = [names.get(column.name, column.label) for column in self.columns]
        return [dict(zip(keys, map(_plain, row), strict=True)) for row in self.values(*sources, lang=lang)]

    def csv(self, *sources: S, lang: str = "en", is_input: bool = False) -> str:
        """Return the table of the sources as the text of a CSV file.

        In a file that leaves, a text that a spreadsheet would compute gets an apostrophe; a file of the library
        (`is_input`) holds each text as it is.
        """
        return csv_text(self.labels, self.values(*sources, lang=lang), is_input=is_input)

    def frame(self, *sources: S, lang: str = "en") -> pd.DataFrame:
        """Return the table of the sources as a frame, validated against its contract.

        Raises
        ------
        pandera.errors.SchemaErrors
            A row breaks the contract, which is a fault in the program.
        ValueError
            Columns contradict each other; the message says how.
        """
        table = frame(self.columns, self.values(*sources, lang=lang), self.name)
        broken = self.promise(table, sources) if self.promise else ""
        if broken:
            raise ValueError(broken)
        return table


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


def declared(row: type[R], name: str = "") -> Table[Sequence[R], R]:
    """Return the table declared by the fields of a row class; its source is a sequence of such rows.

    Examples
    --------
    >>> from evaluator.model.schema import column
    >>> @dataclass
    ... class Town:
    ...     "One town."
    ...     name: str = column("text", "its name")
    >>> declared(Town).csv([Town("Vlora")]).split()
    ['name', 'Vlora']
    """
    cols = tuple(Col(column, attrgetter(column.name)) for column in columns_of(row))
    return Table(name or row.__name__, " ".join((row.__doc__ or "").split()), lambda rows, _: rows, cols)
