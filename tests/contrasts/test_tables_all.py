"""Rows for every format: every section has its tables, and JSON holds them all."""

from __future__ import annotations

import dataclasses
import json
import pickle

import pytest

from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.naming import ASKED, path_title
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.contrasts.study import study_of
from evaluator.contrasts.tables.all import SECTION_OF, document, drawn_scores, frame_of, tables_of
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.facts import TierPlacement
from evaluator.model.schema import columns_of
from evaluator.model.sentence import Spoken
from evaluator.pipeline import contrast, leave_one_out
from evaluator.read.text_files.table import write_table
from tests.contrasts.synthetic import (
    ALIKE,
    CRITERIA,
    LEAVES,
    STANCES,
    choices,
    rubric_of_two_groups,
    three_plans,
    toy_assessment,
    toy_rubric,
)
from tests.marking import unsaid


@pytest.fixture(scope="module")
def found():
    rubric = rubric_of_two_groups(contrast=choices().model_copy(update={"draws": 500}))
    beside = ContrastContext(
        placements=(TierPlacement(iso3="AAA", year=2011, tier="2", evidence="text"),), left_out=leave_one_out
    )
    return findings_of(contrast(three_plans(), rubric), ContrastOptions(sections=SECTIONS), beside)


def test_every_table_is_named_and_belongs_to_its_section(found):
    tables = {table.name: table for table in tables_of(found, SECTIONS)}
    own = {name: section for name, section in SECTION_OF.items() if section not in ASKED}  # these: test_asked
    own.pop("void")  # a table that nothing is known for is left out: test_void
    assert {name: tables[name].section for name in own} == own
    assert set(tables) == {*own, "method"}


def test_every_row_has_the_declared_columns_and_survives_csv_and_json(found):
    tables = tables_of(found, SECTIONS)
    for table in tables:
        assert table.rows, table.name
        names = [column.name for column in columns_of(table.row)]
        assert names == [field.name for field in dataclasses.fields(table.row)]
        assert all(type(row) is table.row for row in table.rows)
        assert len(write_table(table.rows, table.row).splitlines()) >= len(table.rows) + 1
    loaded = json.loads(json.dumps(document(found, tables), allow_nan=False))
    assert loaded["base_weighting"] == "equal"
    assert loaded["scores"][0]["rank"] == 1
    assert len(loaded["scores"]) == 15
    assert loaded["common_criteria"] == list(found.study.common)


def test_only_the_sections_asked_for_are_there(found):
    assert [t.name for t in tables_of(found, ("scores", "weights"))] == [
        "scores", "common-order", "weights", "prevailed", "method",
    ]  # fmt: skip


def test_without_ranks_no_table_tells_one(found):
    tables = {table.name: table for table in tables_of(found, SECTIONS, ranks=False)}
    assert not {"ranks", "acceptability", "crossings", "attainable-ranks", "stability"} & set(tables)
    text = json.dumps(document(found, list(tables.values())))
    assert '"rank": 1' not in text
    assert "goes from rank" not in text
    assert {row.rank_before for row in tables["leave-one-out"].rows} == {None}
    assert [row.plan_id[:3] for row in tables["scores"].rows[:3]] == ["AAA", "BBB", "CCC"]
    assert tables["levels"].rows, "levels stand without ranks"


PRINTED = {
    "moves": ("text",),
    "blind-spot": ("text",),
    "tiers": ("why",),
    "association": ("text",),
    "flips": ("text",),
    "attainable-ranks": ("text",),
    "stability": ("below", "above"),
    "sensitivity": ("words",),
    "method": ("about", "text"),
}


@pytest.mark.parametrize("ranks", [True, False])
def test_rows_keep_sentences_that_can_be_said_in_another_language_whole(found, ranks):
    plans = [*found.study.plan_ids, *(w.id for w in found.study.weightings)]
    titles = [path_title(found.study.rubric, name) for name in (*LEAVES, *CRITERIA, "plan-quality")]
    data = [*plans, *titles, "paradigms", *STANCES, *LEAVES]
    for table in tables_of(found, SECTIONS, ranks=ranks):
        rows = [row for row in table.rows if getattr(row, "kind", "total") == "total"]
        for text in [getattr(row, name) for row in rows for name in PRINTED.get(table.name, ())]:
            assert isinstance(text, Spoken) or text == "", (table.name, text)
            assert not text or unsaid(text, data) == "", text
    left = {row.kind: row.title for table in tables_of(found, SECTIONS) if table.name == "leave-one-out"
            for row in table.rows}  # fmt: skip
    assert unsaid(left["source-kind"], ["ngo"]) == ""


def test_sentences_survive_a_copy_to_another_process(found):
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  (made here)
    told = [row.text for table in tables_of(again, SECTIONS) if table.name == "method" for row in table.rows]
    assert all(isinstance(text, Spoken) for text in told)
    assert told == [row.text for row in tables_of(found, SECTIONS)[-1].rows]


def test_every_table_is_a_frame_under_its_contract(found):
    for table in tables_of(found, SECTIONS):
        frame = table.frame()
        assert list(frame.columns) == [column.label for column in columns_of(table.row)]
        assert len(frame) == len(table.rows)


def test_a_table_of_a_study_is_a_frame_and_one_that_cannot_be_told_says_why():
    study = contrast(three_plans(), toy_rubric())
    assert list(frame_of(study, "scores")["plan_id"].unique()) == list(study.plan_ids)
    with pytest.raises(UnknownNameError, match="Did you mean 'scores'"):
        frame_of(study, "score")
    with pytest.raises(EvaluatorError, match="states no choices for it"):
        frame_of(study, "acceptability")


def drawing_rubric():
    """Return the toy rubric with its choices for draws."""
    return toy_rubric().model_copy(update={"contrast": choices()})


def test_a_plan_alike_in_all_has_one_score_under_any_weights():
    study = contrast([*three_plans(), toy_assessment("DDD-2010-2012", ALIKE)], drawing_rubric())
    drawn = drawn_scores(study, 40, 1, study.weightings[0].id)
    assert list(drawn.columns) == list(study.plan_ids)
    assert drawn["DDD-2010-2012"].tolist() == pytest.approx([0.5] * 40)
    assert drawn["AAA-2010-2012"].nunique() == 40


def test_a_plan_under_the_least_coverage_is_drawn_as_well():
    study = contrast([*three_plans(), toy_assessment("DDD-2010-2012", {"migration.control": 4})], drawing_rubric())
    drawn = drawn_scores(study, 10, 1, study.weightings[0].id)
    assert drawn["DDD-2010-2012"].dropna().tolist() == pytest.approx([1.0] * 10)


def test_what_has_no_weight_in_the_weighting_gets_none():
    study = contrast(three_plans(), drawing_rubric(), ["police", "equal"])
    assert drawn_scores(study, 30, 1, "police").equals(drawn_scores(study, 30, 1, "police"))
    assert not drawn_scores(study, 30, 1, "police").equals(drawn_scores(study, 30, 1, "equal"))
    with pytest.raises(KeyError):
        drawn_scores(study, 1, 0, "rights")


def test_a_rubric_without_choices_for_draws_says_so():
    study = contrast(three_plans(), drawing_rubric())
    bare = study_of(study.rubric.model_copy(update={"contrast": None}), study.weightings, study.entrants)
    with pytest.raises(EvaluatorError, match="states no choices for draws"):
        drawn_scores(bare, 10, 0, study.weightings[0].id)
