"""Faults of what monitors asked, at their cells."""

from __future__ import annotations

import pytest

from evaluator.model.country import MonitorPoint
from evaluator.read.checks.monitoring import monitoring_faults, unknown_criteria
from evaluator.read.text_files.table import parse_table

HEAD = "point_id,monitor,round,published,source_id,place,strength,addressee,text,criterion_ids,repeats,outcome,"
HEAD += "outcome_source_id,outcome_place,note"
A = "A,GRETA,1,2012,S1,para 98,urges,authorities,pay,raids,,{outcome},{source},{place},"
B = "B,{monitor},2,{year},S2,para 40,urges,authorities,pay,,{repeats},,,,"


def table(tmp_path, *rows):
    problems = []
    found = parse_table(tmp_path / "monitoring.csv", "\n".join((HEAD, *rows, "")), MonitorPoint, problems=problems)
    assert problems == []
    return found


def told(found):
    return [(p.line, p.key, p.found) for p in found]


SOUND_A = A.format(outcome="not-done", source="S2", place="para 40")
SOUND_B = B.format(monitor="GRETA", year="2016", repeats="A")


def test_a_row_that_repeats_an_earlier_one_is_sound(tmp_path):
    assert list(monitoring_faults(table(tmp_path, SOUND_A, SOUND_B))) == []


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ((SOUND_A, B.format(monitor="GREVIO", year="2016", repeats="A")), (3, "repeats")),
        ((SOUND_A, B.format(monitor="GRETA", year="2012", repeats="A")), (3, "repeats")),
        ((A.format(outcome="done", source="S2", place="p. 1"), SOUND_B), (3, "repeats")),
        ((SOUND_A, SOUND_B, SOUND_B.replace("B,", "C,", 1)), (4, "repeats")),
        ((A.format(outcome="not-done", source="", place=""),), (2, "outcome_source_id")),
        ((A.format(outcome="in-part", source="S2", place=""),), (2, "outcome_place")),
        ((A.format(outcome="", source="S2", place="p. 1"),), (2, "outcome")),
        ((A.format(outcome="not-assessed", source="S2", place="p. 1"),), (2, "outcome")),
    ],
)
def test_a_row_at_fault_is_told_at_its_cell(tmp_path, rows, where):
    (problem,) = monitoring_faults(table(tmp_path, *rows))
    assert (problem.line, problem.key) == where
    assert problem.expected


def test_a_criterion_that_no_rubric_has_is_told_with_the_nearest(tmp_path):
    (problem,) = unknown_criteria(table(tmp_path, SOUND_A), {"raid", "dates"})
    assert (problem.line, problem.key) == (2, "criterion_ids")
    assert "'raid'" in problem.suggestion
    assert list(unknown_criteria(table(tmp_path, SOUND_A), {"raids"})) == []
