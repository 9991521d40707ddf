"""The files that a country and a plan begin with, and that they go over nothing."""

from __future__ import annotations

import pytest

from evaluator.cli.new.files import country_files, plan_files, write_new, years_of
from evaluator.errors import EvaluatorError


def test_a_country_and_a_plan_have_their_files_below_a_library():
    assert sorted(country_files("XXB", {"en": "Testland"})) == [
        f"countries/XXB/{name}" for name in ("country.yaml", "facts.csv", "institutions.csv", "sources.csv")
    ]
    assert sorted(plan_files("XXB-2020-2023", "Plan")) == [
        f"countries/XXB/plans/XXB-2020-2023/{name}"
        for name in ("evidence.csv", "indicators.csv", "measures.csv", "money.csv", "plan.yaml")
    ]


def test_names_stand_in_quotation_marks_in_the_order_given():
    text = country_files("XXB", {"en": 'Test: "land"', "sr-Latn": "Testija"})["countries/XXB/country.yaml"]
    assert '\n  en: "Test: \\"land\\""\n  sr-Latn: "Testija"\n' in text


def test_years_are_the_parts_of_the_id():
    parts = years_of("XXB-2020-open-children")
    assert (parts["iso3"], parts["start"], parts["end"]) == ("XXB", "2020", "open")


@pytest.mark.parametrize(("plan_id", "said"), [("XXB", "is not a plan id"), ("XXB-2023-2020", "ends before it starts")])
def test_another_form_of_an_id_is_refused(plan_id, said):
    with pytest.raises(EvaluatorError, match=said):
        plan_files(plan_id, "Plan")


def test_where_one_file_is_there_none_is_written(tmp_path):
    (tmp_path / "b").write_text("mine", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="there is already"):
        write_new(tmp_path, {"a": "new", "b": "new"})
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b").read_text(encoding="utf-8") == "mine"
