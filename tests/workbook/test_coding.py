"""A coder's header and ratings on their way in; see test_import.py for whole sheets."""

from __future__ import annotations

from evaluator.model.assessment import CodingFile
from evaluator.read.yaml_file import read_yaml
from evaluator.workbook.coding import header_text
from evaluator.workbook.score_sheet import new_coding


def test_a_header_is_written_so_that_it_reads_back(desk, tmp_path):
    header = new_coding(desk.assessment, desk.rubric, "b").header
    file = tmp_path / "b.yaml"
    file.write_text(header_text(header), encoding="utf-8")
    assert CodingFile.model_validate(read_yaml(file).content) == header


def test_the_fingerprint_of_the_rubric_is_written_when_the_assessment_is_final(desk, hand):
    desk.bring(desk.export("b"), start=True)
    assert next(c for c in desk.assessment.codings if c.header.coder == "b").header.rubric_sha256 == ""
    sheet = hand(desk.export("b", "final")).entry("coder", "state", "final").entry("coder", "text_read.extent", "whole")
    desk.bring(sheet.save())
    header = next(c for c in desk.assessment.codings if c.header.coder == "b").header
    assert (header.state, header.rubric_sha256) == ("final", desk.rubric.sha256)


def test_two_sheets_may_not_change_the_header_in_two_ways(desk, hand):
    import pytest

    from evaluator.errors import InvalidInputError

    desk.bring(desk.export("b"), start=True)
    one = hand(desk.export("b", "one")).entry("coder", "interests", "none").save()
    two = hand(desk.export("b", "two")).entry("coder", "interests", "works for the ministry").save()
    with pytest.raises(InvalidInputError, match="the header of the assessment was changed here"):
        desk.bring(one, two)
