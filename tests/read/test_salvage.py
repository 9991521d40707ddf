"""What is left to check of a file whose form is at fault."""

from __future__ import annotations

from evaluator.errors import Problem
from evaluator.model.rubric import RubricFile
from evaluator.model.weighting import Weighting
from evaluator.read.checks.salvage import salvage
from evaluator.read.text_files.yaml_file import parse_yaml

TORN = """\
id: mine
titles: {en: Mine}
actor: somebody
colour: red
weights:
  paradigms:
    rights: {count: -3, origin: counted}
    economics: {count: 1, origin: guessed}
overrides:
  - {criterion: raid, times: .nan, origin: modelled}
gates: cap
"""


def torn(tmp_path, text=TORN, shape=Weighting):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return salvage(shape, parse_yaml(path))


def test_names_are_kept_and_what_is_at_fault_is_replaced(tmp_path):
    found = torn(tmp_path)
    assert list(found.item.weights["paradigms"]) == ["rights", "economics"]
    assert found.item.overrides[0].criterion == "raid"
    assert found.patched == {
        ("rubric",),
        ("colour",),
        ("weights", "paradigms", "rights", "count"),
        ("weights", "paradigms", "economics", "origin"),
        ("overrides", 0, "times"),
    }


def test_what_a_replacement_makes_is_not_told(tmp_path):
    keys = ("weights.paradigms", "weights.paradigms.rights.count", "overrides[0].criterion")
    said = [Problem("mine.yaml", "found", "expected", key=key) for key in keys]
    assert [problem.key for problem in torn(tmp_path).told(said)] == ["overrides[0].criterion"]
    assert [problem.key for problem in torn(tmp_path).told_of_names(said)] == [
        "weights.paradigms",
        "overrides[0].criterion",
    ]


def test_a_sound_file_has_nothing_replaced(tmp_path):
    text = "id: m\nrubric: small\ntitles: {en: M}\nactor: me\nweights: {}\ngates: cap\n"
    assert torn(tmp_path, text).patched == frozenset()


def test_of_what_is_no_mapping_nothing_is_left(tmp_path):
    assert torn(tmp_path, "- a\n- b\n") is None


def test_a_head_with_nothing_but_its_id_still_stands(tmp_path):
    found = torn(tmp_path, "id: r\n", RubricFile)
    assert found is None or found.item.id == "r"
