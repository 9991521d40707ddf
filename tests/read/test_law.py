"""The law beside a plan: rows of law.csv, each fault at its cell, and twins that answer in their place."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from evaluator.library import Library
from evaluator.model.grading import GateCap
from evaluator.model.law import NOT_READ, LawRow
from evaluator.model.law_block import law_block
from evaluator.model.schema import columns_of
from evaluator.pipeline import evaluate, outcomes
from evaluator.read.whole import check_library
from evaluator.scoring.lift import lift

ROOT = Path(__file__).resolve().parents[2]
PLAN = "BRA-2018-2022"
HEAD = [column.name for column in columns_of(LawRow)]
RUBRIC = Library.open().rubric()
SOUND = {
    "criterion_id": "unconditional-assistance", "gives": "contrary", "article": "Act 1, art. 2", "since": "2017",
    "text_of": "2019-05-01", "extent": "whole", "source_ids": "BRA-C6", "says": "Help is for who testifies",
}  # fmt: skip
TWIN = {
    "criterion_id": "non-punishment-law", "criterion_version": "1", "status": "rated", "level": "3",
    "confidence": "high", "evidence_ids": "E38", "reason": "Who was compelled is spared", "article": "Act 1, art. 9",
    "version": "print of 2018", "since": "2017", "text_of": "2018", "extent": "whole",
}  # fmt: skip
NO_ARTICLE = dict.fromkeys(("article", "version", "extent", "since", "text_of"), "")
CODER = """assessment_id: BRA-2018-2022.law-and-practice.z
rubric: law-and-practice
rubric_version: {version}
coder: z
capacity: assessor
state: draft
text_read: {{measures: none, text: none}}
"""


def write(path, head, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        made = csv.DictWriter(file, head, restval="", lineterminator="\n")
        made.writeheader()
        made.writerows(rows)


def with_law(tmp_path, *rows):
    """Return a library in which the law beside Brazil's plan is these rows alone, unless a twin was written before."""
    folder = tmp_path / "countries" / "BRA" / "plans" / PLAN
    if not (folder / "assessments").exists():
        with_twin(tmp_path, **NO_ARTICLE)
    write(folder / "law.csv", HEAD, [SOUND | row for row in rows])
    return Library.open(tmp_path)


def with_twin(tmp_path, **changed):
    """Write a rating of law and practice for the same plan."""
    folder = tmp_path / "countries" / "BRA" / "plans" / PLAN / "assessments" / "law-and-practice"
    folder.mkdir(parents=True, exist_ok=True)
    version = Library.open().rubric("law-and-practice").version
    (folder / "z.yaml").write_text(CODER.format(version=version), encoding="utf-8")
    row = TWIN | changed
    write(folder / "z.csv", list(row), [row])


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ({"criterion_id": "raid-safeguards"}, "criterion_id", "raid-safeguards"),  # no law may answer it
        ({"criterion_id": "no-such-criterion"}, "criterion_id", "no-such-criterion"),
        ({"source_ids": "BRA-X9"}, "source_ids", "BRA-X9"),
        ({"source_ids": ""}, "source_ids", "an empty cell"),
        ({"since": "2023-02-01", "text_of": "2024"}, "since", "after the plan's end"),
        ({"since": "", "text_of": "2024"}, "text_of", "after the plan's end"),
        ({"since": "2001", "until": "2017-12-31"}, "until", "before the plan's start"),
        ({"since": "2012", "until": "2011"}, "until", "before 2012"),
        ({"since": "2020", "text_of": "2019"}, "text_of", "older than the wording"),
        ({"article": ""}, "article", "an empty cell"),
        ({"level": "1"}, "level", "a level beside contrary"),
        ({"gives": "meets"}, "level", "no level beside meets"),
        ({"gives": "meets", "level": "2"}, "gives", "meets at level 2"),
        ({"gives": "in-part", "level": "3"}, "gives", "in-part at level 3"),
        ({"gives": "meets", "level": "9"}, "level", "level 9"),
    ],
)
def test_a_row_that_cannot_be_the_law_beside_the_plan_is_a_fault_at_its_cell(tmp_path, row, column, found):
    path = tmp_path / "countries" / "BRA" / "plans" / PLAN / "law.csv"
    told = check_library(with_law(tmp_path, row), [path])
    faults = [(one.key, one.found) for one in told if one.severity == "fault"]
    assert any(key == column and found in said for key, said in faults), faults
    assert {one.line for one in told if one.severity == "fault"} == {2}


def test_an_article_whose_copy_nobody_can_open_is_a_fault(tmp_path):
    (tmp_path / "countries" / "BRA").mkdir(parents=True)
    path = tmp_path / "countries" / "BRA" / "sources.csv"
    shutil.copyfile(ROOT / "countries" / "BRA" / "sources.csv", path)
    with path.open("a", encoding="utf-8") as file:
        file.write("BRA-X1,Act in a drawer,Parliament,law,2017,pt,Latn,,,2026-01-01,,,\n")
    library = with_law(tmp_path, {"source_ids": "BRA-X1"})
    told = check_library(library, [tmp_path / "countries" / "BRA" / "plans" / PLAN / "law.csv"])
    assert [(one.key, "BRA-X1" in one.found) for one in told if one.severity == "fault"] == [("source_ids", True)]


def test_a_contrary_law_trips_the_gate_and_moves_no_score(tmp_path):
    shipped = evaluate(Library.open().assessment(PLAN, RUBRIC), RUBRIC)
    library = with_law(tmp_path, {})
    card = evaluate(library.assessment(PLAN, RUBRIC), RUBRIC)
    assert (card.score, card.coverage, card.bounds) == (shipped.score, shipped.coverage, shipped.bounds)
    assert card.grade.tripped == ("unconditional-assistance",)
    assert card.grade.highest == "D"
    assert [gate.state for gate in card.gates if gate.criterion_id == "unconditional-assistance"] == ["tripped"]


def test_no_step_of_the_plan_lifts_what_the_law_breaches(tmp_path):
    shipped = evaluate(Library.open().assessment(PLAN, RUBRIC), RUBRIC)
    high = RUBRIC.model_copy(
        update={"grading": RUBRIC.grading.model_copy(update={"gate_caps": (GateCap(tripped=1, at_most="E"),)})}
    )
    card = evaluate(with_law(tmp_path, {}).assessment(PLAN, high), high)
    assert lift(shipped).reachable
    assert (card.grade.cause, lift(card).reachable) == ("score", False)


def test_what_was_not_read_is_said_of_every_question_that_a_law_may_answer(tmp_path):
    found = outcomes(with_law(tmp_path, {}).assessment(PLAN, RUBRIC), RUBRIC)
    gives = {one.criterion_id: one.law.gives for one in found if one.law is not None}
    assert set(gives) == {criterion.id for criterion in RUBRIC.criteria if criterion.statute}
    assert {name for name, given in gives.items() if given != NOT_READ} == {"unconditional-assistance"}


def test_the_rating_of_a_twin_is_the_cell(tmp_path):
    with_twin(tmp_path)
    assessment = with_law(tmp_path).assessment(PLAN, RUBRIC)
    (side,) = assessment.law
    assert (side.criterion_id, side.gives, side.level, side.article) == ("non-punishment", "meets", 3, "Act 1, art. 9")
    assert (side.since, side.text_of, side.twin, side.rubric_id) == (
        "2017", "2018", "non-punishment-law", "law-and-practice",
    )  # fmt: skip
    assert any("law-and-practice/z.csv" in name for name in assessment.files)  # a report carries what it rests on


@pytest.mark.parametrize(
    ("changed", "gives"),
    [
        ({"level": "2"}, ("in-part", 2, False)),
        ({"level": "2", "status": "at-least"}, ("in-part", 2, True)),
        ({"level": "3", "status": "at-least"}, ("meets", 3, True)),
        ({"level": "0"}, ("nothing", 0, False)),
        ({"criterion_id": "residence-law", "level": "1"}, ("contrary", 0, False)),
        ({"criterion_id": "residence-law", "level": "1", "status": "at-least"}, ("in-part", 1, True)),
    ],
)
def test_the_level_of_a_twin_decides_what_the_law_gives(tmp_path, changed, gives):
    with_twin(tmp_path, **changed)
    (side,) = with_law(tmp_path).assessment(PLAN, RUBRIC).law
    assert (side.gives, side.level, side.is_least) == gives


def test_a_level_that_names_no_article_answers_nothing(tmp_path):
    with_twin(tmp_path, **NO_ARTICLE)
    assert with_law(tmp_path).assessment(PLAN, RUBRIC).law == ()


def test_a_row_where_the_twin_answers_is_a_fault(tmp_path):
    with_twin(tmp_path)
    library = with_law(tmp_path, {"criterion_id": "non-punishment"})
    told = check_library(library, [tmp_path / "countries" / "BRA" / "plans" / PLAN / "law.csv"])
    assert [(one.key, "non-punishment-law" in one.found) for one in told if one.severity == "fault"] == [
        ("criterion_id", True)
    ]


def test_the_title_counts_silences_that_the_law_fills_or_contradicts(tmp_path):
    library = with_law(
        tmp_path, {}, {"criterion_id": "document-security", "gives": "meets", "level": "3"},
        {"criterion_id": "labour-market-access", "gives": "meets", "level": "3"},  # rated in the plan: no silence
    )  # fmt: skip
    block = law_block(evaluate(library.assessment(PLAN, RUBRIC), RUBRIC), {})
    filled, opposed, silent = block.title.claims
    assert (filled.ids, opposed.ids) == (("document-security",), ("unconditional-assistance",))
    assert (filled.of, opposed.of, silent.number) == (21, 21, sum(row.status == "silent" for row in block.rows))
    assert [row.state for row in block.rows[:3]] == ["contrary", "meets", "meets"]


def test_a_second_score_is_told_only_where_two_thirds_were_read(tmp_path):
    names = [criterion.id for criterion in RUBRIC.criteria if criterion.statute]
    rows = [{"criterion_id": name, "gives": "meets", "level": "3"} for name in names[:14]]
    few = evaluate(with_law(tmp_path, *rows[:13]).assessment(PLAN, RUBRIC), RUBRIC)
    card = evaluate(with_law(tmp_path, *rows).assessment(PLAN, RUBRIC), RUBRIC)
    assert few.plan_or_law is None
    assert card.plan_or_law > card.score == few.score
    weaker = [row | {"gives": "in-part", "level": "1"} for row in rows]  # the higher of both: a weak law takes nothing
    assert card.score <= evaluate(with_law(tmp_path, *weaker).assessment(PLAN, RUBRIC), RUBRIC).plan_or_law


def test_a_twin_that_does_not_exist_is_one_fault_at_its_cell_and_blames_no_row_and_no_folder(tmp_path):
    """Brazil's own rows and proposals are read under the rubric that has the fault: they are as sound as before."""
    shutil.copytree(ROOT / "rubrics" / "four-paradigms", tmp_path / "rubrics" / "four-paradigms")
    shutil.copytree(ROOT / "countries" / "BRA", tmp_path / "countries" / "BRA")
    for coder in tmp_path.glob("countries/BRA/plans/*/assessments/*/*.yaml"):
        coder.write_text(coder.read_text(encoding="utf-8").replace("kind: machine\n", ""), encoding="utf-8")
    path = tmp_path / "rubrics" / "four-paradigms" / "criteria" / "non-punishment.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("law_twin: non-punishment-law", "law_twin: no-such-thing"), encoding="utf-8")
    told = [str(one) for one in check_library(Library.open(tmp_path), [tmp_path]) if one.severity == "fault"]
    assert len(told) == 1, told
    assert "non-punishment.yaml:43:" in told[0]
    assert "law twin 'no-such-thing'" in told[0]
