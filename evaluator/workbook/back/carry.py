"""Workbooks of an earlier text of their rubric: each rating comes in whose criterion still asks what it asked then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.errors import Problem
from evaluator.model.assessment import Rating
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import SCALE, Rubric
from evaluator.panel.record import parse_rating
from evaluator.read.text_files.table import parse_table, write_table
from evaluator.workbook.sheet.grid import Grid, GridRow, ReadBook

LEVEL_LINE = re.compile(r"^[0-9]+  ", re.MULTILINE)  # as the sheet shows the levels of a criterion


@dataclass(frozen=True, slots=True)
class Carried:
    """A workbook as of the rubric's present text, and what of it stays behind, with a problem for each rating."""

    book: ReadBook
    left: frozenset[str]
    told: tuple[Problem, ...]


def carried(book: ReadBook, rubric: Rubric) -> Carried:
    """Return a workbook with the ratings of those criteria alone that still mean what they meant when it was exported.

    A criterion means the same if its `meaning_version` and the number of its levels are the same. Ratings of other
    criteria are named, each at its cell; so are those whose levels were reworded.
    """
    if book.meta.get("rubric_sha256") == rubric.sha256:
        return Carried(book, frozenset(), ())
    then = _meanings_at_export(book)
    exported = {row.criterion_id: row for row in _exported_ratings(book)}
    stays = {name: why for name, row in exported.items() if (why := _why_left_behind(row, rubric, then, book))}
    told = (*_left_behind(book, stays, rubric), *_reworded(book, stays, rubric, then))
    rows = [row for name, row in exported.items() if name not in stays]
    grids = tuple(_without_criteria(grid, stays) if grid.kind == "ratings" else grid for grid in book.grids)
    base = {**book.base, "ratings": write_table(rows, Rating)}
    meta = {**book.meta, "rubric_version": rubric.version, "rubric_sha256": ""}
    return Carried(replace(book, grids=grids, base=base, meta=meta), frozenset(stays), told)


def meanings_then(book: ReadBook, rubric: Rubric) -> dict[str, str]:
    """Return what each rating of a workbook rested on: as it says itself, or as now if its rubric is today's text."""
    return dict(rubric.meanings) if book.meta.get("rubric_sha256") == rubric.sha256 else _meanings_at_export(book)


def _meanings_at_export(book: ReadBook) -> dict[str, str]:
    try:
        found = json.loads(book.base.get("meanings", "{}"))
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}


def _exported_ratings(book: ReadBook) -> tuple[Rating, ...]:
    rows: tuple[Rating, ...] = parse_table(Path(book.path), book.base.get("ratings", ""), Rating, problems=[]).rows
    return rows


def _why_left_behind(row: Rating, rubric: Rubric, then: Mapping[str, str], book: ReadBook) -> str:
    """Return why a rating stays behind; empty if it comes in."""
    criterion = rubric.by_id.get(row.criterion_id)
    if criterion is None or not criterion.is_rated_by_hand:
        return "the rubric no longer asks it of a coder"
    if (row.criterion_version or 1) != criterion.meaning_version:
        return "its meaning changed"
    now = rubric.scale_of(criterion.id).levels
    before = _levels_then(row.criterion_id, rubric, then, book)
    return f"it had {before} levels and has {now}" if before not in (0, now) else ""


def _levels_then(name: str, rubric: Rubric, then: Mapping[str, str], book: ReadBook) -> int:
    """Return how many levels a criterion had; 0 if the workbook does not tell."""
    if rubric.by_id[name].scale is None and then.get(SCALE, "").isdecimal():
        return int(then[SCALE])
    return next(
        (len(LEVEL_LINE.findall(row.text("levels"))) for _, row in _rating_rows(book) if _criterion_id(row) == name), 0
    )


def _rating_rows(book: ReadBook) -> Iterator[tuple[Grid, GridRow]]:
    return ((grid, row) for grid in book.of_kind("ratings") for row in grid.rows)


def _criterion_id(row: GridRow) -> str:
    return row.text("criterion_id").strip()


def _without_criteria(grid: Grid, stays: Mapping[str, str]) -> Grid:
    return replace(grid, rows=tuple(row for row in grid.rows if _criterion_id(row) not in stays))


def _rating_in_short(row: GridRow) -> str:
    """Return what a row of the sheet rates, in short; empty if it rates nothing."""
    status, level = row.text("status").strip(), row.text("level").strip()
    if level and parse_rating(level)[1] is not None:
        return level
    return "" if status in ("", "not-assessed") else status


def _left_behind(book: ReadBook, stays: Mapping[str, str], rubric: Rubric) -> Iterator[Problem]:
    again = f"evaluator sheet export {book.meta.get('plan', '')}{with_rubric(rubric.id)}"
    for grid, row in _rating_rows(book):
        name, rating = _criterion_id(row), _rating_in_short(row)
        if name in stays and rating:
            mend = f"Rate it again in a new sheet: `{again}`." if name in rubric.by_id else ""
            found = f"{name}, rated {rating}, stays behind: {stays[name]}"
            yield Problem(book.path, found, "", mend, cell=grid.place(row.number, "level"), severity="warning")


def _reworded(book: ReadBook, stays: Mapping[str, str], rubric: Rubric, then: Mapping[str, str]) -> Iterator[Problem]:
    for grid, row in _rating_rows(book):
        name = _criterion_id(row)
        if _rating_in_short(row) and name not in stays and then.get(name, "") not in ("", rubric.meanings.get(name)):
            found, mend = f"the levels of {name} were reworded since", "See whether the rating still holds."
            yield Problem(book.path, found, "", mend, cell=grid.place(row.number, "level"), severity="note")
