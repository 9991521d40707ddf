"""Values of a YAML file change in place; what stands around them stays."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.model.assessment import CodingFile
from evaluator.workbook.back.yaml_edit import edited_yaml, rewrite_content, shape_content

TEXT = """# head
kind: strategy  # one
adopted: {status: issued, date: "2005"}  # two
rows:
  here: 3  # three
  in_plan: 4
notes: >-
  some
  words
# end
"""
OLD = {
    "kind": "strategy",
    "adopted": {"status": "issued", "date": "2005"},
    "rows": {"here": 3, "in_plan": 4},
    "notes": "some words",
}


@pytest.mark.parametrize(
    ("new", "was", "now"),
    [
        ({"kind": "a: b"}, "kind: strategy ", 'kind: "a: b" '),
        ({"adopted": {"status": "draft", "date": "2005"}}, "status: issued", "status: draft"),
        ({"rows": {"here": 5, "in_plan": 4}}, "here: 3 ", "here: 5 "),
        ({"rows": {"here": 3}}, "  in_plan: 4\n", ""),
        ({"notes": "other"}, ">-\n  some\n  words\n", "other\n"),
        ({"sources": ["S1"]}, "# end", "sources: [S1]\n# end"),
    ],
)
def test_one_entry_changes_and_no_other_line(new, was, now):
    assert edited_yaml(TEXT, OLD, {**OLD, **new}) == TEXT.replace(was, now)


def test_in_a_list_of_the_same_length_only_the_changed_entry_is_written():
    text = "a:\n  - b: 1  # one\n    c: x\n  - b: 2  # two\n"
    old = {"a": [{"b": 1, "c": "x"}, {"b": 2}]}
    assert edited_yaml(text, old, {"a": [{"b": 1, "c": "x"}, {"b": 3}]}) == text.replace("2  #", "3  #")
    assert edited_yaml(text, old, {"a": [{"b": 1, "c": "y"}, {"b": 2}]}) == text.replace("x", "y")
    for longer in ({"a": [*old["a"], {"b": 3}]}, {"a": old["a"][:1]}):  # cannot keep the comments
        assert edited_yaml(text, old, longer) is None


def test_a_comment_inside_what_would_change_is_not_lost():
    assert edited_yaml("a:\n  - 1\n  # why\n  - 2\n", {"a": [1, 2]}, {"a": [1]}) is None


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from("abc"), st.text(st.characters(codec="utf-8", exclude_categories=["C"]))))
def test_what_is_written_reads_back(new):
    old = {"a": "x", "k": "y"}
    text = edited_yaml("a: x  # kept\nk: y\n", old, {**old, **new})
    assert yaml.safe_load(text) == {**old, **new}
    assert "# kept" in text


def test_a_file_without_comments_is_written_anew_where_it_cannot_be_edited(desk):
    header = desk.assessment.codings[0].header
    assert CodingFile.model_validate(shape_content(header)) == header
    other = header.model_copy(update={"interests": "none"})
    assert "interests: none" in (rewrite_content("", header, other) or "")
