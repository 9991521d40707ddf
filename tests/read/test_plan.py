"""A plan's folder."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.country import read_country_files
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder, read_plan_files, read_plan_head


@pytest.fixture
def folder(sound) -> PlanFolder:
    country = Layers((sound / "countries" / "XXS",))
    return PlanFolder(country, country.below("plans").below("XXS-2020-2022"), "XXS-2020-2022")


def test_the_header_is_read_alone(folder):
    assert read_plan_head(folder.plan).rows.total == 4


def test_a_header_at_fault_is_raised_with_every_problem(broken):
    place = broken("plan-open-and-kind") / "countries" / "XXS" / "plans" / "XXS-2020-2022"
    with pytest.raises(InvalidInputError) as caught:
        read_plan_head(Layers((place,)))
    assert [p.key for p in caught.value.problems] == ["kind", "lead_rule"]


def test_tables_of_the_country_and_the_plan_stand_together(folder):
    problems = []
    files = read_plan_files(folder, problems)
    assert problems == []
    assert {"sources", "measures", "money", "replies"} <= set(files.tables)


def test_a_country_read_before_is_not_read_again(folder):
    problems = []
    country = read_country_files(folder.country, problems)
    assert read_plan_files(folder, problems, country).country is country


def test_ratings_lie_under_their_rubric(folder):
    assert folder.ratings("small").folders[0].name == "small"
