"""The files that a report carries: those that it was computed from, with their bytes, and each once."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.extensions.verify.whole import verify_pdf
from evaluator.library import Library, shipped_root
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import carried_files, zip_bytes
from evaluator.reports.carried.beside import FACTS, figure_files, other_plan_files, tier_files, word_files
from evaluator.reports.country import country_pdf
from tests.reports.two_plans import second_plan


def test_a_report_carries_its_result_and_all_it_was_made_from(library, albania):
    names = [file.name for file in carried_files(library, albania, "en")]
    plan = "countries/ALB/plans/ALB-2005-2007"
    assert names[0] == "result.json"
    assert {
        "countries/ALB/country.yaml", "countries/ALB/sources.csv", f"{plan}/plan.yaml", f"{plan}/measures.csv",
        f"{plan}/evidence.csv", f"{plan}/narrative/en.md", f"{plan}/assessments/four-paradigms/a.csv",
        f"{plan}/assessments/four-paradigms/a.yaml", "rubrics/four-paradigms/rubric.yaml",
        "rubrics/criteria.zip", "rubrics/four-paradigms/weightings/equal.yaml",
    } <= set(names)  # fmt: skip
    assert len(names) == len(set(names))


def test_files_are_carried_byte_for_byte(library, albania):
    carried = {file.name: file for file in carried_files(library, albania, "en")}
    evidence = carried["countries/ALB/plans/ALB-2005-2007/evidence.csv"]
    assert evidence.sha256 == albania.assessment.files["plans/ALB-2005-2007/evidence.csv"]
    rows = list(csv.DictReader(io.StringIO(evidence.content.decode())))
    assert len(rows) == len(albania.assessment.evidence)


def test_criteria_and_the_other_weightings_travel_in_one_bundle(library, albania):
    carried = {file.name: file for file in carried_files(library, albania, "en")}
    with zipfile.ZipFile(io.BytesIO(carried["rubrics/criteria.zip"].content)) as bundle:
        criteria = {f"four-paradigms/criteria/{c.id}.yaml" for c in albania.rubric.criteria}
        others = {
            f"four-paradigms/weightings/{name}.yaml" for name in albania.rubric.every_weighting if name != "equal"
        }
        assert bundle.namelist() == sorted(criteria | others)


def test_borrowed_criteria_travel_with_the_rubric_that_borrows_them(library, albania):
    rubric = library.rubric("first-look")
    carried = {file.name: file for file in carried_files(library, evaluate(albania.assessment, rubric), "en")}
    with zipfile.ZipFile(io.BytesIO(carried["rubrics/criteria.zip"].content)) as bundle:
        assert "four-paradigms/criteria/non-punishment.yaml" in bundle.namelist()
    assert "rubrics/first-look/rubric.yaml" in carried


def test_a_file_that_is_not_the_one_that_was_read_is_not_carried(library, albania):
    files = {**albania.assessment.files, "country.yaml": "0" * 64}
    other = replace(albania, assessment=replace(albania.assessment, files=files))
    names = [file.name for file in carried_files(library, other, "en")]
    assert "countries/ALB/country.yaml" not in names
    assert "countries/ALB/sources.csv" in names


def test_a_rubric_of_another_text_and_a_weighting_made_in_memory_are_not_carried(library, albania):
    other = replace(albania, rubric=albania.rubric.model_copy(update={"sha256": "0" * 64}))
    assert not [file for file in carried_files(library, other, "en") if file.name.startswith("rubrics/")]
    mine = replace(albania, weighting=albania.weighting.model_copy(update={"gates": "ignore"}))
    names = [file.name for file in carried_files(library, mine, "en")]
    assert "rubrics/four-paradigms/rubric.yaml" in names
    assert "rubrics/four-paradigms/weightings/equal.yaml" not in names


def test_a_plan_that_stands_in_no_library_carries_its_result_and_the_rubric(library, stress):
    names = [file.name for file in carried_files(library, stress, "en")]
    assert "result.json" in names
    assert [name for name in names if name.startswith("countries/")] == [
        "countries/facts/memberships.csv",
        "countries/facts/report-chapters.csv",
        "countries/facts/report-chapters.yaml",
        "countries/facts/tip-criteria.csv",
        "countries/facts/tip-tiers.csv",
        "countries/facts/tip-tiers.yaml",
        "countries/facts/treaties.csv",
    ]
    assert "rubrics/four-paradigms/weightings/us-tip.yaml" in names


def test_the_same_files_give_the_same_bundle():
    assert zip_bytes({"b": b"2", "a": b"1"}) == zip_bytes({"a": b"1", "b": b"2"})


def test_the_rubric_s_translations_are_carried_where_the_report_is_in_another_language(library, albania):
    path = "rubrics/four-paradigms/lang/sr-Cyrl.yaml"
    assert path not in {file.name for file in carried_files(library, albania, "en")}
    for lang in ("sr-Cyrl", "sr-Latn"):
        assert path in {file.name for file in carried_files(library, albania, lang)}


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


def test_of_an_edition_that_nobody_assessed_the_law_s_ratings_stay_out(library, albania):
    found = other_plan_files(library, albania)
    assert "plans/ALB-2021-2023/measures.csv" in found
    assert library.plan_folder("ALB-2021-2023").ratings("law-and-practice").files("*.csv")
    assert not [name for name in found if "/law-and-practice/" in name]


def test_another_assessed_plan_brings_the_ratings_of_its_law_and_their_rubric(tmp_path, albania):
    """A grade of it rests on the law beside it, so a report that is rebuilt must find both."""
    own = Library.open(_law_beside_second(tmp_path))
    found = other_plan_files(own, albania)
    assert "plans/ALB-2021-2023/assessments/law-and-practice/b.csv" in found
    carried = {file.name: file for file in carried_files(own, albania, "en")}
    with zipfile.ZipFile(io.BytesIO(carried["rubrics/criteria.zip"].content)) as inside:
        assert "law-and-practice/rubric.yaml" in inside.namelist()


@pytest.mark.slow
def test_a_report_beside_a_plan_whose_law_was_rated_is_verified(tmp_path, library, rubric):
    own = Library.open(_law_beside_second(tmp_path))
    pdf = country_pdf(own, evaluate(own.assessment("ALB-2005-2007", rubric), rubric))
    assert verify_pdf(pdf, library, "x.pdf").differences == ()


def _law_beside_second(folder: Path) -> Path:
    """Let a coder open the plan of 2021, beside which the law is rated, under the rubric of plans as well."""
    target = folder / "countries/ALB/plans/ALB-2021-2023/assessments/four-paradigms"
    target.mkdir(parents=True)
    source = shipped_root() / "countries/ALB/plans/ALB-2005-2007/assessments/four-paradigms"
    header = (source / "a.yaml").read_text("utf-8").replace("ALB-2005-2007", "ALB-2021-2023")
    header = header.replace("measures: part", "measures: none").replace("text: part", "text: none")
    header = header.replace("kind: machine\n", "")  # a person's: the project ships none of a machine there
    (target / "a.yaml").write_text(header, "utf-8")
    (target / "a.csv").write_text((source / "a.csv").read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    return folder


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
