"""Three-way merge of rows: changes of one side are kept, rows that both sides changed differently are clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)
Key = tuple[Hashable, int]


@dataclass(frozen=True, slots=True)
class Clash(Generic[T]):
    """A row that both sides changed differently; `mine` or `theirs` is None where that side deleted it.

    `before` is the row before both changes, None if both sides added it.
    """

    key: Hashable
    mine: T | None
    theirs: T | None
    before: T | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class MergeResult(Generic[T]):
    """The rows after a merge, and the clashes; a clashing row is the sheet's own one, so that it can be checked."""

    rows: tuple[T, ...]
    clashes: tuple[Clash[T], ...] = ()


def merge(
    base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], key: Callable[[T], Hashable], own: Collection[T] = ()
) -> MergeResult[T]:
    """Return `theirs` with the changes from `base` to `mine` applied, and the rows that both sides changed differently.

    Parameters
    ----------
    base : sequence of rows
        The rows at the export.
    mine : sequence of rows
        The rows in the returned sheet.
    theirs : sequence of rows
        The rows in the files now.
    key : function
        Gives the identity of a row; rows of one identity are matched in their order.
    own : collection of rows
        Rows of `theirs` that an earlier import from this side wrote: a change to them is no clash.

    Returns
    -------
    Merged
        Rows in the order of the files, new ones after them; in the sheet's own order if the user
        has not sorted it and the files did not change. A row that both sides changed in the same
        way is no clash.

    Examples
    --------
    >>> merge(["a1", "b1"], ["a2", "b1"], ["a1", "b1", "c1"], lambda row: row[0]).rows
    ('a2', 'b1', 'c1')
    >>> merge(["a1"], ["a2"], ["a3"], lambda row: row[0]).clashes
    (Clash(key='a', mine='a2', theirs='a3'),)
    """
    old, new, now = _rows_by_key(base, key), _rows_by_key(mine, key), _rows_by_key(theirs, key)
    rows: dict[Key, T] = {}
    clashes: list[Clash[T]] = []
    for name in _merged_order(old, new, now):
        before, changed, present = old.get(name), new.get(name), now.get(name)
        if changed not in (before, present) and present != before and present not in own:
            clashes.append(Clash(name[0], changed, present, before))
            row = present if changed is None else changed
        else:
            row = present if changed == before else changed
        if row is not None:
            rows[name] = row
    return MergeResult(tuple(rows.values()), tuple(clashes))


def _rows_by_key(rows: Sequence[T], key: Callable[[T], Hashable]) -> dict[Key, T]:
    seen: Counter[Hashable] = Counter()
    found: dict[Key, T] = {}
    for row in rows:
        name = key(row)
        found[name, seen[name]] = row
        seen[name] += 1
    return found


def _merged_order(old: dict[Key, T], new: dict[Key, T], now: dict[Key, T]) -> list[Key]:
    is_sorted = [name for name in new if name in old] != [name for name in old if name in new]
    if list(old) == list(now) and not is_sorted:
        return [*new, *(name for name in old if name not in new)]
    return list(dict.fromkeys([*now, *new, *old]))
