"""Layout of numbers and tables on a terminal, with the same digits everywhere."""

from __future__ import annotations

import string
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from evaluator.cli.shared.advice import COMMAND, runnable
from evaluator.cli.shared.terminal import clean
from evaluator.model.scorecard import OUTSIDE, Scorecard
from evaluator.scoring.rounding import adds_up, faithful, printed
from evaluator.tables.base import Table
from evaluator.tables.csv_text import written

S = TypeVar("S")
R = TypeVar("R")

WIDTH = 100
SCREEN = 40  # lines that a terminal shows at once
NONE = "-"
GLUE = "\xa0"  # a line does not break here


class ShareCell(float):
    """A share between 0 and 1, shown as a whole per cent; CSV and JSON write the fraction."""


class Weight(float):
    """A weight between 0 and 1, shown in per cent with two digits; CSV and JSON write the fraction."""


Cell = str | int | float | None


def score_text(number: float | None, edges: Sequence[float] = ()) -> str:
    """Return a score or bound with two digits, or more if two would round it across one of `edges`.

    Examples
    --------
    >>> score_text(0.375), score_text(1), score_text(0.798, [0.8]), score_text(None)
    ('0.38', '1.00', '0.798', '-')
    """
    return NONE if number is None else str(faithful(number, 2, edges))


def share_text(number: float | None, edges: Sequence[float] = ()) -> str:
    """Return a coverage in whole per cent, with more digits if rounding would move it across one of `edges`.

    Examples
    --------
    >>> share_text(0.4329), share_text(0.6666, [0.67])
    ('43 %', '66.7 %')
    """
    return NONE if number is None else f"{faithful(number * 100, 0, [edge * 100 for edge in edges])} %"


def range_text(low: float | None, high: float | None, edges: Sequence[float] = ()) -> str:
    """Return an interval of scores as text, such as `0.40 to 0.55`.

    Examples
    --------
    >>> range_text(0.25, 1.0)
    '0.25 to 1.00'
    """
    return NONE if low is None or high is None else f"{score_text(low, edges)} to {score_text(high, edges)}"


def weight_text(number: float) -> str:
    """Return a weight in per cent with two digits.

    Examples
    --------
    >>> weight_text(0.10625), weight_text(0)
    ('10.63 %', '0.00 %')
    """
    return f"{printed(number * 100, 2)} %"


def rounding_note(*shares: Sequence[float]) -> list[str]:
    """Return the note "Figures are rounded." if the printed weights of a row do not add up to their printed sum.

    Examples
    --------
    >>> rounding_note([0.5, 0.5]), rounding_note([1 / 3, 1 / 3, 1 / 3])
    ([], ['Figures are rounded.'])
    """
    off = any(not adds_up([printed(100 * s, 2) for s in row], printed(100 * sum(row), 2)) for row in shares)
    return ["Figures are rounded."] if off else []


def cell_text(cell: Cell) -> str:
    """Return the text of a cell in a printed table.

    Examples
    --------
    >>> [cell_text(cell) for cell in ("ALB", 3, 0.5, ShareCell(0.5), Weight(0.5), None)]
    ['ALB', '3', '0.50', '50 %', '50.00 %', '-']
    """
    if isinstance(cell, Weight):
        return weight_text(cell)
    if isinstance(cell, ShareCell):
        return share_text(cell)
    if cell is None or isinstance(cell, float):
        return score_text(cell)
    return clean(str(cell))


def wrapped(*texts: str, first: str = "", later: str = "") -> list[str]:
    """Return texts as lines of at most `WIDTH` columns, with hyphenated names and commands in backticks unbroken.

    Commands get --library if the user gave it.

    Examples
    --------
    >>> wrapped("one two", first="- ")
    ['- one two']
    """
    return [line for text in texts for line in _lines_of(text, first, later)]


def _lines_of(text: str, first: str, later: str) -> Iterator[str]:
    whole = COMMAND.sub(lambda found: found[0].replace(" ", GLUE), clean(runnable(text)))
    for line in textwrap.wrap(
        whole,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_on_hyphens=False,
        break_long_words=GLUE not in whole,  # a command longer than a line is still copied whole
    ):
        yield line.replace(GLUE, " ")


def width_of(text: str) -> int:
    """Return the width of a text on a terminal in columns; combining marks have width 0."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def table(heads: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table whose heads are parted by `|`, with `>` before one whose column is aligned right.

    Examples
    --------
    >>> table("node|>score", [["migration", "0.5"]])
    ['node       score', 'migration    0.5']
    """
    is_right = [head.startswith(">") for head in heads.split("|")]
    everything = [names_of(heads), *([clean(text) for text in row] for row in rows)]
    widths = [max(map(width_of, column)) for column in zip(*everything, strict=True)]
    lines = []
    for row in everything:
        padded = ((text, " " * (width - width_of(text))) for text, width in zip(row, widths, strict=True))
        cells = (space + text if right else text + space for right, (text, space) in zip(is_right, padded, strict=True))
        lines.append("  ".join(cells).rstrip())
    return lines


def names_of(heads: str) -> list[str]:
    """Return the names of the columns that a text declares; see `table`."""
    return [head.removeprefix(">") for head in heads.split("|")]


def columns(
    text: str,
    rows: Sequence[Any],
    more: Callable[[Any], Mapping[str, object]] = lambda _: {},
    edges: Mapping[str, Sequence[float]] | None = None,
) -> list[str]:
    """Return the lines of a table whose columns a text declares: `HEAD=FIELDS`, parted by `|`; none without rows.

    `>` before a head aligns its column right. A field is an attribute of the row, or what `more` returns for it, and
    may have a form: `{low:score}`, `{share:share}`, `{weight:weight}`, or one of Python's. A cell that lacks a value
    is a dash, but for `{note:text}`, which may be empty. `edges` names, by form, the limits that rounding must not
    cross.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> rows = [Row(id="A", low=0.2, high=1.0), Row(id="B", low=None, high=None)]
    >>> columns("plan={id}|>range={low:score} to {high:score}", rows)
    ['plan         range', 'A     0.20 to 1.00', 'B                -']
    """
    if not rows:
        return []
    heads, cells = zip(*(column.split("=", 1) for column in text.split("|")), strict=True)
    form = _Forms(edges or {})
    return table("|".join(heads), [[form.cell(cell, _Fields(row, more(row))) for cell in cells] for row in rows])


class _Fields(dict[str, object]):
    """The values that a cell may name: what was made for the row, else an attribute of it."""

    def __init__(self, row: object, more: Mapping[str, object]) -> None:
        super().__init__(more)
        self._row = row

    def __missing__(self, name: str) -> object:
        return getattr(self._row, name)


class _Forms(string.Formatter):
    """Writes a cell with numbers as they are printed everywhere."""

    def __init__(self, edges: Mapping[str, Sequence[float]]) -> None:
        self._own: dict[str, Callable[[Any], str]] = {
            "score": lambda number: score_text(number, edges.get("score", ())),
            "share": lambda number: share_text(number, edges.get("share", ())),
            "weight": weight_text,
        }

    def cell(self, text: str, fields: Mapping[str, object]) -> str:
        """Return the text of a cell, or a dash if it lacks a value."""
        try:
            return self.vformat(text, (), fields)
        except _EmptyValueError:
            return NONE

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401  (the library's own)
        """Return a value as printed; several values stand with commas."""
        text = ", ".join(value) if isinstance(value, tuple | list) else value
        if format_spec == "text":
            return str(text)
        if text in (None, ""):
            raise _EmptyValueError
        return self._own[format_spec](text) if format_spec in self._own else format(text, format_spec)


class _EmptyValueError(Exception):
    """A cell lacks a value."""


def declared_lines(declared: Table[S, R], *sources: S) -> list[str]:
    """Return the lines of a declared table; if they are wider than a terminal, a paragraph of labels for each row.

    Floats have two digits, and cells without a value a dash.

    Examples
    --------
    >>> from evaluator.tables.base import col
    >>> cols = (col("id", "id", "id", lambda row: row[0]), col("share", "number", "share", lambda row: row[1]))
    >>> declared_lines(Table("shares", "A share.", lambda rows, _: rows, cols), [("equal", 0.25), ("us-tip", None)])
    ['id      share', 'equal    0.25', 'us-tip      -']
    """
    rows = [[_value_text(value) for value in row] for row in declared.values(*sources)]
    heads = (">" * (one.kind in ("integer", "number")) + one.label for one in declared.columns)
    lines = table("|".join(heads), rows)
    if max(map(width_of, lines)) <= WIDTH:
        return lines
    each = [labelled(list(zip(declared.labels, row, strict=True))) for row in rows]
    return [line for lines in each for line in ["", *lines]][1:]


def _value_text(value: object) -> str:
    return score_text(value) if isinstance(value, float) else written(value) or NONE


def labelled(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return lines `label  text`, with long texts wrapped and empty ones left out.

    Examples
    --------
    >>> labelled([("score", "0.5"), ("gates", ""), ("weighting", "equal")])
    ['score      0.5', 'weighting  equal']
    """
    kept = [(label, text) for label, text in pairs if text]
    indent = max((width_of(label) for label, _ in kept), default=0) + 2
    lines: list[str] = []
    for label, text in kept:
        first = label + " " * (indent - width_of(label))
        lines.extend(wrapped(text, first=first, later=" " * indent))
    return lines


def blocks_text(blocks: Iterable[Sequence[str]]) -> str:
    r"""Return blocks of lines as text, with an empty line between two of them; empty blocks are left out.

    Examples
    --------
    >>> blocks_text([["one", "two"], [], ["three"]])
    'one\ntwo\n\nthree\n'
    """
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def coverage_reason(card: Scorecard) -> str:
    """Return the reason why a plan has no grade: nothing is rated, too little is, or it gives no score in the range."""
    if card.cause == "range":
        return OUTSIDE
    if card.score is None and not card.coverage:
        return "nothing with weight is rated"
    least = card.rubric.grading.least_coverage
    return f"coverage {share_text(card.coverage, [least])} is under {share_text(least)}"
