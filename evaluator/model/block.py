"""One table a block: the rows of a figure, and the only words that may be said of how many of them do what.

A block is made from one frozen table of typed rows. Its title is made by a function that is given this table and
nothing else. A quantity of the title is a claim, counted over the rows: how many of how many, and which rows it leaves
out. Every state that occurs and has words is told in the block's note, whatever the title says. Who the rows must be
is said from outside (the rubric's frames, its criteria, the plans asked for), so that a builder cannot drop one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, Self, TypeVar

from evaluator.model.sentence import DIGITS, Sentence, Series, Spoken, say_as_many, series

Scalar = str | float | bool | None
OPERATORS = ("=", "<=", ">=")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is drawn, printed or counted: its id, its printed name and its state.

    `value` is what it has reached, `low` and `high` what is possible, `told` what is printed of it. A block has a class
    of rows of its own, with fields for what its title counts.

    Raises
    ------
    ValueError
        The value lies outside the row's own range.
    """

    id: str
    name: str
    state: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    told: str = ""

    def __post_init__(self) -> None:
        """Refuse a value outside its own range."""
        if self.value is None or self.low is None or self.high is None:
            return
        if not rounded(self.low) <= rounded(self.value) <= rounded(self.high):
            raise ValueError(f"{self.id}: {self.value} lies outside {self.low} to {self.high}")

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the rows that are drawn for this one: itself, or the cells of its columns."""
        return (self,)


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a row that a program in any language can check: a field, an operator and what it is held to."""

    field: str
    operator: str
    operand: Scalar

    def holds(self, row: Row) -> bool:
        """Return whether a row meets the condition; a row whose field is None does not."""
        own = getattr(row, self.field)
        if own is None or self.operator == "=":
            return own is not None and bool(own == self.operand)
        return bool(own <= self.operand if self.operator == "<=" else own >= self.operand)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of rows: `number` of the `of` rows in the states `over`; `left` counts the rows left out, by state.

    `ids` are the rows meant: those that meet the condition `where`, or the ends in the field `by`.
    """

    kind: str
    number: int
    of: int
    over: tuple[str, ...]
    left: tuple[tuple[str, int], ...]
    ids: tuple[str, ...]
    where: Where | None = None
    by: str = ""

    @property
    def left_out(self) -> int:
        """Return the number of rows that are not counted."""
        return sum(number for _, number in self.left)

    @property
    def is_every(self) -> bool:
        """Return whether it holds of every row of the block, which the word “all” requires."""
        return not self.left and self.number == self.of > 0

    @property
    def is_none(self) -> bool:
        """Return whether every row of the block was counted and it holds of none, which the word “no” requires."""
        return not self.left and self.number == 0


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a block, and the claims that it rests on."""

    said: Spoken
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Block(Generic[R]):
    """The rows of one block of a page.

    `states` gives every state its words for the note, a sentence of `say_n` for any number; rows of a state whose words
    are None need no word.

    Raises
    ------
    ValueError
        A row stands twice, is in a state that is not declared, or the rows are not those asked for.

    Examples
    --------
    >>> from evaluator.model.sentence import say_n
    >>> states = {"read": None, "open": say_n("%(number)s plan is open", "%(number)s plans are open", 2)}
    >>> rows = (Row("a", "A", "read", 2.0), Row("b", "B", "read", 3.0), Row("c", "C", "open"))
    >>> block = Block.of("plans", states, rows, asked=("a", "b", "c"))
    >>> count(block, Where("value", ">=", 2), "read")
    Claim(kind='count', number=2, of=2, over=('read',), left=(('open', 1),), ids=('a', 'b'), ...)
    >>> str(block.note)
    '1 plan is open'
    """

    name: str
    states: Mapping[str, Sentence | None]
    rows: tuple[R, ...]
    title: Title | None = None

    @classmethod
    def of(
        cls, name: str, states: Mapping[str, Sentence | None], rows: Iterable[R], *, asked: Collection[str]
    ) -> Block[R]:
        """Return the block of these rows, refused where they are not those whose ids are `asked`, each once."""
        found = tuple(rows)
        ids = [row.id for row in found]
        if sorted(ids) != sorted(asked):
            raise ValueError(f"{name}: the rows are {sorted(ids)}, asked for are {sorted(asked)}")
        if unknown := {row.state for row in found} - set(states):
            raise ValueError(f"{name}: no words for the states {sorted(unknown)}")
        return Block(name, states, found)

    def titled(self, make: Callable[[Block[R]], Title]) -> Self:
        """Return the block with the title that `make` reads from its rows alone."""
        return replace(self, title=make(replace(self, title=None)))

    def part(self, rows: Sequence[R]) -> Self:
        """Return the block with some of its rows, for one of several sheets; the title stays that of the whole."""
        return replace(self, rows=tuple(rows))

    def in_state(self, *states: str) -> tuple[R, ...]:
        """Return the rows in one of these states."""
        return tuple(row for row in self.rows if row.state in states)

    def row(self, row_id: str) -> R:
        """Return the row with this id; StopIteration without one."""
        return next(row for row in self.rows if row.id == row_id)

    @property
    def note(self) -> Series:
        """Return what must be said of the rows that are not in the usual state; empty where all are."""
        counts = Counter(row.state for row in self.rows)
        return series("; ", [say_as_many(words, counts[s]) for s, words in self.states.items() if words and counts[s]])

    def record(self) -> dict[str, Any]:
        """Return the block as plain data, which a reader can count again without this program."""
        return {
            "block": self.name,
            "title": str(self.title.said) if self.title else "",
            "note": str(self.note),
            "claims": [_record_of_claim(claim) for claim in self.title.claims] if self.title else [],
            "rows": [_record_of_row(row) for row in self.rows],
        }


def count(block: Block[R], where: Where, *over: str) -> Claim:
    """Count the rows that meet a condition among those in the states `over`, by default all rows of the block."""
    seen = _seen(block, over)
    return _claim("count", block, (seen, [row for row in seen if where.holds(row)]), over, where=where)


def most(block: Block[R], by: str, *over: str) -> Claim:
    """Return the rows with the highest `by`: all that share it, so that none of equals is named alone."""
    return _end(block, by, over, "most", max)


def least(block: Block[R], by: str, *over: str) -> Claim:
    """Return the rows with the lowest `by`, as `most` does."""
    return _end(block, by, over, "least", min)


def spread(block: Block[R], by: str, *over: str) -> Claim:
    """Return a row with the lowest and one with the highest `by`; `number` counts all that have one."""
    seen = [row for row in _seen(block, over) if getattr(row, by) is not None]
    ends = [end(seen, key=lambda row: (rounded(getattr(row, by)), row.name)) for end in (min, max)] if seen else []
    return replace(_claim("spread", block, (seen, ends), over, by=by), number=len(seen))


def total(block: Block[R], by: str, *over: str) -> float:
    """Return the sum of `by` over the rows that have one."""
    return rounded(sum(getattr(row, by) for row in _seen(block, over) if getattr(row, by) is not None))


def rounded(number: float) -> float:
    """Return a number rounded to the nine digits that are computed."""
    return round(number, DIGITS) + 0.0


def _end(block: Block[R], by: str, over: tuple[str, ...], kind: str, end: Callable[[Iterable[float]], float]) -> Claim:
    seen = [row for row in _seen(block, over) if getattr(row, by) is not None]
    best = end(rounded(getattr(row, by)) for row in seen) if seen else None
    meant = [row for row in seen if rounded(getattr(row, by)) == best]
    return _claim(kind, block, (seen, meant), over, by=by)


def _claim(
    kind: str,
    block: Block[R],
    rows: tuple[Sequence[R], Sequence[R]],
    over: tuple[str, ...],
    *,
    where: Where | None = None,
    by: str = "",
) -> Claim:
    """Return a claim from the rows that are counted and those of them that are meant."""
    seen, meant = rows
    ids, kept = tuple(row.id for row in meant), {row.id for row in seen}
    left = Counter(row.state for row in block.rows if row.id not in kept)
    return Claim(kind, len(ids), len(seen), over or tuple(block.states), tuple(sorted(left.items())), ids, where, by)


def _seen(block: Block[R], over: tuple[str, ...]) -> tuple[R, ...]:
    return block.in_state(*over) if over else block.rows


def _record_of_row(row: Row) -> dict[str, Any]:
    own = {f.name: getattr(row, f.name) for f in fields(row)}
    return {
        name: [_record_of_row(cell) for cell in value] if isinstance(value, tuple) and name == "cells" else value
        for name, value in own.items()
    }


def _record_of_claim(claim: Claim) -> dict[str, Any]:
    where = claim.where and [claim.where.field, claim.where.operator, claim.where.operand]
    return {
        "kind": claim.kind, "number": claim.number, "of": claim.of, "over": list(claim.over),
        "left": dict(claim.left), "ids": list(claim.ids), "where": where, "by": claim.by,
    }  # fmt: skip
