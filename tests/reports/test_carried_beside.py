"""The files that a trend rests on travel with the report."""

from __future__ import annotations

import io
import zipfile

from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import carried_files
from evaluator.reports.carried.beside import FACTS, figure_files, other_plan_files, tier_files, word_files
from tests.reports.two_plans import second_plan


def test_another_edition_goes_in_whole_and_a_plan_that_stands_beside_it_with_its_header_alone(tmp_path, rubric):
    own = Library.open(second_plan(tmp_path))
    found = other_plan_files(own, evaluate(own.assessment("ALB-2005-2007", rubric), rubric))
    children = [name for name in found if name.startswith("plans/ALB-2005-2007-children/")]
    assert children == ["plans/ALB-2005-2007-children/plan.yaml"]
    assert "plans/ALB-2014-2017/assessments/four-paradigms/agreed.csv" not in found
    assert {"plans/ALB-2014-2017/measures.csv", "plans/ALB-2014-2017/assessments/four-paradigms/a.csv"} <= set(found)
    assert all(name.startswith("plans/") for name in found)


def test_an_edition_that_nobody_assessed_goes_in_whole_for_it_is_compared(library, rubric):
    found = other_plan_files(library, evaluate(library.assessment("BGR-2018-2018", rubric), rubric))
    assert {"plans/BGR-2013-2013/measures.csv", "plans/BGR-2013-2013/framing.yaml"} <= set(found)


def test_other_plans_lie_in_one_bundle_beside_the_country(library, albania):
    (bundle,) = (file for file in carried_files(library, albania, "en") if file.name == "countries/ALB/plans.zip")
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as inside:
        names = inside.namelist()
    assert [name for name in names if "-children/" in name] == ["plans/ALB-2005-2007-children/plan.yaml"]
    assert all(name.startswith("plans/ALB-") for name in names)


def test_a_country_without_another_plan_carries_no_bundle(library, rubric):
    card = evaluate(library.assessment("USA-2021-2024", rubric), rubric)
    assert not [file for file in carried_files(library, card, "en") if file.name.endswith("plans.zip")]


def test_tiers_go_in_with_their_sources_as_they_lie_in_the_library(library):
    found = tier_files(library)
    assert set(found) == {f"countries/facts/{name}" for name in FACTS}
    path = library.layers.file("countries/facts/tip-tiers.csv")
    assert found["countries/facts/tip-tiers.csv"] == path.read_bytes()


def test_the_data_sets_behind_the_country_s_figures_are_carried_and_no_others(library, albania, stress):
    sets = ("economic", "trafficking-statistics-see")
    carried = {f"countries/facts/{name}.{end}" for name in sets for end in ("csv", "yaml")}
    assert set(figure_files(library, albania)) == carried
    assert figure_files(library, stress) == {}


def test_what_likeness_is_goes_in_where_an_edition_stands_before_the_plan(tmp_path, rubric):
    own = Library.open(second_plan(tmp_path))
    first, second = (evaluate(own.assessment(name, rubric), rubric) for name in ("ALB-2005-2007", "ALB-2014-2017"))
    assert word_files(own, second) == {
        "rubrics/plan-words.yaml": own.layers.file("rubrics/plan-words.yaml").read_bytes()
    }
    assert word_files(own, first) == {}
