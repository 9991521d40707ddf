"""What stands in the library beside a plan: the country's other plans, scored alike, and its tiers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.beside import edition_before, editions_beside, other_plans
from evaluator.reports.context.alongside import alongside
from tests.reports.two_plans import second_plan


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return Library.open(second_plan(tmp_path_factory.mktemp("own")))


def test_other_plans_are_scored_under_the_same_weighting_or_have_their_header(both, rubric):
    card = evaluate(both.assessment("ALB-2005-2007", rubric), rubric, "us-tip")
    known = alongside(both, card)
    assert [one.assessment.plan.id for one in known.cards] == ["ALB-2014-2017"]
    assert known.cards[0].weighting.id == "us-tip"
    assert [head.id for head in known.heads] == ["ALB-2005-2007-children", "ALB-2021-2023"]


def test_tiers_are_those_of_the_country_within_the_years_of_all_reports(library, albania):
    known = alongside(library, albania)
    assert {row.iso3 for row in known.placements} == {"ALB"}
    assert (known.first_report, known.last_report) == (2001, 2025)
    assert {row.source_id for row in known.placements} <= {source.id for source in known.sources}
    assert next(edition.act for edition in known.editions) == "Public Law 106-386"


def test_a_country_outside_the_library_has_nothing_beside_it(library, stress):
    assert other_plans(library, stress) == ()
    known = alongside(library, stress)
    assert (known.cards, known.heads, known.placements) == ((), (), ())


def test_the_edition_before_began_earlier_and_both_have_measures(both, rubric):
    first, second = (evaluate(both.assessment(name, rubric), rubric) for name in ("ALB-2005-2007", "ALB-2014-2017"))
    assert edition_before(second, editions_beside(both, second)).plan.id == "ALB-2005-2007"
    assert edition_before(first, editions_beside(both, first)) is None
    bare = replace(second, assessment=replace(second.assessment, measures=()))
    assert edition_before(bare, [first.assessment]) is None
    assert edition_before(second, [replace(first.assessment, measures=())]) is None
    law = replace(second, rubric=rubric.model_copy(update={"scores": "conduct"}))
    assert edition_before(law, [first.assessment]) is None


def test_faults_of_another_plan_are_told_and_not_passed_over(tmp_path, rubric):
    folder = second_plan(tmp_path)
    (folder / "countries/ALB/plans/ALB-2014-2017/measures.csv").write_text("nonsense\n1\n", encoding="utf-8")
    own = Library.open(folder)
    card = evaluate(own.assessment("ALB-2005-2007", rubric), rubric)
    with pytest.raises(InvalidInputError, match="ALB-2014-2017"):
        alongside(own, card)
