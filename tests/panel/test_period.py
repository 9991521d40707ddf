"""Practice is rated on what speaks of the rated years: nothing else counts, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.assessment import AgreedRating
from evaluator.model.plan import Evidence, RatedYears
from evaluator.panel.period import is_outside, outside_words, rated_period
from evaluator.panel.settle import settle


def passage(evidence_id, as_of, about="practice"):
    return Evidence(evidence_id=evidence_id, source_id="S1", locator="p. 1", object=about, as_of=as_of, note="A note.")


@pytest.fixture
def settled(small):
    """Return how `work`, a criterion about practice, is settled on passages of given dates (2020 is rated)."""
    rubric = small.rubric()
    about = tuple(c.model_copy(update={"object": "practice"}) for c in rubric.criteria)
    rubric = rubric.model_copy(update={"criteria": about})

    def settle_on(*dates, said="2", coders="a", agreed=()):
        rows = tuple(passage(f"E{n}", date) for n, date in enumerate(dates, 1))
        ids = tuple(row.evidence_id for row in rows)
        own = small.rating("work", said, evidence_ids=ids, reason="few did", confidence="high")
        codings = [replace(small.coding(coder, {}), ratings=(own,)) for coder in coders]
        found = small.assessment(*codings, evidence=rows, agreed=agreed)
        return settle(found, rubric)["work"]

    return settle_on


def test_a_rating_on_a_passage_of_another_year_is_not_assessed_and_keeps_its_words(settled):
    found = settled("2019")
    assert (found.status, found.level, found.confidence) == ("not-assessed", None, "")
    assert (found.reason, found.evidence_ids, found.inputs) == ("few did", ("E1",), (("a", "2"),))
    assert found.note == "no evidence speaks of the rated years, 2020 (its dates: 2019); ask for these years"


@pytest.mark.parametrize("dates", [("2020",), ("2018/2020",), ("2019", "2020-03"), ("2020-12/2022",)])
def test_one_passage_that_reaches_into_the_rated_years_is_enough(settled, dates):
    found = settled(*dates)
    assert (found.status, found.level, found.note) == ("rated", 2, "")


def test_a_passage_whose_date_is_not_known_shows_nothing_about_the_rated_years(settled):
    found = settled("", "2016/2019")
    assert found.status == "not-assessed"
    assert "(its dates: 2016–2019, not known)" in found.note


def test_a_conduct_or_a_want_of_cases_in_another_year_does_not_count_either(settled):
    assert settled("2019", said="contrary").status == "not-assessed"
    assert settled("2019", said="no-occasion").status == "not-assessed"
    assert settled("2019", said="not-applicable").status == "not-applicable"


def test_an_agreement_on_a_passage_of_another_year_holds_and_does_not_count(settled, small):
    agreed = AgreedRating(criterion_id="work", status="rated", level=2, rule="equal", inputs="a:2;b:2")
    found = settled("2019", coders="ab", agreed=(agreed,))
    assert (found.status, found.inputs) == ("not-assessed", (("a", "2"), ("b", "2")))


def test_law_and_plan_are_rated_on_passages_of_any_year(small):
    plan = small.assessment().plan
    assert is_outside("rated", "practice", [passage("E1", "2019")], plan)
    assert not is_outside("rated", "law", [passage("E1", "2019", "law")], plan)
    assert not is_outside("rated", "plan", [passage("E1", "2019", "plan")], plan)


def test_the_rated_years_count_where_they_are_only_part_of_the_plans(small):
    plan = small.assessment().plan.model_copy(
        update={"start": "2019", "end": "2024", "rated_years": RatedYears(start="2021", end="2023")}
    )
    assert rated_period(plan) == "2021/2023"
    assert is_outside("rated", "practice", [passage("E1", "2020")], plan)
    assert outside_words([passage("E1", "2020")], plan) == (
        "no evidence speaks of the rated years, 2021–2023 (its dates: 2020)"
    )
