"""A plain frame as plans to score, in arrays: a row for each plan, a column for each criterion, no object for a cell.

A cell is a level, or the raw figure of a criterion that the rubric normalises (goalposts, a target, steps).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluator.contrasts.study import Numbers, RankedResult, enough, verdicts_of
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.schema import year_of_id
from evaluator.model.weighting import Weighting
from evaluator.panel.record import parse_rating
from evaluator.scoring.grade import DIGITS, GateCount
from evaluator.scoring.matrix import Array, Mask, Matrix
from evaluator.scoring.normalise import points_of
from evaluator.scoring.outcomes import Cells
from evaluator.scoring.scores import Ready, within
from evaluator.scoring.tree import Tree
from evaluator.scoring.void import is_void
from evaluator.scoring.weights import path_weights

if TYPE_CHECKING:
    import pandas as pd

NOT_APPLICABLE = "-"
ISO3 = re.compile(r"[A-Z]{3}")
MOST_TOLD = 10  # faulty cells, or names, that a message lists before it counts the others
BLOCK = 2000  # rows whose arrays are held at once
FIRST_YEAR, LAST_YEAR = 1000, 9999  # whole numbers in a level of an index that are read as years


@dataclass(frozen=True, slots=True)
class FrameRow:
    """What a row of a frame is called: its name, and the country and year that its index names."""

    plan_id: str
    iso3: str = ""
    year: int | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A frame as arrays: points with their ends, and the cells of which the least level is known."""

    cells: Cells
    at_least: Mask


def several(names: Sequence[str]) -> str:
    """Return the first names and how many more there are.

    Examples
    --------
    >>> several(["a", "b"]), several([str(n) for n in range(12)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more (12)')
    """
    rest = len(names) - MOST_TOLD
    return ", ".join(names[:MOST_TOLD]) + (f" and {rest} more ({len(names)})" if rest > 0 else "")


def rows_of(frame: pd.DataFrame) -> list[FrameRow]:
    """Return what the rows are called: the label, or the labels of a MultiIndex (country, year) with `-` between them.

    Raises
    ------
    EvaluatorError
        The frame has no row, or an index names one twice.
    """
    if not len(frame):
        raise EvaluatorError("the frame has no row: give a plan in each")
    twice = frame.index[frame.index.duplicated()].unique()
    if len(twice):
        hint = "" if frame.index.nlevels > 1 else " A country in several years needs an index of both (MultiIndex)."
        raise EvaluatorError(f"the index names plans twice: {several([_label(one) for one in twice])}.{hint}")
    if frame.index.nlevels == 1:
        return [_named(_label(one)) for one in frame.index]
    return [_of_several(one) for one in frame.index]


def _label(name: object) -> str:
    return "-".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _named(name: str) -> FrameRow:
    iso3 = name[:3] if ISO3.fullmatch(name[:3]) and name[3:4] in ("", "-") else ""
    return FrameRow(name, iso3, year_of_id(name))


def _of_several(names: tuple[Any, ...]) -> FrameRow:
    iso3 = next((name for name in names if isinstance(name, str) and ISO3.fullmatch(name)), "")
    years = [int(str(n)) for n in names if str(n).isdecimal() and FIRST_YEAR <= int(str(n)) <= LAST_YEAR]
    return FrameRow(_label(names), iso3, years[0] if len(years) == 1 else None)


def laid_out(frame: pd.DataFrame, rubric: Rubric, tree: Tree) -> Laid:
    """Return the frame as arrays of points, column by column.

    Raises
    ------
    UnknownNameError
        A column is not a criterion of the rubric.
    InvalidInputError
        A cell is no level of its scale, or no figure: the first ten such cells, and how many there are.
    """
    for name in frame.columns:
        if name not in rubric.by_id:
            raise UnknownNameError("criterion", str(name), rubric.by_id)
    if twice := sorted({str(name) for name in frame.columns[frame.columns.duplicated()]}):
        raise EvaluatorError(f"a criterion has two columns: {', '.join(twice)}")
    shape = (len(frame), len(tree.criteria))
    value, low, high = np.full(shape, np.nan), np.zeros(shape), np.ones(shape)
    applies, at_least = np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)
    wrong: list[tuple[int, str]] = []
    for at, name in enumerate(tree.criteria):
        criterion, scale = rubric.by_id[name], np.array(rubric.scale_of(name).points)
        if not criterion.normalise:
            low[:, at], high[:, at] = scale[0], scale[-1]
        if name not in frame.columns:
            continue
        read = _Column.of(frame[name], len(scale) - 1, criterion)
        wrong += [(row, name) for row in np.flatnonzero(read.faulty).tolist()]
        got = read.points(criterion, scale)
        known = ~np.isnan(got)
        value[:, at], low[known, at], high[known, at] = got, got[known], got[known]
        least = ~np.isnan(read.least)
        low[least, at] = scale[read.least[least].astype(np.intp)]
        applies[:, at], at_least[:, at] = read.applies, least
    if wrong:
        raise InvalidInputError(_faults(frame, rubric, wrong))
    minus = np.array(tree.negative, dtype=bool)
    low, high = np.where(minus, high, low), np.where(minus, low, high)
    return Laid(Cells(value, low, high, low, high, ~np.isnan(value) & applies, applies), at_least)


@dataclass(frozen=True, slots=True)
class _Column:
    """The cells of one criterion: numbers, least levels, what applies, and cells that are none of it."""

    numbers: Array
    least: Array
    applies: Mask
    faulty: Mask

    @classmethod
    def of(cls, column: pd.Series[Any], top: int, criterion: Criterion) -> _Column:
        least, applies = np.full(len(column), np.nan), np.ones(len(column), dtype=bool)
        if column.dtype.kind in "iuf":
            numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
            faulty = np.zeros(len(column), dtype=bool)
        else:
            given = [_number(cell) for cell in column.tolist()]
            numbers = np.array([np.nan if isinstance(cell, str) else cell for cell in given], dtype=np.float64)
            faulty = np.array([isinstance(cell, str) for cell in given], dtype=bool)
            for row in np.flatnonzero(faulty).tolist():
                level = _least(str(given[row]), top) if not criterion.normalise else None
                applies[row] = given[row] != NOT_APPLICABLE
                least[row] = np.nan if level is None else level
                faulty[row] = level is None and bool(applies[row])
        there = ~np.isnan(numbers)
        if criterion.normalise:
            faulty |= np.isinf(numbers)
        else:
            faulty |= there & ((numbers < 0) | (numbers > top) | (numbers != np.floor(numbers)))
        return cls(np.where(faulty, np.nan, numbers), least, applies, faulty)

    def points(self, criterion: Criterion, scale: Array) -> Array:
        if criterion.normalise:
            return np.round(points_of(criterion.normalise, self.numbers), DIGITS)
        known = ~np.isnan(self.numbers)
        return np.where(known, scale[np.where(known, self.numbers, 0).astype(np.intp)], np.nan)


def _number(cell: object) -> float | str:
    """Return the number of a cell, NaN for a missing one, or the text that it holds; `?` for anything else."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (int, float, np.integer, np.floating)) and not isinstance(cell, bool):
        return float(cell)
    import pandas as pd

    return float("nan") if cell is None or cell is pd.NA or cell is pd.NaT else "?"


def _least(text: str, top: int) -> int | None:
    status, level = parse_rating(text)
    return level if status == "at-least" and level is not None and 0 < level < top else None


def _faults(frame: pd.DataFrame, rubric: Rubric, wrong: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    rows = rows_of(frame)
    for row, name in wrong[:MOST_TOLD]:
        top = rubric.scale_of(name).top
        least = f", or 1+ to {top - 1}+ for at least" if top > 1 else ""
        wanted = "a number" if rubric.by_id[name].normalise else f"a whole number from 0 to {top}{least}"
        yield Problem("levels", repr(frame[name].tolist()[row]), wanted, key=f"{rows[row].plan_id}, {name}")
    if len(wrong) > MOST_TOLD:
        yield Problem("levels", f"{len(wrong)} cells in all, of which these are the first {MOST_TOLD}", "")


def results_of(
    rubric: Rubric, weightings: Sequence[Weighting], laid: Laid, rows: Sequence[FrameRow]
) -> tuple[tuple[RankedResult, ...], ...]:
    """Return a row of results for each weighting, in the order of the frame: the numbers of `study_of`."""
    ready = [Ready.of(rubric, (weighting,)) for weighting in weightings]
    tree, cells, values = ready[0].tree, laid.cells, laid.cells.values  # noqa: PD011  (an array)
    there = ~np.isnan(values) & cells.applicable
    rated = np.asarray(there.any(axis=1))
    parts = [np.stack([_numbers(tree, one, cells, rated, start) for one in ready]) for start in _starts(len(rows))]
    means, low, high, coverage, weighed = np.moveaxis(np.concatenate(parts, axis=2), 1, 0)
    totals = np.where(np.isnan(means), np.nan, within(means, low, high))
    void = np.array([float(one.void[0]) for one in ready])
    ranked = np.asarray(~np.isnan(totals) & enough(rubric, coverage), dtype=bool)
    ranked &= ~np.array([is_void(rubric, share) for share in void.tolist()], dtype=bool)[:, None]
    anyone = ranked.any(axis=0)
    everyone = np.broadcast_to(there[anyone if anyone.any() else slice(None)].all(axis=0), there.shape)
    shared = [Matrix(tree, values, everyone).score(one.local)[0] for one in ready]
    ends = np.stack([low, high, low, high])
    numbers = Numbers(totals, means, np.stack(shared), ranked, coverage, ends, weighed > 0, void)
    return verdicts_of(rubric, weightings, [row.plan_id for row in rows], _gates(rubric, tree, laid), numbers)


def _starts(rows: int) -> range:
    return range(0, rows, BLOCK)


def _numbers(tree: Tree, ready: Ready, cells: Cells, rated: Mask, start: int) -> Array:
    """Return mean, low, high, coverage and whether anything weighs, shape (5, rows), of one block of rows."""
    some, local = slice(start, start + BLOCK), ready.local
    applies, covered, values = cells.applicable[some], cells.covered[some], cells.values  # noqa: PD011  (an array)
    ends = [Matrix(tree, end[some], applies).score(local)[0] for end in (values, cells.low, cells.high)]
    if applies.all():
        weight = ready.stated.criteria[0, 0]
        coverage, whole = (covered * weight).sum(axis=1), np.full(len(covered), weight.sum())
    else:
        weights = path_weights(tree, local, applies).criteria[0]
        coverage, whole = (weights * covered).sum(axis=1), weights.sum(axis=1)
    return np.stack([np.where(rated[some], ends[0], np.nan), *ends[1:], coverage, whole])


def _gates(rubric: Rubric, tree: Tree, laid: Laid) -> list[GateCount]:
    """Return the gates that nobody assessed; a frame of levels trips none."""
    names = [name for name in tree.criteria if name in rubric.grading.gates]
    at = [tree.criteria.index(name) for name in names]
    unassessed = (laid.cells.applicable & ~laid.cells.covered & ~laid.at_least)[:, at].tolist()
    counts: dict[tuple[bool, ...], GateCount] = {}
    for row in map(tuple, unassessed):
        if row not in counts:
            counts[row] = GateCount((), tuple(name for name, is_open in zip(names, row, strict=True) if is_open))
    return [counts[row] for row in map(tuple, unassessed)]
