"""The table of a reading reads back as it was written."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.lens_reading import LensRow
from evaluator.read.text.table import parse_table, write_table
from evaluator.scoring.lens.look import LensContext, look_through
from evaluator.scoring.lens.rows import lens_rows
from tests.scoring.small import card_of

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()


@pytest.mark.parametrize("name", RUBRIC.lenses)
def test_rows_hold_outcome_numbers_lines_and_years(name, tmp_path):
    ratings = {c.id: k % 5 for k, c in enumerate(RUBRIC.criteria)} | {"non-punishment": "contrary"}
    card = card_of(RUBRIC, ratings)
    reading = look_through(RUBRIC.lenses[name], card, LensContext(LIBRARY.standards, LIBRARY.shared_facts, card))
    rows = lens_rows([reading])
    kinds = [row.kind for row in rows]
    assert kinds.count("outcome") == 1
    assert kinds.count("number") == len(reading.numbers)
    assert kinds.count("line") == len(reading.lines)
    assert kinds.count("year") == len(reading.years)
    problems = []
    assert parse_table(tmp_path / "lens.csv", write_table(rows, LensRow), LensRow, problems=problems).rows == rows
    assert problems == []
