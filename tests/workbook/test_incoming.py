"""One book on its way in: the rows it was made from, and sheets that are gone."""

from __future__ import annotations

import dataclasses

from evaluator.model.assessment import CodingFile, Rating
from evaluator.workbook.back.import_ import read_sheet
from evaluator.workbook.back.incoming import Incoming
from evaluator.workbook.back.log import Stamp
from evaluator.workbook.back.stage import Stage
from evaluator.workbook.sheet.rows import Notes


def test_a_book_knows_the_rows_it_was_made_from_and_tells_what_is_gone(desk, tmp_path):
    book = read_sheet(desk.export("a"))
    stage = Stage(tmp_path, desk.library.layers, "XXA-2020-2023", desk.rubric)
    found = Incoming(book, desk.assessment, desk.rubric, stage, Notes("x"), Stamp("2026", "a"))
    assert len(found.base_rows("ratings", Rating)) == 5
    assert found.entries("nothing", CodingFile, {}) is None  # was never exported, as by an earlier version
    lost = dataclasses.replace(book, grids=())
    found = dataclasses.replace(found, book=lost)
    assert found.entries("coder", CodingFile, {}) is None
    found.clash("A!B1", "a row", None)
    assert [p.found for p in found.notes.problems] == [
        "no sheet 'Your assessment', or its hidden first row was deleted",
        "a row was changed here, and in the files too since the sheet was exported (deleted there)",
    ]
