"""A table that leaves the toolkit, declared once: where its rows come from, what each column holds, means and reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack

from evaluator.model.base import Column, ColumnKind, ColumnOptions, columns_of
from evaluator.tables.contract import frame
from evaluator.tables.text import csv_text

if TYPE_CHECKING:
    import pandas as pd

S = TypeVar("S")
R = TypeVar("R")
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Col(Generic[R]):
    """A column of a table: its contract, and how it is read off what a row is made of."""

    column: Column
    get: Callable[[R], object]


def col(name: str, kind: ColumnKind, doc: str, get: Callable[[R], object], **options: Unpack[ColumnOptions]) -> Col[R]:
    """Declare a column of a table.

    Parameters
    ----------
    name : str
        Its name in the header line.
    kind, doc, **options
        What its cells hold and what they mean; see `Column`.
    get : callable
        Gives the value of a row: None or an empty text where there is none, a tuple for several.
    """
    return Col(Column(name, kind, doc, **options), get)


@dataclass(frozen=True, slots=True)
class Table(Generic[S, R]):
    """A table of results: every outlet (CSV, records, frame, sheet of a workbook, page of the guide) is made from it.

    Parameters
    ----------
    name : str
        Of the table, of the CSV file, of a key in JSON.
    doc : str
        What one row is.
    rows : callable
        Gives what the rows are made of, from a source and the language of titles.
    cols : tuple of Col
        In the order they are written in.
    promise : callable, optional
        Gives what is wrong between the columns of a frame, in words, empty where nothing is.

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
        """Return the declared columns, in order."""
        return tuple(one.column for one in self.cols)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the header line."""
        return tuple(column.label for column in self.columns)

    def only(self, names: str) -> Table[S, R]:
        """Return the table with these columns alone, in this order; KeyError for one that it has not."""
        known = {one.column.name: one for one in self.cols}
        return replace(self, cols=tuple(known[name] for name in names.split()))

    def also(self, *cols: Col[R]) -> Table[S, R]:
        """Return the table with more columns, which a room above this one can read off its rows."""
        return replace(self, cols=(*self.cols, *cols))

    def values(self, *sources: S, lang: str = "en") -> tuple[Values, ...]:
        """Return the values of every row of the sources, in order."""
        rows = (row for source in sources for row in self.rows(source, lang))
        return tuple(tuple(one.get(row) for one in self.cols) for row in rows)

    def records(self, *sources: S, lang: str = "en") -> tuple[dict[str, Any], ...]:
        """Return every row as a mapping from the names of the columns."""
        return tuple(dict(zip(self.labels, row, strict=True)) for row in self.values(*sources, lang=lang))

    def json(self, *sources: S, lang: str = "en", **names: str) -> list[dict[str, Any]]:
        """Return every row as JSON writes it: null where there is nothing; `names` gives columns another name there.

        Examples
        --------
        >>> rows = [("a", "", ("x",))]
        >>> cols = (col("id", "id", "id", lambda r: r[0]), col("note", "text", "note", lambda r: r[1]))
        >>> Table("notes", "A note.", lambda rows, _: rows, cols).json(rows, id="name")
        [{'name': 'a', 'note': None}]
        """
        keys = [names.get(column.name, column.label) for column in self.columns]
        return [dict(zip(keys, map(_plain, row), strict=True)) for row in self.values(*sources, lang=lang)]

    def csv(self, *sources: S, lang: str = "en") -> str:
        """Return the text of a CSV file."""
        return csv_text(self.labels, self.values(*sources, lang=lang))

    def frame(self, *sources: S, lang: str = "en") -> pd.DataFrame:
        """Return a frame under the contract of the columns.

        Raises
        ------
        pandera.errors.SchemaErrors
            A row breaks the contract: a promise between our own functions is broken.
        ValueError
            The columns do not fit each other; says how.
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
    """Return the table that a class of rows declares by its fields; its source is a sequence of such rows.

    Examples
    --------
    >>> from evaluator.model.base import column
    >>> @dataclass
    ... class Town:
    ...     "One town."
    ...     name: str = column("text", "its name")
    >>> declared(Town).csv([Town("Vlora")]).split()
    ['name', 'Vlora']
    """
    cols = tuple(Col(column, attrgetter(column.name)) for column in columns_of(row))
    return Table(name or row.__name__, " ".join((row.__doc__ or "").split()), lambda rows, _: rows, cols)
