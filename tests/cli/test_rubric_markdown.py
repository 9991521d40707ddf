"""A rubric as a page: every criterion in its place, gaps of translation in sight."""

from __future__ import annotations

import pytest

from evaluator.cli.rubric.markdown import rubric_markdown, text_of
from evaluator.library import Library
from tests.scoring.small import rubric_of

LIBRARY = Library.open()


@pytest.mark.parametrize("name", LIBRARY.rubric_names)
def test_every_criterion_stands_once_under_its_node(name):
    rubric = LIBRARY.rubric(name)
    page = rubric_markdown(rubric)
    for criterion in rubric.criteria:
        assert page.count(f"\n`{criterion.id}` (") == 1
    order = [page.index(f"\n`{criterion.id}` (") for criterion in rubric.criteria]
    assert order == sorted(order)


def test_a_text_that_is_not_translated_is_marked():
    rubric = rubric_of({"a": {"titles": {"en": "A", "sq": "Një"}}}, {"x": "a"}, translations={"sq": {"x.title": "Iks"}})
    page = rubric_markdown(rubric, "sq")
    assert "## Një" in page
    assert "### Iks" in page
    assert "- 3: level 3 *(sq: not translated)*" in page
    assert text_of(rubric, "x.title", "x", "en") == "x"


def test_a_criterion_alone_has_no_head():
    rubric = LIBRARY.rubric("first-look")
    assert rubric_markdown(rubric, only=("non-punishment",)).startswith("## Non-punishment")


def test_nodes_that_shrink_with_what_does_not_apply_are_named_at_the_head():
    rubric = rubric_of({"left": {"not_applicable": {"weight": "shrinks"}}, "right": {}}, {"a": "left", "b": "right"})
    assert "- Weight shrinks with what does not apply: `left`." in rubric_markdown(rubric)
    assert "shrinks" not in rubric_markdown(rubric_of({"left": {}}, {"a": "left"}))
