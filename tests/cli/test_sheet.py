"""`evaluator sheet` from the command line."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture(autouse=True)
def _time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")


def export(small_call, *more):
    return small_call("sheet", "export", "XXA", "--rubric", "small", "--coder", "b", *more)


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
    assert back.stdout == "b  the sheet changes nothing, so nothing was written\n"
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
    assert "It knows whose it is: `evaluator sheet import 'my sheet.xlsx'" in said
    taken = small_call("sheet", "import", "my sheet.xlsx")
    assert taken.exit_code == 0, taken.output


def test_a_sheet_that_is_there_is_not_written_over(small_call):
    export(small_call)
    again = export(small_call)
    assert again.exit_code == 2
    assert "exists already, and may hold ratings" in again.stderr
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
    small_call("sheet", "export", "XXA", "--rubric", "small", "--coder", "a")
    name = "XXA-2020-2023.small.a.xlsx"
    edit(name, "witness-protection", "level", 2)
    back = small_call("sheet", "import", "XXA", name, "--rubric", "small", "--reason", "p. 5 read again")
    assert "a  witness-protection (" in back.stdout
    assert "1 -> 2 (p. 5 read again)" in back.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--coder", "Jane Doe"], "is not a coder's code"),
        (["--coder", "log"], "is not a coder's code"),
        (["--coder", "b", "--lang", "sq"], "no language of the sheets is called 'sq'"),
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
    done = small_call("sheet", "upgrade", "XXA", "--rubric", "small", "--coder", "a")
    assert done.exit_code == 1
    assert small_call("score", "XXA", "--rubric", "small").exit_code == 1


def test_ratings_of_the_present_version_are_left_as_they_are(small_call, small):
    before = {path: path.read_bytes() for path in small.rglob("*.[cy]*") if path.is_file()}
    done = small_call("sheet", "upgrade", "XXA", "--rubric", "small")
    assert (done.exit_code, done.stdout) == (0, "a: of version 0.1.0 already\n")
    assert {path: path.read_bytes() for path in small.rglob("*.[cy]*") if path.is_file()} == before


def filled_in(path):
    """Fill the workbook of a plan that no library has, as a person does who never saw a file of it."""
    book = openpyxl.load_workbook(path)
    pages = {str(page["A1"].value).removeprefix("evaluator/").rpartition("/")[0].strip("/"): page for page in book}

    def write(mark, row, **values):
        keys = [str(cell.value).rpartition("/")[2] for cell in pages[mark][1]]
        for key, value in values.items():
            pages[mark].cell(row, keys.index(key) + 1).value = value

    def entry(mark, **values):
        page = pages[f"pairs/{mark}"]
        rows = {page.cell(n, 1).value: n for n in range(3, page.max_row + 1)}
        for key, value in values.items():
            write(f"pairs/{mark}", rows[key.replace("__", ".")], value=value)

    entry("country", roles__1__role="destination", roles__1__from="2001", roles__1__source="S1")
    entry("plan", titles__en="An invented plan", sources="S1", rows__basis="whole", rows__in_plan="2")
    entry("plan", text_read__measures="whole", text_read__text="whole")
    entry("coder", text_read__measures="whole", text_read__text="whole")
    write("table/sources", 3, source_id="S1", title="An invented plan", kind="plan", url="https://example.org/plan")
    write("table/institutions", 3, institution_id="moj", name="Ministry of Justice", kind="ministry")
    for row in (3, 4):
        measure = {"measure_id": f"M{row}", "level": "activity", "text": "x", "lead_ids": "Ministry of Justice"}
        write("table/measures", row, **measure)
    write("table/evidence", 3, source_id="S1", locator="p. 1", object="plan", note="A unit protects witnesses")
    rated = pages["ratings/law-enforcement"]
    at = next(n for n in range(3, rated.max_row + 1) if rated.cell(n, 1).value == "witness-protection")
    given = {"level": 2, "confidence": "high", "evidence_ids": "a-E1", "reason": "one measure"}
    write("ratings/law-enforcement", at, **given)
    book.save(path)


def test_a_new_country_and_plan_begin_with_an_empty_workbook_and_the_import_makes_all_files(call, tmp_path):
    own = tmp_path / "own"
    folder = ("--library", own)
    out = call("sheet", "export", "IRL-2023-2027", "--coder", "a", *folder)
    assert out.exit_code == 0, out.output
    assert (
        "whose first sheet gives the order, and read it back:\n  evaluator sheet import IRL-2023-2027 IRL-"
        in out.stderr
    )
    assert not own.exists()
    filled_in("IRL-2023-2027.a.xlsx")
    back = call("sheet", "import", "IRL-2023-2027", "IRL-2023-2027.a.xlsx", *folder)
    assert back.exit_code == 0, back.output
    assert "IRL-2023-2027 is new in your folder, and its files were begun." in back.stderr
    assert "Next: `evaluator report IRL-2023-2027" in back.stderr
    assert 'en: "Ireland"' in (own / "countries" / "IRL" / "country.yaml").read_text(encoding="utf-8")
    measures = (own / "countries/IRL/plans/IRL-2023-2027/measures.csv").read_text(encoding="utf-8")
    assert "To be filled in" not in measures
    assert measures.count("moj") == 2
    assert call("check", own / "countries", *folder).exit_code == 0
    assert re.search(r"^a  \d+ first ratings?$", back.stdout, re.MULTILINE)
    assert "witness-protection" in call("explain", "IRL", "witness-protection", *folder).stdout


def test_an_empty_workbook_of_a_new_plan_that_comes_back_untouched_begins_nothing(call, tmp_path):
    own = tmp_path / "own"
    call("sheet", "export", "IRL-2023-2027", "--coder", "a", "--library", own)
    back = call("sheet", "import", "IRL-2023-2027", "IRL-2023-2027.a.xlsx", "--library", own)
    assert back.exit_code == 0, back.output
    assert "the sheet changes nothing, so nothing was written" in back.stdout
    assert not (own / "countries").exists()


def test_years_that_run_backwards_begin_no_plan(call):
    refused = call("sheet", "export", "IRL-2027-2023", "--coder", "a")
    assert refused.exit_code == 2
    assert "'IRL-2027-2023' ends before it starts" in refused.stderr


def test_a_workbook_knows_its_plan_and_its_rubric(small_call):
    assert small_call("sheet", "export", "XXA", "--rubric", "small", "--coder", "b").exit_code == 0
    back = small_call("sheet", "import", "XXA-2020-2023.small.b.xlsx", "--start")
    assert back.exit_code == 0, back.output
    wrong = small_call("sheet", "import", "XXA-2020-2023.small.b.xlsx", "--rubric", "first-look")
    assert wrong.exit_code == 2
    none = small_call("sheet", "import", "XXA")
    assert (none.exit_code, "FILE" in none.stderr) == (2, True)
