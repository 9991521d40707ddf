"""`evaluator plan` from the command line."""

from __future__ import annotations

import openpyxl
import pytest

FOLDER = ("countries", "XXA", "plans", "XXA-2020-2023")
STATUSES = """measure_id,as_of,status,reason_for_delay,evidence_ids,reported_by,note
M1,2022,done,,,government,
M1,2022,partly,no budget,,assessor,
M4,2023-12,under-way,,,government,
"""


@pytest.fixture(autouse=True)
def _flagship(small):
    """Leave out the ratings: a plan is followed whatever it was rated by."""


@pytest.fixture
def followed(small):
    (small.joinpath(*FOLDER) / "implementation.csv").write_text(STATUSES, encoding="utf-8")
    return small


def test_rates_are_shown_with_their_denominators(small_call, followed):
    done = small_call("plan", "status", "XXA-2020-2023")
    assert done.exit_code == 0, done.output
    assert "XXA-2020-2023, as of 2023-12" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("plan") and "government" in line)
    assert line.split()[3:] == ["5", "5", "2", "1", "0", "20", "%", "20", "%", "50", "%"]
    assert "M1: statements differ (government: done, assessor: partly); both stand." in done.stderr
    assert "M4: under way, says government, although its time was over by 2023-12." in done.stderr


def test_rows_and_csv(small_call, followed):
    rows = small_call("plan", "status", "XXA-2020-2023", "--rows", "--reported-by", "assessor").stdout
    assert "2022; no budget" in rows
    csv = small_call("plan", "status", "XXA-2020-2023", "--by", "objective", "--format", "csv").stdout
    assert "XXA-2020-2023,2023-12,objective,M0,government,5,5,2,1,0,1,0,0,3,0.2,0.2,0.5" in csv
    text = small_call("plan", "status", "XXA-2020-2023", "--by", "objective", "--by", "institution").stdout
    assert "An objective" in text
    assert "none named" in text


def test_nothing_recorded_and_a_wrong_date_are_told(small_call, followed):
    assert "write a date as YYYY" in small_call("plan", "status", "XXA-2020-2023", "--as-of", "soon").stderr
    (followed.joinpath(*FOLDER) / "implementation.csv").unlink()
    done = small_call("plan", "status", "XXA-2020-2023")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing is recorded of its implementation" in done.stderr
    dated = small_call("plan", "status", "XXA-2020-2023", "--by", "objective", "--as-of", "2023")
    assert (dated.exit_code, dated.stdout, dated.stderr) == (0, "", done.stderr)
    assert small_call("plan", "status", "XXA-2020-2023", "--as-of", "2023", "--quiet").output == ""
    asked = small_call("plan", "status", "XXA-2020-2023", "--reported-by", "ngo", "--as-of", "2023")
    assert asked.stdout.count("ngo") > 1
    assert asked.stderr == done.stderr


def test_a_date_or_reporter_that_nothing_fits_is_told(small_call, followed):
    early = small_call("plan", "status", "XXA-2020-2023", "--as-of", "2021")
    assert early.exit_code == 0, early.output
    assert early.stderr == "XXA-2020-2023: as of 2021 no row has information from government or assessor.\n"
    other = small_call("plan", "status", "XXA-2020-2023", "--reported-by", "ngo", "--rows")
    assert "as of 2023-12 no row has information from ngo." in other.stderr
    assert "no row has information" not in small_call("plan", "status", "XXA-2020-2023").stderr


def test_statuses_are_entered_in_a_workbook(small_call, followed):
    made = small_call("plan", "export", "XXA-2020-2023", "--out", "s.xlsx")
    assert made.exit_code == 0
    assert "Next: fill it in, then `evaluator plan record XXA-2020-2023 s.xlsx" in made.stderr
    assert small_call("plan", "export", "XXA-2020-2023", "--out", "s.xlsx").exit_code == 2
    book = openpyxl.load_workbook("s.xlsx")
    page = book["Implementation"]
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    waiting = next(n for n in range(3, page.max_row + 1) if page.cell(n, keys.index("status") + 1).value is None)
    assert page.cell(waiting, 1).value == "M2"  # the rows of the plan wait to be filled in
    for key, value in {"measure_id": "M2", "as_of": "2023", "status": "done", "reported_by": "ngo"}.items():
        page.cell(waiting, keys.index(key) + 1).value = value
    book.save("s.xlsx")
    done = small_call("plan", "record", "XXA-2020-2023", "s.xlsx")
    assert done.stdout == "4 statuses\n", done.output
    text = (followed.joinpath(*FOLDER) / "implementation.csv").read_text(encoding="utf-8")
    assert "M2,2023,done,,,ngo," in text
