"""Rows for every format."""

from __future__ import annotations

import json

from evaluator import contrast
from evaluator.contrast.tables import SECTIONS, document, study_tables
from tests.contrast.synthetic import three_plans, toy_rubric


def test_every_section_has_a_table_and_survives_json():
    study = contrast(three_plans(), toy_rubric())
    tables = study_tables(study)
    assert [table.name for table in tables] == list(SECTIONS)[: len(tables)]
    found = json.loads(json.dumps(document(study, tables)))
    assert found["scores"][0]["rank"] == 1
    assert len(found["scores"]) == 9
    assert found["common_criteria"] == list(study.common)


def test_without_ranks_plans_stand_in_the_order_given():
    tables = {
        table.name: table for table in study_tables(contrast(three_plans(), toy_rubric(), ["rights"]), ranks=False)
    }
    assert [(row.plan_id[:3], row.rank, row.common_rank) for row in tables["scores"].rows] == [
        ("AAA", None, None),
        ("BBB", None, None),
        ("CCC", None, None),
    ]
