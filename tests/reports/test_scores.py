from __future__ import annotations

from evaluator.pipeline import evaluate
from evaluator.reports.country import country_view, report_view
from evaluator.reports.sections.scores import PEERS, PROMISE


def test_other_countries_stand_beside_the_scores_only_where_the_library_is_known(library, albania):
    assert PEERS.of(country_view(albania)) is None
    beside = PEERS.of(report_view(library, albania))
    assert beside is None or {peer.plan[:3] for peer in beside.scored}.isdisjoint({"ALB"})


def test_what_was_promised_is_measured_by_the_rubric_s_norm_level(library, albania):
    conduct = library.rubric("law-and-practice")
    page = country_view(evaluate(library.assessment("SRB-2021-2023", conduct), conduct))
    assert PROMISE.of(page).norm == conduct.norm_level.level
    assert PROMISE.of(country_view(albania)) is None  # of the plan alone criteria are assessed
