"""Answers as they come back: what is read, what is left out and named, what is refused."""

from __future__ import annotations

import json

import pytest

from evaluator.errors import EvaluatorError
from evaluator.workbook.back.survey import read_inbox
from evaluator.workbook.forms.survey import survey_workbook
from tests.surveys.simulated import RUBRIC, book_of, survey_of

BOOK = book_of()
POINTS = {"a01": 50, "a02": 100, "a03": 80}


def text(**changed):
    said = {"survey": "trial", "version": 1, "group": "ngo", "method": "points", "order": 7, "points": POINTS}
    return json.dumps({**said, **changed})


def read(tmp_path, **files):
    for name, content in files.items():
        path = tmp_path / name.replace("__", ".")
        path.write_bytes(content) if isinstance(content, bytes) else path.write_text(content, encoding="utf-8")
    return read_inbox(tmp_path, BOOK)


def told(reading):
    return [problem.words for problem in reading.problems]


def points_of(reading):
    return {answer.code: answer.points for answer in reading.answers}


def test_a_saved_file_is_read_whole(tmp_path):
    got = read(tmp_path, a__json=text())
    assert not got.problems
    assert points_of(got) == POINTS
    assert {(a.respondent, a.group, a.method, a.order) for a in got.answers} == {("r0001", "ngo", "points", 7)}


def test_an_e_mail_that_was_quoted_and_wrapped_is_read_alike(tmp_path):
    whole = text()
    wrapped = "\n".join(f"> {whole[at : at + 40]}" for at in range(0, len(whole), 40))
    mail = f"From: a@example.org\nSubject: trial\nContent-Type: text/plain; charset=utf-8\n\nHello\n{wrapped}\n"
    assert points_of(read(tmp_path, a__eml=mail)) == POINTS
    (tmp_path / "a.eml").unlink()
    assert points_of(read(tmp_path, b__txt=f"Dear all,\n{wrapped}\nbye")) == POINTS


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (text(version=2), "trial version 2. Give trial version 1"),
        (text(survey="other"), "other version 1. Give trial version 1"),
        (text()[:60], "no answer in this file"),
        (text().replace("100", "10 0,"), "cut or changed on the way"),
        (text(points={}), "no question is answered"),
        (text(points={"a01": 100}), "fewer than two areas"),
        (text(points={"a01": 0, "a02": 0}), "fewer than two areas"),
        (text(points=[1]), "no points"),
        ("a photo?", "no answer in this file"),
        ("{" * 100_000 + "}", "cut or changed on the way"),
        ("\x00\x01", "control character"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_the_reason(tmp_path, content, why):
    got = read(tmp_path, a__txt=content, good__json=text())
    assert got.people == 1
    (problem,) = got.problems
    assert problem.severity == "fault"
    assert problem.path == "a.txt"
    assert "refused" in problem.found
    assert why in problem.words


def test_a_file_of_another_kind_is_refused(tmp_path):
    assert "a file .jpg" in told(read(tmp_path, photo__jpg=b"\xff\xd8", good__json=text()))[0]
    (tmp_path / "photo.jpg").unlink()
    assert "refused" in told(read(tmp_path, a__xlsx=b"PK no book", good__json=text()))[0]


@pytest.mark.parametrize("value", [150, -1, "abc", "NaN", "1e999", True, [5], {"a": 1}])
def test_a_value_off_the_scale_is_left_out_and_named_and_the_rest_is_kept(tmp_path, value):
    got = read(tmp_path, a__json=text(points={**POINTS, "a04": value}))
    assert points_of(got) == POINTS
    assert "left out" in told(got)[0]


def test_a_blank_is_no_zero_and_no_fault(tmp_path):
    got = read(tmp_path, a__json=text(points={**POINTS, "a04": "", "a05": None}))
    assert points_of(got) == POINTS
    assert not got.problems


def test_an_unknown_code_and_an_unknown_group_are_named(tmp_path):
    got = read(tmp_path, a__json=text(group="spies", points={**POINTS, "z99": 5}))
    assert points_of(got) == POINTS
    assert {answer.group for answer in got.answers} == {""}
    assert ["'spies'" in line or "'z99'" in line for line in told(got)] == [True, True]


def test_the_same_answer_again_is_refused_and_the_first_is_named(tmp_path):
    got = read(tmp_path, a__json=text(), b__txt=f"again: {text()}")
    assert got.people == 1
    assert "the same answer as in a.json" in told(got)[0]


def test_points_under_100_are_rescaled_and_equal_points_flagged(tmp_path):
    low = read(tmp_path, a__json=text(points={"a01": 30, "a02": 10}))
    assert "the highest is 30, rescaled" in told(low)[0]
    (tmp_path / "a.json").unlink()
    flat = read(tmp_path, b__json=text(points=dict.fromkeys(("a01", "a02", "a03"), 100)))
    assert "flagged and kept" in told(flat)[0]
    assert flat.people == 1


def test_beads_are_a_budget_and_need_no_hundred(tmp_path):
    got = read(tmp_path, a__json=text(method="beads", points={"a01": 12, "a02": 8}))
    assert not got.problems
    assert {answer.method for answer in got.answers} == {"beads"}


def test_respondents_are_numbered_by_lot(tmp_path):
    files = {f"{k:02}__json": text(order=k, points={"a01": 100, "a02": k}) for k in range(40)}
    got = read(tmp_path, **files)
    order = [answer.order for answer in got.answers if answer.code == "a01"]
    assert sorted(order) == list(range(40))
    assert order != list(range(40))


def test_an_export_of_odk_is_read_with_its_groups_its_consent_and_its_semicolons(tmp_path):
    head = "consent;group;survey_id;survey_version;g0/a01;g0/a02;g0/q0;_uuid"
    rows = ["yes;ngo;trial;1;100;50;;u1", "no;ngo;trial;1;10;100;;u2", "yes;police;trial;1;100;50;;u3"]
    got = read(tmp_path, odk__csv="\n".join([head, *rows]))
    assert told(got) == ["a row without consent, left out. Give consent yes."]
    assert got.people == 2
    assert {answer.group for answer in got.answers} == {"ngo", "police"}


def test_an_e_mail_of_an_unknown_script_is_refused(tmp_path):
    mail = f"From: a@example.org\nContent-Type: text/plain; charset=nothing-8\n\n{text()}"
    got = read(tmp_path, a__eml=mail, good__json=text())
    assert got.people == 1
    assert "an e-mail that cannot be read" in told(got)[0]


def test_a_table_that_no_reader_can_take_is_refused(tmp_path):
    got = read(tmp_path, odk__csv='group,a01,a02\nngo,"' + "1" * 200_000 + '",50\n', good__json=text())
    assert got.people == 1
    assert "a table that cannot be read" in told(got)[0]


def test_answers_that_are_equal_but_for_their_number_count_once_and_are_named(tmp_path):
    rows = "group,a01,a02,_id\n" + "".join(f"ngo,100,50,{at}\n" for at in range(20)) + "ngo,100,60,20\n"
    files = {"odk__csv": rows, "a__json": text(order=1), "b__json": text(order=2), "c__json": text(group="police")}
    got = read(tmp_path, **files)
    assert got.people == 4
    alike = {problem.path: problem for problem in got.problems if "equal but for" in problem.found}
    assert {name: problem.severity for name, problem in alike.items()} == {"a.json": "warning", "odk.csv": "warning"}
    assert "a.json, b.json" in alike["a.json"].found
    assert all(f"odk.csv row {row}" in alike["odk.csv"].found for row in range(2, 22))
    assert "row 22" not in alike["odk.csv"].found
    kept = read_inbox(tmp_path, BOOK, keeps_equal=True)
    assert kept.people == 24
    assert [problem.severity for problem in kept.problems if "equal but for" in problem.found] == ["warning"] * 2


def test_rows_of_an_export_without_a_number_count_once_too(tmp_path):
    assert read(tmp_path, odk__csv="group,a01,a02\n" + "ngo,100,50\n" * 5).people == 1


def test_a_row_that_comes_twice_with_its_number_is_refused(tmp_path):
    got = read(tmp_path, odk__csv="group,a01,a02,_id\n" + "ngo,100,50,7\n" * 20)
    assert got.people == 1
    assert [problem.severity for problem in got.problems] == ["fault"] * 19


def test_a_workbook_that_was_filled_in_is_read_alike(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "answers-001.xlsx"
    path.write_bytes(survey_workbook(survey_of(), RUBRIC, 1))
    book = openpyxl.load_workbook(path)
    head, body = book["Read first"], book["Answers"]
    keys = [cell.value for cell in body[1]]
    for row in body.iter_rows(min_row=3):
        if row[0].value in POINTS:
            row[keys.index("points")].value = POINTS[row[0].value]
    row = next(row for row in head.iter_rows(min_row=3) if row[0].value == "group")
    row[2].value = "ngo: NGOs and providers of services"
    book.save(path)
    got = read_inbox(tmp_path, BOOK)
    assert not got.problems
    assert points_of(got) == POINTS
    assert {(answer.group, answer.order) for answer in got.answers} == {("ngo", 1)}


def test_each_copy_has_an_order_of_its_own_and_two_lists_by_lot():
    books = {number: survey_workbook(survey_of(), RUBRIC, number) for number in (1, 2)}
    assert books[1] != books[2]
    assert books[1] == survey_workbook(survey_of(), RUBRIC, 1)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(EvaluatorError, match="0 files"):
        read_inbox(tmp_path, BOOK)
    with pytest.raises(EvaluatorError, match="no such folder"):
        read_inbox(tmp_path / "none", BOOK)
