"""Checks of anchors.csv: the form of fingerprints and boxes, and that no passage is listed twice."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.anchor import QUADS_WORDS, Anchor, boxes_of
from evaluator.model.schema import SHA256
from evaluator.read.text_files.table import ReadTable

MEND = "Write the row by the command `passage add`, not by hand."


def check_anchor_rows(table: ReadTable[object] | None) -> Iterator[Problem]:
    """Yield the faults of the rows themselves; `evaluator check` checks the source files that they point to."""
    if table is None:
        return
    seen: dict[Anchor, int] = {}
    for at, row in table.each(Anchor):
        for name in ("source_sha256", "text_sha256"):
            if not SHA256.fullmatch(getattr(row, name)):
                found = repr(getattr(row, name))
                yield table.problem(at, name, found, "64 digits and letters a to f, as SHA-256 is written", MEND)
        yield from _box_faults(table, at, row)
        if row in seen:
            found = f"the passage of line {table.lines[seen[row]]} again"
            yield table.problem(at, "evidence_id", found, "each passage once", "Remove the row.")
        seen.setdefault(row, at)


def _box_faults(table: ReadTable[object], at: int, row: Anchor) -> Iterator[Problem]:
    try:
        boxes = boxes_of(row.quads)
    except ValueError:
        yield table.problem(at, "quads", repr(row.quads), QUADS_WORDS, MEND)
        return
    if boxes and row.page is None:
        yield table.problem(at, "page", "boxes and no page", "the page that the boxes are on", MEND)
    elif row.page is not None and not boxes:
        yield table.problem(at, "quads", "a page and no boxes", QUADS_WORDS, MEND)
