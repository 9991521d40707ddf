"""Units in a table: their rubric, their period, their country's code."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.read.checks.units import check_units, is_country
from evaluator.read.layers import Layers
from evaluator.read.units import read_units
from evaluator.read.whole import check_library

HEAD = "unit_id,iso3,country,rubric,from,to\n"


def found(tmp_path, *lines):
    folder = tmp_path / "countries"
    folder.mkdir(exist_ok=True)
    (folder / "units.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    problems = []
    table = read_units(Layers((folder,)), problems)
    assert table is not None
    assert problems == []
    return [
        (p.line, p.key, p.severity, str(p).partition(": ")[2]) for p in check_units(table, ["hdi", "public-record"])
    ]


def test_a_sound_unit_is_no_problem(tmp_path):
    assert found(tmp_path, "ALB-2020,ALB,Albania,hdi,2020,2020", "XKX-2020,XKX,Kosovo,hdi,2020-04,2021") == []


def test_a_rubric_that_is_not_there_and_a_period_that_runs_backwards_are_faults(tmp_path):
    one, other = found(tmp_path, "ALB-2020,ALB,Albania,hdl,2020,2020", "SRB-2020,SRB,Serbia,hdi,2020-04,2019-05")
    assert one[:3] == (2, "rubric", "fault")
    assert "Did you mean 'hdi'?" in one[3]
    assert other[:3] == (3, "to", "fault")
    assert "'2019-05', before the beginning '2020-04'" in other[3]


def test_a_code_that_no_country_has_is_a_warning(tmp_path):
    ((line, key, severity, words),) = found(tmp_path, "ALN-2020,ALN,Albania,hdi,2020,2020")
    assert (line, key, severity) == (2, "iso3", "warning")
    assert "a code of ISO 3166-1" in words


@pytest.mark.parametrize(
    ("code", "known"), [("USA", True), ("AAA", True), ("QMA", True), ("QLA", False), ("ZZZ", True), ("US", False)]
)
def test_codes_that_are_left_to_users_are_known_too(code, known):
    assert is_country(code) is known


def test_a_check_of_the_library_reads_the_units(tmp_path):
    found(tmp_path, "ALB-2020,ALB,Albania,no-such,2020,2020")
    assert any("no-such" in str(problem) for problem in check_library(Library.open(), [tmp_path]))


def test_units_at_fault_in_form_are_told_by_the_library_too(tmp_path):
    (tmp_path / "countries").mkdir()
    (tmp_path / "countries" / "units.csv").write_text(HEAD + "x,,,,,\n", encoding="utf-8")
    with pytest.raises(InvalidInputError):
        _ = Library.open(tmp_path).unit_facts
