"""The XLSForm of a survey, as ODK reads it."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from evaluator.workbook.forms.survey import survey_workbook, xlsform
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


def test_each_group_is_asked_in_the_words_for_it(tmp_path):
    _, text = converted(tmp_path, "none", ("en",))
    shown = dict(re.findall(r'nodeset="[^"]*/(q0_\w+)"[^>]*relevant="([^"]*)"', text))
    assert "'police'" in shown["q0_official"]
    assert "'ngo'" in shown["q0_practice"]
    assert "= ''" in shown["q0_evaluator"]
    first = survey_workbook(survey_of(), RUBRIC, 1, group="survivors")
    sheets = openpyxl.load_workbook(io.BytesIO(first))
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Nobody asks what happened to you" in cell for cell in cells)
    assert any(cell.startswith("survivors: ") for cell in cells)


def test_of_the_answers_points_alone_can_be_written():
    made = openpyxl.load_workbook(io.BytesIO(survey_workbook(survey_of(), RUBRIC, 1)))
    page = made["Answers"]
    assert page.protection.sheet
    assert all(
        cell.protection.locked == (cell.column_letter != "F") for row in page.iter_rows(min_row=3) for cell in row
    )


def offered(survey):
    (rule,) = [
        rule
        for rule in openpyxl.load_workbook(io.BytesIO(survey_workbook(survey, RUBRIC, 1)))
        .worksheets[0]
        .data_validations.dataValidation
        if str(rule.sqref) == "C6"
    ]
    return rule.formula1.strip('"').split(",")


def test_the_list_offers_each_group_once_whatever_its_words_hold():
    survey = survey_of()
    assert [choice.partition(":")[0] for choice in offered(survey)] == list(survey.groups)
    group = survey.groups["police"]
    wordy = group.model_copy(update={"label": {"en": "Police, " + "prosecution and border service " * 9}})
    long = survey.model_copy(update={"groups": {**survey.groups, "police": wordy}})
    assert offered(long) == list(survey.groups)


@pytest.mark.slow
@pytest.mark.needs("java")
@pytest.mark.parametrize("form", ["whole", "tick", "none"])
def test_odk_validate_takes_it(tmp_path, form):
    assert converted(tmp_path, form, validate=True)[0] == []
