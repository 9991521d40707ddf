from __future__ import annotations

import csv
import io
import zipfile

from evaluator.report.attach import carried_files, packed


def test_a_report_carries_its_result_and_all_it_was_made_from(library, albania):
    names = [file.name for file in carried_files(library, albania, "en")]
    plan = "countries/ALB/plans/ALB-2005-2007"
    assert names[0] == "result.json"
    assert {
        "countries/ALB/country.yaml", "countries/ALB/sources.csv", f"{plan}/plan.yaml", f"{plan}/measures.csv",
        f"{plan}/evidence.csv", f"{plan}/narrative/en.md", f"{plan}/assessments/four-paradigms/a.csv",
        f"{plan}/assessments/four-paradigms/a.yaml", "rubrics/four-paradigms/rubric.yaml",
        "rubrics/four-paradigms/criteria.zip", "rubrics/four-paradigms/weightings/equal.yaml",
    } <= set(names)  # fmt: skip
    assert len(names) == len(set(names))


def test_files_are_carried_byte_for_byte(library, albania):
    carried = {file.name: file for file in carried_files(library, albania, "en")}
    evidence = carried["countries/ALB/plans/ALB-2005-2007/evidence.csv"]
    assert evidence.sha256 == albania.assessment.files["plans/ALB-2005-2007/evidence.csv"]
    rows = list(csv.DictReader(io.StringIO(evidence.content.decode())))
    assert len(rows) == len(albania.assessment.evidence)


def test_the_criteria_travel_in_one_bundle(library, albania):
    carried = {file.name: file for file in carried_files(library, albania, "en")}
    with zipfile.ZipFile(io.BytesIO(carried["rubrics/four-paradigms/criteria.zip"].content)) as bundle:
        assert bundle.namelist() == sorted(f"criteria/{c.id}.yaml" for c in albania.rubric.criteria)


def test_a_plan_that_stands_in_no_library_carries_its_result_and_the_rubric(library, stress):
    names = [file.name for file in carried_files(library, stress, "en")]
    assert "result.json" in names
    assert not [name for name in names if name.startswith("countries/")]
    assert "rubrics/four-paradigms/weightings/us-tip.yaml" in names


def test_the_same_files_give_the_same_bundle():
    assert packed({"b": b"2", "a": b"1"}) == packed({"a": b"1", "b": b"2"})
