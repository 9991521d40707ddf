"""Bodies that the import of a plan proposes stand in the sheet, and what a coder confirms there is linked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from evaluator.model.country import Institution
from evaluator.model.intake import BodyProposal
from evaluator.model.plan import Measure
from evaluator.read.text_files.table import read_table

PLAN = "XXA-2030-2033"
HTML = """<h1>Plan</h1><table>
<tr><th>No.<th>Activity<th>Responsible<th>Deadline
<tr><td>1.1<td>Train every judge<td>Ministry of Justice<td>Q2 2031
<tr><td>1.2<td>Open a new shelter<td>Zora<td>2031
<tr><td>1.3<td>Publish a yearly report<td>twice a year<td>2032
</table>"""


def rows_of(path: Path, row: type) -> list:
    return list(read_table(path, row, problems=[]).rows)


def fill(book: Path, sheet: str, written: dict[tuple[str, str], object]) -> None:
    """Write cells into a sheet of a workbook, each by a name in its row and the column's name in the hidden row."""
    opened = openpyxl.load_workbook(book)
    (at,) = [one for one in opened.sheetnames if one.endswith(f" {sheet}")]
    rows = list(opened[at].iter_rows())
    columns = {cell.value: cell.column for cell in rows[0]}
    for (name, key), value in written.items():
        (row,) = [row[0].row for row in rows if name in {cell.value for cell in row}]
        opened[at].cell(row, columns[key], value)
    opened.save(book)


@pytest.fixture
def planned(small_call: Callable, small: Path, tmp_path: Path) -> Path:
    """Return the folder of a plan whose own file was read, with three names that may be bodies."""
    file = tmp_path / "plan.html"
    file.write_text(HTML, encoding="utf-8")
    assert small_call("new", "plan", PLAN).exit_code == 0
    done = small_call("plan", "import", file, "--plan", PLAN, "--accept")
    assert "on the sheet Bodies to confirm (`evaluator" in done.stderr
    return small / "countries" / "XXA" / "plans" / PLAN


@pytest.fixture
def book(small_call: Callable, planned: Path, tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    assert small_call("sheet", "export", PLAN, "--coder", "a", "--out", path).exit_code == 0
    return path


def test_what_is_confirmed_in_the_sheet_becomes_a_body_and_leads_its_rows(small_call, planned, book, small):
    fill(book, "Bodies to confirm", {
        ("Ministry of Justice", "confirmed"): "yes",
        ("Zora", "confirmed"): "yes", ("Zora", "kind"): "ngo-local",
        ("twice a year", "confirmed"): "no",
    })  # fmt: skip
    done = small_call("sheet", "import", book, "--start")
    assert done.exit_code == 0, done.output
    assert "Bodies confirmed: 2; rows that got a lead: 2." in done.stderr
    bodies = {row.name: row for row in rows_of(small / "countries/XXA/institutions.csv", Institution)}
    assert (bodies["Ministry of Justice"].kind, bodies["Zora"].kind) == ("ministry", "ngo-local")
    leads = [row.lead_ids for row in rows_of(planned / "measures.csv", Measure)]
    assert leads == [(bodies["Ministry of Justice"].institution_id,), (bodies["Zora"].institution_id,), ()]
    said = {row.name: row.confirmed for row in rows_of(planned / "intake/bodies.csv", BodyProposal)}
    assert said == {"Ministry of Justice": "yes", "Zora": "yes", "twice a year": "no"}
    assert small_call("check", planned).exit_code == 0


def test_the_same_workbook_goes_on_after_its_bodies_are_linked(small_call, planned, book):
    fill(book, "Bodies to confirm", {("Ministry of Justice", "confirmed"): "yes"})
    assert small_call("sheet", "import", book, "--start").exit_code == 0
    fill(book, "Measures", {("Train every judge", "text"): "Judges are trained"})
    done = small_call("sheet", "import", book)
    assert done.exit_code == 0, done.output
    assert "Bodies confirmed" not in done.stderr
    (first, *_) = rows_of(planned / "measures.csv", Measure)
    assert first.text == "Judges are trained"
    assert len(first.lead_ids) == 1


def test_the_sheet_that_is_named_after_an_import_is_of_the_rubric_that_was_begun(small_call, planned, tmp_path):
    look = tmp_path / "look.xlsx"
    made = small_call("sheet", "export", PLAN, "--coder", "a", "--rubric", "first-look", "--out", look)
    assert made.exit_code == 0, made.output
    assert small_call("sheet", "import", look, "--start").exit_code == 0
    done = small_call("plan", "import", tmp_path / "plan.html", "--plan", PLAN, "--accept", "--replace")
    assert done.exit_code in (0, 1), done.output
    assert re.search(rf"sheet export {PLAN} --coder a --rubric first-look", done.stderr)


def test_a_body_without_a_kind_is_told_at_its_cell_and_nothing_is_written(small_call, planned, book):
    before = (planned / "intake/bodies.csv").read_bytes()
    fill(book, "Bodies to confirm", {("Zora", "confirmed"): "yes"})
    refused = small_call("sheet", "import", book, "--start")
    assert refused.exit_code == 2
    assert "Bodies to confirm!C" in refused.stderr
    assert "'Zora' is confirmed, and has no kind" in refused.stderr
    assert (planned / "intake/bodies.csv").read_bytes() == before


def test_without_the_plans_own_file_the_bodies_are_kept_and_the_command_that_links_is_named(
    small_call, planned, book, small
):
    (small / "documents" / f"{PLAN}.html").unlink()
    fill(book, "Bodies to confirm", {("Ministry of Justice", "confirmed"): "yes"})
    done = small_call("sheet", "import", book, "--start")
    assert done.exit_code == 0, done.output
    assert f"Bodies confirmed: 1; to link rows, `evaluator plan import FILE --plan {PLAN} --replace" in done.stderr
    assert [row.lead_ids for row in rows_of(planned / "measures.csv", Measure)] == [(), (), ()]


def test_a_plan_without_proposals_has_no_such_sheet(small_call, small, tmp_path):
    path = tmp_path / "b.xlsx"
    call = ("sheet", "export", "XXA-2020-2023", "--coder", "b", "--rubric", "small", "--out", path)
    assert small_call(*call).exit_code == 0
    assert not [name for name in openpyxl.load_workbook(path).sheetnames if name.endswith("Bodies to confirm")]


def test_proposals_with_a_fault_are_for_check_alone(small_call, planned):
    (planned / "intake/bodies.csv").write_text("institution_id,name\nZ,Zora,more\n", encoding="utf-8")
    assert small_call("sheet", "export", PLAN, "--coder", "b", "--out", planned / "b.xlsx").exit_code == 0
    assert small_call("check", planned).exit_code == 2
