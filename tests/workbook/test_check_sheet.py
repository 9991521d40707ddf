"""Coverage and range by formula: what the sheet shows is what scoring gives."""

from __future__ import annotations

import dataclasses
import re

import openpyxl
import pytest

from evaluator.model.aggregation import Aggregation
from evaluator.pipeline import evaluate, outcomes
from evaluator.workbook.sheet.check_sheet import check_sheet
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.score_sheet import Coder, score_book


def checked(book):
    return next(sheet for sheet in book.sheets if sheet.kind == "check")


@pytest.mark.parametrize(("plan", "coder"), [("ALB-2005-2007", "a"), ("SRB-2017-2018", "a"), ("ALB-2005-2007", "new")])
def test_it_shows_the_coverage_and_the_bounds_that_scoring_gives(shipped, plan, coder):
    rubric = shipped.rubric()
    assessment = shipped.assessment(plan, rubric)
    if coder == "new":
        assessment = dataclasses.replace(assessment, codings=(), agreed=())
    card = evaluate(assessment, rubric, assessor=coder if coder != "new" else None)
    found = checked(score_book(assessment, rubric, Coder(coder), "1"))
    root = found.rows[0]
    assert root[found.at("answered")] == pytest.approx(card.coverage)
    assert root[found.at("low")] == pytest.approx(card.bounds[0], abs=1e-6)
    assert root[found.at("high")] == pytest.approx(card.bounds[1], abs=1e-6)


def test_a_node_adds_up_the_rows_of_its_children_and_no_others(desk):
    found, rubric = checked(desk.book("b")), desk.rubric
    for key in ("applies", "answered", "low", "high"):
        for node in {row[0] for row in found.rows} - set(rubric.by_id):
            at = next(k for k, row in enumerate(found.rows) if row[0] == node)
            (formula,) = [text for (row, name), text in found.formulas.items() if (row, name) == (at, key)]
            named = {found.rows[int(row) - 3][0] for row in re.findall(r"[A-Z]+([0-9]+)[*]", formula)}
            assert named == set(rubric.children[node]), (node, key)


def test_what_a_node_shows_applies_once_and_is_the_mean_of_its_children(desk):
    """In each node the shown numbers are those that its formulas give of the shown numbers below."""
    found, rubric = checked(desk.book("b")), desk.rubric
    rows = {
        row[0]: {key: row[found.at(key)] for key in ("weight", "applies", "answered", "low", "high")}
        for row in found.rows
    }
    for node in set(rows) - set(rubric.by_id):
        weights = {child: rows[child]["weight"] * rows[child]["applies"] for child in rubric.children[node]}
        total = sum(weights.values())
        assert rows[node]["applies"] == (total > 0)
        for key in ("answered", "low", "high") if total else ():
            mean = sum(weight * rows[child][key] for child, weight in weights.items()) / total
            assert rows[node][key] == pytest.approx(mean, abs=1e-9), (node, key)


def test_a_row_looks_its_rating_up_by_its_criterion_so_that_sorting_changes_nothing(desk):
    opened = openpyxl.load_workbook(desk.export("b"))
    page = opened["15 Check"]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == "witness-protection")
    level = page.cell(row, 5).value
    assert level.startswith("=IFERROR(TRIM(INDEX('10 Law enforcement'!$G$3:$G$")
    assert f"MATCH($A{row},'10 Law enforcement'!$A$3:" in level
    low = page.cell(row, 9).value
    assert f"""INDEX({{0.0,0.25,0.5,0.75,1.0}},1,IFERROR(VALUE(SUBSTITUTE(E{row},"+","")),-1)+1)""" in low
    assert (
        f"""AND(OR(D{row}="at-least",AND(OR(D{row}="",D{row}="not-assessed"),RIGHT(E{row})="+")),LEN(F{row})>0""" in low
    )


def test_what_no_coder_rates_stands_as_it_is_known(desk):
    found = checked(desk.book("b"))
    assert {found.rows[at][0] for at, key in found.formulas if key == "status"} == rated(desk)
    computed = next(row for row in found.rows if row[0] == "deadlines")
    outcome = next(o for o in outcomes(desk.assessment, desk.rubric) if o.criterion_id == "deadlines")
    points = desk.rubric.scale_of("deadlines").points
    assert computed[-5:-1] == (1, float(outcome.covered), points[outcome.low_level], points[outcome.high_level])


def rated(desk):
    return {row[0] for s in desk.book("b").sheets if s.kind == "ratings" for row in s.rows}


def test_where_the_score_is_no_weighted_mean_there_is_no_such_sheet(desk):
    rubric = desk.rubric.model_copy(update={"aggregation": Aggregation(kind="geometric")})
    assert check_sheet(desk.assessment, rubric, "b", (), Labels(rubric)) is None


def test_the_first_sheet_repeats_coverage_and_range(desk):
    first = openpyxl.load_workbook(desk.export("b")).worksheets[0]
    found = {row[0].value: row[1].value for row in first.iter_rows() if row[0].value}
    assert found["Share of the weight that is assessed"] == "='15 Check'!H3"
    assert found["The score will be at least"] == "='15 Check'!I3"
    assert found["The score will be at most"] == "='15 Check'!J3"


def test_each_question_says_what_its_level_follows(desk):
    found = next(s for s in desk.book("b").sheets if s.kind == "check")
    told = {row[0]: row[found.at("follows")] for row in found.rows}
    kinds = {c.id: c.kind for c in desk.rubric.criteria}
    assert told["witness-protection"] == "your rating, as you type"
    rows = {told[name] for name, kind in kinds.items() if kind == "computed"}
    assert rows == {"the rows of the plan, as they were at the export"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"level": "2+"}, (0, 0.5, 1)),
        ({"status": "at-least", "level": 3}, (0, 0.75, 1)),
        ({"status": "rated", "level": 3}, (1, 0.75, 0.75)),
        ({"status": "at-least", "level": 3, "evidence_ids": ""}, (0, 0, 1)),
    ],
)
def test_a_spreadsheet_program_shows_at_least_from_its_level_up(desk, hand, converted, cells, shown):
    given = {"confidence": "low", "evidence_ids": "E1", "reason": "as far as read", **cells}
    path = hand(desk.export("b")).rate("witness-protection", **given).save(desk.papers / "calc.xlsx")
    page = openpyxl.load_workbook(converted(path), data_only=True)["15 Check"]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == "witness-protection")
    assert tuple(page.cell(row, at).value for at in (8, 9, 10)) == shown
