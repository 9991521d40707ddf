"""The files that `evaluator new` writes hold every key, each with a comment."""

from __future__ import annotations

import re

import pytest

from evaluator.cli.new.blanks import quoted
from evaluator.library import shipped_root
from evaluator.model.assessment import CodingFile
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Criterion, RubricFile
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
