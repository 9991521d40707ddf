"""The file of an audit: every fault at once, with its place."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.read.audit import read_audit

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
SHIPPED = LIBRARY.layers.below("rubrics").below(RUBRIC.id).expected("audit.yaml").read_text(encoding="utf-8")


def broken(tmp_path, *changes):
    text = SHIPPED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "audit.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_audit(path, RUBRIC)
    return [str(problem) for problem in caught.value.problems]


def test_names_that_the_rubric_does_not_have_are_told_together(tmp_path):
    told = broken(
        tmp_path,
        ("{criterion: demand-measures, to: economic.structural", "{criterion: demand-mesures, to: econmic.structural"),
        ("{tripped: 2, at_most: D}", "{tripped: 2, at_most: F}"),
        ("- {node: paradigms, aggregation: {kind: minimum}", "- {node: totl, aggregation: {kind: minimum}"),
    )
    assert len(told) == 4
    assert any("criterion 'demand-mesures'" in line and "Did you mean 'demand-measures'" in line for line in told)
    assert any("node 'econmic.structural'" in line for line in told)
    assert any("grade 'F'" in line for line in told)
    assert any("Did you mean 'total'" in line for line in told)


@pytest.mark.parametrize("points", ["[0.0, 0.5, 1.0]", "[0.0, 0.5, 0.4, 0.9, 1.0]", "[0.1, 0.4, 0.7, 0.9, 1.0]"])
def test_points_are_one_for_each_level_and_rise_from_nothing_to_all(tmp_path, points):
    (told,) = broken(tmp_path, ("[0.0, 0.4, 0.7, 0.9, 1.0]", points))
    assert "Give 5 points from 0 to 1 that never fall" in told


def test_shares_of_plan_quality_need_their_node(tmp_path):
    (told,) = broken(tmp_path, ("plan_quality_node: plan-quality\n", ""))
    assert "`plan_quality_node` with `plan_quality_shares`" in told


def test_a_rubric_without_alternatives_says_so():
    with pytest.raises(InvalidInputError, match=r"audit\.yaml"):
        LIBRARY.audit(LIBRARY.rubric("first-look"))
