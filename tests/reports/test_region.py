from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import EvaluatorError
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import refuse_unlike
from evaluator.reports.country import country_view
from evaluator.reports.region import region_name, region_view


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


def _named(card, name: str):
    plan = card.assessment.plan.model_copy(update={"id": name})
    return replace(card, assessment=replace(card.assessment, plan=plan))


def test_the_name_holds_the_plans_then_what_differs_and_the_kind(albania, cards):
    assert region_name(cards, "comparative", "en") == "ALB-2005-2007_SRB-2017-2018.comparative"
    other = [replace(c, weighting=c.rubric.weighting("us-tip")) for c in cards]
    assert region_name(other, "brief", "sr") == "ALB-2005-2007_SRB-2017-2018.us-tip.brief.sr"
    many = [_named(albania, f"XX{k}-2001-2002") for k in range(5)]
    assert region_name(many, "contrast", "en").startswith("5-plans-")
    alone = [replace(card, assessor="b") for card in cards]
    assert region_name(alone, "brief", "en") == "ALB-2005-2007_SRB-2017-2018.brief.coder_b"
    assert region_name(many, "contrast", "en") != region_name(many[::-1], "contrast", "en")


def test_plans_under_different_weightings_are_not_compared(cards):
    with pytest.raises(EvaluatorError, match="one weighting"):
        region_view([cards[0], evaluate(cards[1].assessment, cards[1].rubric, "us-tip")], "brief")
    with pytest.raises(EvaluatorError, match="by the panel or by one coder"):
        region_view([cards[0], replace(cards[1], assessor="b")], "brief")
    with pytest.raises(EvaluatorError, match="No plan"):
        region_view([], "brief")


def test_a_draft_is_told_with_the_reasons_of_its_own_report(albania, stress):
    """The notice names the plan, how many criteria are in dispute and the command; it stands in no list of doubts."""
    view = region_view([replace(albania, weighting=stress.weighting), stress], "brief")
    own = country_view(stress).draft_reasons
    assert "The coders disagree on" in own[0]
    assert "evaluator panel settle" in own[0]
    assert view.draft_reasons == (f"The assessment of {stress.assessment.plan.id} is a draft. {' '.join(own)}",)
    assert "is a draft" not in " ".join(view.warnings)


def test_one_plan_alone_has_no_ranks_and_no_levels(albania):
    view = region_view([albania], "comparative")
    assert view.order is None


def test_scores_on_what_is_seen_and_ignored_come_with_bounds_and_coverage(cards):
    for entry in region_view(cards, "brief").entries:
        for part in (entry.seen, entry.unseen):
            assert part.too_small == (part.low is None)
            assert part.too_small or part.low <= part.high
            assert part.score is None or part.low <= part.score <= part.high
            assert 0 <= part.coverage <= 1


def test_a_plan_is_not_compared_with_itself(albania):
    with pytest.raises(EvaluatorError, match=r"given twice: ALB-2005-2007\."):
        refuse_unlike([albania, albania])


def test_dots_hold_every_plan_with_a_score_under_a_code_that_tells_plans_apart(albania, empty):
    view = region_view([albania, empty], "comparative")
    assert len(view.dots) == len(view.entries[0].view.groups)
    assert {code for row in view.dots for code, _, _ in row} == {"ALB"}
    for row, group in zip(view.dots, view.entries[0].view.groups, strict=True):
        assert [score for _, score, _ in row] == ([group.interval.score] if group.interval.score is not None else [])
