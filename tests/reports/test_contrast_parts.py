"""The parts of a contrast page."""

from __future__ import annotations

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from tests.contrasts.pages import view_of_found
from tests.contrasts.synthetic import three_plans, toy_rubric


def test_each_plan_has_a_short_name_under_its_id():
    view = view_of_found(findings_of(contrast(three_plans(), toy_rubric())), ("scores",))
    assert view.heads == {plan.id: (plan.code, plan.label) for plan in view.plans}
    assert view.heads["AAA-2010-2012"] == ("AAA", "Aaa")
