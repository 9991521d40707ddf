"""The XLSForm of a survey, as ODK reads it."""

from __future__ import annotations

import re

import pytest

from evaluator.workbook.forms.survey import xlsform
from tests.surveys.simulated import RUBRIC, survey_of

xls2xform = pytest.importorskip("pyxform.xls2xform")


def converted(tmp_path, form, languages=("en", "sr-Cyrl"), *, validate=False):
    path = tmp_path / f"{form}.xlsx"
    path.write_bytes(xlsform(survey_of(form, languages=languages), RUBRIC))
    warnings = xls2xform.xls2xform_convert(path, path.with_suffix(".xml"), validate=validate)
    return warnings, path.with_suffix(".xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["whole", "tick", "none"])
def test_it_converts_without_a_warning_and_asks_every_item_once(tmp_path, form):
    warnings, text = converted(tmp_path, form)
    assert warnings == []
    codes = re.findall(r'<input ref="[^"]*/([acrs]\d\d)"', text)
    assert len(codes) == len(set(codes)) == {"whole": 5 + 10 + 74, "tick": 5 + 10 + 74 + 5, "none": 15}[form]


def test_two_lists_are_dealt_by_lot_and_each_pair_is_as_likely(tmp_path):
    _, text = converted(tmp_path, "whole")
    assert "once(int(random() * 10))" in text
    dealt = [len(re.findall(r"/lot +=", relevant)) for relevant in re.findall(r'relevant="([^"]*/lot[^"]*)"', text)]
    assert dealt == [4] * 5


@pytest.mark.slow
@pytest.mark.needs("java")
@pytest.mark.parametrize("form", ["whole", "tick", "none"])
def test_odk_validate_takes_it(tmp_path, form):
    assert converted(tmp_path, form, validate=True)[0] == []
