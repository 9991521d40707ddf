"""`evaluator sheet` from the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest


@pytest.fixture(autouse=True)
def _time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")


def export(small_call, *more):
    return small_call("sheet", "export", "XXA", "--rubric", "small", "--assessor", "b", *more)


def edit(path, criterion, key, value):
    book = openpyxl.load_workbook(path)
    for page in book.worksheets:
        keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
        for row in page.iter_rows(min_row=3):
            if row[0].value == criterion and key in keys:
                row[keys.index(key)].value = value
    book.save(path)


def test_a_sheet_goes_out_and_comes_back(small_call, small):
    done = export(small_call)
    assert done.exit_code == 0, done.output
    assert "Written: XXA-2020-2023.small.b.xlsx" in done.stderr
    back = small_call("sheet", "import", "XXA", "XXA-2020-2023.small.b.xlsx", "--rubric", "small")
    assert back.exit_code == 0, back.output
    assert back.stdout == "b  nothing is changed by the sheet, so nothing was written\n"
    folder = small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "assessments" / "small"
    assert not (folder / "b.csv").exists()
    back = small_call("sheet", "import", "XXA", "XXA-2020-2023.small.b.xlsx", "--rubric", "small", "--start")
    assert back.stdout == "b  no rating changed\n"
    assert (folder / "b.csv").is_file()
    assert "2026-01-02T03:04:05Z" in (folder / "log.csv").read_text(encoding="utf-8")


def test_a_sheet_of_another_rubric_is_answered_with_the_command_that_takes_it(small_call):
    export(small_call, "--out", "my sheet.xlsx")
    refused = small_call("sheet", "import", "XXA", "my sheet.xlsx")
    assert refused.exit_code == 2
    said = " ".join(refused.stderr.split())
    assert "Import it with `evaluator sheet import XXA-2020-2023 'my sheet.xlsx' --rubric small" in said
    taken = small_call("sheet", "import", "XXA-2020-2023", "my sheet.xlsx", "--rubric", "small")
    assert taken.exit_code == 0, taken.output


def test_a_sheet_that_is_there_is_not_written_over(small_call):
    export(small_call)
    again = export(small_call)
    assert again.exit_code == 2
    assert "is there already, and may hold ratings" in again.stderr
    assert export(small_call, "--force").exit_code == 0


def test_csv_goes_into_a_folder(small_call):
    assert export(small_call, "--format", "csv", "--out", "csv").exit_code == 0
    assert Path("csv", "_meta.csv").is_file()
    back = small_call("sheet", "import", "XXA-2020-2023", "csv", "--rubric", "small")
    assert back.exit_code == 0, back.output


def test_faults_name_their_cells_and_can_be_marked(small_call):
    export(small_call)
    name = "XXA-2020-2023.small.b.xlsx"
    edit(name, "witness-protection", "level", "many")
    back = small_call("sheet", "import", "XXA", name, "--rubric", "small", "--marked")
    assert back.exit_code == 2
    assert "1 fault in the input; nothing was written." in back.stderr
    assert "Law enforcement!G" in back.stderr
    assert Path("XXA-2020-2023.small.b.faults.xlsx").is_file()


def test_changes_are_told_with_their_reasons(small_call):
    small_call("sheet", "export", "XXA", "--rubric", "small", "--assessor", "a")
    name = "XXA-2020-2023.small.a.xlsx"
    edit(name, "witness-protection", "level", 2)
    back = small_call("sheet", "import", "XXA", name, "--rubric", "small", "--reason", "p. 5 read again")
    assert "a  witness-protection (" in back.stdout
    assert "1 -> 2 (p. 5 read again)" in back.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--assessor", "Jane Doe"], "is no coder's code"),
        (["--assessor", "log"], "is no coder's code"),
        (["--assessor", "b", "--lang", "sq"], "no language of the rubric is called 'sq'"),
    ],
)
def test_what_cannot_be_made_is_told(small_call, options, words):
    done = small_call("sheet", "export", "XXA", "--rubric", "small", *options)
    assert done.exit_code == 2
    assert words in done.stderr


def test_ratings_are_carried_over_to_a_later_rubric(small_call, small):
    rubric = small / "rubrics" / "small"
    for path, old, new in (
        (rubric / "rubric.yaml", "version: 0.1.0", "version: 1.0.0"),
        (rubric / "criteria" / "witness-protection.yaml", "meaning_version: 1", "meaning_version: 2"),
    ):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    dry = small_call("sheet", "upgrade", "XXA", "--rubric", "small", "--dry-run")
    assert dry.exit_code == 1
    assert "a: 4 ratings carried over from 0.1.0 to 1.0.0" in dry.stdout
    assert "rate again: " in dry.stdout
    done = small_call("sheet", "upgrade", "XXA", "--rubric", "small", "--assessor", "a")
    assert done.exit_code == 1
    assert small_call("score", "XXA", "--rubric", "small").exit_code == 1
