from __future__ import annotations

from evaluator.reports.country import country_view


def test_the_criteria_of_a_group_are_those_rated_open_and_apart_in_this_order(stress):
    for group in country_view(stress).groups:
        assert group.criteria == (*group.rated, *group.open, *group.apart)
        assert all(criterion.title for criterion in group.criteria)
