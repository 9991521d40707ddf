"""YAML files as entries and back: every shipped plan, and texts that look like something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.assessment import CodingFile
from evaluator.model.plan import PlanFile
from evaluator.read.text_files.yaml_file import parse_yaml, read_yaml
from evaluator.workbook.sheet.pairs import content_of, leaves, put_value, yaml_text

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "countries").glob("*/plans/*/plan.yaml"))


def back(content, shape):
    found = leaves(content, shape)
    return shape.model_validate(content_of([(leaf.path, leaf.text, leaf.declared) for leaf in found]))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_every_shipped_plan_comes_back_equal(path, tmp_path):
    content = read_yaml(path).content
    plan = PlanFile.model_validate(content)
    assert back(content, PlanFile) == plan
    file = tmp_path / "plan.yaml"
    file.write_text(yaml_text(plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)), encoding="utf-8")
    assert PlanFile.model_validate(read_yaml(file).content) == plan


def test_a_list_of_mappings_has_an_empty_entry_more():
    paths = [leaf.path for leaf in leaves({"languages": [{"lang": "sq"}]}, PlanFile)]
    assert {"languages.1.lang", "languages.2.lang"} <= set(paths)
    assert "languages.3.lang" not in paths


def test_entries_know_how_they_are_read():
    kinds = {leaf.path: leaf.declared for leaf in leaves({}, CodingFile)}
    assert kinds["state"].choices == ("draft", "final")
    assert (kinds["blind"].kind, kinds["started"].kind, kinds["notes"].kind) == ("flag", "date", "text")


def test_an_entry_under_a_plain_value_is_left_out():
    declared = leaves({}, CodingFile)[0].declared
    assert content_of([("a", "x", declared), ("a.b", "y", declared)]) == {"a": "x"}


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\ufffe\uffff\u2028\u2029\x85"),
        max_size=40,
    )
)
def test_a_text_stays_a_text(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("yaml") / "x.yaml"
    file.write_text(yaml_text({"key": text, "other": ["NO", "1.10", "2005", "~", "true", "0x1F"]}), encoding="utf-8")
    document = parse_yaml(file)
    assert document.content == {"key": text, "other": ["NO", "1.10", "2005", "~", "true", "0x1F"]}


def test_a_key_of_dots_alone_and_one_below_a_plain_value_set_nothing():
    content = {"a": 1}
    for steps in ([], ["a", "b"]):
        put_value(content, steps, 2)
    assert content == {"a": 1}
