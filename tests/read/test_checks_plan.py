"""Dates at their precision, and criteria that are named; the faults have their files in tests/bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.dates import is_before
from evaluator.model.plan import Measure, MoneyLine
from evaluator.read.assessment import read_assessment
from evaluator.read.checks.plan import parts_of, worth
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder
from evaluator.read.rubric import read_rubric

PLAN = "countries/XXS/plans/XXS-2020-2022"
FRAME = """\
coder: a
state: draft
coded: 2021-05
problem:
  - {code: organised-crime, passages: [{source_id: S1, locator: p. 1, note: in the first line}]}
words:
  victim: {count: 0, source_id: S1, locator: pp. 1-20}
"""
ORIGINS = """\
drafted_by: [{value: MOI, source_id: S1, locator: p. 2}, {value: io, source_id: S1, locator: p. 2}]
adopted_under: [{value: unknown}, {value: treaty, source_id: S2, locator: art. 1}]
"""
ROWS = [
    Measure(measure_id="O", level="objective", text="x"),
    Measure(measure_id="A", parent_id="O", level="activity", text="x"),
    Measure(measure_id="T", parent_id="A", level="task", text="x"),
    Measure(measure_id="B", level="activity", text="x"),
]


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2004", "2005", True),
        ("2005", "2005-12", False),
        ("2005-12", "2005", False),
        ("2005-11", "2005-12", True),
        ("2005-12-30", "2005-12", False),
        ("", "2005", False),
        ("2005", "", False),
    ],
)
def test_a_date_is_before_another_only_if_all_of_it_is(first, second, before):
    assert is_before(first, second) is before


@pytest.fixture(scope="module")
def rubric():
    return read_rubric(Path(__file__).resolve().parents[1] / "data" / "sound" / "rubrics" / "small")


@pytest.fixture
def own(tmp_path):
    (tmp_path / PLAN).mkdir(parents=True)
    return tmp_path


def read(own: Path, sound: Path, rubric):
    country = Layers((own / "countries" / "XXS", sound / "countries" / "XXS"))
    return read_assessment(PlanFolder(country, country.below("plans").below("XXS-2020-2022"), "XXS-2020-2022"), rubric)


def test_a_frame_comes_with_its_passages_and_is_fingerprinted(own, sound, rubric):
    (own / PLAN / "framing.yaml").write_text(FRAME, encoding="utf-8")
    found = read(own, sound, rubric)
    assert found.framing is not None
    assert [(item.code, item.passages[0].locator) for item in found.framing.part("problem")] == [
        ("organised-crime", "p. 1")
    ]
    assert found.framing.words["victim"].count == 0
    assert f"plans/{PLAN[-13:]}/framing.yaml" in found.files


def test_a_plan_without_the_file_has_no_frame(own, sound, rubric):
    assert read(own, sound, rubric).framing is None


def test_who_drafted_is_a_body_of_the_table_or_a_kind_of_body(own, sound, rubric):
    head = (sound / PLAN / "plan.yaml").read_text(encoding="utf-8")
    (own / PLAN / "plan.yaml").write_text(head + ORIGINS, encoding="utf-8")
    plan = read(own, sound, rubric).plan
    assert [body.value for body in plan.drafted_by] == ["MOI", "io"]
    assert [occasion.value for occasion in plan.adopted_under] == ["unknown", "treaty"]


def test_a_passage_without_a_place_is_refused(own, sound, rubric):
    (own / PLAN / "framing.yaml").write_text(FRAME.replace("locator: p. 1,", 'locator: "",'), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"framing\.yaml:5:65: .*Give a text that is not empty"):
        read(own, sound, rubric)


def line(line_id: str, measure: str = "", years: str = "", **cells) -> MoneyLine:
    first, _, last = years.partition("-")
    plain = {"state": "amount", "amount": 1.0, "currency": "EUR"}
    return MoneyLine(line_id, measure, first, last or first, **{**plain, **cells})


LINES = [
    line("a20", "A", "2020", funder_kind="state"),
    line("a21", "A", "2021", funder_kind="donor"),
    line("t20", "T", "2020", funder_kind="state"),
    line("b20", "B", "2020", funder_kind="state"),
    line("usd", "B", "2020", currency="USD"),
    line("zero", "B", "2020", state="zero", amount=None, currency=""),
    line("held", "A", "2020", counted_in="a20"),
    line("sum", "A", "2020-2021", total_of="measure"),
    line("word", "A", "2020", state="own-no-amount", amount=None),
]


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        (line("s", "A", total_of="measure"), ["a20", "a21"]),
        (line("s", "A", "2020", total_of="measure"), ["a20"]),
        (line("s", "O", total_of="chapter"), ["a20", "a21", "t20"]),
        (line("s", total_of="plan"), ["a20", "a21", "t20", "b20", "zero"]),
        (line("s", years="2020", total_of="plan"), ["a20", "t20", "b20", "zero"]),
        (line("s", years="2020-2021", total_of="plan", funder_kind="donor"), ["a21"]),
        (line("s", total_of="plan", currency="USD"), ["usd", "zero"]),
        (line("s", total_of="chapter"), []),
    ],
)
def test_a_sum_is_of_its_rows_years_funder_and_currency(total, parts):
    assert [part.line_id for part in parts_of(total, LINES, ROWS)] == parts


def test_lines_that_name_their_sum_are_its_parts_and_no_others():
    assert [part.line_id for part in parts_of(line("a20", "A"), LINES, ROWS)] == ["held"]


def test_a_line_is_worth_its_amount_in_units():
    assert worth(line("x", amount=2.5, unit_factor=1000.0)) == 2500
    assert worth(line("x", state="zero", amount=None)) == 0
