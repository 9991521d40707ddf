"""Formats are made once each; what is asked is open and text, what is given is locked."""

from __future__ import annotations

import io

import xlsxwriter

from evaluator.model.rubric import Rubric
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.pen import Pen


def test_a_format_is_made_once():
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        book.add_worksheet()
        pen = Pen(book, Labels(Rubric.model_construct(translations={})))
        assert pen.form("input") is pen.form("input")
        assert (pen.form("input").locked, pen.form("shown").locked) == (0, 1)
        assert pen.form("input").num_format == "@"
