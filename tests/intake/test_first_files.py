"""The files that a country and a plan begin with: every key with a comment, over nothing that is there."""

from __future__ import annotations

import re

import pytest

from evaluator.errors import EvaluatorError
from evaluator.intake.first_files import country_files, plan_files, quoted, years_of
from evaluator.library import shipped_root
from evaluator.model.assessment import CodingFile
from evaluator.model.country import Country
from evaluator.model.criterion import Criterion
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import RubricFile
from evaluator.model.weighting import Weighting

SHAPES = {
    "country": Country,
    "plan": PlanFile,
    "coding": CodingFile,
    "rubric": RubricFile,
    "criterion": Criterion,
    "weighting": Weighting,
}
FOLDER = shipped_root() / "templates" / "blanks"
BLANKS = [((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), shape) for name, shape in SHAPES.items()]


def test_every_blank_is_held_to_the_shape_of_its_file():
    assert {path.stem for path in FOLDER.iterdir()} == set(SHAPES)


@pytest.mark.parametrize(("text", "shape"), BLANKS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_key_of_a_file_stands_in_its_blank_and_no_other(text, shape):
    keys = re.findall(r"^([a-z0-9_]+):", text, flags=re.MULTILINE)
    assert keys == [field.alias or name for name, field in shape.model_fields.items()]


@pytest.mark.parametrize(("text", "shape"), BLANKS[:3], ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_to_be_filled_in_is_explained(text, shape):
    plain = {"assessment_id", "rubric", "finished", "notes", "start"}
    for key in set(shape.model_fields) - plain:
        line = re.search(rf"^{key}:.*(\n  .*)?", text, flags=re.MULTILINE)
        assert line, key
        assert "#" in line[0], key


def test_a_text_is_quoted_as_yaml():
    assert quoted('so: "called" Србија') == '"so: \\"called\\" Србија"'


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
